"""Half-hourly values of one quantity in memory: immutable, shared by every view.

Two parallel columns, UTC start and value, with the London days computed once: what a period comes
to is what its days come to. Missing half hours are absent, never zero. The quantity says what the
values are of; here they are numbers.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from octoterm.consumption.clock_grid import ClockGrid
from octoterm.consumption.day_table import DayTable
from octoterm.consumption.days import NOTHING_FIXED, Columns, Day
from octoterm.consumption.quantity import KWH, Quantity
from octoterm.periods.calendar import Calendar
from octoterm.periods.london import HALF_HOUR, INSTANT, ONE_DAY
from octoterm.periods.period import Period
from octoterm.runtime.slices import Sliced, finish

DAYS_AT_ONCE = 500
"""Looked at for gaps between two turns of others: in under a millisecond."""
RECENT = timedelta(days=7)
"""How far back a complete day still counts as the latest news."""


class Gap(NamedTuple):
    """Consecutive half hours without a reading: UTC seconds, `end` exclusive."""

    start: int
    end: int

    @property
    def half_hours(self) -> int:
        return (self.end - self.start) // HALF_HOUR


@dataclass(frozen=True)
class Figures:
    """What a stretch of time comes to. Times are UTC seconds, `end` exclusive."""

    start: int
    end: int
    total: float
    """The sum of the readings there are, with the fixed part of their days."""
    readings: int
    expected: int
    """Half hours in the whole stretch."""
    peak: float | None
    """The largest half hour, None without readings; the earliest of equals."""
    peak_start: int | None
    base_rate: float | None
    """A day's smallest half hour as a rate, an hour's worth of it; for longer stretches the mean
    of that over their complete days, None where there are none."""

    @property
    def complete(self) -> bool:
        return self.readings == self.expected


class Series:
    """Nothing changes it; a merge makes a new one."""

    def __init__(
        self, columns: Columns, calendar: Calendar, table: DayTable, quantity: Quantity = KWH
    ) -> None:
        """Use `from_readings`, or `build_in_slices` where others need their turns."""
        self.quantity = quantity
        self.calendar = calendar
        self.starts: Sequence[int] = memoryview(columns.starts).toreadonly()
        """UTC seconds at which each half hour began, ascending, unique."""
        self.values: Sequence[float] = memoryview(columns.values).toreadonly()
        """What was recorded for each, in the quantity's own unit."""
        self._table = table
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
        """See `build_in_slices`."""
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
        """The series of these columns, in slices and without copying.

        One of their values is `per_unit` of the quantity, as a cubic metre of gas is so many
        kWh. `fixed` is what each day adds to its readings, such as a standing charge. Days that
        are as they were `before` are taken from there. Days and gaps are made here, once.
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
    def first_day(self) -> date | None:
        """The day of the earliest reading."""
        return self.days[0].day if self.days else None

    @property
    def last_day(self) -> date | None:
        """The day of the latest reading, whole or not."""
        return self.days[-1].day if self.days else None

    @property
    def whole(self) -> Period | None:
        """All days from the first reading's to the last one's."""
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
        """Value of the half hour that began at `start`, None where it is missing."""
        at = self._at(start)
        return self.values[at] if at < len(self) and self.starts[at] == start else None

    def figures(
        self, period: Period, since: date | None = None, until: date | None = None
    ) -> Figures:
        """What `period` comes to, counting only the days from `since` to `until` inclusive.

        Start, end and expected half hours are the whole period's all the same.
        """
        start, end = self.calendar.bounds(period)
        first = max(period.first, since) if since else period.first
        last = min(period.last, until) if until else period.last
        days = [day for day in self.days_between(first, last) if day.readings]
        peak = max(days, key=lambda day: day.highest, default=None)
        lows = [day.lowest for day in days if day.complete or period.length == 1]
        return Figures(
            start=start,
            end=end,
            total=sum(day.total for day in days),
            readings=sum(day.readings for day in days),
            expected=(end - start) // HALF_HOUR,
            peak=peak.highest if peak else None,
            peak_start=peak.highest_start if peak else None,
            base_rate=2 * sum(lows) / len(lows) if lows else None,
        )

    def figures_between(self, start: int, end: int) -> Figures:
        """What any half hours from `start` up to, not including, `end` come to.

        The base load is that of the complete days inside; where there are none, of all. The
        fixed part of a day counts where all of the day is inside.
        """
        begin, stop = self._at(start), self._at(max(start, end))
        values = list(self.values[begin:stop])
        peak = max(values, default=None)
        inside = [
            day
            for day in self.days_between(self.calendar.day_of(start), self.calendar.day_of(end))
            if start <= day.start and day.end <= end
        ]
        lows = [day.lowest for day in inside if day.complete] or ([min(values)] if values else [])
        return Figures(
            start=start,
            end=max(start, end),
            total=sum(values) + sum(day.fixed for day in inside),
            readings=stop - begin,
            expected=max(0, end - start) // HALF_HOUR,
            peak=peak,
            peak_start=None if peak is None else self.starts[begin + values.index(peak)],
            base_rate=2 * sum(lows) / len(lows) if lows else None,
        )

    def expects(self, start: int) -> bool:
        """Whether the half hour from `start` lies between the first and the last reading."""
        return self.first is not None and self.first <= start <= (self.last or 0)

    def reach(self, start: int, end: int) -> tuple[int, int] | None:
        """From where the first reading between `start` and `end` begins to where the last one
        ends; None where there is none."""
        begin, stop = self._at(start), self._at(end)
        return (self.starts[begin], self.starts[stop - 1] + HALF_HOUR) if begin < stop else None

    def half_hour_figures(self, start: int) -> Figures:
        """What the one half hour from `start` comes to."""
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
        """Start and value of the day's 46, 48 or 50 half hours; None where one is missing."""
        return tuple((start, self.value_at(start)) for start in self.calendar.half_hours(day))

    def readings_of(self, day: Day) -> Iterator[tuple[int, float]]:
        """Start and value of each reading of one of `days`."""
        begin = self._at(day.start)
        end = begin + day.readings
        return zip(self.starts[begin:end], self.values[begin:end], strict=True)

    def gaps(self, start: int | None = None, end: int | None = None) -> tuple[Gap, ...]:
        """What is missing between the first and the last reading, cut to `start` and `end`."""
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
        """Whether every half hour of `day` has its reading."""
        found = self.day(day)
        return found is not None and found.complete

    def latest_day(self) -> date | None:
        """The latest complete day; the last with readings, if none in the week before it is."""
        if self.last_day is None:
            return None
        day = self.last_day
        while day > self.last_day - RECENT:
            if self.is_complete(day):
                return day
            day -= ONE_DAY
        return self.last_day

    @property
    def days(self) -> tuple[Day, ...]:
        """Every day from the first reading's to the last one's, with readings or without."""
        return self._table.days

    @property
    def clock_grid(self) -> ClockGrid:
        """The readings by the London clock, a row for each of `days`; made when asked for."""
        return self._table.grid

    def day(self, day: date) -> Day | None:
        """What `day` comes to; None before the first and after the last reading's day."""
        if self.first_day is None or not 0 <= (at := (day - self.first_day).days) < len(self.days):
            return None
        return self.days[at]

    def day_numbers(self, since: date | None = None, until: date | None = None) -> range:
        """The places in `days` of the days from `since` to `until`, both inclusive."""
        if self.first_day is None:
            return range(0)
        begin = max(0, (since - self.first_day).days) if since else 0
        end = (until - self.first_day).days + 1 if until else len(self.days)
        return range(begin, max(begin, min(end, len(self.days))))

    def days_between(self, since: date | None = None, until: date | None = None) -> Sequence[Day]:
        """Those of `days` from `since` to `until`, both inclusive."""
        numbers = self.day_numbers(since, until)
        return self.days[numbers.start : numbers.stop]

    def _at(self, instant: int) -> int:
        return bisect_left(self.starts, instant)


def _gaps(series: Series) -> Sliced[tuple[Gap, ...]]:
    gaps: list[Gap] = []
    at, reached = 0, series.first or 0
    for number, day in enumerate(series.days):
        # The readings of a complete day have no gap but the one before them.
        starts = series.starts[at : at + 1 if day.complete else at + day.readings]
        for start in starts:
            if start > reached:
                gaps.append(Gap(reached, start))
            reached = start + HALF_HOUR
        at += day.readings
        if day.complete:
            reached = day.end
        if number % DAYS_AT_ONCE == 0:
            yield 0
    return tuple(gaps)
