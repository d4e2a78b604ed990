"""How the rows of a file are to be taken (understood), and who states that. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from octoterm.household.meter import UNIT_CUBIC_METRES, UNIT_KWH
from octoterm.readings_csv import header

WH = header.WH
UNITS = (WH, UNIT_KWH, UNIT_CUBIC_METRES)
START, END = "start", "end"
"""What a single time of a row is: the half hour's start or its end."""
DAY_FIRST, MONTH_FIRST = "day-first", "month-first"
"""Which number of 4/11/2024 comes first."""
YEAR_FIRST, YEAR_DAY_MONTH = "year-month-day", "year-day-month"
"""How 2024-04-11 is meant: practically always the first."""
ORDERS = (DAY_FIRST, MONTH_FIRST, YEAR_FIRST, YEAR_DAY_MONTH)
UTC, LONDON = "UTC", "Europe/London"
WRITTEN = "as written"
"""The zone of times that have an offset such as Z or +01:00."""
SHIFTS = (-30, 30, -60, 60)
"""Minutes by which the clock of another tool is often wrong."""


class Taking(NamedTuple):
    """One way to take a file."""

    unit: str = UNIT_KWH
    """Wh, kWh or m3."""
    zone: str = WRITTEN
    """`as written`, or the zone of the clock that the times were read from."""
    stamp: str = START
    """What a single time is; `start` for rows with a start and an end."""
    order: str = YEAR_FIRST
    shift: int = 0
    """Minutes to add to each time."""

    def options(self, other: Taking) -> str:
        """The options that would take the file as `other` instead: `--stamp end --unit Wh`."""
        return " ".join(
            f"--{name} {value}"
            for name, value in other._asdict().items()
            if value != getattr(self, name)
        )

    def changes(self, other: Taking) -> int:
        """How many things differ in the other one; a shift counts as two, as it explains less."""
        pairs = zip(self, other, strict=True)
        return sum(mine != theirs for mine, theirs in pairs) + (self.shift != other.shift)


class Stated(NamedTuple):
    """What a person states about all files; None if they state nothing."""

    unit: str | None = None
    zone: str | None = None
    stamp: str | None = None
    order: str | None = None
    shift: int | None = None
    columns: Mapping[str, str] | None = None
    """The names of columns, or their numbers from 1, by what they hold: start, end, kwh."""


class Fact(NamedTuple):
    """One thing about how a file is taken."""

    value: str
    """Empty as long as it is open: the stored readings may prove it."""
    why: str
    """`stated`, or what shows it; empty if it is open."""


STATED = "stated"
NOT_KNOWN = Fact("", "")


class Facts(NamedTuple):
    """What is known about a file before it is compared with stored readings."""

    unit: Fact = NOT_KNOWN
    zone: Fact = NOT_KNOWN
    stamp: Fact = NOT_KNOWN
    order: Fact = NOT_KNOWN

    @property
    def open(self) -> tuple[str, ...]:
        """The names of those that nothing shows."""
        return tuple(name for name, fact in self._asdict().items() if not fact.value)
