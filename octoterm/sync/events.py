"""The events of a sync: immutable, to be shown by commands and the dashboard. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from octoterm.errors import OctotermError
from octoterm.household.meter import Meter
from octoterm.readings_csv.contents import Contents


@dataclass(frozen=True)
class Saved:
    """Another page is on disk. The numbers are totals of the sync so far."""

    meter: Meter
    contents: Contents
    """What is stored now, as far as the sync's store has loaded it."""
    new: int
    changed: int
    skipped: int
    rows: int
    """Readings received."""
    total: int | None
    """Readings in all pages, if the API says; only for display, as it may be wrong."""
    reached: int | None
    """Start of the furthest reading received: the oldest in a complete pass, else the newest."""
    complete_pass: bool


@dataclass(frozen=True)
class Waiting:
    """A request failed with `why` and will be repeated after `seconds`."""

    meter: Meter
    seconds: float
    why: OctotermError


@dataclass(frozen=True)
class Finished:
    """The last event of a meter's sync, whether it succeeded or not."""

    meter: Meter
    new: int
    changed: int
    skipped: int
    reasons: tuple[tuple[str, int], ...]
    """Each kind of reason and its number of skipped readings, most frequent first."""
    first: int | None
    """Start of the earliest reading stored, UTC seconds."""
    last: int | None
    """Start of the latest reading stored, UTC seconds."""
    synced_at: int | None
    """When a sync of this meter last succeeded, UTC seconds: this one, unless there is an
    `error`."""
    error: OctotermError | None
    example: str = ""
    """Why one reading of the most frequent kind was skipped, quoting it."""
    unreadable_lines: int = 0
    """Lines of the file that are not readings."""
    originals: tuple[Path, ...] = ()
    """Copies of the file before it was rewritten, if it was not in octoterm's own form."""


Event: TypeAlias = Saved | Waiting | Finished
