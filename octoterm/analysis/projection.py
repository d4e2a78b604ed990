"""What a month or year in progress is on course for, with a range. Pure.

The expected total is the sum so far, plus a usual day for each day to come and, for half hours
missing so far, their share of a usual day. Half hours before the first reading never had one, and
do not count.

- For the first month after the readings, a usual day is the mean of the last three complete same
  weekdays, moved along the yearly curve of the household: see `yearly_curve`.
- Beyond that, it is the mean of the complete same weekdays of a year earlier, from two weeks
  before to two weeks after. A first year therefore has no projection until its last month, and a
  second year has none until as many days have been predicted like that and are over.

The range is how far off the same rule would have been for this household: for each day of the last
half year, the same number of days is predicted from what was known then; recent errors weigh more.
Whole stretches are compared because errors of neighbouring days go together (a cold week, guests);
adding up the errors of single days would make the range too narrow. Four out of five totals should
lie in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import accumulate
from math import floor, log10, sqrt
from operator import mul
from typing import NamedTuple

from octoterm.analysis.usual_week import OLDEST, WEEKS, usual_weeks
from octoterm.analysis.yearly_curve import FITTED_DAYS, YearlyCurve, coldness
from octoterm.consumption.days import Day
from octoterm.consumption.quantity import Form
from octoterm.consumption.series import Series
from octoterm.periods.calendar import A_YEAR_OF_WEEKS, DAYS_OF_A_WEEK
from octoterm.periods.london import HALF_HOUR
from octoterm.periods.period import Granularity, Period

PROJECTED_KINDS = (Granularity.MONTH, Granularity.YEAR)
"""Kinds of period that are projected; a week is over when enough of it has been read."""
LEAST_DAYS = 7
"""Fewest complete days of the period: one of each weekday."""
LEAST_HISTORY = 60
"""Fewest complete days of all readings, so that the rule can be tested on stretches of a few
weeks."""
HISTORY = 182
"""Days of history on which the rule is tested: half a year."""
HALF_LIFE = 30
"""Days after which an error weighs half as much: once heating has begun, errors are larger."""

NEAR = 31
"""Days after the last reading that are predicted from recent weeks: up to the rest of a month."""
SEASON = range(-14, 15, DAYS_OF_A_WEEK)
"""Distances in days from the same weekday a year earlier to the days whose mean is taken."""
FURTHEST = A_YEAR_OF_WEEKS - SEASON[-1]
"""Most days ahead for which all these days of a year earlier are over."""
LEAST_MEASURED = 0.75
"""Smallest share of complete days for the rule to be tested on a stretch."""


class Projection(NamedTuple):
    """The total of a whole period, in the unit of the series."""

    expected: float
    low: float
    high: float
    """Four out of five totals should lie from `low` to `high`."""

    def words(self, form: Form) -> str:
        """`about 290 kWh (270–310)`; below zero `about −120 kWh (−150 to −90)`."""
        rough, expected, low, high = self._rounded(form)
        about = f"about {rough.text(expected)}"
        to = " to " if low < 0 else "–"
        return about if low == high else f"{about} ({rough.short(low)}{to}{rough.short(high)})"

    def in_short(self, form: Form) -> str:
        """`270–310 kWh`, or `about 290 kWh` if that is certain."""
        rough, expected, low, high = self._rounded(form)
        to = " to " if low < 0 else "–"
        certain = f"about {rough.text(expected)}"
        return certain if low == high else f"{rough.short(low)}{to}{rough.text(high)}"

    def _rounded(self, form: Form) -> tuple[Form, float, float, float]:
        """A form for the three figures, and these rounded to a third of the range's width or
        finer."""
        step = (self.high - self.low) * form.factor / 3
        digits = -floor(log10(step)) if step > 0 else form.decimals
        if form.unit_first and 0 < digits < form.decimals:
            digits = 0  # money is shown in whole pounds or to the penny
        decimals = max(0, min(digits, form.decimals))
        rough = form._replace(decimals=decimals, fewer_decimals_from_1000=False)
        expected, low, high = (
            round(each * form.factor, min(digits, decimals)) / form.factor for each in self
        )
        return rough, expected, low, high


def projection(series: Series, period: Period) -> Projection | None:
    """What a month or year is on course for; None if it is not in progress, if there are too few
    readings to tell, and for other kinds of period."""
    return projection_of(series, period) if period.granularity in PROJECTED_KINDS else None


def projection_of(series: Series, period: Period) -> Projection | None:
    """The same for any days of a month or more, such as those of a bill."""
    if not _is_in_progress(series, period):
        return None
    days = series.days
    own = series.days_between(period.first, period.last)
    ahead = (period.last - days[-1].day).days
    missing = [(day, _missing_share(series, day)) for day in own]
    length = max(1, ahead + round(sum(share for _, share in missing)))
    if sum(day.complete for day in own) < LEAST_DAYS or length > FURTHEST:
        return None
    rule = _Rule(days, length)
    to_come = rule.predict(len(days), ahead)
    margin = rule.margin(length)
    if to_come is None or margin is None:
        return None
    total = sum(day.total for day in own)
    not_read = sum((rule.usual_of(day.day) - day.fixed) * share for day, share in missing if share)
    expected = total + not_read + to_come
    low = expected - margin
    if rule.lowest >= 0:  # what has been used cannot become less
        low = max(low, total)
    return Projection(expected, low, expected + margin)


def _missing_share(series: Series, day: Day) -> float:
    """The share of `day` that is missing or still to come."""
    begin = max(day.start, series.first or day.start)
    return ((day.end - begin) // HALF_HOUR - day.readings) / day.expected


def _is_in_progress(series: Series, period: Period) -> bool:
    last_day, last = series.last_day, series.last
    if last_day is None or last is None or last_day not in period:
        return False
    return last + HALF_HOUR < series.calendar.bounds(period)[1]


class _Rule:
    """The rule above, for the end of `days` and for every day of the history before it.

    Days are numbered as in `days`; a prediction made at a number knows only the days before it.
    """

    def __init__(self, days: Sequence[Day], longest: int) -> None:
        """`longest` is the most days that will be predicted at once."""
        self._days = days
        reach = HISTORY + longest + FITTED_DAYS
        self._begin = max(0, len(days) - reach)
        recent = days[self._begin :]
        self._curve = YearlyCurve(recent, longest)
        fitted = max(0, len(recent) - HISTORY - longest - OLDEST.days)
        self._usual_weeks = [
            *([None] * fitted),
            *usual_weeks(recent[fitted:], self._curve.coldness[fitted : len(recent)]),
        ]
        """At each number from `_begin` to the end; None where there are too few days."""
        complete = [day if day.complete else None for day in recent]
        self._complete = list(accumulate((day is not None for day in complete), initial=0))
        self._totals = list(
            accumulate((day.total if day else 0.0 for day in complete), initial=0.0)
        )
        self.lowest = min(day.lowest for day in recent)
        """The smallest half hour of the history."""
        self._far: list[tuple[float, int]] = []
        if longest > NEAR:
            self._far = self._usual_of_a_year_earlier(len(recent) + longest)

    def _usual_of_a_year_earlier(self, count: int) -> list[tuple[float, int]]:
        """Sums of usual days from `_begin` on, and how many of these could not be determined."""
        days, known = self._days, len(self._days)
        sums = [(0.0, 0)]
        for number in range(self._begin, self._begin + count):
            found = [
                days[at].total
                for shift in SEASON
                if 0 <= (at := number - A_YEAR_OF_WEEKS + shift) < known and days[at].complete
            ]
            total, unknown = sums[-1]
            if len(found) < WEEKS:
                sums.append((total, unknown + 1))
            else:
                sums.append((total + sum(found) / len(found), unknown))
        return sums

    def usual_of(self, day: date) -> float:
        """The usual total of a recent day, as known at the end; valid only if `predict` has given
        a total."""
        week = self._usual_weeks[-1]
        if week is None:
            return 0.0
        weekday = day.weekday()
        colder = coldness(day) - week.coldness[weekday]
        return week.totals[weekday] + colder * self._curve.height(len(self._usual_weeks) - 1)

    def predict(self, at: int, length: int) -> float | None:
        """The total of `length` days from the day numbered `at`; None if it cannot be
        predicted."""
        begin, near = at - self._begin, min(length, NEAR)
        week = self._usual_weeks[begin]
        if week is None:
            return None
        first = (self._days[0].day.weekday() + at) % DAYS_OF_A_WEEK
        usual = week.over(first, near)
        colder = self._curve.between(begin, begin + near) - usual.coldness
        total = usual.total + colder * self._curve.height(begin)
        if self.lowest >= 0:
            total = max(0.0, total)
        if length > near:
            until_near, until_end = (self._far[begin + days] for days in (near, length))
            if until_end[1] > until_near[1]:
                return None
            total += until_end[0] - until_near[0]
        return total

    def margin(self, length: int) -> float | None:
        """Half the width of the range for `length` days; None if it cannot be determined.

        The root of the mean squared error, with recent errors weighing more, times Student's t for
        80%, as there are only as many independent errors as stretches that do not overlap.
        """
        end = len(self._days) - length
        tried = range(max(self._begin, end - HISTORY), end + 1)
        errors = ((end - at, self._error(at, length)) for at in tried)
        squares = {age: error**2 for age, error in errors if error is not None}
        weights = [0.5 ** (age / HALF_LIFE) for age in squares]
        if self._complete[-1] < LEAST_HISTORY or not squares:
            return None
        weight = sum(weights)
        effective = weight**2 / sum(each**2 for each in weights)
        mean_square = sum(map(mul, weights, squares.values())) / weight
        return _student_t(1 + effective / length) * sqrt(mean_square)

    def _error(self, at: int, length: int) -> float | None:
        """By how much the prediction of these days was too low; None if it cannot be
        determined."""
        begin, end = at - self._begin, at - self._begin + length
        complete = self._complete[end] - self._complete[begin]
        expected = self.predict(at, length)
        if expected is None or complete < LEAST_MEASURED * length:
            return None
        return (self._totals[end] - self._totals[begin]) * length / complete - expected


def _student_t(freedom: float) -> float:
    """The 90th percentile of Student's t: Abramowitz and Stegun, 26.7.5, first three terms."""
    return 1.2816 + 0.8466 / freedom + 0.571 / freedom**2
