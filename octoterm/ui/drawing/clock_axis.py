"""The clock along the screen: the columns that the profile and the heat map share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from octoterm.consumption.clock_grid import CLOCKS
from octoterm.periods.calendar import HALF_HOURS
from octoterm.ui.drawing.labels import line_of, placed
from octoterm.ui.drawing.lines import Place

ENOUGH = 0.85
"""Share of the columns that cells of equal width must fill; otherwise, widths differ by one."""


@dataclass(frozen=True)
class ClockColumns:
    """Cells from 00:00 side by side, each for one, two, four … neighbouring half hours."""

    total: int
    """Columns of all cells."""
    together: int
    """Half hours per cell."""

    @classmethod
    def fitting(cls, room: int) -> ClockColumns:
        """The widest cells that fit in `room` columns."""
        together = 1
        while -(-HALF_HOURS // together) > max(room, 1):
            together *= 2
        cells = -(-HALF_HOURS // together)
        even = room // cells * cells
        return cls(max(1, even if even >= ENOUGH * room else room), together)

    @property
    def cells(self) -> int:
        return -(-HALF_HOURS // self.together)

    def columns_of(self, cell: int) -> range:
        """The columns of a cell."""
        return range(cell * self.total // self.cells, (cell + 1) * self.total // self.cells)

    def cell_of(self, half_hour: int) -> int:
        """The cell that a half hour, 0 to 47, is in."""
        return half_hour // self.together

    def half_hour_at(self, column: int) -> int | None:
        """The first half hour of the cell in this column; None outside."""
        if not 0 <= column < self.total:
            return None
        return ((column + 1) * self.cells - 1) // self.total * self.together

    def runs(self, values: Sequence[float | None]) -> tuple[tuple[Place, ...], ...]:
        """Stretches of cells with a value, each in the middle of its columns."""
        runs: list[list[Place]] = [[]]
        for cell, value in enumerate(values):
            if value is None:
                runs.append([])
                continue
            columns = self.columns_of(cell)
            runs[-1].append((columns[len(columns) // 2], value))
        return tuple(tuple(run) for run in runs if run)

    def axis(self, line: str) -> str:
        """The times of the clock, as many as fit, with `line` characters between them."""
        clocks = CLOCKS[:: self.together]
        for least in range(5):
            ticks = [
                (self.columns_of(cell).start, clock.isoformat("minutes"))
                for cell, clock in enumerate(clocks)
                if tick_rank(clock) >= least
            ]
            if labels := placed(ticks, self.total):
                return line_of(labels, self.total, line)
        return line * self.total


def tick_rank(clock: time) -> int:
    """The rank of a time: highest for midnight and noon, then 06:00 and 18:00, every third hour,
    other hours, and half hours."""
    divisors = () if clock.minute else (1, 3, 6, 12)
    return sum(clock.hour % divisor == 0 for divisor in divisors)
