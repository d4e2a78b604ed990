"""The state of one run of octoterm: meters, their readings, positions and syncs. Draws nothing."""
