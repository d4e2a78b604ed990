"""What each day of the readings comes to, made once for all views. Pure."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from octoterm.period import HALF_HOUR, Calendar, Period


class Day(NamedTuple):
    """One day's figures. Extremes are 0 in a day without readings."""

    day: date
    start: int
    """UTC seconds."""
    readings: int
    expected: int
    """Half hours in the day: 46, 48 or 50."""
    complete: bool
    kwh: float
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


def make_days(
    span: Period,
    starts: Sequence[int],
    kwh: Sequence[float],
    sums: array[float],
    calendar: Calendar,
) -> Iterator[Day]:
    """Every day of `span`, which holds all readings.

    `starts` and `kwh` are the readings' columns, `sums` the running sum with a leading zero.
    """
    begin = 0
    next_start = calendar.start_of(span.first)
    for day in span.days():
        start, next_start = next_start, calendar.start_of(date.fromordinal(day.toordinal() + 1))
        end = bisect_left(starts, next_start, begin, min(begin + 50, len(starts)))
        expected = (next_start - start) // HALF_HOUR
        if begin == end:
            yield Day(day, start, 0, expected, False, 0.0, 0.0, 0.0, start)
            continue
        values = list(kwh[begin:end])
        highest = max(values)
        yield Day(
            day,
            start,
            end - begin,
            expected,
            end - begin == expected,
            sums[end] - sums[begin],
            min(values),
            highest,
            starts[begin + values.index(highest)],
        )
        begin = end
