"""What octoterm keeps between runs, besides the readings: one module for each file."""
