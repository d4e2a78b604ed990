"""The parts of a trend that are drawn: days, or weeks and longer where there are many. Pure."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from octoterm.analysis.trend.trends import Measure
from octoterm.analysis.unusual_days import unusual_days
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity, Period

KINDS = (Granularity.DAY, Granularity.WEEK, Granularity.MONTH, Granularity.YEAR)
SHORT = (Granularity.DAY, Granularity.WEEK)
"""Kinds of period that are shown amid the days around them."""
WIDE = 120
"""Columns from which bars may have three columns each, gap included; two below."""


class TrendPart(NamedTuple):
    """A day, week, month or year of a trend."""

    period: Period
    value: float | None
    """As shown, see `Measure.as_shown`: of a day, or a mean of complete days; None if there is
    none."""
    readings: int
    expected: int
    """Half hours of the days from that of the first reading to that of the last."""
    due: int
    """Those between the first reading and the last; see `Series.due`."""
    lit: bool
    """Whether it is in the period that is looked at, not before or after that."""
    unusual: bool
    """Whether one of its days is; see `unusual_days`."""

    @property
    def missing(self) -> int:
        """Readings that are missing."""
        return self.due - self.readings

    @property
    def is_part_of_day(self) -> bool:
        """Whether it is a day on which readings begin or end."""
        return self.period.granularity is Granularity.DAY and self.due < self.expected


def shown_periods(period: Period, whole: Period, columns: int) -> tuple[Period, ...]:
    """The days of `period` among `whole`, all readings, that are shown in so many columns; weeks,
    months or years if there are more.

    As many before it are shown as there is room for; a day or a week is amid those around it.
    """
    first, last = max(period.first, whole.first), min(period.last, whole.last)
    if last < first:
        return ()
    core = Period.spanning(first, last)
    parts = next(
        (parts for kind in KINDS if len(parts := core.parts(kind)) <= columns), core.parts()
    )
    widest = 3 if columns >= WIDE else 2
    short = period.granularity in SHORT
    pitch = min(widest, max(1, columns // len(parts)))
    room = max(0, columns // pitch - len(parts))
    after = _beyond(parts[-1], 1, whole, room // 2) if short else []
    before = _beyond(parts[0], -1, whole, room - len(after))
    if short:
        after = _beyond(parts[-1], 1, whole, room - len(before))
    return (*reversed(before), *parts, *after)


def _beyond(part: Period, step: int, whole: Period, most: int) -> list[Period]:
    """The parts next to `part` on one side that overlap `whole`, the nearest first."""
    found: list[Period] = []
    while len(found) < most and (part := part.shifted(step)).overlaps(whole):
        found.append(part)
    return found


def trend_parts(
    series: Series, measure: Measure, period: Period, columns: int
) -> tuple[TrendPart, ...]:
    """The parts of the trend around `period` for so many columns; see `shown_periods`."""
    if series.whole is None:
        return ()
    periods = shown_periods(period, series.whole, columns)
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
    counted = [day for day in days if day.complete]
    if period.granularity is Granularity.DAY and not measure.needs_whole_days:
        counted = [day for day in days if day.readings]
    values = measure.as_shown(counted)
    return TrendPart(
        period,
        sum(values) / len(values) if values else None,
        sum(day.readings for day in days),
        sum(day.expected for day in days),
        series.due(days[0].start, days[-1].end) if days else 0,
        lit,
        unusual,
    )
