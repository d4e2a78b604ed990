"""Files on disk: readings and sync records, with locks, atomic writes and access rights."""
