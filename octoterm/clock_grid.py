"""Readings laid out by the London clock: a row of 48 half hours for each day. Pure.

The half hours that the clocks repeat in autumn share a column, and those they skip in spring
have no reading. A row is a household's day, wherever it begins: with days from 03:00 the column
of 01:00 holds the small hours of the next date.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import date, time

from octoterm.days import Day
from octoterm.period import Calendar, london

COLUMNS = 48
CLOCKS = tuple(time(half_hour // 2, half_hour % 2 * 30) for half_hour in range(COLUMNS))
"""What the clock shows as each column begins."""


def column_of(start: int) -> int:
    """The column of the half hour from `start`, UTC seconds."""
    clock = london(start)
    return 2 * clock.hour + clock.minute // 30


def starts_by_clock(calendar: Calendar, day: date) -> list[list[int]]:
    """For each column the starts (UTC seconds) of the day's half hours in it: one, but for
    those that the clocks skip or repeat."""
    starts: list[list[int]] = [[] for _ in CLOCKS]
    half_hours = calendar.half_hours(day)
    if len(half_hours) == COLUMNS:
        first = column_of(half_hours[0])
        for number, start in enumerate(half_hours):
            starts[(first + number) % COLUMNS].append(start)
    else:
        for start in half_hours:
            starts[column_of(start)].append(start)
    return starts


class ClockGrid:
    """The sum and the number of readings in each column of each day."""

    def __init__(
        self,
        days: Sequence[Day],
        starts: Sequence[int],
        kwh: Sequence[float],
        calendar: Calendar,
    ) -> None:
        """`starts` and `kwh` are the columns of readings that `days` were made of."""
        self.kwh = array("d")
        """48 values a day, 0 where there is no reading."""
        self.readings = bytearray()
        """48 counts a day: 1, 0 where it is missing, 2 where the clock repeats it."""
        turn = 2 * calendar.day_start.hour + calendar.day_start.minute // 30
        begin = 0
        whole = bytes([1]) * COLUMNS
        for day in days:
            end = begin + day.readings
            if day.complete and day.expected == COLUMNS:
                middle = end - turn
                self.kwh.extend(kwh[middle:end])
                self.kwh.extend(kwh[begin:middle])
                self.readings += whole
            else:
                self._add_by_clock(starts[begin:end], kwh[begin:end])
            begin = end

    def _add_by_clock(self, starts: Sequence[int], kwh: Sequence[float]) -> None:
        row, readings = [0.0] * COLUMNS, bytearray(COLUMNS)
        for start, value in zip(starts, kwh, strict=True):
            column = column_of(start)
            row[column] += value
            readings[column] += 1
        self.kwh.extend(row)
        self.readings += readings

    def sums(self, begin: int, end: int, step: int = 1) -> list[tuple[float, int]]:
        """kWh and number of readings in each column, over the days numbered `begin` to `end`
        (exclusive), every `step`-th of them."""
        stride = COLUMNS * step
        first, last = COLUMNS * begin, COLUMNS * max(begin, end)
        return [
            (
                sum(self.kwh[first + column : last : stride]),
                sum(self.readings[first + column : last : stride]),
            )
            for column in range(COLUMNS)
        ]
