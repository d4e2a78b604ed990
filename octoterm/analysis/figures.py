"""What readings say beyond their sums: rows to compare, averages. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from octoterm.analysis.parts import Part, half_hour_part
from octoterm.consumption.series import Consumption
from octoterm.periods.period import Granularity, Period


def days_counted(
    consumption: Consumption, since: date | None = None, until: date | None = None
) -> Period | None:
    """The days of the data's range from `since` to `until`, both inclusive; None if none is."""
    whole = consumption.whole
    if whole is None:
        return None
    first = max(whole.first, since or whole.first)
    last = min(whole.last, until or whole.last)
    return Period.spanning(first, last) if first <= last else None


def summary(
    consumption: Consumption,
    granularity: Granularity,
    since: date | None = None,
    until: date | None = None,
) -> list[Part]:
    """The half hours, days, weeks, months or years that touch `days_counted`, in order.

    `since` and `until` cut what is counted, while periods of days keep their calendar's start,
    end and expected half hours.
    """
    days = days_counted(consumption, since, until)
    if days is None:
        return []
    if granularity is Granularity.HALF_HOUR:
        return [half_hour_part(consumption, start) for start in _half_hours(consumption, days)]
    parts = []
    first = days.first
    while first < days.end:
        period = Period.containing(granularity, first)
        figures = consumption.figures(period, since, until)
        parts.append(Part(period.short_label, period.label, figures, period))
        first = period.end
    return parts


def _half_hours(consumption: Consumption, days: Period) -> Iterator[int]:
    """Starts of every half hour of `days` from the first reading to the last."""
    if consumption.first is None or consumption.last is None:
        return
    for day in days.days():
        for start in consumption.calendar.half_hours(day):
            if consumption.first <= start <= consumption.last:
                yield start


def average_a_day(part: Part) -> float | None:
    """kWh a day while there were readings; None for a half hour and where there were none."""
    figures = part.figures
    if part.period is None or not figures.readings:
        return None
    return figures.kwh / part.period.length * figures.expected / figures.readings
