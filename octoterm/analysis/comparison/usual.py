"""What is usual for a household: of a day, a week, a month or a year. Pure.

Comparisons, unusual days and the change column all use this definition of usual: a day has the
same usual total wherever it is shown, and rows add up to their totals.

- The usual total of a day is the mean of the same weekdays of the eight weeks before it, at least
  3 of them. Its usual half hours are the means over the same days at the same clock time, which
  also fill in half hours that some of these days lack; if all of them lack the same one, there is
  no usual day.
- The usual total of a week or a month is the sum of its usual days, so it follows the season.
- A year is compared with other years instead: each of its days with the mean of the same days in
  them (52 weeks apart for each year), in at least two of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import NamedTuple, TypeAlias

from octoterm.analysis.comparison.references import name_of_other_years, name_of_usual
from octoterm.analysis.comparison.usual_days import (
    counts,
    recent_same_weekdays,
    usual_totals,
)
from octoterm.consumption.clock_grid import column_of, first_column
from octoterm.consumption.days import Day
from octoterm.consumption.series import Series
from octoterm.periods.calendar import A_YEAR_OF_WEEKS, HALF_HOURS
from octoterm.periods.period import Granularity, Period

LEAST_YEARS = 2
"""Fewest other years to compare one with: a single one is simply the year before."""
UsualOfDay: TypeAlias = Callable[[date], float | None]
"""Returns the usual total of a day; None where there are too few days to tell."""


class Usual(NamedTuple):
    """What is usual for a period, and for its parts."""

    name_of: Callable[[Period], str]
    """See `name_of_usual`; for a year and its parts, `other years`, `April of other years`."""
    of_day: UsualOfDay


def usual(series: Series, period: Period) -> Usual:
    """What is usual for `period`, a day, week, month or year, and for each of its days."""
    if period.granularity is Granularity.YEAR:
        return Usual(name_of_other_years, _usual_day_of_years(series, period))
    return Usual(name_of_usual, partial(usual_total, series))


def usual_total(series: Series, day: date) -> float | None:
    """The usual total of `day` by itself; None if there are too few days to tell."""
    if series.first_day is None:
        return None
    number = (day - series.first_day).days
    return next(usual_totals(series, range(number, number + 1)))


def usual_half_hours(series: Series, day: date) -> dict[int, float]:
    """The usual value of each half hour of `day`, by column of the clock grid; empty if there are
    too few days to tell."""
    values: list[list[float]] = [[] for _ in range(HALF_HOURS)]
    first = series.first_day
    for each in recent_same_weekdays(series, (day - first).days) if first else ():
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


def _usual_day_of_years(series: Series, year: Period) -> UsualOfDay:
    """The mean of the same day of the other years: only one from each year, although steps of 364
    days may meet a year twice."""
    first, days = series.first_day, series.days
    if first is None:
        return lambda _: None
    own = range((year.first - first).days, (year.end - first).days)
    shifts = _years_apart(own, len(days))

    def of_day(day: date) -> float | None:
        number = (day - first).days
        others = [number - shift for shift in shifts]
        there = [days[each] for each in others if 0 <= each < len(days) and each not in own]
        totals = {each.day.year: each.total for each in there if counts(each)}
        return _mean([*totals.values()]) if len(totals) >= LEAST_YEARS else None

    return of_day


def _years_apart(numbers: range, count: int) -> range:
    """The multiples of 364 days, including 0, by which these days can be shifted and still overlap
    the `count` days of the readings."""
    year = A_YEAR_OF_WEEKS
    latest = (numbers.stop + len(numbers)) // year
    earliest = -((count - numbers.start + len(numbers)) // year)
    return range(earliest * year, latest * year + 1, year)


def _mean(totals: list[float]) -> float | None:
    return sum(totals) / len(totals) if totals else None
