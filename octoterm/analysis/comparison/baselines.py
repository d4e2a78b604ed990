"""What a period is compared with: another period, or what is usual. Pure.

Both give the counterpart of each day and half hour of the period, so that one comparison does for
both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import ClassVar, Protocol

from octoterm.analysis.comparison.counterparts import (
    counterpart,
    days_apart,
    other_period,
    same_clock,
    short_name,
)
from octoterm.analysis.comparison.references import Reference, nothing_usual
from octoterm.analysis.comparison.usual import Usual, usual, usual_half_hours
from octoterm.analysis.comparison.words import Names
from octoterm.analysis.parts import Part, half_hour_part
from octoterm.consumption.clock_grid import column_of, starts_by_clock
from octoterm.consumption.series import Figures, Series
from octoterm.periods.labels import clock_label
from octoterm.periods.london import HALF_HOUR
from octoterm.periods.period import Granularity, Period


class Baseline(Protocol):
    """What a period is compared with, day by day."""

    @property
    def names(self) -> Names:
        """What it is called."""

    @property
    def part(self) -> Part | None:
        """All of it as one part, to be drawn; None if there is no such part."""

    @property
    def days(self) -> Period:
        """Its days; those of the compared period if it has none of its own."""

    @property
    def matched(self) -> int:
        """How many days of the compared period have a counterpart."""

    def total(self, day: date) -> float | None:
        """The total of the counterpart of `day`; None unless that is complete."""

    def half_hour(self, start: int) -> Part | None:
        """If the period is a day, the counterpart by the London clock of its half hour that begins
        at `start` (UTC seconds); None if there is none."""

    def of_part(self, part: Period) -> Baseline | None:
        """What a part of the compared period is compared with; None if there is nothing."""

    @property
    def is_usual(self) -> bool:
        """Whether it is what is usual, and so made of means."""

    @property
    def nothing(self) -> str:
        """The sentence to show if there is nothing to compare with; otherwise empty."""

    def missing(self, first: date, last: date) -> str:
        """What is missing from the counterparts of the days from `first` to `last`, as a clause;
        empty if nothing is missing. Always empty for means, which are either known or not."""


def baseline(series: Series, period: Period, against: Reference) -> Baseline | None:
    """What `period` is compared with; None for all readings."""
    if period.granularity is Granularity.ALL:
        return None
    other = other_period(period, against)
    if other is None:
        return UsualBaseline(series, period, usual(series, period))
    return PeriodBaseline(series, period, other, days_apart(period, other))


class PeriodBaseline:
    """Another period, whose days are some weeks earlier."""

    is_usual: ClassVar[bool] = False

    def __init__(self, series: Series, period: Period, other: Period, apart: timedelta) -> None:
        self.series = series
        self.period = period
        self.other = other
        self.apart = apart
        """How much earlier its days are than their counterparts in `period`."""

    @property
    def names(self) -> Names:
        return Names(self.other.label, short_name(self.other, self.period), "")

    @cached_property
    def part(self) -> Part | None:
        other = self.other
        return Part(other.short_label, other.label, self.series.figures(other), other)

    @property
    def days(self) -> Period:
        return self.other

    @property
    def matched(self) -> int:
        found = counterpart(self.period, self.other, self.apart)
        return found.length if found else 0

    @cached_property
    def _numbers(self) -> range:
        """The indices of the other period's days in the series."""
        return self.series.day_numbers(self.other.first, self.other.last)

    def total(self, day: date) -> float | None:
        first = self.series.first_day
        number = (day - first - self.apart).days if first else -1
        found = self.series.days[number] if number in self._numbers else None
        return found.total if found and found.complete else None

    @cached_property
    def _starts(self) -> Sequence[Sequence[int]]:
        """The starts of the half hours of the only day, by column of the clock grid."""
        return starts_by_clock(self.series.calendar, self.other.first)

    def half_hour(self, start: int) -> Part | None:
        same = same_clock(self._starts, start)
        return None if same is None else half_hour_part(self.series, same)

    def of_part(self, part: Period) -> Baseline | None:
        if part.granularity is Granularity.MONTH:
            return baseline(self.series, part, Reference.YEAR)  # months have names of their own
        found = counterpart(part, self.other, self.apart)
        return PeriodBaseline(self.series, part, found, self.apart) if found else None

    @property
    def nothing(self) -> str:
        has_any = any(self.series.days[number].readings for number in self._numbers)
        return "" if has_any else f"No readings for {self.names.full}"

    def missing(self, first: date, last: date) -> str:
        found = counterpart(Period.spanning(first, last), self.other, self.apart)
        if found is None:
            return ""
        start, end = self.series.calendar.bounds(found)
        expected, readings = (end - start) // HALF_HOUR, self.series.count(start, end)
        return missing_words(self.names.full, expected - readings, expected)


class UsualBaseline:
    """What is usual for the period."""

    is_usual: ClassVar[bool] = True

    def __init__(self, series: Series, period: Period, usual: Usual) -> None:
        self.series = series
        self.period = period
        self.usual = usual

    @property
    def names(self) -> Names:
        name = self.usual.name_of(self.period)
        return Names(name, name, "usual")

    @cached_property
    def part(self) -> Part | None:
        """A part with the sum of its usual days, or without readings if any of them is not known.
        None after the last reading, as the usual is not a forecast."""
        calendar, period = self.series.calendar, self.period
        if self.series.last_day is None or period.first > self.series.last_day:
            return None
        totals = [total for day in period.days() if (total := self.total(day)) is not None]
        if not totals:
            return None
        start, end = calendar.bounds(period)
        expected = (end - start) // HALF_HOUR
        known = expected if len(totals) == period.length else 0
        total = sum(totals) if known else 0.0
        figures = Figures(start, end, total, known, expected, None, None, None)
        return Part("usual", self.names.full, figures, period)

    @property
    def days(self) -> Period:
        return self.period

    @property
    def matched(self) -> int:
        return self.period.length

    @cached_property
    def _half_hours(self) -> Mapping[int, float]:
        """The usual value of each half hour of the day, by column of the clock grid."""
        return usual_half_hours(self.series, self.period.first)

    def total(self, day: date) -> float | None:
        return self.usual.of_day(day)

    def of_part(self, part: Period) -> UsualBaseline:
        return UsualBaseline(self.series, part, self.usual)

    def half_hour(self, start: int) -> Part | None:
        value = self._half_hours.get(column_of(start))
        if value is None or start > (self.series.last or 0):
            return None
        figures = Figures(start, start + HALF_HOUR, value, 1, 1, value, start, 2 * value)
        return Part("usual", f"{self.names.full} at {clock_label(start)}", figures, None)

    @property
    def nothing(self) -> str:
        last = min(self.period.last, self.series.last_day or self.period.last)
        days = Period.spanning(self.period.first, max(self.period.first, last)).days()
        is_known = any(self.total(day) is not None for day in days)
        return "" if is_known else nothing_usual(self.period)

    def missing(self, first: date, last: date) -> str:  # noqa: ARG002
        return ""


def missing_words(name: str, missing: int, expected: int) -> str:
    """`April 2023 is missing 144 of 482 half hours`; empty if none is missing."""
    return f"{name} is missing {missing:,} of {expected:,} half hours" if missing else ""
