"""What came of one sync of a meter, and of several, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from octoterm.periods.labels import clock_label, date_label, short_date_label
from octoterm.periods.london import london


@dataclass(frozen=True)
class SyncEntry:
    """What came of one sync."""

    at: int
    """When it ended, UTC seconds."""
    new: int
    """Readings, as are the next three."""
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


def syncs_in_words(syncs: Iterable[SyncEntry]) -> Iterator[str]:
    """`24 Nov 14:50  12 new (3 late)`; neighbours that came to the same share a line.

    The year is there where it is another than the first one's.
    """
    year = None
    for words, alike in groupby(syncs, lambda entry: entry.words):
        same = list(alike)
        day = london(same[0].at)
        year = year or day.year
        date = short_date_label(day) if day.year == year else date_label(day)
        times = f", {len(same)} times" if len(same) > 1 else ""
        yield f"{date} {clock_label(same[0].at)}  {words}{times}"
