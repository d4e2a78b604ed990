"""The colours of a theme on a terminal that has 16 of its own.

Rich takes the nearest of them for each colour alone, so that a text and its ground may become the
same, and amber red. Here, the text gets one that can be told from the ground, whichever of the
usual palettes the terminal has: grey for grey, and else that of the nearest hue.
"""

from __future__ import annotations

from collections.abc import Sequence
from colorsys import rgb_to_hsv
from functools import cache, lru_cache, partial

from rich.color import Color as RichColor
from rich.color import ColorSystem, ColorType
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from octoterm.ui.contrast import MARK, RGB, contrast, luminance

XTERM: tuple[RGB, ...] = (
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0),
    (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
    (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0),
    (92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255),
)  # fmt: skip
"""The defaults of xterm (XTerm-col.ad)."""
LINUX: tuple[RGB, ...] = (
    (0, 0, 0), (170, 0, 0), (0, 170, 0), (170, 85, 0),
    (0, 0, 170), (170, 0, 170), (0, 170, 170), (170, 170, 170),
    (85, 85, 85), (255, 85, 85), (85, 255, 85), (255, 255, 85),
    (85, 85, 255), (255, 85, 255), (85, 255, 255), (255, 255, 255),
)  # fmt: skip
"""Those of the Linux console, as of VGA (drivers/tty/vt/vt.c)."""

LEAST_CHROMA = 32
"""The difference of the largest and the smallest of red, green and blue from which a colour is not
called grey."""
HUE = 4.0
"""What a whole turn of hue counts for, against the difference of black and white."""


class SixteenColours(LineFilter):
    """Replaces colours by the terminal's own, which can be told from one another."""

    def apply(
        self,
        segments: Sequence[Segment],
        background: Color,  # noqa: ARG002
    ) -> list[Segment]:
        return [
            Segment(text, style and in_sixteen(style), control)
            for text, style, control in segments
        ]


SIXTEEN_COLOURS = SixteenColours()


@lru_cache(4096)
def in_sixteen(style: Style) -> Style:
    """The style with the terminal's own colours."""
    if style.color is None or style.bgcolor is None:
        return style
    ground = _ground(style.bgcolor)
    if ground is None or style.color.type is ColorType.DEFAULT:  # the terminal's are readable
        return style
    unlike = partial(_unlikeness, style.color.get_truecolor())
    text = min(_readable_on(ground), key=lambda each: unlike(XTERM[each]))
    return style + Style.from_color(RichColor.from_ansi(text), RichColor.from_ansi(ground))


@cache
def contrast_of(text: int, ground: int) -> float:
    """The contrast of two of the colours, by their numbers, on the palette where it is lower."""
    return min(contrast(palette[text], palette[ground]) for palette in (XTERM, LINUX))


@cache
def _readable_on(ground: int) -> tuple[int, ...]:
    """The colours to be told from `ground`: the best one at least."""
    by_contrast = sorted(range(16), key=lambda each: -contrast_of(each, ground))
    return tuple(each for each in by_contrast if contrast_of(each, ground) >= MARK) or (
        by_contrast[0],
    )


def _ground(colour: RichColor) -> int | None:
    """The number of the colour for a ground; None for the terminal's default. A grey one is
    Rich's, which tells a dark ground from black; others are those of bars of that colour."""
    if colour.type is ColorType.DEFAULT:
        return None
    wanted = colour.get_truecolor()
    if _is_grey(wanted):
        return colour.downgrade(ColorSystem.STANDARD).number
    return min(range(16), key=lambda each: _unlikeness(wanted, XTERM[each]))


def _unlikeness(one: RGB, other: RGB) -> float:
    """How different two colours look: most if only one is grey, else by hue, and by lightness."""
    if _is_grey(one) or _is_grey(other):
        hue = 0.0 if _is_grey(one) and _is_grey(other) else 0.5
    else:
        apart = abs(rgb_to_hsv(*one)[0] - rgb_to_hsv(*other)[0])
        hue = min(apart, 1 - apart)
    return HUE * hue + abs(luminance(one) - luminance(other))


def _is_grey(colour: RGB) -> bool:
    return max(colour) - min(colour) < LEAST_CHROMA
