"""The clock axis, whose columns the profile and the heat map share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from octoterm.consumption.clock_grid import CLOCKS, COLUMNS
from octoterm.ui.drawing.bars import Bar, Slots, axis_labels


@dataclass(frozen=True)
class ClockColumns:
    """Cells of equal width from 00:00, each for one, two, four … neighbouring half hours."""

    width: int
    """Columns of a cell."""
    together: int
    """Half hours of a cell."""

    @classmethod
    def fitting(cls, room: int) -> ClockColumns:
        """The widest cells that fit in `room` columns."""
        slots = Slots.fitting(COLUMNS, room)
        return cls(slots.pitch, slots.together)

    @property
    def cells(self) -> int:
        return -(-COLUMNS // self.together)

    @property
    def total(self) -> int:
        """Columns of all cells."""
        return self.cells * self.width

    def cell_of(self, half_hour: int) -> int:
        """The cell that a half hour, 0 to 47, is in."""
        return half_hour // self.together

    def half_hour_at(self, column: int) -> int | None:
        """The first half hour of the cell in this column; None outside."""
        return column // self.width * self.together if 0 <= column < self.total else None

    def spread(self, values: Sequence[float | None]) -> tuple[float | None, ...]:
        """The value of each cell, repeated for each of its columns."""
        return tuple(value for value in values for _ in range(self.width))

    def axis(self, line: str) -> str:
        """The axis: times of the clock, with `line` characters between them."""
        bars = [
            Bar(None, 1.0, clock.isoformat("minutes"), tick_rank(clock))
            for clock in CLOCKS[:: self.together]
        ]
        labels = axis_labels(bars, Slots(self.width, 0, self.together), self.total)
        return labels.replace(" ", line)


def tick_rank(clock: time) -> int:
    """The rank of a time (see `Bar.rank`): highest for midnight and noon, then 06:00 and 18:00,
    every third hour, other hours, and half hours."""
    divisors = () if clock.minute else (1, 3, 6, 12)
    return sum(clock.hour % divisor == 0 for divisor in divisors)
