"""The household: its meters and their fuels, and the key that opens their readings. Pure."""
