"""How old the latest readings are. Pure."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from octoterm import number_format
from octoterm.consumption.series import Series
from octoterm.periods.labels import date_label, short_date_label
from octoterm.periods.london import HALF_HOUR, ONE_DAY, SECONDS_A_DAY

OLD = 3 * SECONDS_A_DAY
"""The latest reading is called old this many seconds after its end. Octopus Energy usually has a
day's readings on the next day, and sometimes one or two days later."""


class Freshness(NamedTuple):
    """The day of the latest reading, seen from a later time."""

    last_day: date
    today: date
    seconds: float
    """From the end of the latest reading to that time."""
    is_old: bool
    """Whether the meter seems to have stopped reporting."""
    has_yesterday: bool
    """Whether yesterday, or a later day, is complete."""

    @property
    def age(self) -> str:
        """`18 days`; see `age_in_words`."""
        return age_in_words(self.seconds)

    @property
    def words(self) -> str:
        """`No readings since 11 Apr, 18 days`, or `yesterday's readings have not arrived`;
        otherwise empty."""
        if self.is_old:
            label = short_date_label if self.last_day.year == self.today.year else date_label
            return f"No readings since {label(self.last_day)}, {self.age}"
        return "" if self.has_yesterday else "yesterday's readings have not arrived"


def age_in_words(seconds: float) -> str:
    """`18 days`, under two days `31 hours`: how long ago something was."""
    hours = max(0, round(seconds / 3600))
    if hours < 48:
        return number_format.count(hours, "hour")
    return number_format.count(round(hours / 24), "day")


def is_old(series: Series, now: float) -> bool:
    """Whether the latest reading is old at `now` (UTC seconds): a period that it is in then has no
    projection. From the same moment, the dashboard's title says that it is old."""
    return series.last is not None and now - (series.last + HALF_HOUR) > OLD


def freshness(series: Series, now: float) -> Freshness | None:
    """How old the readings are at `now` (UTC seconds); None if there are none."""
    latest, last_day = series.latest_day(), series.last_day
    if series.last is None or last_day is None or latest is None:
        return None
    today = series.calendar.day_of(int(now))
    yesterday = today - ONE_DAY
    has_yesterday = latest >= yesterday and series.is_complete(latest)
    seconds = now - (series.last + HALF_HOUR)
    return Freshness(last_day, today, seconds, is_old(series, now), has_yesterday)
