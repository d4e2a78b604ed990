"""Comparisons of a period with what is usual, or with another period. Pure."""
