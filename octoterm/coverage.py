"""How whole the readings are, day by day and month by month. Pure."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import NamedTuple

from octoterm.analysis import gaps_in_words
from octoterm.consumption import Consumption, Gap
from octoterm.days import Day
from octoterm.period import Granularity, Period


class DayState(Enum):
    """What there is of a day."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    MISSING = "missing"
    """Not one reading, between days that have some."""
    OUTSIDE = "outside"
    """Before the first reading's day or after the last one's."""


class CoveredDay(NamedTuple):
    """A day of the coverage calendar."""

    day: date
    state: DayState
    readings: int
    expected: int


class CoveredMonth(NamedTuple):
    """A month of the coverage calendar: all its days."""

    month: Period
    days: tuple[CoveredDay, ...]


class Coverage(NamedTuple):
    """What is there from the first reading to the last, and what is not."""

    first: int | None
    """Start of the first reading, UTC seconds."""
    last: int | None
    """Start of the last one."""
    readings: int
    days: int
    """From the first reading's to the last one's; the sum of the three that follow."""
    complete: int
    incomplete: int
    missing: int
    gaps: tuple[Gap, ...]
    missing_half_hours: int
    """All gaps together."""

    @property
    def words(self) -> list[str]:
        """The gaps, grouped as a person would tell them."""
        return gaps_in_words(self.gaps)


def coverage(consumption: Consumption) -> Coverage:
    """How whole all the readings are."""
    days, gaps = consumption.days, consumption.gaps()
    complete = sum(day.complete for day in days)
    missing = sum(not day.readings for day in days)
    return Coverage(
        first=consumption.first,
        last=consumption.last,
        readings=len(consumption),
        days=len(days),
        complete=complete,
        incomplete=len(days) - complete - missing,
        missing=missing,
        gaps=gaps,
        missing_half_hours=sum(gap.half_hours for gap in gaps),
    )


def state_of(day: Day | None) -> DayState:
    """The state of one of a Consumption's days; None is a day outside."""
    if day is None:
        return DayState.OUTSIDE
    if day.complete:
        return DayState.COMPLETE
    return DayState.INCOMPLETE if day.readings else DayState.MISSING


def months(consumption: Consumption) -> tuple[CoveredMonth, ...]:
    """Every month that has a day between the first and the last reading, in order."""
    whole = consumption.whole
    if whole is None:
        return ()
    return tuple(month(consumption, each) for each in whole.parts(Granularity.MONTH))


def month(consumption: Consumption, period: Period) -> CoveredMonth:
    """The days of any period, by the month that it is."""
    return CoveredMonth(
        period,
        tuple(_covered(consumption, day) for day in period.days()),
    )


def _covered(consumption: Consumption, day: date) -> CoveredDay:
    found = consumption.day(day)
    if found is None:
        return CoveredDay(day, DayState.OUTSIDE, 0, len(consumption.calendar.half_hours(day)))
    return CoveredDay(day, state_of(found), found.readings, found.expected)
