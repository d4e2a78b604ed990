"""Colours that are distinct from their ground, by the contrast ratio of WCAG 2. Pure.

Colours are red, green and blue from 0 to 255.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

RGB: TypeAlias = tuple[int, int, int]

TEXT = 4.5
"""Least contrast of text (WCAG 2, 1.4.3)."""
MARK = 3.0
"""Least contrast of a mark, such as a bar or a line (WCAG 2, 1.4.11)."""
MOST = 21.0
"""The contrast of black and white."""
BLACK, WHITE = (0, 0, 0), (255, 255, 255)
HALF_TONES = {"░": 0.25, "▒": 0.5, "▓": 0.75}
"""Character → the share of its cell that has the colour of the mark; the rest shows the ground."""
STEPS = 32
"""Steps from one colour to another, whose mixtures are tried."""
_LINEAR = tuple(
    value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
    for value in (byte / 255 for byte in range(256))
)


def luminance(colour: RGB) -> float:
    """Relative luminance, from 0 for black to 1 for white."""
    red, green, blue = colour
    return 0.2126 * _LINEAR[red] + 0.7152 * _LINEAR[green] + 0.0722 * _LINEAR[blue]


def contrast(one: RGB, other: RGB) -> float:
    """The ratio of two colours, from 1 if they are equal to 21 for black and white."""
    high, low = luminance(one), luminance(other)
    if high < low:
        high, low = low, high
    return (high + 0.05) / (low + 0.05)


def mixed(one: RGB, other: RGB, share: float) -> RGB:
    """`one` with a `share` of `other`, from 0 to 1."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def ink_of(text: str) -> float:
    """The share of a cell that the faintest character fills: known for half tones, and taken as 1
    for all others."""
    return (
        1.0 if text.isascii() else min((HALF_TONES.get(each, 1.0) for each in text), default=1.0)
    )


def readable(colour: RGB, grounds: Sequence[RGB], ratio: float, ink: float = 1.0) -> RGB:
    """`colour`, mixed with just enough white or black for a contrast of `ratio` to all `grounds`
    where it fills the share `ink` of a cell; white or black itself if no mixture is enough."""
    for step in range(STEPS + 1):
        for end in (WHITE, BLACK):
            candidate = mixed(colour, end, step / STEPS)
            if _least(candidate, grounds, ink) >= ratio:
                return candidate
    return max(WHITE, BLACK, key=lambda end: _least(end, grounds, ink))


def faded(colour: RGB, ground: RGB, ratio: float) -> RGB:
    """`colour`, as close to its `ground` as a contrast of `ratio` allows."""
    colour = readable(colour, (ground,), ratio)
    mixtures = (mixed(colour, ground, step / STEPS) for step in range(STEPS, -1, -1))
    return next(each for each in mixtures if contrast(each, ground) >= ratio)


def _least(colour: RGB, grounds: Sequence[RGB], ink: float) -> float:
    return min(contrast(mixed(ground, colour, ink), ground) for ground in grounds)
