"""Days, weeks, months and years: their days, neighbours, parts and labels. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import Enum
from functools import total_ordering
from typing import NamedTuple

from octoterm.periods.labels import (
    MONTHS,
    day_label,
    full_month_label,
    month_label,
    range_label,
    short_date_label,
    weekday_label,
)
from octoterm.periods.london import ONE_DAY

DAYS_IN_MONTHS = 3 * 365
"""All readings are shown in years from this many days on: 36 bars are as many as can be told
apart, and two years alone say little."""


@total_ordering
class Granularity(Enum):
    """The kinds of period, from the smallest to the largest."""

    HALF_HOUR = "half-hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    ALL = "all"

    def __lt__(self, other: Granularity) -> bool:
        order = list(Granularity)
        return order.index(self) < order.index(other)

    @property
    def natural_parts(self) -> Granularity:
        """The kind of part that this kind of period is shown in by default."""
        return {
            Granularity.DAY: Granularity.HALF_HOUR,
            Granularity.WEEK: Granularity.DAY,
            Granularity.MONTH: Granularity.DAY,
            Granularity.YEAR: Granularity.MONTH,
            Granularity.ALL: Granularity.YEAR,
        }[self]


CALENDAR_KINDS = (Granularity.DAY, Granularity.WEEK, Granularity.MONTH, Granularity.YEAR)
"""Kinds with periods that follow one another."""


class Period(NamedTuple):
    """The days from `first` up to, not including, `end`: a day, week, month, year or all."""

    granularity: Granularity
    first: date
    end: date

    @classmethod
    def containing(cls, granularity: Granularity, day: date) -> Period:
        """The day, week (from Monday), month or year that `day` lies in.

        Raises ValueError for half hours, which are shorter than a day, and for ALL: see
        `spanning`.
        """
        match granularity:
            case Granularity.DAY:
                return cls(granularity, day, day + ONE_DAY)
            case Granularity.WEEK:
                monday = day - timedelta(days=day.weekday())
                return cls(granularity, monday, monday + timedelta(days=7))
            case Granularity.MONTH:
                first = day.replace(day=1)
                return cls(granularity, first, add_months(first, 1))
            case Granularity.YEAR:
                return cls(granularity, date(day.year, 1, 1), date(day.year + 1, 1, 1))
        raise ValueError(f"no single period of kind {granularity.value} contains a day")

    @classmethod
    def spanning(cls, first: date, last: date) -> Period:
        """All days from `first` to `last`, both included."""
        return cls(Granularity.ALL, first, last + ONE_DAY)

    @property
    def last(self) -> date:
        """The last day inside the period."""
        return self.end - ONE_DAY

    @property
    def length(self) -> int:
        """Number of days."""
        return (self.end - self.first).days

    def __contains__(self, day: object) -> bool:
        """Whether it is one of the days."""
        return isinstance(day, date) and self.first <= day < self.end

    def overlaps(self, other: Period) -> bool:
        """Whether the periods have a day in common."""
        return self.first < other.end and other.first < self.end

    def days(self) -> Iterator[date]:
        """Every day inside, in order."""
        return (self.first + timedelta(days=n) for n in range(self.length))

    def shifted(self, steps: int) -> Period:
        """The period of the same kind `steps` later (earlier if negative); ALL is unchanged."""
        return (
            self if self.granularity is Granularity.ALL else self._moved(self.granularity, steps)
        )

    def leapt(self, steps: int) -> Period:
        """`shifted` by the next larger kind: day by week, week by month, month by year."""
        larger = {
            Granularity.DAY: Granularity.WEEK,
            Granularity.WEEK: Granularity.MONTH,
            Granularity.MONTH: Granularity.YEAR,
        }.get(self.granularity)
        return self._moved(larger, steps) if larger else self.shifted(steps)

    def _moved(self, unit: Granularity, steps: int) -> Period:
        match unit:
            case Granularity.DAY:
                day = self.first + timedelta(days=steps)
            case Granularity.WEEK:
                day = self.first + timedelta(days=7 * steps)
            case Granularity.MONTH:
                day = add_months(self.first, steps)
            case _:
                day = add_months(self.first, 12 * steps)
        return Period.containing(self.granularity, day)

    def parts(self, granularity: Granularity | None = None) -> tuple[Period, ...]:
        """The parts of the period in order, by default `natural_parts`.

        Parts that reach beyond the period are cut to it, except in ALL. There are none of half
        hours, which are shorter than a day.
        """
        granularity = granularity or self.natural_parts
        if granularity is Granularity.HALF_HOUR:
            return ()
        parts = []
        day = self.first
        while day < self.end:
            part = Period.containing(granularity, day)
            day = part.end
            if self.granularity is not Granularity.ALL:
                part = Period(granularity, max(part.first, self.first), min(part.end, self.end))
            parts.append(part)
        return tuple(parts)

    @property
    def natural_parts(self) -> Granularity:
        """The kind of part that the period is shown in by default: months of all readings, until
        there are three years of them."""
        if self.granularity is Granularity.ALL and self.length < DAYS_IN_MONTHS:
            return Granularity.MONTH
        return self.granularity.natural_parts

    @property
    def label(self) -> str:
        """The full label: `Thu 14 Mar 2024`, `11–17 Mar 2024`, `March 2024`, `2024`."""
        match self.granularity:
            case Granularity.DAY:
                return day_label(self.first)
            case Granularity.WEEK:
                return range_label(self.first, self.last)
            case Granularity.MONTH:
                return full_month_label(self.first)
            case Granularity.YEAR:
                return str(self.first.year)
        return "All readings"

    def label_within(self, larger: Period) -> str:
        """Its short label in a table or on an axis of `larger`: a month of all readings with its
        year."""
        if larger.granularity is Granularity.ALL and self.granularity is Granularity.MONTH:
            return month_label(self.first)
        return self.short_label

    @property
    def short_label(self) -> str:
        """A label for a table row or an axis, where the larger period is shown elsewhere."""
        match self.granularity:
            case Granularity.DAY:
                return weekday_label(self.first)
            case Granularity.MONTH:
                return MONTHS[self.first.month - 1]
            case Granularity.WEEK:
                return short_date_label(self.first)
        return self.label


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month if it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if month == 11:  # December: the next month is in the next year
        return date(year, 12, day.day)
    month_ends = date(year, month + 2, 1) - ONE_DAY
    return month_ends.replace(day=min(day.day, month_ends.day))
