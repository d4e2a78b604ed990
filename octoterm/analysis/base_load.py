"""A day against the base load of the days before it. Pure."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import NamedTuple

from octoterm.analysis.trends import Measure
from octoterm.consumption.series import Series

BASE_DAYS = 7


class BaseLine(NamedTuple):
    """The mean base load of a week of complete days."""

    rate: float
    """Mean of the days' smallest half hours, as a rate: an hour's worth."""
    a_day: float
    """What it comes to in a day: the running average of the trend of base loads."""
    share: float | None
    """The part of the day that it explains, from 0 to 1: so much power over the readings
    there are. None where nothing was used."""


def base_line(series: Series, day: date) -> BaseLine | None:
    """Of the last 7 complete days up to and including `day`; None until there are 7."""
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
    return BaseLine(2 * lowest, a_day, share)
