"""What the heat map is filled with: colours, or characters where there are too few of those.

The scale begins at zero, or as far below as values are, and ends with a step for everything
higher, which one cell in twenty reaches beyond: so one freak half hour does not make all others
look alike.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from octoterm.ui.drawing.cells import Cell
from octoterm.ui.drawing.symbols import Symbols

HEAT_COLOURS = (
    "#000087", "#5f0087", "#005f87", "#008787", "#00af87", "#00d787", "#d7d700", "#d7ff5f",
)  # fmt: skip
"""From dark to light in even steps of OKLab's lightness. All are among the 256 colours that
terminals agree on, so that fewer than millions change nothing; of those nearest to even steps
from 0.28 to 0.95, the ones whose hues lead from blue over green to yellow."""

COLOURFUL = ("256", "truecolor")
"""Rich's names for terminals with enough colours."""
CELLS_PER_OUTLIER = 20
"""One cell in so many may be higher than the scale."""


def shades(symbols: Symbols, color_system: str | None, no_color: bool = False) -> tuple[Cell, ...]:
    """What cells are drawn as, from the lowest step to the highest."""
    if symbols.ascii_only or no_color or color_system not in COLOURFUL:
        return tuple((symbol, "shade") for symbol in symbols.shades)
    return tuple((symbols.full, f"level-{level}") for level in range(len(HEAT_COLOURS)))


@dataclass(frozen=True)
class HeatSteps:
    """An even scale whose last step is open, and its first one too where it is below zero."""

    size: float
    """From one step to the next: a number of two digits, so that the labels are exact."""
    count: int
    decimals: int
    first: int = 0
    """Number of the step that the scale begins with: 0 begins at zero, -1 one step below."""

    @classmethod
    def reaching(cls, values: Iterable[float], count: int, negligible: float) -> HeatSteps:
        """So that nearly all of `values` are within `count` steps; what is less than
        `negligible` is nothing."""
        ascending = sorted(values)
        high, low = (
            _nearly_highest(ascending),
            -_nearly_highest([-each for each in ascending[::-1]]),
        )
        high, low = max(high, 0.0), min(low, 0.0)
        if not (math.isfinite(high - low) and high - low >= negligible):
            high, low = 0.1 * count, 0.0
        # A step less where both sides are there, so that zero can begin one.
        even = cls._even((high - low) / (count - 1 if low and high else count))
        return cls(even.size, count, even.decimals, math.floor(low / even.size + 1e-9))

    @classmethod
    def _even(cls, least: float) -> HeatSteps:
        """With steps of two digits that are at least so large."""
        exponent = math.floor(math.log10(least)) - 1
        digits = math.ceil(least / 10.0**exponent - 1e-9)
        while digits % 10 == 0:
            digits, exponent = digits // 10, exponent + 1
        return cls(digits * 10.0**exponent, 0, max(0, -exponent))

    def level(self, value: float) -> int:
        """The step that `value` is in, counted from 0."""
        step = math.floor(value / self.size + 1e-9) - self.first
        return max(0, min(step, self.count - 1))

    def label(self, level: int) -> str:
        """The value that a step begins at."""
        step = self.first + level
        return f"{step * self.size:,.{self.decimals}f}" if step else "0"


def _nearly_highest(ascending: Sequence[float]) -> float:
    """What one value in so many is beyond; the highest where that is not above zero."""
    if not ascending:
        return 0.0
    beyond = min(math.ceil(len(ascending) / CELLS_PER_OUTLIER), len(ascending) - 1)
    high = ascending[-1 - beyond]
    return high if high > 0 else ascending[-1]
