"""Days and their running averages. Pure."""
