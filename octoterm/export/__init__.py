"""Exports what is shown to other programs, as JSON, CSV and files."""
