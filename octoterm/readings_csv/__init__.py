"""The text of a CSV file of readings, whoever wrote it. Pure: no files here."""
