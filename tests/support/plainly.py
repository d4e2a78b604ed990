"""Made-up and real households, and plain arithmetic about them: loops, dates and `zoneinfo` only,
to compare octoterm's own results with."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property
from pathlib import Path
from random import Random

import pytest

from octoterm.consumption.series import Series
from octoterm.periods.calendar import Calendar
from octoterm.readings_csv.row import Row
from tests.support.households import LONDON, half_hours, readings, utc

MIDNIGHT, THREE = time(0), time(3)
Usage = Mapping[int, float]
REAL_DATA = os.environ.get("OCTOTERM_REAL_DATA", "")
"""Folder of two real meters' CSV files; it is never committed."""


def of(usage: Usage, day_start: time = MIDNIGHT, per_unit: float = 1.0) -> Series:
    starts = sorted(usage)
    return Series.from_readings(
        starts,
        [usage[start] for start in starts],
        calendar=Calendar(day_start),
        per_unit=per_unit,
    )


def a_year_with_holes() -> dict[int, float]:
    """From January 2023 to February 2024: both clock changes, zeros, gaps of all kinds."""
    chance = Random(2024)
    usage = {
        start: chance.choice((0.0, chance.randrange(2000) / 1000))
        for start in half_hours("2023-01-10T05:30Z", "2024-02-03T11:00Z")
    }
    for gap in (
        half_hours("2023-05-01T00:00Z", "2023-05-02T00:00Z"),
        half_hours("2023-07-28T13:00Z", "2023-09-04T02:30Z"),
        half_hours("2023-10-29T00:30Z", "2023-10-29T01:30Z"),
        half_hours("2023-12-31T23:30Z", "2024-01-01T00:00Z"),
        chance.sample(sorted(usage), 60),
    ):
        for start in gap:
            usage.pop(start, None)
    return usage


def more_than_a_leap_year() -> dict[int, float]:
    """Complete except a few half hours: four clock changes, 29 February, an unfinished May."""
    chance = Random(29)
    usage = {
        start: chance.randrange(50, 900) / 1000
        for start in half_hours("2022-10-05T00:00+01:00", "2024-05-17T10:30+01:00")
    }
    for start in chance.sample(sorted(usage), 40):
        del usage[start]
    return usage


@cache
def clock_of(start: int) -> time:
    """What the London clock showed at `start`."""
    return datetime.fromtimestamp(start, LONDON).time()


@cache
def day_of(start: int, day_start: time) -> date:
    """The household's day at `start`, read off the London clock."""
    clock = datetime.fromtimestamp(start, LONDON)
    return clock.date() - timedelta(days=clock.time() < day_start)


def total(values: Iterable[float | None]) -> float:
    return math.fsum(value for value in values if value is not None)


def mean(values: Iterable[float]) -> float | None:
    there = list(values)
    return math.fsum(there) / len(there) if there else None


@dataclass(frozen=True)
class Home:
    """One household: made up, or a file of the folder that OCTOTERM_REAL_DATA names."""

    name: str
    day_start: time = MIDNIGHT

    def __str__(self) -> str:
        return f"{self.name} from {self.day_start:%H:%M}"

    @cached_property
    def usage(self) -> dict[int, float]:
        match self.name:
            case "holes":
                return a_year_with_holes()
            case "leap year":
                return more_than_a_leap_year()
        usage = {}
        text = Path(REAL_DATA, f"{self.name}-2023-24.csv").read_text()
        for line in text.splitlines()[1:]:
            start, _, kwh = line.split(",")
            usage[utc(start.strip('"'))] = float(kwh)
        return usage

    @cached_property
    def series(self) -> Series:
        return of(self.usage, self.day_start)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The readings as they are in a CSV file."""
        return tuple(readings(self.usage))

    @cached_property
    def days(self) -> dict[date, dict[int, float | None]]:
        """Every half hour of every day from the first reading's to the last one's."""
        first, last = min(self.usage), max(self.usage)
        days: dict[date, dict[int, float | None]] = {}
        for start in range(first - 2 * 86400, last + 2 * 86400, 1800):
            days.setdefault(day_of(start, self.day_start), {})[start] = self.usage.get(start)
        within = day_of(first, self.day_start), day_of(last, self.day_start)
        return {day: halves for day, halves in days.items() if within[0] <= day <= within[1]}

    @cached_property
    def complete(self) -> list[date]:
        """The days without a missing half hour."""
        return [day for day, halves in self.days.items() if None not in halves.values()]


REAL = pytest.mark.skipif(not REAL_DATA, reason="OCTOTERM_REAL_DATA is unset")
HOLES, HOLES_FROM_THREE = Home("holes"), Home("holes", THREE)
HOMES = [
    pytest.param(home, id=str(home), marks=marks)
    for home, marks in (
        (HOLES, ()),
        (HOLES_FROM_THREE, ()),
        (Home("electricity"), REAL),
        (Home("gas-m3"), REAL),
        (Home("electricity", THREE), (REAL, pytest.mark.slow)),
    )
]
LEAP_YEARS = [
    pytest.param(home, id=str(home), marks=marks)
    for home, marks in (
        (Home("leap year", THREE), ()),
        (Home("leap year"), pytest.mark.slow),
        (Home("electricity"), REAL),
    )
]
"""Long enough for all comparisons; the normal suite tries the first."""
