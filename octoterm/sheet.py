"""The readings of one CSV file as two columns, and what is wrong with the file. Pure."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from octoterm.csv_format import Row

Signature: TypeAlias = tuple[int, int, int]
"""A file's inode, size and time of change."""


class UnreadableLine(NamedTuple):
    """A line that is no reading: its number in the file (1 is the header) and why."""

    line: int
    why: str


@dataclass(frozen=True)
class Sheet:
    """The readings of one CSV file, and what is wrong with the file.

    `starts` (UTC seconds, ascending, unique) and `values` (the meter's own unit) are parallel.
    """

    starts: array[int] = field(default_factory=lambda: array("q"))
    values: array[float] = field(default_factory=lambda: array("d"))
    duplicates: tuple[int, ...] = ()
    """Numbers of lines that repeat the half hour of an earlier line, and win."""
    unordered: tuple[int, ...] = ()
    """Numbers of lines whose half hour is before that of an earlier line."""
    unreadable: tuple[UnreadableLine, ...] = ()
    signature: Signature | None = None
    """Of the file these were read from: it has another as soon as anybody writes it."""

    def has_all(self, rows: Iterable[Row]) -> bool:
        """Whether every one of `rows` says what is stored already."""
        for row in rows:
            at = bisect_left(self.starts, row.start)
            if at == len(self.starts) or self.starts[at] != row.start:
                return False
            if self.values[at] != row.value:
                return False
        return True

    @property
    def first(self) -> int | None:
        """Start of the earliest reading, UTC seconds."""
        return self.starts[0] if self.starts else None

    @property
    def last(self) -> int | None:
        """Start of the latest reading, UTC seconds."""
        return self.starts[-1] if self.starts else None
