"""Running work in slices, and tuning of the Python process."""
