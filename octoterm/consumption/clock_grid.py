"""Readings laid out by the London clock: a row of 48 half hours for each day. Pure.

The half hours that the clocks repeat in autumn share a column, and those they skip in spring
have no reading. A row is a household's day, wherever it begins: with days from 03:00 the column
of 01:00 holds the small hours of the next date.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, time

from octoterm.consumption.days import Columns, Day
from octoterm.periods.calendar import HALF_HOURS, Calendar
from octoterm.periods.london import HALF_HOUR, london

CLOCKS = tuple(time(half_hour // 2, half_hour % 2 * 30) for half_hour in range(HALF_HOURS))
"""The London clock time at which each column begins."""

ONE_READING_EACH = bytes([1]) * HALF_HOURS
"""Numbers of readings in the columns of a complete day of 24 hours."""


def column_of(start: int) -> int:
    """The column of the half hour from `start`, UTC seconds."""
    clock = london(start)
    return 2 * clock.hour + clock.minute // 30


def first_column(calendar: Calendar) -> int:
    """The column of the half hour that days begin with."""
    return 2 * calendar.day_start.hour + calendar.day_start.minute // 30


def starts_by_clock(calendar: Calendar, day: date) -> list[Sequence[int]]:
    """For each column, the starts (UTC seconds) of the day's half hours in it: one, except in
    columns that the clocks skip or repeat."""
    half_hours = calendar.half_hours(day)
    if len(half_hours) == HALF_HOURS:
        turn = HALF_HOURS - first_column(calendar)
        return [(start,) for start in (*half_hours[turn:], *half_hours[:turn])]
    starts: list[list[int]] = [[] for _ in CLOCKS]
    for start in half_hours:
        starts[column_of(start)].append(start)
    return [*starts]


class ClockGrid:
    """The sum and the number of readings in each column of each day."""

    def __init__(self, values: array[float] | None = None, readings: bytes = b"") -> None:
        self._values = values if values is not None else array("d")
        """48 values a day, 0 where there is no reading."""
        self._readings = readings
        """48 counts a day: usually 1; 0 if missing or skipped, 2 if the clocks repeat it."""

    @classmethod
    def of(cls, days: Sequence[Day], columns: Columns, calendar: Calendar) -> ClockGrid:
        """A row for each of `days`, whose readings are among those in `columns`."""
        values, readings = array("d"), bytearray()
        first = first_column(calendar)
        at = bisect_left(columns.starts, days[0].start) if days else 0
        for day in days:
            end = at + day.readings
            if day.complete and day.expected == HALF_HOURS:
                values.extend(columns.values[end - first : end])
                values.extend(columns.values[at : end - first])
                readings += ONE_READING_EACH
            else:
                row, counts = [0.0] * HALF_HOURS, bytearray(HALF_HOURS)
                clocks_change = day.expected != HALF_HOURS
                for start, value in zip(
                    columns.starts[at:end], columns.values[at:end], strict=True
                ):
                    if clocks_change:
                        column = column_of(start)
                    else:
                        column = (first + (start - day.start) // HALF_HOUR) % HALF_HOURS
                    row[column] += value
                    counts[column] += 1
                values.extend(row)
                readings += counts
            at = end
        return cls(values, bytes(readings))

    def __len__(self) -> int:
        """Number of days."""
        return len(self._readings) // HALF_HOURS

    def rows(self, begin: int, end: int) -> ClockGrid:
        """The rows of the days numbered `begin` to `end` (exclusive)."""
        part = slice(HALF_HOURS * begin, HALF_HOURS * end)
        return ClockGrid(self._values[part], self._readings[part])

    def __add__(self, other: ClockGrid) -> ClockGrid:
        if not (len(self) and len(other)):
            return self if len(self) else other
        return ClockGrid(self._values + other._values, self._readings + other._readings)

    def row(self, number: int) -> list[tuple[float, int]]:
        """Sum and number of readings in each column of one day."""
        part = slice(HALF_HOURS * number, HALF_HOURS * (number + 1))
        return list(zip(self._values[part], self._readings[part], strict=True))

    def sums(self, begin: int, end: int, step: int = 1) -> list[tuple[float, int]]:
        """Sum and number of readings in each column, over the days numbered `begin` to `end`
        (exclusive), every `step`-th of them."""
        stride = HALF_HOURS * step
        first, last = HALF_HOURS * begin, HALF_HOURS * max(begin, end)
        return [
            (
                sum(self._values[first + column : last : stride]),
                sum(self._readings[first + column : last : stride]),
            )
            for column in range(HALF_HOURS)
        ]
