"""The parts of a trend that are drawn: days, or longer periods where there are many. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from octoterm.analysis.parts import Part
from octoterm.analysis.summary import average_a_day
from octoterm.analysis.trend.trends import Measure
from octoterm.analysis.unusual_days import unusual_days
from octoterm.consumption.days import Day
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity, Period

SHORT = (Granularity.DAY, Granularity.WEEK)
"""Kinds of period that are shown together with the days around them."""


class TrendPart(NamedTuple):
    """A day, week, month or year of a trend."""

    period: Period
    value: float | None
    """The value as shown (see `Measure.as_shown`): of a day, or a mean per day; None if there is
    none."""
    readings: int
    expected: int
    """Half hours of the days from that of the first reading to that of the last."""
    due: int
    """Those between the first reading and the last; see `Series.due`."""
    lit: bool
    """Whether it is in the period that is looked at, not before or after it."""
    unusual: bool
    """Whether one of its days is unusual; see `unusual_days`."""

    @property
    def missing(self) -> int:
        """Readings that are missing."""
        return self.due - self.readings

    @property
    def is_part_of_day(self) -> bool:
        """Whether it is a day on which readings begin or end."""
        return self.period.granularity is Granularity.DAY and self.due < self.expected


def trend_parts(
    series: Series, measure: Measure, period: Period, periods: Sequence[Period]
) -> tuple[TrendPart, ...]:
    """The parts of the trend, one for each of `periods`, which are neighbours in order; those that
    overlap `period` are looked at."""
    if not periods:
        return ()
    unusual = [each.day for each in unusual_days(series, periods[0].first, periods[-1].last)]
    return tuple(
        _part(
            series,
            measure,
            each,
            each.overlaps(period),
            bisect_left(unusual, each.first) < bisect_left(unusual, each.end),
        )
        for each in periods
    )


def _part(series: Series, measure: Measure, period: Period, lit: bool, unusual: bool) -> TrendPart:
    days = series.days_between(period.first, period.last)
    return TrendPart(
        period,
        _value(series, measure, period, days),
        sum(day.readings for day in days),
        sum(day.expected for day in days),
        series.due(days[0].start, days[-1].end) if days else 0,
        lit,
        unusual,
    )


def _value(series: Series, measure: Measure, period: Period, days: Sequence[Day]) -> float | None:
    """For a longer period, the mean of its totals as in tables, or the mean of the base loads or
    peaks of its complete days."""
    is_day = period.granularity is Granularity.DAY
    if measure is Measure.TOTAL and not is_day:
        return average_a_day(
            Part(period.short_label, period.label, series.figures(period), period)
        )
    values = measure.as_shown(
        day for day in days if (measure.is_shown(day) if is_day else day.complete)
    )
    return sum(values) / len(values) if values else None
