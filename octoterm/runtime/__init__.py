"""Running work in slices, tuning of the Python process, and what other programs get of it."""
