"""Draws the table: the heading, the rows that fit, and a scroll bar if not all of them fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from textual.geometry import Size

from octoterm.ui.drawing.cells import Cell, styled
from octoterm.ui.drawing.scrolling import BAR_STYLES, first_drawn, scroll_bar
from octoterm.ui.drawing.symbols import Symbols
from octoterm.ui.views.table.column_texts import Texts

STYLES = ("heading", "row", "bar", "missing", "total", "cursor", *BAR_STYLES)
ROWS_FOR_TOTAL, ROWS_FOR_LEGEND = 6, 10
"""Heights from which the table has a row for the whole period, and a legend of its marks."""


@dataclass(frozen=True)
class TablePicture:
    """The table as rows of styled cells. Only the rows in view are made, which keeps it fast."""

    columns: Sequence[Texts]
    cursor: int | None
    """Number of the highlighted row, which is always in view; None if no row is highlighted."""
    size: Size
    symbols: Symbols
    legend: str = ""
    """What the marks of rows mean."""
    before: int = 0
    """Number of the first row drawn last time. It stays the first as long as that keeps the
    cursor in view."""

    @cached_property
    def rows(self) -> list[list[Cell]]:
        """The heading and the rows that fit, as wide as the widget."""
        heading = self._line((column.heading for column in self.columns), "heading")
        lines = [self._row(number) for number in self.drawn]
        if self._has_bar:
            bar = scroll_bar(self.first, self._count, self._room, self.symbols)
            lines = [[*line[:-1], cell] for line, cell in zip(lines, bar, strict=True)]
        foot = [self._line((column.total for column in self.columns), "total")]
        below = [*(foot if self._has_total else ()), *([self._legend] if self._has_legend else ())]
        return [heading, *lines, *below][: self.size.height]

    @cached_property
    def first(self) -> int:
        """Number of the first row that is drawn."""
        return first_drawn(self._count, self._room, self.before, self.cursor)

    @property
    def drawn(self) -> range:
        """The numbers of the rows that are drawn."""
        return range(self.first, min(self.first + self._room, self._count))

    def scrolled_to(self, first: int) -> range:
        """The numbers of the rows drawn after scrolling `first` to the top, or as near to it as
        possible."""
        return replace(self, before=max(0, first), cursor=None).drawn

    def row_at(self, x: int, y: int) -> int | None:
        """Number of the row drawn at this column and line of the widget; None if there is none."""
        number = self.first + y - 1
        return number if y and number in self.drawn and not self._is_on_bar(x) else None

    def first_at(self, x: int, y: int) -> int | None:
        """The row to scroll to after a click on the scroll bar; None if the click is not on it."""
        if not (y and self._is_on_bar(x)):
            return None
        return (self._count - self._room) * (y - 1) // max(1, self._room - 1)

    @property
    def _count(self) -> int:
        return len(self.columns[0].texts)

    @property
    def _room(self) -> int:
        """Number of rows that fit below the heading."""
        return max(0, self.size.height - 1 - self._has_total - self._has_legend)

    @property
    def _has_legend(self) -> bool:
        return bool(self.legend) and self.size.height >= ROWS_FOR_LEGEND

    @property
    def _legend(self) -> list[Cell]:
        return styled(f" {self.legend}".ljust(self.size.width)[: self.size.width], "heading")

    @property
    def _has_total(self) -> bool:
        has_texts = any(column.total for column in self.columns)
        return self.size.height >= ROWS_FOR_TOTAL and self._count > 1 and has_texts

    @property
    def _has_bar(self) -> bool:
        return self._count > self._room

    def _is_on_bar(self, x: int) -> bool:
        return self._has_bar and x == self.size.width - 1

    def _row(self, number: int) -> list[Cell]:
        texts = (column.texts[number] for column in self.columns)
        return self._line(texts, "cursor" if number == self.cursor else "row")

    def _line(self, texts: Iterable[str], style: str) -> list[Cell]:
        """A line of the table, as wide as the widget, from a text for each column."""
        line: list[Cell] = []
        for column, text in zip(self.columns, texts, strict=True):
            line += styled(
                _padded(column, text), column.style if style == "row" and column.style else style
            )
        blank = styled(" " * (self.size.width - len(line)), style)
        return [*line, *blank][: self.size.width]


def _padded(column: Texts, text: str) -> str:
    """`text`, aligned in its column, with a space on either side."""
    return f" {text:<{column.width}} " if column.aligned_left else f" {text:>{column.width}} "
