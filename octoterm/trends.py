"""Each day's total, base load or peak, with running averages. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import Enum
from itertools import accumulate
from typing import NamedTuple

from octoterm.consumption import Consumption
from octoterm.days import Day


class Measure(Enum):
    """What is followed from day to day, all in kWh."""

    TOTAL = "total"
    BASE = "base"
    """The smallest half hour, as if it had gone on for all half hours of the day."""
    PEAK = "peak"
    """The largest half hour."""

    def of(self, day: Day) -> float:
        """The day's value, of the readings there are."""
        match self:
            case Measure.TOTAL:
                return day.kwh
            case Measure.BASE:
                return day.lowest * day.expected
        return day.highest


class TrendDay(NamedTuple):
    """One day of a trend; values in kWh."""

    day: date
    value: float | None
    """None without readings."""
    complete: bool
    averages: tuple[float | None, ...]
    """For each number of days that was asked for, the mean of so many complete days up to and
    including this one; None until there are so many."""


def trend(
    consumption: Consumption,
    measure: Measure,
    average_days: Sequence[int],
    since: date | None = None,
    until: date | None = None,
) -> tuple[TrendDay, ...]:
    """Every day from the first reading to the last, cut to `since` and `until`, inclusive.

    Averages look back beyond `since`, and skip incomplete days: on those they are the latest.
    """
    days = consumption.days
    values = [measure.of(day) for day in days]
    averages = _running_averages(
        [value for day, value in zip(days, values, strict=True) if day.complete], average_days
    )
    shown = consumption.day_numbers(since, until)
    complete = sum(day.complete for day in days[: shown.start])
    trend = []
    for number in shown:
        day = days[number]
        complete += day.complete
        value = values[number] if day.readings else None
        trend.append(TrendDay(day.day, value, day.complete, averages[complete]))
    return tuple(trend)


def _running_averages(
    values: Sequence[float], average_days: Sequence[int]
) -> list[tuple[float | None, ...]]:
    """The averages after none, one, two … of the complete days' values."""
    sums = list(accumulate(values, initial=0.0))
    columns: list[list[float | None]] = []
    for days in average_days:
        means = [(sum_ - before) / days for before, sum_ in zip(sums, sums[days:], strict=False)]
        columns.append([*[None] * min(days, len(sums)), *means])
    return list(zip(*columns, strict=True)) if columns else [()] * len(sums)
