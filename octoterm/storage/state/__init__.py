"""What octoterm remembers between runs, beside the readings: each module knows one file."""
