"""The text of a CSV file of readings, whoever wrote it. Pure: no files here.

`line_format` says what a line looks like, `header` what the first one may say. `reader` makes a
`document` (which is merged into) or its `contents` (the readings alone); lines that a spreadsheet
rewrote are read by `spreadsheet`, with the help of `ambiguous_times`.
"""
