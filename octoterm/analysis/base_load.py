"""The base load, which is used all the time: over the last 7 days, or of a period. Pure."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import NamedTuple

from octoterm.analysis.spread import standard_deviation
from octoterm.analysis.trend.trends import Measure
from octoterm.consumption.quantity import Quantity
from octoterm.consumption.series import Series
from octoterm.periods.calendar import A_YEAR_OF_WEEKS
from octoterm.periods.period import Granularity, Period

BASE_DAYS = 7
"""Complete days that the usual base load is the mean of: one of each weekday."""


LONG_DAYS = 90
"""Complete days that the base load of the last week is compared with."""
LEAST_CHANGE = 0.15
"""Smallest change of the base load to report, as a share."""
LEAST_RATE_SHARE = 1 / 96
"""The same as a rate per hour: a quarter of what is noteworthy in a day, spread over its hours."""


class BaseLoad(NamedTuple):
    """The smallest half-hourly use: the mean of the last 7 complete days, or a period's own."""

    rate: float
    """Per hour: kW for kWh."""
    a_day: float | None = None
    """The 7-day base load over a whole day, as in the running average of the base load trend;
    None for a period's own."""
    share: float | None = None
    """Base load × half hours read ÷ the day's total, from 0 to 1; None if nothing was used, and
    for a period's own."""

    @property
    def is_usual(self) -> bool:
        """Whether it is the mean of the last 7 complete days."""
        return self.a_day is not None

    def name_of(self, quantity: Quantity) -> str:
        """`7-day base load`, or `base load` if it is the period's own."""
        return name_of_usual_base_load(quantity) if self.is_usual else quantity.rate_name


def name_of_usual_base_load(quantity: Quantity) -> str:
    """`7-day base load`, to distinguish it from the base load of the day itself."""
    return f"{BASE_DAYS}-day {quantity.rate_name}"


def has_base_load(series: Series) -> bool:
    """Whether anything is used all the time: on most days of the last year, use never fell to
    nothing.

    Gas use does so on most days, when the boiler is off, so its smallest half hours say nothing.
    """
    if series.quantity.is_signed or not series.quantity.has_base:
        return False
    days = [day for day in series.days[-A_YEAR_OF_WEEKS:] if day.has_enough]
    empty = sum(abs(day.lowest) < series.quantity.negligible for day in days)
    return 2 * empty <= len(days)


def base_load(series: Series, period: Period) -> BaseLoad | None:
    """For a day, the 7-day base load if available; otherwise the period's own. None if the series
    or the period has no base load, or if the day has too few readings to compare it with."""
    if not has_base_load(series):
        return None
    if period.granularity is Granularity.DAY:
        day = series.day(period.first)
        if day is None or not day.has_enough:
            return None
        usual = usual_base_load(series, period.first)
        if usual is not None:
            return usual
    own = series.figures(period).base_rate
    return None if own is None else BaseLoad(own)


def usual_base_load(series: Series, day: date) -> BaseLoad | None:
    """The mean of the smallest half hours of the last 7 complete days up to and including `day`;
    None if there are fewer."""
    before = reversed(series.days_between(until=day))
    days = list(islice((each for each in before if each.complete), BASE_DAYS))
    if len(days) < BASE_DAYS:
        return None
    lowest = sum(each.lowest for each in days) / BASE_DAYS
    a_day = sum(Measure.BASE.of(days)) / BASE_DAYS
    shown = series.day(day)
    share = None
    if shown is not None and shown.total > 0:
        share = min(1.0, max(0.0, lowest * shown.readings / shown.total))
    return BaseLoad(2 * lowest, a_day, share)


class BaseLoadChange(NamedTuple):
    """The base load of the last 7 complete days next to that of the last 90; rates per hour."""

    recent: float
    average: float
    is_unusual: bool


def base_load_change(series: Series, day: date) -> BaseLoadChange | None:
    """How the base load has moved up to `day`; None without 90 complete days, or without a base
    load.

    It is unusual if it has moved by more than a day's base load usually does (a standard
    deviation), by a share and by an amount that are worth reporting.
    """
    recent = usual_base_load(series, day) if has_base_load(series) else None
    before = (each for each in reversed(series.days_between(until=day)) if each.complete)
    rates = [2 * each.lowest for each in islice(before, LONG_DAYS)]
    if recent is None or len(rates) < LONG_DAYS:
        return None
    average = sum(rates) / len(rates)
    change = abs(recent.rate - average)
    least = max(LEAST_CHANGE * average, LEAST_RATE_SHARE * series.quantity.noteworthy)
    return BaseLoadChange(
        recent.rate, average, change >= least and change > standard_deviation(rates)
    )
