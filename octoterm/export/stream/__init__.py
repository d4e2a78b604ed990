"""Readings of all meters for other programs, written as they are read.

`labelled` is what is exported of a meter; `delimited`, `line_protocol`, `openmetrics` and
`parquet` write it; `bookmarks` records what a program has received; `push` sends it to a server.
"""
