"""Runs work in slices, tunes the Python process, and limits what other programs get from it."""
