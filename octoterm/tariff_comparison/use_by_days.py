"""The readings of a period laid out by London days, as exact whole numbers. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import lcm

from octoterm.costs.costing import Costing
from octoterm.costs.usage import MILLIONTHS
from octoterm.periods.london import HALF_HOUR, ONE_DAY
from octoterm.periods.period import add_months
from octoterm.runtime.slices import Sliced
from octoterm.tariff_comparison.whole_numbers import HALF_HOURS_AT_ONCE, millionths

DAYS_AT_ONCE = 100
"""In one slice: under a millisecond."""


@dataclass(frozen=True, eq=False)
class UseByDays:
    """The readings of consecutive London days, with a place for each half hour."""

    days: tuple[date, ...]
    edges: tuple[int, ...]
    """The place of the first half hour of each day, and after them how many places there are."""
    counts: list[float]
    """What was used in each half hour, as whole numbers; 0 where there is no reading."""
    is_read: bytearray
    """1 where there is a reading, else 0."""
    parts: int
    """How much of `counts` makes a kWh."""
    months: tuple[tuple[date, int, int], ...]
    """The calendar months: their 1st, and the numbers of their days from, up to."""
    _totals: dict[tuple[int, int], int] = field(default_factory=dict)

    @property
    def half_hours(self) -> int:
        """Of all days, with or without a reading."""
        return self.edges[-1]

    def readings(self, first: int, end: int) -> int:
        """How many half hours of the days numbered `first` to `end` (exclusive) have a reading."""
        return self.is_read.count(1, self.edges[first], self.edges[end])

    def unread(self, begin: int, end: int) -> Iterator[int]:
        """The places from `begin` to `end` (exclusive) without a reading."""
        place = self.is_read.find(0, begin, end)
        while place >= 0:
            yield place
            place = self.is_read.find(0, place + 1, end)

    def total(self, begin: int, end: int) -> int:
        """The counts from place `begin` to `end` (exclusive) together; not added up again if
        asked for before."""
        found = self._totals.get((begin, end))
        if found is None:
            found = self._totals[begin, end] = int(sum(self.counts[begin:end]))
        return found

    def kwh(self, first: int, end: int) -> Fraction:
        """What was used on the days numbered `first` to `end` (exclusive)."""
        return Fraction(self.total(self.edges[first], self.edges[end]), self.parts)


def _months(first: date, last: date) -> Iterator[tuple[date, int, int]]:
    month, begin = first.replace(day=1), 0
    while month <= last:
        following = add_months(month, 1)
        end = (min(following, last + ONE_DAY) - first).days
        yield month, begin, end
        month, begin = following, end


def use_by_days(costing: Costing, first: date, last: date) -> Sliced[UseByDays]:
    """The use on the days of this costing, from `first` to `last`, both inclusive."""
    days = tuple(map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1)))
    edges: list[int] = []
    beginning, start_of = costing.columns.first, costing.days.start_of
    for number in range(0, len(days), DAYS_AT_ONCE):
        some = days[number : number + DAYS_AT_ONCE]
        edges += [(start_of(day) - beginning) // HALF_HOUR for day in some]
        yield 0
    edges.append(costing.columns.number(start_of(last + ONE_DAY)))
    counts: list[float] = [0.0] * edges[-1]
    is_read = bytearray(edges[-1])
    places = costing.places(costing.columns.first, costing.columns.end)
    for begin in range(places.start, places.stop, HALF_HOURS_AT_ONCE):
        end = min(begin + HALF_HOURS_AT_ONCE, places.stop)
        _lay_out(costing, begin, end, counts, is_read)
        yield 0
    parts = MILLIONTHS * (yield from _make_kwh(costing, counts))
    months = tuple(_months(first, last))
    return UseByDays(days, tuple(edges), counts, is_read, parts, months)


def _lay_out(
    costing: Costing, begin: int, end: int, counts: list[float], is_read: bytearray
) -> None:
    """Put the readings numbered `begin` to `end` in their places: at once where none is missing
    between them."""
    starts = costing.readings.starts[begin:end]
    used = millionths(costing.readings.values[begin:end])
    first = (starts[0] - costing.columns.first) // HALF_HOUR
    if starts[-1] - starts[0] == HALF_HOUR * (len(starts) - 1):
        counts[first : first + len(starts)] = used
        is_read[first : first + len(starts)] = b"\x01" * len(starts)
        return
    for start, count in zip(starts, used, strict=True):
        place = (start - costing.columns.first) // HALF_HOUR
        counts[place], is_read[place] = count, 1


def _make_kwh(costing: Costing, counts: list[float]) -> Sliced[int]:
    """Multiply counts of m³ by what makes kWh of them, in place; how many parts a kWh then has,
    for each of the meter's unit."""
    factors, columns = costing.kwh_per_unit, costing.columns
    parts = lcm(*(factor.denominator for _, factor in factors))
    ends = [*(since for since, _ in factors[1:]), columns.end]
    for (since, factor), until in zip(factors, ends, strict=True):
        of_unit = int(factor * parts)
        if of_unit == 1:
            continue
        places = range(columns.number(since), columns.number(until))
        for begin in range(places.start, places.stop, HALF_HOURS_AT_ONCE):
            some = slice(begin, min(begin + HALF_HOURS_AT_ONCE, places.stop))
            counts[some] = [int(count) * of_unit for count in counts[some]]
            yield 0
    return parts
