"""The rows of a summary: half hours, days, weeks, months or years of a range. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from octoterm.analysis.parts import Part, half_hour_part
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity, Period


def days_counted(
    series: Series, since: date | None = None, until: date | None = None
) -> Period | None:
    """The days from `since` to `until`, both inclusive, that lie between the first reading and
    the last; None if there are none."""
    whole = series.whole
    if whole is None:
        return None
    first = max(whole.first, since or whole.first)
    last = min(whole.last, until or whole.last)
    return Period.spanning(first, last) if first <= last else None


def summary(
    series: Series,
    granularity: Granularity,
    since: date | None = None,
    until: date | None = None,
) -> list[Part]:
    """The half hours, days, weeks, months or years that overlap `days_counted`, in order.

    Only days from `since` to `until` count; the start, end and expected half hours remain those
    of the whole day, week, month or year.
    """
    days = days_counted(series, since, until)
    if days is None:
        return []
    if granularity is Granularity.HALF_HOUR:
        return [half_hour_part(series, start) for start in _half_hours(series, days)]
    parts = []
    first = days.first
    while first < days.end:
        period = Period.containing(granularity, first)
        figures = series.figures(period, since, until)
        parts.append(Part(period.short_label, period.label, figures, period))
        first = period.end
    return parts


def is_counted_whole(
    series: Series, period: Period, since: date | None, until: date | None
) -> bool:
    """Whether all days of `period` between the first reading and the last are among those from
    `since` to `until`, both inclusive."""
    first = max(period.first, since) if since else period.first
    last = min(period.last, until) if until else period.last
    return series.day_numbers(first, last) == series.day_numbers(period.first, period.last)


def _half_hours(series: Series, days: Period) -> Iterator[int]:
    """Starts of every half hour of `days` from the first reading to the last."""
    if series.first is None or series.last is None:
        return
    for day in days.days():
        for start in series.calendar.half_hours(day):
            if series.first <= start <= series.last:
                yield start


def average_a_day(part: Part) -> float | None:
    """The average per day, over the half hours that were read; None for a half hour, and with too
    few readings."""
    figures = part.figures
    if part.period is None or not figures.has_enough:
        return None
    return figures.total / part.period.length * figures.expected / figures.readings
