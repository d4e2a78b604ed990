"""A vertical axis with round ticks on whole rows, above and below zero. Pure.

Rows are counted from the bottom, from 0. Zero is in the middle of the axis below the rows, or in
the middle of a row if there are negative values. A tick is in the middle of the row of its label,
because the characters of axes are lines there, so a bar ends beside the label of its value.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from octoterm import number_format

AXIS = -1
"""The row of the axis, below all others."""
EIGHTHS = 8
"""Heights of a bar's end within a row."""


@dataclass(frozen=True)
class Scale:
    """Converts the values of a chart to rows."""

    step: float
    """Distance between ticks, in the unit of the chart."""
    rows_a_step: int
    decimals: int
    zero_row: int = AXIS
    """The row of zero: that of the axis, or one above it if there are negative values."""
    rows: int = 1 << 30
    """Number of rows; by default unlimited."""

    @classmethod
    def reaching(cls, highest: float, rows: int) -> Scale:
        """The tightest scale of round steps on which 0 to `highest` fit into `rows`."""
        return cls.spanning(0.0, highest, rows)

    @classmethod
    def spanning(cls, lowest: float, highest: float, rows: int) -> Scale:
        """The tightest scale for `lowest` to `highest`; it always includes zero."""
        lowest = min(lowest, 0.0) if math.isfinite(lowest) else 0.0
        highest = max(highest, 0.0) if math.isfinite(highest) else 0.0
        if lowest == highest:
            highest = 1.0
        two_ticks = max(1, rows - 1)
        candidates = (
            cls._with_ticks(lowest, highest, rows, rows_a_step)
            for rows_a_step in range(min(3, two_ticks), min(6, two_ticks) + 1)
        )
        return min(candidates, key=lambda scale: scale.step / scale.rows_a_step)

    @classmethod
    def _with_ticks(cls, lowest: float, highest: float, rows: int, rows_a_step: int) -> Scale:
        least = (highest - lowest) * rows_a_step / (rows + 0.5)  # half the row of zero
        while True:
            step, decimals = _round_step(least)
            if lowest >= 0:
                return cls(step, rows_a_step, decimals, AXIS, rows)
            below, above = (_rows_beyond(end / step * rows_a_step) for end in (-lowest, highest))
            if below + 1 + above <= rows:
                return cls(step, rows_a_step, decimals, below, rows)
            least = step * 1.01  # too many rows: try the next round step

    @property
    def a_row(self) -> float:
        """The value that the height of a row stands for."""
        return self.step / self.rows_a_step

    def position(self, value: float) -> float:
        """How many rows `value` is above the lower edge of the lowest row."""
        return self.zero_row + 0.5 + value / self.a_row

    def eighths(self, value: float) -> int:
        """How far `value` is beyond the row of zero, up or down, in eighths of a row; at least one
        eighth above the axis unless it is zero."""
        beyond = round((abs(value) / self.a_row - 0.5) * EIGHTHS)
        return max(beyond, 1 if value and self.zero_row == AXIS else 0)

    def row(self, value: float) -> int:
        """The row that `value` lies in."""
        return max(0, min(math.floor(self.position(value) + 1e-9), self.rows - 1))

    def ticks(self, rows: int) -> dict[int, str]:
        """Row → label of the value in its middle; -1 is the axis."""
        steps = range(-(max(0, self.zero_row) // self.rows_a_step), rows // self.rows_a_step + 1)
        at = {self.zero_row + number * self.rows_a_step: number for number in steps}
        return {
            row: self.label(number * self.step)
            for row, number in at.items()
            if min(0, self.zero_row) <= row < rows
        }

    def label(self, value: float) -> str:
        """`0.75`, with the decimals that its ticks have."""
        return number_format.number(value, self.decimals)


def _rows_beyond(height: float) -> int:
    """The rows that something as high as `height` rows needs beyond the row of zero, in whose
    middle it begins."""
    return max(0, math.ceil(height - 0.5 - 1e-9))


def _round_step(least: float) -> tuple[float, int]:
    """The smallest of 1, 2, 2.5 and 5 times a power of ten that is at least `least`, and the
    decimals its multiples need."""
    power = math.floor(math.log10(least))
    for shift in (power, power + 1):
        for factor in (1.0, 2.0, 2.5, 5.0):
            step = factor * 10.0**shift
            if step >= least * (1 - 1e-9):
                return step, max(0, -shift + (factor == 2.5))
    raise AssertionError(f"no round step is at least {least}")
