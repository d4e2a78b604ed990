"""The usual total of each day of a series: computed only once, as every view needs it. Pure.

It is the mean of the same weekdays of recent weeks. If one of them lacks a half hour, the mean of
those that have it at that clock time is used instead.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from math import isnan, nan
from weakref import WeakKeyDictionary

from octoterm.consumption.clock_grid import column_of, first_column, starts_by_clock
from octoterm.consumption.days import Day, DayColumns
from octoterm.consumption.series import Series
from octoterm.periods.calendar import DAYS_OF_A_WEEK, HALF_HOURS
from octoterm.periods.london import HALF_HOUR

RECENT_WEEKS = 8
"""Weeks before a day that determine what is usual for it: older ones belong to another season."""
LEAST_WEEKS = 3
"""Fewest same weekdays that make a usual day: with two, one odd day would be half of it."""
NEARLY_WHOLE = 0.95
"""Smallest share of its half hours with which a day counts: one or two may be missing."""

REACH = RECENT_WEEKS * DAYS_OF_A_WEEK
"""Days before a day that are looked at."""


def counts(day: Day) -> bool:
    """Whether a day has enough of its readings to be one of those that determine what is usual."""
    return day.complete or day.readings >= NEARLY_WHOLE * day.expected


def recent_same_weekdays(series: Series, number: int) -> list[Day]:
    """The days that determine what is usual for the day of this number in `series.days`, which may
    lie before or after them: latest first, empty if too few."""
    first = number - REACH if number >= REACH else number % DAYS_OF_A_WEEK
    same = series.days[first : max(number, 0) : DAYS_OF_A_WEEK]
    found = [each for each in reversed(same) if counts(each)]
    return found if len(found) >= LEAST_WEEKS else []


def usual_totals(series: Series, numbers: range) -> Iterator[float | None]:
    """The usual totals of the days of these numbers in `series.days`, which may lie before or
    after them; None where there are too few days to tell."""
    known = _known.get(series)
    if known is None:
        known = _known[series] = _UsualTotals(series.day_columns)
    return known.of_each(series, numbers)


class _UsualTotals:
    """What is known of a series. It holds no reference to the series, which is its weak key in
    `_known`."""

    def __init__(self, days: DayColumns) -> None:
        self._means = array("d", [nan]) * (len(days.totals) + REACH)
        """The means of all recent weeks; NaN where one of their days is not complete."""
        self._others: dict[int, float | None] = {}
        """The usual totals where the mean is NaN, once they have been asked for."""
        self._missing: dict[int, Sequence[int]] = {}
        """Start of a day → the columns it lacks, which are needed for each of the next eight
        weeks."""
        totals = days.totals.tolist()
        weeks = (totals[week * DAYS_OF_A_WEEK :] for week in range(RECENT_WEEKS))
        for number, whole in enumerate(map(sum, zip(*weeks, strict=False)), REACH):
            self._means[number] = whole / RECENT_WEEKS
        for number, is_complete in enumerate(days.complete):
            if not is_complete:
                for later in range(number, number + REACH + 1, DAYS_OF_A_WEEK)[1:]:
                    self._means[later] = nan

    def of_each(self, series: Series, numbers: range) -> Iterator[float | None]:
        means = self._means
        for number in numbers:
            mean = means[number] if 0 <= number < len(means) else None
            if mean is None or not isnan(mean):
                yield mean
                continue
            if number not in self._others:
                self._others[number] = self._mean(series, recent_same_weekdays(series, number))
            yield self._others[number]

    def _mean(self, series: Series, days: Sequence[Day]) -> float | None:
        """The mean total of the days, their missing half hours filled; None if all lack the
        same."""
        if not days:
            return None
        whole = sum(day.total for day in days)
        for day in days:
            for column in () if day.complete else self._missing_columns(series, day):
                there = [value for each in days for value in _at_clock(series, each, column)]
                if not there:
                    return None
                whole += sum(there) / len(there)
        return whole / len(days)

    def _missing_columns(self, series: Series, day: Day) -> Sequence[int]:
        """The columns of the clock grid of the half hours that the day lacks."""
        if day.start not in self._missing:
            there = {start for start, _ in series.readings_of(day)}
            missing = [at for at in range(day.start, day.end, HALF_HOUR) if at not in there]
            self._missing[day.start] = [column_of(at) for at in missing]
        return self._missing[day.start]


_known: WeakKeyDictionary[Series, _UsualTotals] = WeakKeyDictionary()


def _at_clock(series: Series, day: Day, column: int) -> Sequence[float]:
    """The day's readings in a column of the clock grid: one, if the clocks do not change."""
    if day.expected == HALF_HOURS:
        number = (column - first_column(series.calendar)) % HALF_HOURS
        value = series.value_at(day.start + number * HALF_HOUR)
        return () if value is None else (value,)
    starts = starts_by_clock(series.calendar, day.day)[column]
    return [value for start in starts if (value := series.value_at(start)) is not None]
