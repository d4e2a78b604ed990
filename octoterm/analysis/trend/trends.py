"""Each day's total, base load or peak, with running averages. Pure.

For other programs, a base load is the amount over a whole day, and a peak the amount in its half
hour. People are shown both as rates, as everywhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import Enum
from itertools import accumulate, compress, repeat
from operator import mul
from typing import NamedTuple

from octoterm.consumption.days import Day, DayColumns
from octoterm.consumption.quantity import Form, Quantity
from octoterm.consumption.series import Series
from octoterm.periods.labels import capitalised


class Measure(Enum):
    """Which value of each day a trend shows."""

    TOTAL = "total"
    BASE = "base"
    """The smallest half hour, multiplied by the number of half hours in the day."""
    PEAK = "peak"
    """The largest half hour."""

    def of(self, days: Iterable[Day]) -> list[float]:
        """The value of each day, from the readings it has."""
        match self:
            case Measure.TOTAL:
                return [day.total for day in days]
            case Measure.BASE:
                return [day.lowest * day.expected for day in days]
        return [day.highest for day in days]

    def as_shown(self, days: Iterable[Day]) -> list[float]:
        """The value of each day in the unit of `form`: base load and peak per hour."""
        match self:
            case Measure.TOTAL:
                return self.of(days)
            case Measure.BASE:
                return [2 * day.lowest for day in days]
        return [2 * day.highest for day in days]

    def columns(
        self, days: DayColumns, *, as_shown: bool
    ) -> tuple[Sequence[float], Sequence[int]]:
        """The same for all days, and whether each is known: see `is_known`."""
        match self:
            case Measure.TOTAL:
                return days.totals, days.readings
            case Measure.BASE:
                factors = repeat(2) if as_shown else days.expected
                return [*map(mul, days.lowest, factors)], days.has_enough
        return [(1 + as_shown) * each for each in days.highest], days.has_enough

    def form(self, quantity: Quantity) -> Form:
        """How values `as_shown` are formatted."""
        match self:
            case Measure.TOTAL:
                return quantity.whole
            case Measure.BASE:
                return quantity.rate
        return quantity.peak_rate

    def label(self, quantity: Quantity) -> str:
        """`Daily total`, `Base load`, `Daily peak`."""
        name = self.name_of(quantity)
        return name if self is Measure.BASE else f"Daily {name.lower()}"

    def name_of(self, quantity: Quantity) -> str:
        """In one or two words: `Total`, `Base load`, `Peak`."""
        match self:
            case Measure.TOTAL:
                return "Total"
            case Measure.BASE:
                return capitalised(quantity.rate_name)
        return "Peak"

    def is_known(self, day: Day) -> bool:
        """Whether the day has enough readings to have a value."""
        return day.readings > 0 if self is Measure.TOTAL else day.has_enough

    def is_shown(self, day: Day | TrendDay) -> bool:
        """Whether people are shown the value of the day: for an incomplete day only the total, as
        the smallest or largest of a few readings is not that of the day."""
        return day.complete or (self is Measure.TOTAL and day.readings > 0)


class TrendDay(NamedTuple):
    """One day of a trend."""

    day: date
    value: float | None
    """None with too few readings; see `Measure.is_known`."""
    readings: int
    complete: bool
    averages: tuple[float | None, ...]
    """For each number of days asked for, the mean of that many complete days up to and including
    this one; None if there are fewer."""


class Trend:
    """Consecutive days in columns: for a hundred years, these are far fewer objects than days. A
    day is made when it is asked for. Immutable."""

    def __init__(
        self,
        days: Sequence[date],
        values: Sequence[float | None],
        readings: Sequence[int],
        complete: Sequence[bool],
        averages: Sequence[Sequence[float | None]],
    ) -> None:
        """The columns, as in `TrendDay`; for averages, one for each number of days asked for."""
        self.days = days
        self.values = values
        self.readings = readings
        self.complete = complete
        self.averages = averages

    def __len__(self) -> int:
        return len(self.days)

    def __getitem__(self, number: int) -> TrendDay:
        return TrendDay(
            self.days[number],
            self.values[number],
            self.readings[number],
            self.complete[number],
            tuple([column[number] for column in self.averages]),
        )

    def __iter__(self) -> Iterator[TrendDay]:
        return map(self.__getitem__, range(len(self)))


def trend(
    series: Series,
    measure: Measure,
    average_days: Sequence[int],
    since: date | None = None,
    until: date | None = None,
    *,
    as_shown: bool = False,
) -> Trend:
    """Every day from the first reading to the last, cut to `since` and `until`, inclusive.

    Averages include days before `since`. They skip incomplete days, on which the previous
    average is repeated. Values are those for other programs, or `as_shown` to people.
    """
    columns = series.day_columns
    values, known = measure.columns(columns, as_shown=as_shown)
    numbers = series.day_numbers(since, until)
    shown = slice(numbers.start, numbers.stop)
    complete = list(map(bool, columns.complete))
    complete_so_far = list(accumulate(complete))[shown]
    sums = list(accumulate(compress(values, complete), initial=0.0))
    return Trend(
        [day.day for day in series.days[shown]],
        [
            value if is_known else None
            for value, is_known in zip(values[shown], known[shown], strict=True)
        ],
        columns.readings[shown],
        complete[shown],
        [[*map(_means(sums, days).__getitem__, complete_so_far)] for days in average_days],
    )


def _means(sums: Sequence[float], days: int) -> list[float | None]:
    """The averages after the first 0, 1, 2 … complete days, given the sums of these days."""
    means = [(sum_ - before) / days for before, sum_ in zip(sums, sums[days:], strict=False)]
    return [*repeat(None, min(days, len(sums))), *means]
