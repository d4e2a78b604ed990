"""The lines of a CSV file that is open: read piece by piece, copied, and found by their half hour.

Rows are in time order, so that the place of one is found by halving: a few lines are looked at
where the whole file has hundreds of thousands.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from math import inf
from typing import BinaryIO, NamedTuple

from octoterm import csv_format
from octoterm.csv_reader import not_readings
from octoterm.document import FOREVER

PIECE = 1 << 15
"""Bytes to parse at a time: in half a millisecond."""
COPIED = 1 << 18
"""Bytes to copy at a time: in a tenth of a millisecond."""

LONGEST_LINE = 1 << 20
"""Bytes without a line end that no CSV has."""
LONGEST_ROW = 1000
"""Bytes of a line that no row has."""

_ENCODING = {"encoding": "utf-8", "errors": "surrogateescape"}


def pieces(
    file: BinaryIO, begin: int = 0, end: float = inf, size: int | None = None
) -> Iterator[bytes]:
    """The bytes from `begin` up to, not including, `end`, so many at a time."""
    file.seek(begin)
    while begin < end and (piece := file.read(int(min(size or PIECE, end - begin)))):
        yield piece
        begin += len(piece)


def texts(pieces: Iterable[bytes], name: str) -> Iterator[str]:
    """The pieces cut at line ends; bytes that are no UTF-8 survive the way back.

    Raises NotReadings, which calls the file `name`, where there are no line ends.
    """
    rest = b""
    for piece in pieces:
        lines, newline, rest_of_piece = piece.rpartition(b"\n")
        if newline:
            yield (rest + lines + newline).decode(**_ENCODING)
            rest = rest_of_piece
        else:
            rest += piece
            if len(rest) > LONGEST_LINE:
                raise not_readings(name)
    if rest:
        yield rest.decode(**_ENCODING)


def encoded(texts: Iterable[str]) -> Iterator[bytes]:
    """The bytes that `texts` came from."""
    return (text.encode(**_ENCODING) for text in texts)


class Line(NamedTuple):
    """Where a line of a file begins, and the half hour it is of: FOREVER at the file's end."""

    offset: int
    start: int


def line_of(file: BinaryIO, start: int, begin: int, end: int) -> Line:
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
    return Line(offset, csv_format.read_line(line).start if line else FOREVER)
