"""Rows of the screen in which every sign has a plain stand-in, whatever drew it.

Views choose their symbols from a set; texts, borders and scroll bars are put into plain
characters here, for a terminal that may have no others.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from octoterm.ascii_text import STAND_INS
from octoterm.ui.drawing.symbols import CONSOLE, CONSOLE_CHARACTERS, Symbols

_LINES = {"HORIZONTAL": "-", "VERTICAL": "|", "LIGHT": "+"}
"""A word in the names of characters that draw lines → their stand-in; the first word counts."""


class PlainRows(LineFilter):
    """Replaces signs that are not in a set of symbols; letters stay, such as those of names."""

    def __init__(self, symbols: Symbols) -> None:
        super().__init__()
        self._kept = CONSOLE_CHARACTERS if symbols == CONSOLE else frozenset[str]()

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        return [
            segment
            if segment.text.isascii()
            else Segment(plain(segment.text, self._kept), segment.style, segment.control)
            for segment in segments
        ]


@lru_cache(4096)
def plain(text: str, kept: frozenset[str]) -> str:
    """`text` with stand-ins for all signs except those `kept`, in the same number of columns."""
    return "".join(
        each if each.isascii() or each in kept or _is_letter(each) else stand_in(each)
        for each in text
    )


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM"


def stand_in(sign: str) -> str:
    """ASCII for one sign, in as many columns."""
    if sign in STAND_INS:
        return STAND_INS[sign]
    name = unicodedata.name(sign, "")
    if name.startswith("BOX DRAWINGS"):
        return next(symbol for word, symbol in _LINES.items() if word in name or word == "LIGHT")
    if name.startswith("BRAILLE"):
        return " " if name.endswith("BLANK") else "."
    if any(word in name for word in ("BLOCK", "SHADE", "QUADRANT", "SQUARE")):
        return "#"
    return "?" * cell_len(sign)
