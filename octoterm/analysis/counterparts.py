"""Finds the counterpart of a period, day or half hour in the previous period or a year earlier.

Pure.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum

from octoterm.consumption.clock_grid import COLUMNS, column_of, first_column, starts_by_clock
from octoterm.periods.calendar import Calendar
from octoterm.periods.london import ONE_DAY, london
from octoterm.periods.period import Granularity, Period, add_months

A_YEAR_OF_WEEKS = timedelta(weeks=52)
"""From a Monday back to the nearest Monday a year earlier: always 364 days."""


class Reference(Enum):
    """What a period is compared with."""

    PREVIOUS = "previous"
    """The period of the same kind before it; for a half hour, the same time a day earlier."""
    YEAR = "year"
    """The same period a year earlier."""


def other_period(period: Period, against: Reference) -> Period | None:
    """The period that `period` is compared with; None for all readings."""
    if period.granularity is Granularity.ALL:
        return None
    if against is Reference.PREVIOUS:
        return Period.containing(period.granularity, period.first - ONE_DAY)
    if period.granularity is Granularity.WEEK:
        return Period.containing(Granularity.WEEK, period.first - A_YEAR_OF_WEEKS)
    return Period.containing(period.granularity, add_months(period.first, -12))


def name_of_other(period: Period | None, against: Reference | None) -> str:
    """The name of what `period` is compared with, as a heading: `Wed 13 Mar 2024`; empty if it is
    compared with nothing."""
    if period is None or against is None:
        return ""
    other = other_period(period, against)
    return other.label if other else "the year before"


def counterpart(part: Period, period: Period, other: Period) -> Period | None:
    """The counterpart in `other` of `part`, a part of `period`; None if there is none.

    That of a week cut at the edge of its month or year is just as short.
    """
    first = same_day(part.first, period, other)
    if first is None:
        return None
    if part.granularity is Granularity.WEEK:
        return Period(Granularity.WEEK, first, first + timedelta(days=part.length))
    return Period.containing(part.granularity, first)


def same_day(day: date, period: Period, other: Period) -> date | None:
    """The counterpart in `other` of `day` in `period`; None if there is no such day."""
    if period.granularity in (Granularity.DAY, Granularity.WEEK):
        return other.first + (day - period.first)
    found = add_months(day, _months_between(period, other))
    leap_day = (day.month, day.day, found.month) == (2, 29, 2)
    return found if found.day == day.day or leap_day else None


def _months_between(period: Period, other: Period) -> int:
    years = other.first.year - period.first.year
    return 12 * years + other.first.month - period.first.month


def same_instant(calendar: Calendar, instant: int, period: Period, other: Period) -> int:
    """The counterpart in `other` of `instant`, in `period` or its end: UTC seconds."""
    start, end = calendar.bounds(other)
    day = calendar.day_of(instant)
    if day not in period:
        return end
    same = same_day(day, period, other)
    if same is None or same not in other:
        return end
    if instant == calendar.start_of(day):
        return calendar.start_of(same)
    if period.granularity > Granularity.WEEK and same.day < day.day:
        return calendar.start_of(same + ONE_DAY)  # on 29 February, the 28th is over
    at = _half_hours_into_day(calendar, instant)
    later = (
        found for found in calendar.half_hours(same) if _half_hours_into_day(calendar, found) >= at
    )
    return max(start, min(end, next(later, calendar.start_of(same + ONE_DAY))))


def _half_hours_into_day(calendar: Calendar, instant: int) -> int:
    """Half hours on the London clock since the day began."""
    return (column_of(instant) - first_column(calendar)) % COLUMNS


def same_clock(calendar: Calendar, start: int, day: date) -> int | None:
    """When the London clock showed the same time on `day`: UTC seconds; None if it skipped it."""
    clock = london(start)
    starts = starts_by_clock(calendar, day)[column_of(start)]
    return starts[min(clock.fold, len(starts) - 1)] if starts else None
