"""The text of a CSV file of readings, written by octoterm or anything else. Pure: no file access.

`line_format` defines a line, `header` the first one. `reader` makes a `document` (into which rows
are merged) or `contents` (the readings alone). Lines rewritten by a spreadsheet are read by
`spreadsheet`, with the help of `ambiguous_times`.
"""
