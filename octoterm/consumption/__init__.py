"""Half-hourly values of one quantity in memory, their days and their clock. Pure."""
