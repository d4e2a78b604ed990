"""What is usual for a household: of a day, a week, a month or a year. Pure.

This is the only notion of usual of comparisons, unusual days and the change column. Every period
is as usual as its days together, so that the rows of a table add up to its total:

- A day is usually the mean of the same weekdays of the eight weeks before it, at least 3 of them.
  The usual half hours are the means over the same days at the same clock time. A week is the sum
  of its usual days.
- A month is usually like the same month of other years: each of its days is the mean of all the
  same weekdays in them. With fewer than two other years, each is the mean of the same weekdays of
  the eight weeks before the month.
- A year is usually like other years: each of its days is the mean of the same days in them (52
  weeks apart for each year), at least two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple, TypeAlias

from octoterm.analysis.comparison.counterparts import (
    A_YEAR_OF_WEEKS,
    WEEKS_BEFORE,
    name_of_usual,
)
from octoterm.consumption.clock_grid import column_of, first_column
from octoterm.consumption.days import Day
from octoterm.consumption.series import Series
from octoterm.periods.calendar import DAYS_OF_A_WEEK, HALF_HOURS
from octoterm.periods.london import ONE_DAY
from octoterm.periods.period import Granularity, Period, add_months

RECENT_WEEKS = 8
"""Weeks before a day that say what is usual for it: older ones are of another season."""
LEAST_DAYS = 3
"""Fewest same weekdays that make a usual day: with two, one odd day is half of it."""
LEAST_YEARS = 2
"""Fewest other years for a usual month or year: a single one is simply the year before."""
ENOUGH_OF_DAY = 0.95
"""Share of its half hours from which a day counts: without one or two it is still as usual."""

UsualOfDay: TypeAlias = Callable[[date], float | None]
"""Returns the usual total of a day; None where there are too few days to tell."""


class Usual(NamedTuple):
    """What is usual for a period."""

    name: str
    """`a usual Wednesday`, `a usual April`; `the weeks before`."""
    of_day: UsualOfDay


def usual(series: Series, period: Period) -> Usual:
    """What is usual for `period`, a day, week, month or year, and for each of its days."""
    name = name_of_usual(period)
    match period.granularity:
        case Granularity.MONTH:
            same_months = _days_of_other_years(series, period)
            if len({day.day.year for day in same_months}) >= LEAST_YEARS:
                return Usual(name, _usual_weekdays(same_months))
            first = period.first - timedelta(weeks=RECENT_WEEKS)
            recent = series.days_between(first, period.first - ONE_DAY)
            return Usual(WEEKS_BEFORE, _usual_weekdays(list(filter(counts, recent))))
        case Granularity.YEAR:
            return Usual(name, _usual_day_of_years(series, period))
    return Usual(name, partial(usual_total, series))


def counts(day: Day) -> bool:
    """Whether a day has enough of its readings to be one of those that say what is usual."""
    return day.readings >= ENOUGH_OF_DAY * day.expected


def recent_same_weekdays(series: Series, day: date) -> list[Day]:
    """The days that say what is usual for `day`, latest first; empty if too few."""
    if series.first_day is None:
        return []
    days, number = series.days, (day - series.first_day).days
    week = DAYS_OF_A_WEEK
    weeks = range(number - week, number - week * (RECENT_WEEKS + 1), -week)
    found = [days[at] for at in weeks if 0 <= at < len(days) and counts(days[at])]
    return found if len(found) >= LEAST_DAYS else []


def usual_total(series: Series, day: date) -> float | None:
    """The usual total of `day` by itself; None if there are too few days to tell."""
    return _mean([each.total for each in recent_same_weekdays(series, day)])


def usual_half_hours(series: Series, day: date) -> dict[int, float]:
    """The usual value of each half hour of `day`, by column of the clock grid; empty if there are
    too few days to tell."""
    values: list[list[float]] = [[] for _ in range(HALF_HOURS)]
    for each in recent_same_weekdays(series, day):
        for column, value in _by_clock(series, each):
            values[column].append(value)
    return {column: sum(found) / len(found) for column, found in enumerate(values) if found}


def _by_clock(series: Series, day: Day) -> Iterator[tuple[int, float]]:
    """The column and value of each reading of a day."""
    if day.readings != HALF_HOURS or not day.complete:
        return ((column_of(start), value) for start, value in series.readings_of(day))
    first = first_column(series.calendar)
    return (
        ((first + number) % HALF_HOURS, value)
        for number, (_, value) in enumerate(series.readings_of(day))
    )


def _usual_weekdays(days: Sequence[Day]) -> UsualOfDay:
    """The mean of the same weekdays among `days`."""
    totals: list[list[float]] = [[] for _ in range(DAYS_OF_A_WEEK)]
    for day in days:
        totals[day.day.weekday()].append(day.total)
    means = [_mean(found) if len(found) >= LEAST_DAYS else None for found in totals]
    return lambda day: means[day.weekday()]


def _days_of_other_years(series: Series, month: Period) -> list[Day]:
    """The days that count of the same month in all other years."""
    if series.first_day is None or series.last_day is None:
        return []
    found: list[Day] = []
    for year in range(series.first_day.year, series.last_day.year + 1):
        if year != month.first.year:
            first = month.first.replace(year=year)
            found += series.days_between(first, add_months(first, 1) - ONE_DAY)
    return list(filter(counts, found))


def _usual_day_of_years(series: Series, year: Period) -> UsualOfDay:
    """The mean of the same day of the other years."""
    first, days = series.first_day, series.days
    if first is None:
        return lambda _: None
    own = range((year.first - first).days, (year.end - first).days)
    shifts = _years_apart(own, len(days))

    def of_day(day: date) -> float | None:
        number = (day - first).days
        others = [number - shift for shift in shifts]
        totals = [
            days[other].total
            for other in others
            if 0 <= other < len(days) and other not in own and counts(days[other])
        ]
        return _mean(totals) if len(totals) >= LEAST_YEARS else None

    return of_day


def _years_apart(numbers: range, count: int) -> range:
    """The multiples of 364 days, 0 among them, by which these days can be shifted and still meet
    some of the `count` days of the readings."""
    year = A_YEAR_OF_WEEKS.days
    latest = (numbers.stop + len(numbers)) // year
    earliest = -((count - numbers.start + len(numbers)) // year)
    return range(earliest * year, latest * year + 1, year)


def _mean(totals: list[float]) -> float | None:
    return sum(totals) / len(totals) if totals else None
