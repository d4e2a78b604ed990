"""How use follows the year: up to the coldest weeks, down to the warmest, or vice versa. Pure.

A first year of readings has no earlier year to look the season up in, so it is estimated: a cosine
with the phase of the weather and a height fitted to the last year of complete days. It suits gas,
electricity for light and heat, and solar generation, for which the height is negative.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import accumulate
from math import cos, pi
from typing import NamedTuple

from octoterm.consumption.days import Day
from octoterm.periods.calendar import A_YEAR_OF_WEEKS
from octoterm.periods.london import ONE_DAY

COLDEST = date(2001, 1, 20)
"""The middle of the coldest weeks, a month after the shortest day: in the Met Office's averages
of 1991 to 2020, the coldest months are January and February, the warmest July and August."""
DAYS_OF_A_YEAR = 365.25
FITTED_DAYS = A_YEAR_OF_WEEKS
"""Days before a prediction that the height is fitted to: a year in whole weeks."""
DAMPING_DAYS = 30
"""Imaginary days without any season that are added to the fit: otherwise a few weeks in which use
happens to rise would look like a season."""
MEAN_SQUARE = 0.5
"""The mean square of a cosine over its period."""


def coldness(day: date) -> float:
    """From 1 in the coldest days of the year to −1 in the warmest."""
    return cos(2 * pi * (day - COLDEST).days / DAYS_OF_A_YEAR)


class _Sums(NamedTuple):
    """What least squares need of some days."""

    days: float = 0.0
    coldness: float = 0.0
    squares: float = 0.0
    """Of the coldness."""
    totals: float = 0.0
    products: float = 0.0
    """Of coldness and total."""

    def with_day(self, cold: float, total: float) -> _Sums:
        """The sums with one more day."""
        days, coldness, squares, totals, products = self
        return _Sums(
            days + 1,
            coldness + cold,
            squares + cold * cold,
            totals + total,
            products + cold * total,
        )


class YearlyCurve:
    """The curve of a household, as it was known before each of its days.

    Days are numbered as in `days`; numbers continue for days to come.
    """

    def __init__(self, days: Sequence[Day], to_come: int) -> None:
        numbers = range(len(days) + to_come)
        self.coldness = [coldness(days[0].day + number * ONE_DAY) for number in numbers]
        """Of each day, and of those to come."""
        self._coldness_before = list(accumulate(self.coldness, initial=0.0))
        self._sums = [_Sums()]
        """Over the complete days before each number."""
        for day, cold in zip(days, self.coldness, strict=False):
            before = self._sums[-1]
            self._sums.append(before.with_day(cold, day.total) if day.complete else before)

    def between(self, begin: int, end: int) -> float:
        """The sum of the coldness of the days from number `begin` up to, not including, `end`."""
        return self._coldness_before[end] - self._coldness_before[begin]

    def height(self, at: int) -> float:
        """How much more a day has in the coldest weeks than on average, fitted by least squares
        to the days before number `at`; 0 if none of them is complete."""
        begin = max(0, at - FITTED_DAYS)
        until, since = self._sums[at], self._sums[begin]
        days, cold, squares, total, products = map(float.__sub__, until, since)
        if not days:
            return 0.0
        variation = squares - cold * cold / days
        return (products - cold * total / days) / (variation + MEAN_SQUARE * DAMPING_DAYS)
