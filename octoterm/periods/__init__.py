"""Days, weeks, months and years by the London clock: their labels, and parsing of dates. Pure."""
