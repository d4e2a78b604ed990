"""The columns of the bars of a trend, and of the days of its average. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from octoterm.periods.period import Period
from octoterm.ui.drawing.lines import Place

WIDEST = 12
"""Most columns from one bar to the next."""
ENOUGH = 0.75
"""Share of the columns that bars of equal width must fill."""


@dataclass(frozen=True)
class PartColumns:
    """The columns of each of `count` bars: bars of equal width with gaps or, if those leave too
    many columns empty, bars without gaps whose widths differ by one."""

    count: int
    total: int
    """All columns, at least `count`."""

    @cached_property
    def _pitch(self) -> int:
        """Columns from one bar to the next; 0 if the widths of bars differ."""
        pitch = min(WIDEST, self.total // self.count)
        return pitch if pitch * self.count >= ENOUGH * self.total or pitch == WIDEST else 0

    @cached_property
    def bars(self) -> tuple[range, ...]:
        """The columns of each bar."""
        return tuple(
            range(begin, end - (self._pitch > 1))
            for begin, end in (self.with_gap(number) for number in range(self.count))
        )

    def with_gap(self, number: int) -> tuple[int, int]:
        """The first column of a bar and that of the next."""
        if self._pitch:
            return number * self._pitch, (number + 1) * self._pitch
        return number * self.total // self.count, (number + 1) * self.total // self.count

    def part_at(self, column: int) -> int | None:
        """The number of the bar in a column or in the gap before it; None beside all bars."""
        for number in range(self.count):
            begin, end = self.with_gap(number)
            if begin <= column < end:
                return number
        return None


def average_by_column(
    averages: Mapping[date, float], periods: Sequence[Period], columns: PartColumns
) -> tuple[tuple[Place, ...], ...]:
    """Runs of columns with their average: for a day, in the middle of its bar; for a longer part,
    in each of its columns the mean of the days that share it."""
    runs: list[list[Place]] = [[]]
    for number, period in enumerate(periods):
        begin, end = columns.with_gap(number)
        bar = columns.bars[number]
        width = min(end - begin, period.length)
        for at in range(width):
            first, last = at * period.length // width, (at + 1) * period.length // width
            days = (period.first + timedelta(days=n) for n in range(first, last))
            there = [averages[day] for day in days if day in averages]
            column = bar.start + len(bar) // 2 if period.length == 1 else begin + at
            if there:
                runs[-1].append((column, sum(there) / len(there)))
            elif runs[-1]:
                runs.append([])
    return tuple(tuple(run) for run in runs if run)
