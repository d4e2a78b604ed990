"""The household: its meters, their fuels, and the API key. Pure."""
