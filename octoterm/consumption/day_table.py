"""Days and their clock grid, shared by all views; a sync remakes only days it changes. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from itertools import islice

from octoterm.consumption.clock_grid import ClockGrid
from octoterm.consumption.days import NOTHING_FIXED, Columns, Day, DayColumns, make_days
from octoterm.periods.calendar import Calendar
from octoterm.periods.london import ONE_DAY
from octoterm.runtime.slices import Sliced

SLICE = 200
"""Days made in one slice: a millisecond or two."""


class DayTable:
    """Every day from the first reading or fixed amount to the last, with or without readings."""

    def __init__(
        self,
        columns: Columns,
        calendar: Calendar,
        fixed: Mapping[date, float] = NOTHING_FIXED,
    ) -> None:
        self.days: tuple[Day, ...] = ()
        self.day_columns = DayColumns.of(())
        """The same in columns."""
        self._columns = columns
        self._calendar = calendar
        self._fixed = fixed
        self._grid: ClockGrid | None = None
        self._kept_grids = ClockGrid(), ClockGrid()

    @classmethod
    def of(
        cls,
        columns: Columns,
        calendar: Calendar,
        before: DayTable | None = None,
        fixed: Mapping[date, float] = NOTHING_FIXED,
    ) -> Sliced[DayTable]:
        """The table of these readings, made in slices; unchanged days are reused from `before`."""
        table = cls(columns, calendar, fixed)
        if columns.starts:
            is_alike = before is not None and before._counts_alike(calendar, fixed)
            yield from table._make(before if is_alike else None)
        return table

    def _counts_alike(self, calendar: Calendar, fixed: Mapping[date, float]) -> bool:
        """Whether its days begin as `calendar` says and have these fixed amounts; those of other
        days may differ."""
        if self._calendar != calendar:
            return False
        return self._fixed == fixed or all(
            fixed.get(day.day, 0.0) == day.fixed for day in self.days
        )

    def _make(self, before: DayTable | None) -> Sliced[None]:
        starts = self._columns.starts
        ends = [self._calendar.day_of(starts[0]), self._calendar.day_of(starts[-1]), *self._fixed]
        first, last = min(ends), max(ends)
        length = (last - first).days + 1
        head = tail = 0
        if before is not None:
            head, tail = _unchanged(before, self._columns)
            head = min(head, length)
            tail = min(tail, length - head)
            yield 0
        known = before.days if before else ()
        known_columns = before.day_columns if before else self.day_columns
        self.day_columns = known_columns.between(0, head)
        making = make_days(
            self._columns,
            first + head * ONE_DAY,
            last + (1 - tail) * ONE_DAY,
            self._calendar,
            self._fixed,
        )
        middle: list[Day] = []
        while some := list(islice(making, SLICE)):
            middle += some
            self.day_columns.append(DayColumns.of(some))
            yield 0
        self.day_columns.append(known_columns.between(len(known) - tail, len(known)))
        self.days = (*known[:head], *middle, *known[len(known) - tail :])
        if before is not None and before._grid is not None:
            count = len(before.days)
            self._kept_grids = before._grid.rows(0, head), before._grid.rows(count - tail, count)

    @property
    def grid(self) -> ClockGrid:
        """The readings by the London clock, a row for each of `days`."""
        if self._grid is None:
            head, tail = self._kept_grids
            middle = self.days[len(head) : len(self.days) - len(tail)]
            self._grid = head + ClockGrid.of(middle, self._columns, self._calendar) + tail
        return self._grid


def _unchanged(before: DayTable, after: Columns) -> tuple[int, int]:
    """How many days of `before` have the same readings in `after`: counted forwards from its first
    day, and backwards from its last."""
    columns, days = before._columns, before.days
    head = _equal_readings(columns, after)
    tail = _equal_readings(columns, after, from_the_end=True)
    both = (columns.starts, after.starts)
    first = min((starts[head] for starts in both if head < len(starts)), default=None)
    last = max((starts[-tail - 1] for starts in both if tail < len(starts)), default=None)
    if first is None or last is None:
        return len(days), 0
    return (
        bisect_right(days, first, key=lambda day: day.end),
        len(days) - bisect_right(days, last, key=lambda day: day.start),
    )


def _equal_readings(before: Columns, after: Columns, *, from_the_end: bool = False) -> int:
    """How many readings are equal, counted from the beginning or from the end."""
    equal, most = 0, min(len(before.starts), len(after.starts))
    pairs = [
        (memoryview(before.starts), memoryview(after.starts)),
        (memoryview(before.values), memoryview(after.values)),
    ]
    while equal < most:  # a binary search, which compares only what is not known to be equal
        tried = (equal + most + 1) // 2
        part = slice(-tried, -equal or None) if from_the_end else slice(equal, tried)
        if all(one[part] == other[part] for one, other in pairs):
            equal = tried
        else:
            most = tried - 1
    return equal
