"""The outcome of one or more syncs of a meter, and its description in words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from octoterm.periods.labels import clock_label, date_label, short_date_label
from octoterm.periods.london import london


@dataclass(frozen=True)
class SyncEntry:
    """The outcome of one sync."""

    at: int
    """When it ended, UTC seconds."""
    new: int
    """Number of new readings; the next three are numbers of readings too."""
    late: int
    """New readings that are older than the newest one stored before."""
    changed: int
    skipped: int
    error: str = ""
    """Why the sync failed, safe to show; empty if it did not."""
    last: int | None = None
    """Start of the latest reading stored then, UTC seconds; not in logs of older versions."""

    @property
    def brought_newer(self) -> bool:
        """Whether a reading came that is newer than all before, which shows how late they come."""
        return self.new > self.late

    @property
    def words(self) -> str:
        """`12 new (3 late), 1 changed` and why the sync failed, if it did; or `nothing new`."""
        late = f" ({self.late:,} late)" if self.late else ""
        counts = (
            f"{self.new:,} new{late}" if self.new else "",
            f"{self.changed:,} changed" if self.changed else "",
            f"{self.skipped:,} skipped" if self.skipped else "",
            self.error.rstrip("."),
        )
        return ", ".join(filter(None, counts)) or "nothing new"


def syncs_in_words(syncs: Iterable[SyncEntry]) -> Iterator[str]:
    """Lines such as `24 Nov 14:50  12 new (3 late)`; consecutive syncs with the same words share
    one.

    The year is shown if it differs from the first line's.
    """
    year = None
    for words, alike in groupby(syncs, lambda entry: entry.words):
        same = list(alike)
        day = london(same[0].at)
        year = year or day.year
        date = short_date_label(day) if day.year == year else date_label(day)
        together = f" ({len(same)} syncs)" if len(same) > 1 else ""
        yield f"{date} {clock_label(same[0].at)}  {words}{together}"
