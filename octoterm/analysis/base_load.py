"""What is used all the time: the base load of a day as that of the days before it, or of a
period. Pure."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import NamedTuple

from octoterm.analysis.trends import Measure
from octoterm.consumption.quantity import Quantity
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity, Period

BASE_DAYS = 7


class BaseLoad(NamedTuple):
    """The least that is used: the usual one of some days, or a period's own."""

    rate: float
    """An hour's worth: kW for kWh."""
    a_day: float | None = None
    """What the usual one comes to in a day, the running average of the trend of base loads; None
    for a period's own."""
    share: float | None = None
    """The part of the day that the usual one explains, from 0 to 1: so much power over the
    readings there are. None where nothing was used."""

    @property
    def is_usual(self) -> bool:
        """Whether it is the mean of the last 7 complete days."""
        return self.a_day is not None

    def name_of(self, quantity: Quantity) -> str:
        """`7-day base load`, or `base load` where it is the period's own."""
        return f"{BASE_DAYS}-day {quantity.rate_name}" if self.is_usual else quantity.rate_name


def base_load(series: Series, period: Period) -> BaseLoad | None:
    """Of a day the usual one, where there are days enough for that; else the period's own. None
    where there is nothing to say."""
    if period.granularity is Granularity.DAY:
        usual = usual_base_load(series, period.first)
        if usual is not None:
            return usual
    own = series.figures(period).base_rate
    return None if own is None else BaseLoad(own)


def usual_base_load(series: Series, day: date) -> BaseLoad | None:
    """The mean of the smallest half hours of the last 7 complete days up to and including `day`;
    None until there are 7."""
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
