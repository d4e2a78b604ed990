"""The readings of one CSV file in two columns, and what is wrong with the file. Pure."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from octoterm.periods.london import INSTANT
from octoterm.readings_csv.row import Row

MOST_REASONS = 1000
"""Unreadable lines to remember individually; beyond that they are only counted."""


class Signature(NamedTuple):
    """The state of a file: any write changes one of these values."""

    inode: int
    size: int
    """Bytes."""
    changed: int
    """The file system's time of the last change to the content, nanoseconds."""


class UnreadableLine(NamedTuple):
    """A line that is not a reading: its number in the file (1 is the header) and why."""

    line: int
    why: str


class Head(NamedTuple):
    """The beginning of a file, if it was not read."""

    size: int
    """Bytes, including the header."""
    first: int
    """Start of the first reading in it, UTC seconds."""


class Contents(NamedTuple):
    """What one CSV file holds: its readings, and what is wrong with it.

    `starts` (UTC seconds, ascending, unique) and `values` (the meter's own unit) are parallel
    and are never changed in place.
    """

    starts: array[int] = array(INSTANT)
    values: array[float] = array("d")
    duplicates: tuple[int, ...] = ()
    """Numbers of lines that repeat the half hour of an earlier line and replace its value."""
    unordered: tuple[int, ...] = ()
    """Numbers of lines whose half hour is before that of an earlier line."""
    unreadable: tuple[UnreadableLine, ...] = ()
    """The first `MOST_REASONS` unreadable lines."""
    reasons: tuple[tuple[str, int], ...] = ()
    """Each kind of reason and its number of unreadable lines, most frequent first."""
    signature: Signature | None = None
    """The signature of the file when it was read; None if there was no file."""
    is_plain: bool = False
    """Whether every line read is exactly as octoterm writes it, and in order."""
    head: Head | None = None
    """The part before these readings, if only the end of the file was read."""
    converted_from: str = ""
    """`Wh` if the file's numbers are in Wh instead of the meter's own unit."""

    @property
    def unreadable_lines(self) -> int:
        """How many lines are not readings."""
        return sum(times for _, times in self.reasons)

    def reaches(self, rows: Sequence[Row]) -> bool:
        """Whether the file was read from the first of `rows`, which are in order, onwards."""
        return self.head is None or not rows or rows[0].start >= self.starts[0]

    def has_all(self, rows: Sequence[Row]) -> bool:
        """Whether all of `rows`, which are in order, are already stored."""
        if not rows:
            return True
        part = self.between(rows[0].start, rows[-1].start)
        stored = dict(zip(self.starts[part], self.values[part], strict=True))
        return all(stored.get(row.start) == row.value for row in rows)

    def between(self, first: int, last: int) -> slice:
        """The slice of the readings from `first` to `last` (UTC seconds, both inclusive)."""
        begin = bisect_left(self.starts, first)
        return slice(begin, bisect_left(self.starts, last + 1, begin))

    @property
    def first(self) -> int | None:
        """Start of the earliest reading in the file, UTC seconds."""
        if self.head is not None:
            return self.head.first
        return self.starts[0] if self.starts else None

    @property
    def last(self) -> int | None:
        """Start of the latest reading, UTC seconds."""
        return self.starts[-1] if self.starts else None
