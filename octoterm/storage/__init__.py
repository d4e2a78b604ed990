"""Files on disk: readings, the record of the syncs, their locks and their safety."""
