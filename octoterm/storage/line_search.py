"""Finding the lines of an open CSV file by their half hour.

Rows are in time order, so that the place of one is found by halving: a few lines are looked at
where the whole file has hundreds of thousands.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import BinaryIO, NamedTuple

from octoterm.readings_csv import line_format
from octoterm.readings_csv.document import FOREVER

LONGEST_ROW = 1000
"""Bytes of a line that no row has."""


class Line(NamedTuple):
    """Where a line of a file begins, and the half hour it is of: FOREVER at the file's end."""

    offset: int
    start: int


def find_line(file: BinaryIO, start: int, begin: int, end: int) -> Line:
    """The first of the lines from offset `begin` on whose half hour is not before `start`, or
    the first that begins at or after offset `end`, if that is earlier.

    A line begins at `begin`, and the half hours of all from there on ascend. Raises BadRow
    where one that is looked at is no row.
    """

    def half_hour(offset: int) -> int:
        return line_at(file, offset, begin).start

    found = bisect_left(range(begin, end), start, key=half_hour)
    return line_at(file, begin + found, begin)


def line_at(file: BinaryIO, offset: int, begin: int) -> Line:
    """The first line that begins at or after `offset`, one beginning at `begin`. Raises BadRow
    where it is no row."""
    if offset > begin:
        file.seek(offset - 1)
        file.readline(LONGEST_ROW)
    else:
        file.seek(begin)
    offset = file.tell()
    line = file.readline(LONGEST_ROW).decode("ascii", "replace").rstrip("\n")
    return Line(offset, line_format.read_line(line).start if line else FOREVER)
