"""What a sync tells of itself as it goes on: immutable, for whoever shows it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from octoterm.errors import OctotermError
from octoterm.household.meter import Meter
from octoterm.readings_csv.contents import Contents


@dataclass(frozen=True)
class Saved:
    """One more page is on disk. The numbers are those of the sync so far."""

    meter: Meter
    contents: Contents
    """What is stored now, as far as the sync's store is interested in it."""
    new: int
    changed: int
    skipped: int
    rows: int
    """Readings received."""
    total: int | None
    """Readings to come and received, where the API says: to show, not to rely on."""
    reached: int | None
    """Start of the furthest reading received: the oldest in a complete pass, else the newest."""
    complete_pass: bool


@dataclass(frozen=True)
class Waiting:
    """A request failed with `why` and is made again after `seconds`."""

    meter: Meter
    seconds: float
    why: OctotermError


@dataclass(frozen=True)
class Finished:
    """The last event of a meter's sync, whether it worked or not."""

    meter: Meter
    new: int
    changed: int
    skipped: int
    reasons: tuple[tuple[str, int], ...]
    """How many readings were skipped for a reason of which kind; the most frequent first."""
    first: int | None
    """Start of the earliest reading stored, UTC seconds."""
    last: int | None
    """Start of the latest reading stored, UTC seconds."""
    synced_at: int | None
    """When a sync of this meter last succeeded, UTC seconds: now, unless there is an `error`."""
    error: OctotermError | None
    example: str = ""
    """Why one of the most frequent kind was skipped, with what it says itself."""
    unreadable_lines: int = 0
    """Lines of the file that are no reading."""
    originals: tuple[Path, ...] = ()
    """Where the file is kept as it was, if it held anything in another form than octoterm's."""


Event: TypeAlias = Saved | Waiting | Finished
