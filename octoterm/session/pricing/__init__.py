"""Prices ahead: of which tariffs, what is due to be asked for, and what the dashboard shows."""
