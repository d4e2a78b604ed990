"""What the readings say: parts, comparisons, trends, average days, gaps, records. Pure."""
