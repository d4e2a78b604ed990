"""Readings of all meters for other programs, written as they are read.

`labelled` is what is exported of a meter; `csv`, `jsonl`, `line_protocol`, `openmetrics` and
`parquet` write it; `bookmarks` says what a program has had already; `push` sends it to a server.
"""
