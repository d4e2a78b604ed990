"""The readings of one CSV file as two columns, and what is wrong with the file. Pure."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from octoterm.periods.london import INSTANT
from octoterm.readings_csv.row import Row

MOST_REASONS = 1000
"""Unreadable lines to remember one by one; of all of them there is a count."""


class Signature(NamedTuple):
    """A file as it is now: whoever writes it changes one of these."""

    inode: int
    size: int
    """Bytes."""
    changed: int
    """When its content was last changed, nanoseconds as the file system says."""


class UnreadableLine(NamedTuple):
    """A line that is no reading: its number in the file (1 is the header) and why."""

    line: int
    why: str


class Head(NamedTuple):
    """The beginning of a file, where it was left unread."""

    size: int
    """Bytes, the header among them."""
    first: int
    """Start of the first reading in it, UTC seconds."""


@dataclass(frozen=True)
class Contents:
    """What one CSV file holds: its readings, and what is wrong with it.

    `starts` (UTC seconds, ascending, unique) and `values` (the meter's own unit) are parallel,
    and never changed in place.
    """

    starts: array[int] = field(default_factory=lambda: array(INSTANT))
    values: array[float] = field(default_factory=lambda: array("d"))
    duplicates: tuple[int, ...] = ()
    """Numbers of lines that repeat the half hour of an earlier line, and count in its place."""
    unordered: tuple[int, ...] = ()
    """Numbers of lines whose half hour is before that of an earlier line."""
    unreadable: tuple[UnreadableLine, ...] = ()
    """The first `MOST_REASONS` of them."""
    reasons: tuple[tuple[str, int], ...] = ()
    """Each kind of reason with how many lines are unreadable for it; the most frequent first."""
    signature: Signature | None = None
    """Of the file these were read from; None where there was none."""
    is_plain: bool = False
    """Whether every line that was read is exactly as octoterm writes it, and in its place."""
    head: Head | None = None
    """What comes before these readings, where only the end of the file was read."""
    converted_from: str = ""
    """`Wh` where the file says that its numbers are in that, not in the meter's own unit."""

    @property
    def unreadable_lines(self) -> int:
        """How many lines are no reading."""
        return sum(times for _, times in self.reasons)

    def reaches(self, rows: Sequence[Row]) -> bool:
        """Whether everything from the first of `rows`, which are in order, was read."""
        return self.head is None or not rows or rows[0].start >= self.starts[0]

    def has_all(self, rows: Sequence[Row]) -> bool:
        """Whether every one of `rows`, which are in order, is stored already."""
        if not rows:
            return True
        part = self.between(rows[0].start, rows[-1].start)
        stored = dict(zip(self.starts[part], self.values[part], strict=True))
        return all(stored.get(row.start) == row.value for row in rows)

    def between(self, first: int, last: int) -> slice:
        """Where the readings from `first` to `last` (UTC seconds, both inclusive) are."""
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
