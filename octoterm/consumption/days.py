"""What each day of the readings comes to. Pure."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from octoterm.periods.period import HALF_HOUR, ONE_DAY, Calendar


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
    """The sum of the readings there are."""
    lowest: float
    """The smallest half hour, kWh."""
    highest: float
    """The largest half hour, kWh."""
    highest_start: int
    """When the earliest of the largest half hours began, UTC seconds."""

    @property
    def end(self) -> int:
        """UTC seconds, exclusive."""
        return self.start + HALF_HOUR * self.expected


class Columns(NamedTuple):
    """Readings in order of time: when each half hour began, UTC seconds, and its kWh.

    Whoever makes readings of them holds them: nobody changes them any more.
    """

    starts: array[int]
    values: array[float]


def make_days(readings: Columns, first: date, end: date, calendar: Calendar) -> Iterator[Day]:
    """Every day from `first` up to, not including, `end`, with readings or without."""
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
        if at == stop:
            yield Day(day, start, 0, expected, False, 0.0, 0.0, 0.0, start)
        else:
            values = half_hours[at:stop].tolist()
            highest = max(values)
            yield Day(
                day,
                start,
                stop - at,
                expected,
                stop - at == expected,
                sum(values),
                min(values),
                highest,
                starts[at + values.index(highest)],
            )
        at, day = stop, next_day
