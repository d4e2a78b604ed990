"""Rows of which only some fit: those that are drawn, and the bar that says where they are."""

from __future__ import annotations

from octoterm.ui.drawing.cells import Cell
from octoterm.ui.drawing.symbols import Symbols

BAR_STYLES = ("thumb", "thumb-end", "track")
"""Of a bar's cells; `thumb-end` has the colours of the other two the other way round."""
EIGHTHS = 8
"""Of a cell."""


def first_drawn(rows: int, room: int, before: int, row: int | None = None) -> int:
    """The first row that is drawn of so many, of which `room` fit: the one that was it before,
    as far as there are rows to follow it and `row` is in view.
    """
    first = min(before, max(0, rows - room))
    return first if row is None else min(max(first, row - room + 1), row)


def scroll_bar(first: int, rows: int, room: int, symbols: Symbols) -> list[Cell]:
    """A column of cells beside the `room` of the `rows`, which are more, that begin with `first`.

    Its thumb touches an end only where there are no more rows beyond it.
    """
    grain = EIGHTHS if symbols.ascii_only else 1
    whole = EIGHTHS * room
    thumb = max(EIGHTHS, whole * room // rows // grain * grain)
    steps = (whole - thumb) // grain
    begin = grain * min(steps, max(int(first > 0), steps * first // (rows - room)))
    return [_covered(begin - at, begin + thumb - at, symbols) for at in range(0, whole, EIGHTHS)]


def _covered(begin: int, end: int, symbols: Symbols) -> Cell:
    """A cell in which the thumb reaches from one eighth to another, counted from the top."""
    if begin >= EIGHTHS or end <= 0:
        return " ", "track"
    if begin > 0:
        return symbols.bars[EIGHTHS - begin], "thumb"
    return symbols.bars[EIGHTHS - min(end, EIGHTHS)], "thumb-end"
