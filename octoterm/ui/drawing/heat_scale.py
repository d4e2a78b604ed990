"""The shades of the heat map and their scale.

One hue, from nearly the colour of the ground to the accent of the theme: eight steps in true
colour, six of the 256 standard colours; with 16 colours or none, characters that fill more and
more of a cell. Steps begin at percentiles, each with fewer cells than the one before, so that a
few extreme half hours do not make all others look alike, and a quiet night is quiet.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from rich.color import Color

from octoterm import number_format
from octoterm.ui.contrast import RGB, TEXT, contrast, luminance, mixed, readable
from octoterm.ui.drawing.cells import Cell
from octoterm.ui.drawing.colour_depth import ColourDepth
from octoterm.ui.drawing.symbols import Symbols

LEVELS = {ColourDepth.FULL: 8, ColourDepth.EIGHT_BIT: 6}
"""Number of steps of the ramp, for depths with enough colours for one."""
FAINTEST = 0.1
"""The share of the accent in the lowest step, which must be visible."""
LEAST_STEP = 1.08
"""Smallest contrast between neighbouring steps of the 256 colours."""
HUE = 1.5
"""The weight of another hue, relative to a difference in lightness."""
POWER = 2.0
"""How much faster the shares of cells above a step fall than evenly."""
CUBE = (0, 95, 135, 175, 215, 255)
"""Red, green or blue of the standard colours that are not grey."""


def shades(symbols: Symbols, depth: ColourDepth) -> tuple[Cell, ...]:
    """The cells to draw, from the lowest step to the highest."""
    if symbols.ascii_only or depth not in LEVELS:
        return tuple((symbol, "shade") for symbol in symbols.shades)
    return tuple((symbols.full, f"level-{level}") for level in range(LEVELS[depth]))


def ramp(ground: RGB, accent: RGB, depth: ColourDepth) -> tuple[RGB, ...]:
    """The colours of the steps, from the lowest; `depth` must be one with a ramp."""
    count = LEVELS[depth]
    strong = readable(accent, (ground,), TEXT)
    even = tuple(
        mixed(ground, strong, FAINTEST + (1 - FAINTEST) * level / (count - 1))
        for level in range(count)
    )
    return even if depth is ColourDepth.FULL else _nearest_standard(even, ground)


def _nearest_standard(colours: Sequence[RGB], ground: RGB) -> tuple[RGB, ...]:
    """The standard colours nearest to these, each further from the ground than the last."""
    strong = colours[-1]
    away = 1 if luminance(strong) > luminance(ground) else -1
    found: list[RGB] = []
    before = ground
    for colour in colours:
        further = [
            each
            for each in _standard()
            if contrast(each, before) >= LEAST_STEP
            and away * (luminance(each) - luminance(before)) > 0
        ]
        before = min(further, key=lambda each: _unlikeness(each, colour, strong), default=before)
        found.append(before)
    return tuple(found)


def _unlikeness(one: RGB, other: RGB, accent: RGB) -> float:
    """How different two colours look on a ramp to `accent`: by lightness, by how much of the
    accent's hue they have, and most by how much of other hues."""
    (light, *hue), (light_other, *hue_other) = map(_light_and_hue, (one, other))
    _, *along = _light_and_hue(accent)
    length = math.hypot(*along) or 1.0
    blue, red = along[0] / length, along[1] / length
    more = (hue[0] - hue_other[0]) * blue + (hue[1] - hue_other[1]) * red
    aside = hue[0] * red - hue[1] * blue
    return abs(light - light_other) + abs(more) + HUE * abs(aside)


def _light_and_hue(colour: RGB) -> tuple[float, float, float]:
    """Luma and the two differences from it, as in BT.601."""
    red, green, blue = colour
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    return luma, 0.564 * (blue - luma), 0.713 * (red - luma)


@cache
def _standard() -> dict[RGB, int]:
    """The colours 16 to 255 of xterm, which are the same in every terminal that has them, with
    their numbers."""
    greys = ((grey, grey, grey) for grey in range(8, 248, 10))
    colours = (*product(CUBE, repeat=3), *greys)
    return {(red, green, blue): 16 + at for at, (red, green, blue) in enumerate(colours)}


def rich_colour(colour: RGB) -> Color:
    """The colour for Rich: standard ones by number, as Rich would turn a grey into another one."""
    number = _standard().get(colour)
    return Color.from_rgb(*colour) if number is None else Color.from_ansi(number)


@dataclass(frozen=True)
class HeatSteps:
    """A scale whose steps begin at percentiles of the values, and whose last step is open."""

    lowest: float
    """The value at which the first step begins, or zero if that is lower."""
    bounds: tuple[float, ...]
    """Ascending: where the other steps begin. Fewer if many values are alike."""
    count: int
    """Number of shades, at least one more than bounds."""
    decimals: int
    """Decimals that the labels need to be exact."""

    @classmethod
    def reaching(cls, values: Iterable[float], count: int, negligible: float) -> HeatSteps:
        """A scale of at most `count` steps for these values; a range below `negligible` counts
        as none."""
        ascending = sorted(value for value in values if math.isfinite(value))
        lowest = min(0.0, ascending[0]) if ascending else 0.0
        high = max((abs(value) for value in ascending), default=0.0)
        if high < negligible:
            return cls(0.0, (), count, 0)
        decimals = _decimals(ascending)
        begins = {
            round(_quantile(ascending, 1 - (1 - step / count) ** POWER), decimals)
            for step in range(1, count)
        }
        bounds = sorted(value for value in begins if value > ascending[0])
        if ascending[-1] - ascending[0] < negligible:  # all alike, but not nothing
            bounds = [value for value in ascending[:1] if value > 0]
        else:
            begin = bounds[-1] if bounds else ascending[0]
            bounds += _beyond(begin, ascending[-1], count - 1 - len(bounds), decimals)
        return cls(round(lowest, decimals), tuple(bounds), count, decimals)

    def level(self, value: float) -> int:
        """The shade of `value`, counted from 0. Even if there are fewer steps than shades, the
        last shade is used."""
        step = bisect_right(self.bounds, value + 1e-9)
        return self.shade(step)

    def shade(self, step: int) -> int:
        """The shade of a step."""
        return round(step * (self.count - 1) / len(self.bounds)) if self.bounds else 0

    @property
    def steps(self) -> range:
        """The numbers of the steps."""
        return range(len(self.bounds) + 1)

    def label(self, step: int) -> str:
        """The value at which a step begins, as text."""
        value = self.bounds[step - 1] if step else self.lowest
        return number_format.number(value, self.decimals) if value else "0"


def _quantile(ascending: Sequence[float], share: float) -> float:
    """The value below which this share of the values lies."""
    return ascending[min(len(ascending) - 1, int(share * len(ascending)))]


def _beyond(last: float, highest: float, most: int, decimals: int) -> list[float]:
    """Even steps from the last bound up to the highest value, for shades that are left over
    because many values are alike."""
    begins = {
        round(last + (highest - last) * step / most, decimals) for step in range(1, most + 1)
    }
    return sorted(value for value in begins if last < value <= highest)


def _decimals(ascending: Sequence[float]) -> int:
    """The decimals that give two digits of a value that few others exceed."""
    typical = max(abs(_quantile(ascending, 0.9)), abs(ascending[0])) or abs(ascending[-1])
    return min(6, max(0, 1 - math.floor(math.log10(typical))))
