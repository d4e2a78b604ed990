"""Styles that can be read on their ground: texts, marks, and half tones, which need a stronger
colour than a mark that fills its cell. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from rich.color import Color
from rich.segment import Segment
from rich.style import Style

from octoterm.ui.contrast import HALF_TONES, MARK, MOST, ink_of, readable


def with_clear_half_tones(text: str, style: Style, *, coloured: bool) -> Iterator[Segment]:
    """The text in this style, with half tones as clear as other marks: in a stronger colour, or in
    black or white without the colours for that (`coloured`)."""
    if text.isascii() or HALF_TONES.keys().isdisjoint(text):
        yield Segment(text, style)
        return
    ratio = MARK if coloured else MOST
    for ink, run in groupby(text, ink_of):
        yield Segment("".join(run), style if ink == 1 else readable_style(style, ratio, ink))


@lru_cache(1024)
def readable_style(style: Style, ratio: float, ink: float = 1.0) -> Style:
    """The style, with its colour changed as little as it takes to have `ratio` to its ground where
    it fills the share `ink` of a cell. Where the terminal chooses the colours, half tones get that
    of its text, which is the strongest, and others keep theirs."""
    colour, ground = style.color, style.bgcolor
    if colour is None or ground is None or colour.triplet is None or ground.triplet is None:
        return style if ink == 1 else style + Style(color=Color.default(), bold=True)
    stronger = readable(colour.get_truecolor(), (ground.get_truecolor(),), ratio, ink)
    return style + Style(color=Color.from_rgb(*stronger))
