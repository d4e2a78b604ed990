"""Checks whether readings can come and can be kept, and says what to do where they cannot."""
