"""Dialogs and whole screens besides the dashboard."""
