"""One run of octoterm: its meters as they are read, looked at and synced. It draws nothing."""
