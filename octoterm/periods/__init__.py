"""Days, weeks, months and years by the London clock, in words and as people type them. Pure."""
