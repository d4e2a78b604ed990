"""Scrolling: which rows are drawn if not all of them fit, and the scroll bar."""

from __future__ import annotations

from collections.abc import Sequence

from textual.geometry import Size

from octoterm.ui.drawing.cells import Cell
from octoterm.ui.drawing.symbols import Symbols

BAR_STYLES = ("thumb", "thumb-end", "track")
"""Styles of the cells of a scroll bar; `thumb-end` is for the lower end of the thumb and has its
colours reversed."""
EIGHTHS = 8
"""Steps in which the thumb moves within a cell."""


class ScrolledPicture:
    """A picture of which not all rows may fit."""

    size: Size

    @property
    def first(self) -> int:
        """The first row that is drawn of those that are scrolled."""
        raise NotImplementedError

    @property
    def last_first(self) -> int:
        """The first row drawn when the last one is in view; 0 if all fit."""
        return max(0, len(self._body) - self._room) if self._overflows else 0

    @property
    def _overflows(self) -> bool:
        return len(self._lines) > self.size.height

    @property
    def _lines(self) -> Sequence[object]:
        """All rows."""
        raise NotImplementedError

    @property
    def _body(self) -> Sequence[object]:
        """Those that are scrolled."""
        raise NotImplementedError

    @property
    def _room(self) -> int:
        """How many of these are drawn."""
        raise NotImplementedError


def first_drawn(rows: int, room: int, before: int, row: int | None = None) -> int:
    """The first row to draw if only `room` of `rows` fit.

    It is `before`, the one drawn first last time, unless that would leave space below the last
    row, or leave `row`, which must be in view, out of view.
    """
    first = min(before, max(0, rows - room))
    return first if row is None else min(max(first, row - room + 1), row)


def scroll_bar(first: int, rows: int, room: int, symbols: Symbols) -> list[Cell]:
    """The cells of a scroll bar, from the top: `room` of the `rows` are shown, from `first` on.

    There must be more rows than room. The thumb touches an end only if the first or the last row
    is shown.
    """
    grain = EIGHTHS if symbols.ascii_only else 1
    whole = EIGHTHS * room
    thumb = max(EIGHTHS, whole * room // rows // grain * grain)
    steps = (whole - thumb) // grain
    begin = grain * min(steps, max(int(first > 0), steps * first // (rows - room)))
    return [_covered(begin - at, begin + thumb - at, symbols) for at in range(0, whole, EIGHTHS)]


def _covered(begin: int, end: int, symbols: Symbols) -> Cell:
    """A cell that the thumb covers from the eighth `begin` to `end`, counted from the top."""
    if begin >= EIGHTHS or end <= 0:
        return " ", "track"
    if begin > 0:
        return symbols.bars[EIGHTHS - begin], "thumb"
    return symbols.bars[EIGHTHS - min(end, EIGHTHS)], "thumb-end"
