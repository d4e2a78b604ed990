"""A vertical axis with round ticks on whole rows, above and below zero. Pure.

Rows are counted from the bottom, from 0. Zero always lies on the edge of a row, so that positive
and negative bars begin at the same place. A tick stands in the row in which a bar of its value
ends, and that of zero on the axis below the rows: a bar ends beside the label of its value.
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
    below: int = 0
    """Rows below zero."""
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
        least = (highest - lowest) * rows_a_step / rows
        while True:
            step, decimals = _round_step(least)
            a_row = step / rows_a_step
            below, above = (math.ceil(end / a_row - 1e-9) for end in (-lowest, highest))
            if not below or below + above <= rows:
                return cls(step, rows_a_step, decimals, below, rows)
            if below + above == 2:  # a single row has no room for both sides
                return cls(step, rows_a_step, decimals, rows // 2, rows)
            least = step * 1.01  # too many rows: try the next round step

    @property
    def a_row(self) -> float:
        """The value that the height of a row stands for."""
        return self.step / self.rows_a_step

    @property
    def bottom(self) -> float:
        """The value at the lower edge of the lowest row."""
        return -self.below * self.a_row

    def eighths(self, value: float) -> int:
        """The height of `value` in eighths of a row, negative below zero; at least one eighth
        unless it is zero."""
        height = round(value / self.a_row * EIGHTHS)
        return height or (0 if value == 0 else 1 if value > 0 else -1)

    def row(self, value: float) -> int:
        """The row that `value` lies in."""
        rows = value / self.a_row
        row = self.below + (math.floor(rows) if value < 0 else max(0, math.ceil(rows) - 1))
        return max(0, min(row, self.rows - 1))

    def ticks(self, rows: int) -> dict[int, str]:
        """Row → label of the value of a bar that fills this row and ends there; -1 is the axis.

        Zero has the axis, or the row above its edge if there are negative values.
        """
        reached = {0: self.below if self.below else AXIS}
        for steps in range(1, (rows - self.below) // self.rows_a_step + 1):
            reached[steps] = self.below + steps * self.rows_a_step - 1
        for steps in range(1, self.below // self.rows_a_step + 1):
            reached[-steps] = self.below - steps * self.rows_a_step
        labels = {row: self.label(steps * self.step) for steps, row in reached.items() if steps}
        return {reached[0]: self.label(0.0), **labels}

    def label(self, value: float) -> str:
        """`0.75`, with the decimals that its ticks have."""
        return number_format.number(value, self.decimals)


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
