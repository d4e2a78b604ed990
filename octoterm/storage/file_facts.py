"""What is known of a meter's file besides its readings: itself, and the last syncs. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from octoterm import number_format
from octoterm.periods.labels import MONTHS, clock_label
from octoterm.periods.london import london


@dataclass(frozen=True)
class SyncEntry:
    """What came of one sync."""

    at: int
    """When it ended, UTC seconds."""
    new: int
    late: int
    """Those of the new that are older than the newest one stored before."""
    changed: int
    skipped: int
    error: str = ""
    """Why it broke off, if it did: fit for showing."""

    @property
    def words(self) -> str:
        """`12 new (3 late), 1 changed`, `nothing new`, or why it broke off."""
        late = f" ({self.late:,} late)" if self.late else ""
        counts = (
            f"{self.new:,} new{late}" if self.new else "",
            f"{self.changed:,} changed" if self.changed else "",
            f"{self.skipped:,} skipped" if self.skipped else "",
            self.error.rstrip("."),
        )
        return ", ".join(filter(None, counts)) or "nothing new"


@dataclass(frozen=True)
class Storage:
    """One meter's file."""

    file: str = ""
    """Its path, fit for showing."""
    size: int | None = None
    """Bytes; None while there is no such file."""
    unreadable_lines: int = 0
    error: str = ""
    """Why it cannot be read, if it cannot: fit for showing."""
    syncs: tuple[SyncEntry, ...] = ()
    """The newest first."""

    @property
    def file_in_words(self) -> str:
        """What there is to say of the file besides its path."""
        if self.size is None:
            return "not there yet"
        said = number_format.size(self.size)
        if self.unreadable_lines:
            lines = number_format.count(self.unreadable_lines, "unreadable line")
            said = f"{said}, {lines}: octoterm check"
        return said

    @property
    def nothing_in_words(self) -> str:
        """Why there is not one reading."""
        if self.unreadable_lines:
            return number_format.none_readable(self.unreadable_lines)
        last = self.syncs[0] if self.syncs else None
        if last is not None and not (last.error or last.skipped or last.new):
            return "The API has no readings for this meter"
        return "Nothing is stored yet"


def syncs_in_words(syncs: Iterable[SyncEntry]) -> Iterator[str]:
    """`24 Nov 14:50  12 new (3 late)`; neighbours that came to the same are told once."""
    year = None
    for words, alike in groupby(syncs, lambda entry: entry.words):
        same = list(alike)
        local = london(same[0].at)
        year = year or local.year
        date = f"{local.day} {MONTHS[local.month - 1]}"
        if local.year != year:
            date = f"{date} {local.year}"
        times = f", {len(same)} times" if len(same) > 1 else ""
        yield f"{date} {clock_label(same[0].at)}  {words}{times}"
