"""Each day's total, base load or peak, with running averages. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import Enum
from itertools import accumulate, compress, islice, repeat
from typing import NamedTuple

from octoterm.consumption.days import Day
from octoterm.consumption.series import Series


class Measure(Enum):
    """What is followed from day to day."""

    TOTAL = "total"
    BASE = "base"
    """The smallest half hour, as if it had gone on for all half hours of the day."""
    PEAK = "peak"
    """The largest half hour."""

    def of(self, days: Iterable[Day]) -> list[float]:
        """Each day's value, of the readings there are."""
        match self:
            case Measure.TOTAL:
                return [day.total for day in days]
            case Measure.BASE:
                return [day.lowest * day.expected for day in days]
        return [day.highest for day in days]


class TrendDay(NamedTuple):
    """One day of a trend."""

    day: date
    value: float | None
    """None without readings."""
    complete: bool
    averages: tuple[float | None, ...]
    """For each number of days that was asked for, the mean of so many complete days up to and
    including this one; None until there are so many."""


def trend(
    series: Series,
    measure: Measure,
    average_days: Sequence[int],
    since: date | None = None,
    until: date | None = None,
) -> tuple[TrendDay, ...]:
    """Every day from the first reading to the last, cut to `since` and `until`, inclusive.

    Averages look back beyond `since`, and skip incomplete days: on those they are the latest.
    """
    days = series.days
    values, complete = measure.of(days), [day.complete for day in days]
    averages = _running_averages(list(compress(values, complete)), average_days)
    shown = series.day_numbers(since, until)
    of_all = zip(days, values, accumulate(complete), strict=True)
    return tuple(
        TrendDay(day.day, value if day.readings else None, day.complete, averages[complete_so_far])
        for day, value, complete_so_far in islice(of_all, shown.start, shown.stop)
    )


def _running_averages(
    values: Sequence[float], average_days: Sequence[int]
) -> list[tuple[float | None, ...]]:
    """The averages after none, one, two … of the complete days' values."""
    sums = list(accumulate(values, initial=0.0))
    columns = [_means(sums, days) for days in average_days]
    return list(zip(*columns, strict=True)) if columns else [()] * len(sums)


def _means(sums: Sequence[float], days: int) -> Iterator[float | None]:
    yield from repeat(None, min(days, len(sums)))
    for before, sum_ in zip(sums, sums[days:], strict=False):
        yield (sum_ - before) / days
