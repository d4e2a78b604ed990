"""Draws the half hours of a day in columns, one below another, to show all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from textual.geometry import Size

from octoterm.analysis.parts import Part
from octoterm.analysis.supplement import Companion
from octoterm.consumption.quantity import Quantity
from octoterm.periods.period import Granularity
from octoterm.ui.drawing.cells import Cell, styled
from octoterm.ui.drawing.symbols import Symbols
from octoterm.ui.views.table.share_bar import share_bar

MOST_COLUMNS = 4
"""Columns of twelve half hours: a quarter of the day each."""
SPACE = 2
HALF_HOUR = Granularity.HALF_HOUR


@dataclass(frozen=True)
class HalfHoursPicture:
    """The half hours of a day, in the columns that there is room for."""

    parts: Sequence[Part]
    quantity: Quantity
    cursor: int | None
    """Number of the highlighted half hour; None if none is highlighted."""
    size: Size
    symbols: Symbols
    expected: range
    """UTC seconds from the first reading to the end of the last: others are not missing."""
    companions: Sequence[Companion] = ()
    """What else is shown for each half hour, after its value."""

    @property
    def fits(self) -> bool:
        """Whether all half hours can be seen, below a heading."""
        return bool(self.parts) and self._rows + 1 <= self.size.height

    @cached_property
    def rows(self) -> list[list[Cell]]:
        """The heading and the rows from the top."""
        heading = f"{'from':<{self._label_width}}{self._in_columns(self._units)}"
        lines = [styled(" " + heading.ljust(self._width) * self._columns, "heading")]
        for row in range(self._rows):
            line: list[Cell] = [(" ", "row")]
            for number in range(row, self._rows * self._columns, self._rows):
                line += self._cells(number)
            lines.append(line)
        if len(lines) < self.size.height:
            lines.append(self._legend)
        return [line[: self.size.width] for line in lines]

    @property
    def _legend(self) -> list[Cell]:
        """What the marks mean."""
        styles = {self._mark(part) for part in self.parts if part.missing}
        cells: list[Cell] = []
        if "missing" in styles:
            cells += styled(f"  {self.symbols.missing} {self.quantity.missing}", "missing")
        if "heading" in styles:
            cells += styled(f"  {self.symbols.dot} {self.quantity.none_due}", "heading")
        return cells[1:]

    def number_at(self, x: int, y: int) -> int | None:
        """Number of the half hour drawn in this place; None if there is none."""
        column, row = (x - 1) // self._width, y - 1
        number = column * self._rows + row
        inside = 0 <= column < self._columns and 0 <= row < self._rows
        return number if inside and number < len(self.parts) else None

    @property
    def _columns(self) -> int:
        text = self._label_width + sum(self._widths) + 1
        return max(1, min(MOST_COLUMNS, (self.size.width - 1) // text))

    @property
    def _rows(self) -> int:
        return -(-len(self.parts) // self._columns)

    @property
    def _width(self) -> int:
        return (self.size.width - 1) // self._columns

    @cached_property
    def _label_width(self) -> int:
        return max(len(part.label) for part in self.parts)

    @property
    def _units(self) -> list[str]:
        return [
            self.quantity.half_hour.unit,
            *(each.form(HALF_HOUR).unit for each in self.companions),
        ]

    @cached_property
    def _values(self) -> list[list[str]]:
        """The texts of each half hour."""
        return [
            [self._value(part), *(self._beside(each, part) for each in self.companions)]
            for part in self.parts
        ]

    def _beside(self, companion: Companion, part: Part) -> str:
        value = companion.of(part)
        return self.symbols.dot if value is None else companion.form(HALF_HOUR).number(value)

    def _in_columns(self, texts: Sequence[str]) -> str:
        return "".join(f"{text:>{width}}" for text, width in zip(texts, self._widths, strict=True))

    def _value(self, part: Part) -> str:
        if not part.missing:
            return self.quantity.half_hour.number(part.figures.total)
        return self.symbols.missing if self._mark(part) == "missing" else self.symbols.dot

    def _mark(self, part: Part) -> str:
        """The style of a half hour without a reading."""
        return "missing" if part.figures.start in self.expected else "heading"

    @cached_property
    def _widths(self) -> list[int]:
        """The widths of the columns after the label, each with the space before it."""
        columns = zip(self._units, *self._values, strict=True)
        return [max(map(len, column)) + 1 for column in columns]

    @cached_property
    def _ends(self) -> tuple[float, float]:
        totals = [0.0, *(part.figures.total for part in self.parts)]
        return min(totals), max(totals)

    def _cells(self, number: int) -> list[Cell]:
        if number >= len(self.parts):
            return styled(" " * self._width, "row")
        part = self.parts[number]
        style = "cursor" if number == self.cursor else "row"
        text = f"{part.label:<{self._label_width}}{self._in_columns(self._values[number])} "
        room = self._width - len(text) - SPACE
        bar = ""
        if room > 0:
            bar = share_bar(part.figures.total, *self._ends, self.symbols, room)
        mark = self._mark(part) if part.missing and style == "row" else style
        return [
            *styled(text, mark),
            *styled(bar, "bar" if style == "row" else style),
            *styled(" " * (self._width - len(text) - len(bar)), "row"),
        ]
