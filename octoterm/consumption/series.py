"""Half-hourly values of one quantity in memory: immutable, shared by all views.

Two parallel columns hold the UTC starts and the values. The days are computed once, and the
figures of longer periods from them. Missing half hours are absent, not zero.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import compress
from typing import NamedTuple

from octoterm.consumption.clock_grid import ClockGrid
from octoterm.consumption.day_table import DayTable
from octoterm.consumption.days import NOTHING_FIXED, Columns, Day, has_enough
from octoterm.consumption.quantity import KWH, Quantity
from octoterm.periods.calendar import Calendar
from octoterm.periods.london import HALF_HOUR, INSTANT, ONE_DAY
from octoterm.periods.period import Period
from octoterm.runtime.slices import Sliced, finish

DAYS_AT_ONCE = 500
"""Days searched for gaps in one slice: under a millisecond."""
RECENT = timedelta(days=7)
"""How far back from the last reading `latest_day` looks for a complete day."""


class Gap(NamedTuple):
    """Consecutive half hours without a reading: UTC seconds, `end` exclusive."""

    start: int
    end: int

    @property
    def half_hours(self) -> int:
        return (self.end - self.start) // HALF_HOUR


class Figures(NamedTuple):
    """The figures of a stretch of time. Times are UTC seconds, `end` exclusive."""

    start: int
    end: int
    total: float
    """The sum of the readings, plus the fixed amounts of their days."""
    readings: int
    expected: int
    """Half hours in the whole stretch."""
    peak: float | None
    """The largest half hour; None without readings."""
    peak_start: int | None
    """When it began; the earliest if several are equal."""
    base_rate: float | None
    """The smallest half hour of a day as an hourly rate; None if it has too few readings, see
    `Day.has_enough`. For longer stretches, the mean over their complete days; None if there
    are none."""

    @property
    def complete(self) -> bool:
        return self.readings == self.expected

    @property
    def has_enough(self) -> bool:
        """Whether there are enough readings to show more than their total; see `has_enough`."""
        return has_enough(self.readings, self.expected)


class Series:
    """Half-hourly values in order of time, with their days and gaps. Immutable."""

    def __init__(
        self, columns: Columns, calendar: Calendar, table: DayTable, quantity: Quantity = KWH
    ) -> None:
        """Use `from_readings`, or `build_in_slices` to build in slices."""
        self.quantity = quantity
        self.calendar = calendar
        self.starts: Sequence[int] = memoryview(columns.starts).toreadonly()
        """UTC seconds at which each half hour began, ascending, unique."""
        self.values: Sequence[float] = memoryview(columns.values).toreadonly()
        """The value of each half hour, in the unit of the quantity."""
        self._table = table
        self.days = table.days
        """Every day from the first reading to the last, with or without readings."""
        self.day_columns = table.day_columns
        """The figures of `days` in columns."""
        self.first_day = table.days[0].day if table.days else None
        """The day of the earliest reading."""
        self.last_day = table.days[-1].day if table.days else None
        """The day of the latest reading, complete or not."""
        self._gaps: tuple[Gap, ...] = ()

    @classmethod
    def from_readings(
        cls,
        starts: Sequence[int],
        values: Sequence[float],
        *,
        calendar: Calendar | None = None,
        per_unit: float = 1.0,
        before: Series | None = None,
        quantity: Quantity = KWH,
        fixed: Mapping[date, float] = NOTHING_FIXED,
    ) -> Series:
        """The series of these readings, built in one go; see `build_in_slices`."""
        columns = Columns(array(INSTANT, starts), array("d", values))
        calendar = calendar or Calendar()
        return finish(cls.build_in_slices(columns, calendar, per_unit, before, quantity, fixed))

    @classmethod
    def build_in_slices(
        cls,
        columns: Columns,
        calendar: Calendar,
        per_unit: float = 1.0,
        before: Series | None = None,
        quantity: Quantity = KWH,
        fixed: Mapping[date, float] = NOTHING_FIXED,
    ) -> Sliced[Series]:
        """The series of these columns, built in slices. It takes ownership of the columns.

        `per_unit` converts their values to the quantity, such as cubic metres of gas to kWh.
        `fixed` is an amount per day added to its readings, such as a standing charge. Unchanged
        days are reused from `before`.
        """
        if per_unit != 1.0:
            values = array("d", [value * per_unit for value in columns.values])
            columns = columns._replace(values=values)
            yield 0
        known = before._table if before else None
        table = yield from DayTable.of(columns, calendar, known, fixed)
        made = cls(columns, calendar, table, quantity)
        yield 0
        made._gaps = yield from _gaps(made)
        return made

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def first(self) -> int | None:
        """Start of the earliest reading, UTC seconds."""
        return self.starts[0] if len(self) else None

    @property
    def last(self) -> int | None:
        """Start of the latest reading, UTC seconds."""
        return self.starts[-1] if len(self) else None

    @property
    def whole(self) -> Period | None:
        """All days from the first reading to the last; None without readings."""
        if self.first_day is None or self.last_day is None:
            return None
        return Period.spanning(self.first_day, self.last_day)

    def total_between(self, start: int, end: int) -> float:
        """Sum of the readings from `start` up to, not including, `end`."""
        return sum(self.values[self._at(start) : self._at(end)])

    def count(self, start: int, end: int) -> int:
        """How many readings there are from `start` up to, not including, `end`."""
        return self._at(end) - self._at(start)

    def value_at(self, start: int) -> float | None:
        """Value of the half hour that began at `start`; None if it is missing."""
        at = self._at(start)
        return self.values[at] if at < len(self) and self.starts[at] == start else None

    def figures(
        self, period: Period, since: date | None = None, until: date | None = None
    ) -> Figures:
        """The figures of `period`, counting only the days from `since` to `until` inclusive.

        Start, end and expected half hours remain those of the whole period.
        """
        start, end = self.calendar.bounds(period)
        first = max(period.first, since) if since else period.first
        last = min(period.last, until) if until else period.last
        numbers = self.day_numbers(first, last)
        columns = self.day_columns.between(numbers.start, numbers.stop)
        readings = sum(columns.readings)
        counts = columns.has_enough if period.length == 1 else columns.complete
        lows = [*compress(columns.lowest, counts)]
        highest = None
        if readings:
            peak = max(columns.highest)
            highest = self.days[numbers.start + columns.highest.index(peak)]
        return Figures(
            start=start,
            end=end,
            total=sum(columns.totals),
            readings=readings,
            expected=(end - start) // HALF_HOUR,
            peak=highest.highest if highest else None,
            peak_start=highest.highest_start if highest else None,
            base_rate=2 * sum(lows) / len(lows) if lows else None,
        )

    def total(self, period: Period) -> float:
        """The total of `period`, as in its figures."""
        numbers = self.day_numbers(period.first, period.last)
        return sum(self.day_columns.totals[numbers.start : numbers.stop])

    def expects(self, start: int) -> bool:
        """Whether the half hour from `start` lies between the first and the last reading."""
        return self.first is not None and self.first <= start <= (self.last or 0)

    def due(self, start: int, end: int) -> int:
        """How many half hours from `start` up to, not including, `end` lie between the first and
        the last reading: only those can be missing."""
        if self.first is None or self.last is None:
            return 0
        return max(0, min(end, self.last + HALF_HOUR) - max(start, self.first)) // HALF_HOUR

    def missing_on(self, day: Day) -> int:
        """How many readings are missing on one of `days`: none for half hours still to come."""
        return 0 if day.complete else self.due(day.start, day.end) - day.readings

    def reach(self, start: int, end: int) -> tuple[int, int] | None:
        """The start of the first reading from `start` up to, not including, `end`, and the end of
        the last; None if there are none."""
        begin, stop = self._at(start), self._at(end)
        return (self.starts[begin], self.starts[stop - 1] + HALF_HOUR) if begin < stop else None

    def half_hour_figures(self, start: int) -> Figures:
        """The figures of the half hour from `start`."""
        value = self.value_at(start)
        there = value is not None
        return Figures(
            start=start,
            end=start + HALF_HOUR,
            total=value or 0.0,
            readings=int(there),
            expected=1,
            peak=value,
            peak_start=start if there else None,
            base_rate=None if value is None else 2 * value,
        )

    def half_hours(self, day: date) -> tuple[tuple[int, float | None], ...]:
        """Start and value of the day's 46, 48 or 50 half hours; the value is None if missing."""
        return tuple((start, self.value_at(start)) for start in self.calendar.half_hours(day))

    def readings_of(self, day: Day) -> Iterator[tuple[int, float]]:
        """Start and value of each reading of one of `days`."""
        begin = self._at(day.start)
        end = begin + day.readings
        return zip(self.starts[begin:end], self.values[begin:end], strict=True)

    def gaps(self, start: int | None = None, end: int | None = None) -> tuple[Gap, ...]:
        """The gaps between the first and the last reading, cut to `start` and `end`."""
        if start is None and end is None:
            return self._gaps
        return tuple(
            Gap(from_, to)
            for gap in self._gaps
            if (from_ := gap.start if start is None else max(gap.start, start))
            < (to := gap.end if end is None else min(gap.end, end))
        )

    def has_readings(self, day: date) -> bool:
        """Whether there is any reading of `day`."""
        found = self.day(day)
        return found is not None and found.readings > 0

    def is_complete(self, day: date) -> bool:
        """Whether every half hour of `day` has a reading."""
        found = self.day(day)
        return found is not None and found.complete

    def latest_day(self) -> date | None:
        """The latest complete day; if none of the last 7 is, the last day with readings."""
        if self.last_day is None:
            return None
        day = self.last_day
        while day > self.last_day - RECENT:
            if self.is_complete(day):
                return day
            day -= ONE_DAY
        return self.last_day

    @property
    def clock_grid(self) -> ClockGrid:
        """The readings by the London clock, a row for each of `days`; made when first needed."""
        return self._table.grid

    def day(self, day: date) -> Day | None:
        """The figures of `day`; None before the first reading's day and after the last one's."""
        if self.first_day is None or not 0 <= (at := (day - self.first_day).days) < len(self.days):
            return None
        return self.days[at]

    def day_numbers(self, since: date | None = None, until: date | None = None) -> range:
        """The indices in `days` of the days from `since` to `until`, both inclusive."""
        if self.first_day is None:
            return range(0)
        begin = max(0, (since - self.first_day).days) if since else 0
        end = (until - self.first_day).days + 1 if until else len(self.days)
        return range(begin, max(begin, min(end, len(self.days))))

    def days_between(self, since: date | None = None, until: date | None = None) -> Sequence[Day]:
        """The part of `days` from `since` to `until`, both inclusive."""
        numbers = self.day_numbers(since, until)
        return self.days[numbers.start : numbers.stop]

    def _at(self, instant: int) -> int:
        return bisect_left(self.starts, instant)


def _gaps(series: Series) -> Sliced[tuple[Gap, ...]]:
    gaps: list[Gap] = []
    at, reached = 0, series.first or 0
    for number, day in enumerate(series.days):
        # In a complete day, there can only be a gap before the first reading.
        for start in (day.start,) if day.complete else series.starts[at : at + day.readings]:
            if start > reached:
                gaps.append(Gap(reached, start))
            reached = start + HALF_HOUR
        at += day.readings
        if day.complete:
            reached = day.end
        if number % DAYS_AT_ONCE == 0:
            yield 0
    return tuple(gaps)
