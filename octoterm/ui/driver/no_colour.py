"""Draws without colours if NO_COLOR asks for that.

Textual decides only once how to leave out colours, by the theme at the start, so a theme chosen
later may be black on black. Here, the theme in use decides for every row drawn.
"""

from __future__ import annotations

from functools import lru_cache

from rich.color import Color, ColorType
from rich.segment import Segment
from rich.style import Style
from textual.color import Color as MixedColour
from textual.filter import LineFilter

from octoterm.ui.contrast import TEXT, contrast


class Greys(LineFilter):
    """Turns colours into greys that are distinct from their background."""

    def apply(self, segments: list[Segment], background: MixedColour) -> list[Segment]:  # noqa: ARG002
        return [
            Segment(text, style and in_greys(style), control) for text, style, control in segments
        ]


class TerminalsOwn(LineFilter):
    """For themes that leave colours to the terminal: only its default colours, which are reversed
    where the theme has another background, such as that of a cursor."""

    def apply(self, segments: list[Segment], background: MixedColour) -> list[Segment]:  # noqa: ARG002
        return [
            Segment(text, style and in_default_colours(style), control)
            for text, style, control in segments
        ]


@lru_cache(4096)
def in_greys(style: Style) -> Style:
    """The style with each colour replaced by an equally bright grey; the grey of the text is made
    brighter or darker if it would be hard to read."""
    text, ground = _grey(style.color), _grey(style.bgcolor)
    if text is not None and ground is not None:
        text = _readable(text, ground)
    return style + Style.from_color(_colour(text), _colour(ground))


@lru_cache(4096)
def in_default_colours(style: Style) -> Style:
    """The style without its colours, reversed if it has a background of its own."""
    default = Style.from_color(Color.default(), Color.default())
    has_ground = style.bgcolor is not None and style.bgcolor.type != ColorType.DEFAULT
    return style + default + Style(reverse=has_ground or style.reverse)


def _grey(colour: Color | None) -> int | None:
    """The brightness, from 0 to 255; None for the terminal's default colour."""
    if colour is None or colour.type == ColorType.DEFAULT:
        return None
    return MixedColour.from_rich_color(colour).monochrome.r


def _colour(grey: int | None) -> Color:
    return Color.default() if grey is None else Color.from_rgb(grey, grey, grey)


def _readable(grey: int, ground: int) -> int:
    """The grey nearest to `grey` with enough contrast to `ground`."""
    if _contrast(grey, ground) >= TEXT:
        return grey
    lighter, darker = range(ground, 256), range(ground, -1, -1)
    greys = max(lighter, darker, key=lambda shades: _contrast(shades[-1], ground))
    return next((each for each in greys if _contrast(each, ground) >= TEXT), greys[-1])


def _contrast(one: int, other: int) -> float:
    """The contrast of two greys, from 1 to 21."""
    return contrast((one, one, one), (other, other, other))
