"""Finds the counterpart of a period, day or half hour in the previous period or a year earlier.

Days are matched by weekday, as households live by the week: the days of two periods are always a
whole number of weeks apart, except that a single day has the day before as its previous one. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from octoterm.analysis.comparison.references import Reference
from octoterm.consumption.clock_grid import column_of
from octoterm.periods.calendar import A_YEAR_OF_WEEKS
from octoterm.periods.london import ONE_DAY, london
from octoterm.periods.period import Granularity, Period, add_months

ONE_WEEK = timedelta(weeks=1)


def other_period(period: Period, against: Reference) -> Period | None:
    """The period that `period` is compared with; None for all readings, and for the usual, which
    is not a single period."""
    if period.granularity is Granularity.ALL or against is Reference.USUAL:
        return None
    if against is Reference.PREVIOUS:
        return Period.containing(period.granularity, period.first - ONE_DAY)
    if period.granularity <= Granularity.WEEK:
        return Period.containing(period.granularity, period.first - A_YEAR_OF_WEEKS * ONE_DAY)
    return Period.containing(period.granularity, add_months(period.first, -12))


def short_name(other: Period, period: Period) -> str:
    """The label of `other` without its year if `period` is in the same one: `Wed 13 Mar`,
    `4–10 Mar`, `February`."""
    if other.granularity is Granularity.YEAR or not (
        other.first.year == other.last.year == period.first.year
    ):
        return other.label
    return other.label.removesuffix(f" {other.first.year}")


def days_apart(period: Period, other: Period) -> timedelta:
    """How much earlier the counterparts in `other` are than the days of `period`.

    For months and years, the whole number of weeks for which the most days have a counterpart: 28
    or 35 days to the previous month, 364 to the year before or the same month of it.
    """
    apart = period.first - other.first
    if period.granularity <= Granularity.WEEK:
        return apart
    shorter = timedelta(days=apart.days // 7 * 7)
    return max((shorter, shorter + ONE_WEEK), key=lambda each: _days_in(period, other, each))


def _days_in(period: Period, other: Period, apart: timedelta) -> int:
    """How many days of `period` have a counterpart in `other`, this much earlier."""
    found = counterpart(period, other, apart)
    return found.length if found else 0


def counterpart(part: Period, other: Period, apart: timedelta) -> Period | None:
    """The days in `other` that are this much earlier than those of `part`; None if there are
    none."""
    first, end = max(part.first - apart, other.first), min(part.end - apart, other.end)
    return Period(part.granularity, first, end) if first < end else None


def same_clock(starts: Sequence[Sequence[int]], start: int) -> int | None:
    """When the London clock showed the same time as at `start` on the day with these `starts`
    (see `starts_by_clock`): UTC seconds; None if it skipped that time."""
    same = starts[column_of(start)]
    if len(same) < 2:
        return same[0] if same else None
    return same[london(start).fold]
