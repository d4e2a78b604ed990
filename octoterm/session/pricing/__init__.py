"""Prices ahead: of which tariffs, which are due to be asked for, and what the dashboard shows."""
