"""Readings from other tools: what a file holds, and whether it is proved how to take it. Pure.

`layouts` knows the columns of a file, `file_rows` reads it, and `row_starts` makes half hours of
its rows: in a unit, a zone, by the start or the end, in one order of a date's numbers. `overlap`
compares them with stored readings, `evidence` decides whether they may be taken so, and `plan`
says what all files together would add.
"""
