"""The commands that take readings from other tools, and give them what they read."""
