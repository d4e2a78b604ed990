"""The configuration: where it is, how it is written, what it may hold."""
