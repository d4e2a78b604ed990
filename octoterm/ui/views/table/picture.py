"""Draws the table: the heading, the rows that fit, and a scroll bar if those are not all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from textual.geometry import Size

from octoterm.ui.drawing.cells import Cell, styled
from octoterm.ui.drawing.scrolling import BAR_STYLES, first_drawn, scroll_bar
from octoterm.ui.drawing.symbols import Symbols
from octoterm.ui.views.table.column_texts import Texts

STYLES = ("heading", "row", "cursor", *BAR_STYLES)


@dataclass(frozen=True)
class TablePicture:
    """The whole view as rows of styled cells, made only of what is in view."""

    columns: Sequence[Texts]
    cursor: int | None
    """Number of the highlighted row, which is kept in view; None if there is none."""
    size: Size
    symbols: Symbols
    before: int = 0
    """The first row drawn before, which is kept as long as the cursor is in view."""

    @cached_property
    def rows(self) -> list[list[Cell]]:
        """From the top, for the widget's size."""
        heading = self._line((column.heading for column in self.columns), "heading")
        lines = [self._row(number) for number in self.drawn]
        if self._has_bar:
            bar = scroll_bar(self.first, self._count, self._room, self.symbols)
            lines = [[*line[:-1], cell] for line, cell in zip(lines, bar, strict=True)]
        return [heading, *lines][: self.size.height]

    @cached_property
    def first(self) -> int:
        """The first row that is drawn."""
        return first_drawn(self._count, self._room, self.before, self.cursor)

    @property
    def drawn(self) -> range:
        """The numbers of the rows that are drawn."""
        return range(self.first, min(self.first + self._room, self._count))

    def scrolled_to(self, first: int) -> range:
        """The rows that are drawn once that is the first of them, as far as there are more."""
        return replace(self, before=max(0, first), cursor=None).drawn

    def row_at(self, x: int, y: int) -> int | None:
        """Number of the row that is drawn in this place of the widget."""
        number = self.first + y - 1
        return number if y and number in self.drawn and not self._is_on_bar(x) else None

    def first_at(self, x: int, y: int) -> int | None:
        """The row to begin with where the bar is clicked in this place; None beside the bar."""
        if not (y and self._is_on_bar(x)):
            return None
        return (self._count - self._room) * (y - 1) // max(1, self._room - 1)

    @property
    def _count(self) -> int:
        return len(self.columns[0].texts)

    @property
    def _room(self) -> int:
        """Rows below the heading."""
        return max(0, self.size.height - 1)

    @property
    def _has_bar(self) -> bool:
        return self._count > self._room

    def _is_on_bar(self, x: int) -> bool:
        return self._has_bar and x == self.size.width - 1

    def _row(self, number: int) -> list[Cell]:
        texts = (column.texts[number] for column in self.columns)
        return self._line(texts, "cursor" if number == self.cursor else "row")

    def _line(self, texts: Iterable[str], style: str) -> list[Cell]:
        """A text for each column, as wide as the widget."""
        line = "".join(map(_padded, self.columns, texts))
        return styled(line[: self.size.width].ljust(self.size.width), style)


def _padded(column: Texts, text: str) -> str:
    """With a space on either side."""
    return f" {text:<{column.width}} " if column.aligned_left else f" {text:>{column.width}} "
