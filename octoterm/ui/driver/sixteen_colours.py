"""The colours of a theme on a terminal that has 16 of its own.

Rich takes the nearest of them for each colour alone, so that a text and its ground may become the
same. Here, the text gets the nearest that can be told from the ground, whichever of the usual
palettes the terminal has.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from rich.color import Color as RichColor
from rich.color import ColorSystem, ColorType
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from octoterm.ui.contrast import MARK, RGB, contrast

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
    ground = _nearest(style.bgcolor)
    text = _nearest(style.color)
    if ground is None or text is None:  # the terminal's default, which is readable
        return style
    if contrast_of(text, ground) < MARK:
        wanted = _rgb(style.color)
        text = min(_readable_on(ground), key=lambda each: _distance(XTERM[each], wanted))
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


def _nearest(colour: RichColor) -> int | None:
    """The number of the nearest colour; None for the terminal's default."""
    if colour.type is ColorType.DEFAULT:
        return None
    return colour.downgrade(ColorSystem.STANDARD).number


def _rgb(colour: RichColor) -> RGB:
    red, green, blue = colour.get_truecolor()
    return red, green, blue


def _distance(one: RGB, other: RGB) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
