"""The colours of the heat map and their scale; characters if there are too few colours.

The scale begins at zero, or below if there are negative values. Its last step is open, and one
cell in twenty may lie beyond it, so that one extreme half hour does not make all others
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
"""From dark to light, in about even steps of OKLab lightness from 0.28 to 0.95, with hues from
blue over green to yellow. All are among the 256 standard terminal colours, so that they look the
same without true colour."""

COLOURFUL = ("256", "truecolor")
"""Rich's names for terminals with enough colours."""
CELLS_PER_OUTLIER = 20
"""One cell in this many may be higher than the scale."""


def shades(symbols: Symbols, color_system: str | None, no_color: bool = False) -> tuple[Cell, ...]:
    """The cells to draw, from the lowest step to the highest."""
    if symbols.ascii_only or no_color or color_system not in COLOURFUL:
        return tuple((symbol, "shade") for symbol in symbols.shades)
    return tuple((symbols.full, f"level-{level}") for level in range(len(HEAT_COLOURS)))


@dataclass(frozen=True)
class HeatSteps:
    """A scale of even steps whose last step is open, and also the first if it is below zero."""

    size: float
    """Size of a step, rounded to two significant digits so that the labels are exact."""
    count: int
    decimals: int
    first: int = 0
    """Where the scale begins, in steps: 0 is zero, -1 one step below."""

    @classmethod
    def reaching(cls, values: Iterable[float], count: int, negligible: float) -> HeatSteps:
        """A scale of `count` steps for nearly all of `values`; a range below `negligible` counts
        as zero."""
        ascending = sorted(values)
        high, low = (
            _nearly_highest(ascending),
            -_nearly_highest([-each for each in ascending[::-1]]),
        )
        high, low = max(high, 0.0), min(low, 0.0)
        if not (math.isfinite(high - low) and high - low >= negligible):
            high, low = 0.1 * count, 0.0
        # With values on both sides of zero, one step less, so that a step can begin at zero.
        size, decimals = _round_size((high - low) / (count - 1 if low and high else count))
        return cls(size, count, decimals, math.floor(low / size + 1e-9))

    def level(self, value: float) -> int:
        """The step that `value` is in, counted from 0."""
        step = math.floor(value / self.size + 1e-9) - self.first
        return max(0, min(step, self.count - 1))

    def label(self, level: int) -> str:
        """The value at which a step begins, as text."""
        step = self.first + level
        return f"{step * self.size:,.{self.decimals}f}" if step else "0"


def _round_size(least: float) -> tuple[float, int]:
    """`least` rounded up to two significant digits, and the decimals that this needs."""
    exponent = math.floor(math.log10(least)) - 1
    digits = math.ceil(least / 10.0**exponent - 1e-9)
    while digits % 10 == 0:
        digits, exponent = digits // 10, exponent + 1
    return digits * 10.0**exponent, max(0, -exponent)


def _nearly_highest(ascending: Sequence[float]) -> float:
    """The value that one in `CELLS_PER_OUTLIER` exceeds; the highest if that is not above zero."""
    if not ascending:
        return 0.0
    beyond = min(math.ceil(len(ascending) / CELLS_PER_OUTLIER), len(ascending) - 1)
    high = ascending[-1 - beyond]
    return high if high > 0 else ascending[-1]
