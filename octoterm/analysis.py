"""What readings say beyond their sums: rows to compare, averages, gaps in words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain

from octoterm import units
from octoterm.breakdown import Part, half_hour_part
from octoterm.consumption import Consumption, Gap
from octoterm.period import Granularity, Period, clock_label, date_label, london

DAY = 86_400
A_HABIT = 3
"""So many gaps at the same time of day are told as one."""


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


def gaps_in_words(gaps: Sequence[Gap]) -> list[str]:
    """`23:30 missing on 44 days` for what recurs, then each of the others with its date."""
    # Meters skip the same half hour of UTC, whatever London's clocks show: mostly 23:30.
    alike: dict[tuple[int, int], list[Gap]] = {}
    for gap in gaps:
        alike.setdefault((gap.start % DAY, gap.half_hours), []).append(gap)
    habits = [found for found in alike.values() if len(found) >= A_HABIT]
    recurring = set(chain.from_iterable(habits))
    return [
        f"{_usual_clocks(found)} missing on {len(found):,} days"
        for found in sorted(habits, key=len, reverse=True)
    ] + [
        f"{_dates_and_clocks(gap)} missing, {units.count(gap.half_hours, 'half hour')}"
        for gap in gaps
        if gap not in recurring
    ]


def _usual_clocks(gaps: Iterable[Gap]) -> str:
    """`23:30`, or `23:30 (00:30 in summer)` where they are from both halves of the year."""
    winter, summer = (
        next((_clocks(gap) for gap in gaps if bool(london(gap.start).dst()) is in_summer), "")
        for in_summer in (False, True)
    )
    return f"{winter} ({summer} in summer)" if winter and summer else winter or summer


def _clocks(gap: Gap) -> str:
    """`23:30` for a half hour, `22:00 to 23:30` for more."""
    start, end = clock_label(gap.start), clock_label(gap.end)
    return start if gap.half_hours == 1 else f"{start} to {'24:00' if end == '00:00' else end}"


def _dates_and_clocks(gap: Gap) -> str:
    """`2 Apr 2024 23:30`, or `2 Apr 2024 01:00 to 3 Apr 2024 01:00`."""
    first, last = london(gap.start).date(), london(gap.end - 1).date()
    if first == last:
        return f"{date_label(first)} {_clocks(gap)}"
    end = london(gap.end).date()
    return (
        f"{date_label(first)} {clock_label(gap.start)} to {date_label(end)} {clock_label(gap.end)}"
    )
