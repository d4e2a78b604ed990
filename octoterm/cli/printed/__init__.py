"""Tables and words that the commands print."""
