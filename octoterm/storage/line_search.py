"""Finds lines of an open CSV file by their half hour, with a binary search.

Rows are in time order, so only a few of hundreds of thousands of lines need to be read.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import BinaryIO, NamedTuple

from octoterm.readings_csv import line_format
from octoterm.readings_csv.document import FOREVER

LONGEST_ROW = 1000
"""Bytes; every row is shorter."""


class Line(NamedTuple):
    """The offset of a line, and the start of its half hour: FOREVER at the end of the file."""

    offset: int
    start: int


def find_line(file: BinaryIO, start: int, begin: int, end: int) -> Line:
    """The first line after offset `begin` whose half hour is not before `start`, or the first at
    or after offset `end`, if that is earlier.

    A line must begin at `begin`, and the lines from there must be in time order. Raises BadRow if
    a line that is read is not a row.
    """

    def half_hour(offset: int) -> int:
        return line_at(file, offset, begin).start

    found = bisect_left(range(begin, end), start, key=half_hour)
    return line_at(file, begin + found, begin)


def line_at(file: BinaryIO, offset: int, begin: int) -> Line:
    """The first line that begins at or after `offset`, but not before `begin`, where a line must
    begin. Raises BadRow if it is not a row."""
    if offset > begin:
        file.seek(offset - 1)
        file.readline(LONGEST_ROW)
    else:
        file.seek(begin)
    offset = file.tell()
    line = file.readline(LONGEST_ROW).decode("ascii", "replace").rstrip("\n")
    return Line(offset, line_format.read_line(line).start if line else FOREVER)
