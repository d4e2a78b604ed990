"""The readings of a period laid out by London days, as exact whole numbers. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import groupby, pairwise
from math import lcm
from typing import NamedTuple

from octoterm.costs.costing import Costing
from octoterm.costs.usage import MILLIONTHS
from octoterm.periods.london import HALF_HOUR, ONE_DAY
from octoterm.periods.period import Period
from octoterm.runtime.slices import Sliced

HALF_HOURS_AT_ONCE = 1024
"""In one slice: under a millisecond, or a few where no rate was met before."""
DAYS_AT_ONCE = 100
"""The same in days."""


class UseByDays(NamedTuple):
    """The readings of consecutive London days, with a place for each half hour."""

    days: tuple[date, ...]
    edges: tuple[int, ...]
    """The place of the first half hour of each day, and after them how many places there are."""
    counts: list[int]
    """What was used in each half hour; 0 where there is no reading."""
    is_read: bytearray
    """1 where there is a reading, else 0."""
    parts: int
    """How much of `counts` makes a kWh."""
    kwh: list[int]
    """The counts of each day together."""
    readings: list[int]
    """How many half hours of each day have a reading."""

    @property
    def half_hours(self) -> int:
        """Of all days, with or without a reading."""
        return self.edges[-1]

    @property
    def months(self) -> Iterator[tuple[date, int, int]]:
        """The calendar months: their 1st, and the numbers of their days from, up to."""
        begin = 0
        for month, days in groupby(self.days, key=lambda day: day.replace(day=1)):
            end = begin + sum(1 for _ in days)
            yield month, begin, end
            begin = end


def use_by_days(costing: Costing, first: date, last: date) -> Sliced[UseByDays]:
    """The use on the days of this costing, from `first` to `last`, both inclusive."""
    columns, factors = costing.columns, costing.kwh_per_unit
    days = tuple(Period.spanning(first, last).days())
    edges = tuple(columns.number(costing.days.start_of(day)) for day in (*days, last + ONE_DAY))
    counts, is_read = [0] * edges[-1], bytearray(edges[-1])
    parts = lcm(*(factor.denominator for _, factor in factors))
    yield 0
    ends = [*(since for since, _ in factors[1:]), columns.end]
    for (since, factor), until in zip(factors, ends, strict=True):
        of_unit = _whole(factor, parts)
        places = costing.places(max(since, columns.first), min(until, columns.end))
        for begin in range(places.start, places.stop, HALF_HOURS_AT_ONCE):
            some = slice(begin, min(begin + HALF_HOURS_AT_ONCE, places.stop))
            starts, values = costing.readings.starts[some], costing.readings.values[some]
            for start, value in zip(starts, values, strict=True):
                place = (start - columns.first) // HALF_HOUR
                counts[place] = round(value * MILLIONTHS) * of_unit
                is_read[place] = 1
            yield 0
    kwh, readings = [], []
    for number, (begin, end) in enumerate(pairwise(edges)):
        kwh.append(sum(counts[begin:end]))
        readings.append(is_read.count(1, begin, end))
        if number % DAYS_AT_ONCE == 0:
            yield 0
    return UseByDays(days, edges, counts, is_read, parts * MILLIONTHS, kwh, readings)


def _whole(amount: Fraction, parts: int) -> int:
    return amount.numerator * (parts // amount.denominator)
