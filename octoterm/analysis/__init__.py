"""Analysis of readings: parts, comparisons, trends, average days, gaps, records. Pure."""
