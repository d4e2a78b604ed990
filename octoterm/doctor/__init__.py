"""Checks whether readings can be fetched and stored, and says what to do if they cannot."""
