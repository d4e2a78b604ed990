"""When each day of the household begins, in UTC seconds. Pure.

A day begins at midnight in London, or at the household's own `day_start`.
"""

from __future__ import annotations

from datetime import date, datetime, time

from octoterm.periods.london import HALF_HOUR, LONDON, ONE_DAY, london
from octoterm.periods.period import Period

HALF_HOURS = 48
"""Half hours on the clock."""
FIRST_YEAR, LAST_YEAR = 1990, 2099
"""Half-hourly settlement began in the 1990s; a time outside these years is a typing error."""
DAYS_OF_A_WEEK = 7
A_YEAR_OF_WEEKS = 52 * DAYS_OF_A_WEEK
"""Days to the same weekday nearest to the date a year earlier: 364."""
SATURDAY = 5
"""The first day of a weekend, as `date.weekday` counts."""


class Calendar:
    """Knows when each day begins, and which day an instant belongs to."""

    def __init__(self, day_start: time = time(0)) -> None:
        self.day_start = day_start
        """London clock time at which a day begins: a full or half hour."""
        self._beginnings: dict[date, int] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Calendar) and other.day_start == self.day_start

    def __hash__(self) -> int:
        return hash(self.day_start)

    def start_of(self, day: date) -> int:
        """UTC seconds at which `day` begins. If the clocks skip that time, it begins an hour
        later by the clock."""
        beginning = self._beginnings.get(day)
        if beginning is None:
            local = datetime.combine(day, self.day_start, LONDON)
            self._beginnings[day] = beginning = int(local.timestamp())
        return beginning

    def day_of(self, instant: int) -> date:
        """The day that `instant` (UTC seconds) belongs to."""
        day = london(instant).date()
        return day - ONE_DAY if instant < self.start_of(day) else day

    def bounds(self, period: Period) -> tuple[int, int]:
        """UTC seconds of the period's start and end, which is exclusive."""
        return self.start_of(period.first), self.start_of(period.end)

    def half_hours(self, day: date) -> range:
        """Starts of the day's half hours, UTC seconds: 46, 48 or 50 of them."""
        return range(self.start_of(day), self.start_of(day + ONE_DAY), HALF_HOUR)

    def expected(self, period: Period) -> int:
        """How many half hours the period has."""
        start, end = self.bounds(period)
        return (end - start) // HALF_HOUR
