"""The average day, by the clock. Pure."""
