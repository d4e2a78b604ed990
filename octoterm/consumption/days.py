"""The figures of each day of the readings. Pure."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import inf
from types import MappingProxyType
from typing import NamedTuple

from octoterm.periods.calendar import HALF_HOURS, Calendar
from octoterm.periods.london import HALF_HOUR, ONE_DAY

ENOUGH_OF_DAY = 0.5
"""Smallest share of a day's readings with which more than their total is shown: the smallest or
the largest of a few readings only describes the hour they are from."""


def has_enough(readings: int, expected: int) -> bool:
    """Whether there are enough readings to show more than their total for a stretch of `expected`
    half hours: those of half a day, or of half the stretch if it is shorter."""
    return readings >= ENOUGH_OF_DAY * min(expected, HALF_HOURS)


class Day(NamedTuple):
    """One day's figures. Extremes are 0 in a day without readings."""

    day: date
    start: int
    """UTC seconds."""
    readings: int
    expected: int
    """Half hours in the day: 46, 48 or 50."""
    complete: bool
    total: float
    """The sum of the day's readings, plus `fixed`."""
    lowest: float
    """The smallest half hour."""
    highest: float
    """The largest half hour."""
    highest_start: int
    """Start of the largest half hour, UTC seconds; the earliest if several are equal."""
    fixed: float = 0.0
    """Amount per day added to the readings, such as a standing charge, which is also due on a day
    without readings."""

    @property
    def end(self) -> int:
        """UTC seconds, exclusive."""
        return self.start + HALF_HOUR * self.expected

    @property
    def has_enough(self) -> bool:
        """Whether it has enough readings for its smallest and largest half hour to be those of
        the day."""
        return has_enough(self.readings, self.expected)


class DayColumns(NamedTuple):
    """The figures of consecutive days in columns: a hundred years of them fit in a processor's
    cache, and are added up faster than days."""

    totals: array[float]
    readings: array[int]
    expected: array[int]
    complete: bytearray
    """1 or 0, as in `has_enough`."""
    has_enough: bytearray
    lowest: array[float]
    highest: array[float]
    """Minus infinity in a day without readings."""

    @classmethod
    def of(cls, days: Sequence[Day]) -> DayColumns:
        """The columns of these days."""
        return cls(
            array("d", [day.total for day in days]),
            array("B", [day.readings for day in days]),
            array("B", [day.expected for day in days]),
            bytearray([day.complete for day in days]),
            bytearray([day.complete or day.has_enough for day in days]),
            array("d", [day.lowest for day in days]),
            array("d", [day.highest if day.readings else -inf for day in days]),
        )

    def between(self, begin: int, end: int) -> DayColumns:
        """The columns of the days numbered `begin` to `end` (exclusive)."""
        part = slice(begin, end)
        return DayColumns(
            self.totals[part],
            self.readings[part],
            self.expected[part],
            self.complete[part],
            self.has_enough[part],
            self.lowest[part],
            self.highest[part],
        )

    def append(self, other: DayColumns) -> None:
        """Add the days of `other`, in place."""
        self.totals.extend(other.totals)
        self.readings.extend(other.readings)
        self.expected.extend(other.expected)
        self.complete.extend(other.complete)
        self.has_enough.extend(other.has_enough)
        self.lowest.extend(other.lowest)
        self.highest.extend(other.highest)


class Columns(NamedTuple):
    """Readings in order of time: the start of each half hour, UTC seconds, and its value.

    The Series takes ownership; do not change them afterwards.
    """

    starts: array[int]
    values: array[float]


NOTHING_FIXED: Mapping[date, float] = MappingProxyType({})


def make_days(
    readings: Columns,
    first: date,
    end: date,
    calendar: Calendar,
    fixed: Mapping[date, float] = NOTHING_FIXED,
) -> Iterator[Day]:
    """Every day from `first` up to, not including, `end`, with or without readings."""
    starts, half_hours = readings
    stored = len(starts)
    next_start = calendar.start_of(first)
    at = bisect_left(starts, next_start)
    day = first
    while day < end:
        next_day = day + ONE_DAY
        start, next_start = next_start, calendar.start_of(next_day)
        expected = (next_start - start) // HALF_HOUR
        stop = at + expected
        if stop > stored or starts[stop - 1] != next_start - HALF_HOUR:
            stop = bisect_left(starts, next_start, at, min(stop, stored))
        added = fixed.get(day, 0.0)
        if at == stop:
            yield Day(day, start, 0, expected, False, added, 0.0, 0.0, start, added)
        else:
            values = half_hours[at:stop].tolist()
            highest = max(values)
            yield Day(
                day,
                start,
                stop - at,
                expected,
                stop - at == expected,
                sum(values) + added,
                min(values),
                highest,
                starts[at + values.index(highest)],
                added,
            )
        at, day = stop, next_day
