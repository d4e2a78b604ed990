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
    """What is stored now: the part that the sync's store has loaded."""
    new: int
    changed: int
    skipped: int
    rows: int
    """Readings received."""
    total: int | None
    """Readings in all pages, if the API says; only for display, as it may be wrong."""
    reached: int | None
    """Start of the oldest reading received in a complete pass, otherwise of the newest."""
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


@dataclass(frozen=True)
class PricesCame:
    """Another page of a tariff's prices has come."""

    tariff: str
    """The tariff's code, as in the next two classes."""
    rates: int
    """Rates received in this sync so far."""
    reached: int
    """When the earliest of them begins, UTC seconds; the newest come first."""


@dataclass(frozen=True)
class PricesWaiting:
    """A request for prices failed with `why` and will be repeated after `seconds`."""

    tariff: str
    seconds: float
    why: OctotermError


@dataclass(frozen=True)
class PricesFinished:
    """The last event of a tariff, whether its prices could be fetched or not."""

    tariff: str
    requests: int
    """Requests sent to the API; 0 if nothing was due."""
    rates: int
    """Rates received."""
    left_out: tuple[tuple[str, int], ...] = ()
    """Rows that could not be used: each reason and its number."""
    error: OctotermError | None = None
    """Why its prices could not all be fetched or kept. Prices kept earlier stay."""

    @property
    def warning(self) -> str:
        """What is wrong, as one or more sentences; empty if nothing is."""
        if self.error is not None:
            return str(self.error)
        rows = sum(number for _, number in self.left_out)
        reasons = ", ".join(f"{number:,} with {reason}" for reason, number in self.left_out)
        return f"{rows:,} of its prices cannot be used: {reasons}." if rows else ""


PriceEvent: TypeAlias = PricesCame | PricesWaiting | PricesFinished
