"""Readings from other tools: what a file holds, and whether it is proved how to read it. Pure.

To take a file in some way means to assume a unit, a time zone, whether its times are starts or
ends, and the order of a date's numbers (`statement.Taking`). `layouts` knows a file's columns,
`file_rows` reads it, and `row_starts` makes half hours of its rows, taken in one way. `overlap`
compares these with stored readings, `evidence` decides which way is proved, if any, and `plan`
says what all files together would add.
"""
