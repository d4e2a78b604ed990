"""What is usual for a household: of a day, a week, a month or a year. Pure.

This is the only notion of usual: comparisons, unusual days and the change column all use it.

- A day: the mean of the last complete same weekdays before it, 3 to 8 of the last 16 weeks. The
  usual half hours are the means over the same days at the same clock time.
- A week: the sum of its usual days. Where all weeks before are complete, that is the mean of the
  last 8 of them.
- A month: the sum, over its days, of the mean of the complete same weekdays of this season: from
  45 days before the month to 45 days after it, and the same days of other years (52 weeks apart
  for each), without the month itself. At least 3 of a weekday.
- A year: the sum, over its days, of the mean of the same days of other years (52 weeks apart for
  each), where at least 2 other years have them complete.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from octoterm.analysis.comparison.counterparts import A_YEAR_OF_WEEKS
from octoterm.consumption.clock_grid import COLUMNS, column_of, first_column
from octoterm.consumption.days import Day
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity, Period

MOST_DAYS = 8
"""Most complete same weekdays that a usual day is the mean of: two months."""
LEAST_DAYS = 3
"""Fewest complete same weekdays for a usual day: with two, one odd day is half of it."""
RECENT_WEEKS = 16
"""How many weeks back to look for them, as many may be incomplete; older days are of another
season."""
SEASON_DAYS = 45
"""Days before and after a month that are of the same season: half a quarter."""
LEAST_YEARS = 2
"""Fewest other years for a usual year: a single one is simply the year before or after."""

DAYS_OF_A_WEEK = 7


def recent_same_weekdays(series: Series, day: date) -> list[Day]:
    """The complete days that say what is usual for `day`, latest first; empty if too few."""
    if series.first_day is None:
        return []
    days, number = series.days, (day - series.first_day).days
    week = DAYS_OF_A_WEEK
    weeks = range(number - week, number - week * (RECENT_WEEKS + 1), -week)
    found = [days[at] for at in weeks if 0 <= at < len(days) and days[at].complete]
    return found[:MOST_DAYS] if len(found) >= LEAST_DAYS else []


def usual_total(series: Series, day: date) -> float | None:
    """The usual total of `day`; None if there are too few days to tell."""
    return _mean([each.total for each in recent_same_weekdays(series, day)])


def usual_half_hours(series: Series, day: date) -> dict[int, float]:
    """The usual value of each half hour of `day`, by column of the clock grid; empty if there are
    too few days to tell."""
    values: list[list[float]] = [[] for _ in range(COLUMNS)]
    for each in recent_same_weekdays(series, day):
        for column, value in _by_clock(series, each):
            values[column].append(value)
    return {column: sum(found) / len(found) for column, found in enumerate(values) if found}


def _by_clock(series: Series, day: Day) -> Iterator[tuple[int, float]]:
    """The column and value of each reading of a complete day."""
    if day.expected != COLUMNS:
        return ((column_of(start), value) for start, value in series.readings_of(day))
    first = first_column(series.calendar)
    return (
        ((first + number) % COLUMNS, value)
        for number, (_, value) in enumerate(series.readings_of(day))
    )


def usual_days(series: Series, period: Period) -> Callable[[date], float | None]:
    """The function that tells the usual total of each day of `period`, for comparing that kind of
    period; None where there are too few days to tell."""
    match period.granularity:
        case Granularity.MONTH:
            weekdays = _usual_weekdays_of_season(series, period)
            return lambda day: weekdays[day.weekday()]
        case Granularity.YEAR:
            return _usual_day_of_years(series, period)
    return partial(usual_total, series)


def _usual_weekdays_of_season(series: Series, month: Period) -> list[float | None]:
    """The mean total of each weekday, Monday first, in the season of `month`; None for those with
    too few complete days."""
    totals: list[list[float]] = [[] for _ in range(DAYS_OF_A_WEEK)]
    if series.first_day is None:
        return [None] * DAYS_OF_A_WEEK
    days = series.days
    own = range((month.first - series.first_day).days, (month.end - series.first_day).days)
    for shift in _years_apart(own, len(days)):
        begin, end = own.start - shift - SEASON_DAYS, own.stop - shift + SEASON_DAYS
        for number in range(max(0, begin), min(end, len(days))):
            day = days[number]
            if day.complete and number not in own:
                totals[day.day.weekday()].append(day.total)
    return [_mean(found) if len(found) >= LEAST_DAYS else None for found in totals]


def _usual_day_of_years(series: Series, year: Period) -> Callable[[date], float | None]:
    """The function that tells the mean total of the same day of the other years."""
    first, days = series.first_day, series.days
    if first is None:
        return lambda _: None
    own = range((year.first - first).days, (year.end - first).days)
    shifts = _years_apart(own, len(days))

    def usual(day: date) -> float | None:
        number = (day - first).days
        others = [number - shift for shift in shifts]
        totals = [
            days[other].total
            for other in others
            if 0 <= other < len(days) and other not in own and days[other].complete
        ]
        return _mean(totals) if len(totals) >= LEAST_YEARS else None

    return usual


def _years_apart(numbers: range, count: int) -> range:
    """The multiples of 364 days, 0 among them, by which these days can be shifted and still meet
    some of the `count` days of the readings."""
    year = A_YEAR_OF_WEEKS.days
    reach = SEASON_DAYS + len(numbers)
    latest = (numbers.stop + reach) // year
    earliest = -((count - numbers.start + reach) // year)
    return range(earliest * year, latest * year + 1, year)


def _mean(totals: list[float]) -> float | None:
    return sum(totals) / len(totals) if totals else None
