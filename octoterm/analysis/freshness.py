"""How old the latest readings are. Pure."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from octoterm import number_format
from octoterm.consumption.series import Series
from octoterm.periods.labels import date_label, short_date_label
from octoterm.periods.london import HALF_HOUR, ONE_DAY, SECONDS_A_DAY

OLD = 3 * SECONDS_A_DAY
"""Seconds after the end of the latest reading from which it is called old. Octopus Energy usually
has a day's readings on the next day, and sometimes one or two days later."""


class Freshness(NamedTuple):
    """The day of the latest reading, seen from a later time."""

    last_day: date
    today: date
    is_old: bool
    """Whether the meter has stopped reporting, as far as can be told."""
    has_yesterday: bool
    """Whether yesterday, or a later day, is complete."""

    def age_of(self, day: date) -> str:
        """`18 days`, from that day to today."""
        return number_format.count((self.today - day).days, "day")

    @property
    def words(self) -> str:
        """`No readings since 11 Apr, 18 days`, or `yesterday's readings have not
        arrived`; else empty."""
        if self.is_old:
            label = short_date_label if self.last_day.year == self.today.year else date_label
            return f"No readings since {label(self.last_day)}, {self.age_of(self.last_day)}"
        return "" if self.has_yesterday else "yesterday's readings have not arrived"


def is_old(series: Series, now: float) -> bool:
    """Whether the latest reading is old at `now` (UTC seconds): then a period that it is in is not
    on course for anything that can be told. The dashboard's title says so from the same moment."""
    return series.last is not None and now - (series.last + HALF_HOUR) > OLD


def freshness(series: Series, now: float) -> Freshness | None:
    """How old the readings are at `now` (UTC seconds); None if there are none."""
    latest, last_day = series.latest_day(), series.last_day
    if series.last is None or last_day is None or latest is None:
        return None
    today = series.calendar.day_of(int(now))
    yesterday = today - ONE_DAY
    has_yesterday = latest >= yesterday and series.is_complete(latest)
    return Freshness(last_day, today, is_old(series, now), has_yesterday)
