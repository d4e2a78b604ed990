"""When a meter with two registers counts at the night rate. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import NamedTuple

from octoterm.periods.calendar import Calendar
from octoterm.periods.labels import hours_label
from octoterm.periods.london import ONE_DAY, SECONDS_A_DAY, london


class NightHours(NamedTuple):
    """Hours of each day, by London time or UTC; they may include midnight."""

    begin: time
    end: time
    is_utc: bool
    is_assumed: bool = False
    """Whether they are assumed, as the configuration does not name any."""

    @property
    def words(self) -> str:
        """`00:30–07:30 UTC`."""
        zone = "UTC" if self.is_utc else "London time"
        return f"{hours_label(self.begin, self.end)} {zone}"

    def between(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The nights from `start` to `end`, UTC seconds, in order and cut to them."""
        day = london(start).date() - ONE_DAY
        last = london(end).date()
        while day <= last:
            first, until = self._night_of(day)
            if max(first, start) < min(until, end):
                yield max(first, start), min(until, end)
            day += ONE_DAY

    def _night_of(self, day: date) -> tuple[int, int]:
        """The night that begins on `day`."""
        following = day + ONE_DAY if self.end <= self.begin else day
        return self._instant(day, self.begin), self._instant(following, self.end)

    def _instant(self, day: date, clock: time) -> int:
        if self.is_utc:
            return (day - date(1970, 1, 1)).days * SECONDS_A_DAY + _seconds(clock)
        return Calendar(clock).start_of(day)


def _seconds(clock: time) -> int:
    return int(timedelta(hours=clock.hour, minutes=clock.minute) / timedelta(seconds=1))


ECONOMY_7 = NightHours(time(0, 30), time(7, 30), is_utc=True, is_assumed=True)
"""The hours of smart meters on Economy 7, in summer and winter. Older meters differ, and the API
does not say which hours apply."""
