"""The commands that exchange readings with other programs, and what they share."""
