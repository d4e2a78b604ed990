"""The configuration: finding the file, parsing it, and validating its values."""
