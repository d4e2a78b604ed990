"""Drawing with characters: scales, bars and lines for any kind of data."""
