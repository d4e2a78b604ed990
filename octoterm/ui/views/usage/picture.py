"""Draws the usage chart: rows of characters, each with the name of its style.

From the top: the unit and the legend, the canvas with its scale, the axis with marks for what is
missing, the ticks, and the part of the legend that does not fit into the first line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain

from textual.geometry import Size

from octoterm.analysis.base_load import BaseLoad
from octoterm.analysis.comparison.compared_parts import ComparedPart
from octoterm.analysis.projection import Projection
from octoterm.consumption.quantity import Form, Quantity
from octoterm.periods.period import Granularity
from octoterm.ui.drawing.bars import (
    Fills,
    Point,
    Slots,
    axis_labels,
    canvas,
    clear_of_ends,
    outline,
    points,
)
from octoterm.ui.drawing.cells import SHADED, Cell, styled
from octoterm.ui.drawing.legend import Mark, legend_lines
from octoterm.ui.drawing.scale import AXIS, EIGHTHS, Scale
from octoterm.ui.drawing.shaded_ground import ShadedColumns, on_shaded_ground
from octoterm.ui.drawing.symbols import Symbols
from octoterm.ui.views.usage.bars import Bars, bars_of, weekday_initials
from octoterm.ui.views.usage.ground import Ground
from octoterm.ui.views.usage.legend import mark_of, marks_on, symbol_of_days
from octoterm.ui.views.usage.line import Line

STYLES = (
    "axis", "bar", "base", "base-over-bar", "cursor", "expected", "incomplete", "line",
    "line-over-bar", "missing", "other", "other-over-bar", "unusual",
)  # fmt: skip
LEAST_MARGIN = 6
ROWS_FOR_INITIALS = 16
"""Height of the chart from which days have the initials of their weekdays."""
ROWS_FOR_LEGEND = 14
"""Height of the chart from which the legend may have a second line."""


@dataclass(frozen=True)
class UsagePicture:
    """The whole chart as rows of styled cells."""

    compared_parts: tuple[ComparedPart, ...]
    """What the bars stand for, and what each is compared with."""
    quantity: Quantity
    cursor: int | None
    """Number of the part under the cursor; None if the cursor is not used."""
    size: Size
    symbols: Symbols
    reach: range = range(0)
    """UTC seconds from the start of the first reading to the end of the last."""
    whole: Granularity = Granularity.DAY
    """The kind of period that the bars are parts of."""
    base_load: BaseLoad | None = None
    line: Line | None = None
    name_of_other: str = ""
    """The period that the bars are compared with, drawn as an outline; empty for none."""
    course: Projection | None = None
    """What the part in progress is on course for."""
    grounds: tuple[Ground, ...] = ()
    shows_grounds: bool = True
    """Whether shaded grounds can be distinguished from the usual one on this terminal."""
    unusual: frozenset[date] = frozenset()
    """The days that are marked as unusual, where bars are days."""
    noted: frozenset[date] = frozenset()
    """The days with notes, which mark the bars that they are in."""

    @cached_property
    def rows(self) -> list[list[Cell]]:
        """From the top, each as wide as the widget."""
        if not self.compared_parts or not self.size:
            return []
        rows = [self._legend[0]] if self._rows_around_canvas > 2 else []
        for at, cells in enumerate(self._canvas):
            row = self._height - 1 - at
            if self.line:  # its axis is at the end of the bars
                cells = [
                    *cells[: self._bars.columns],
                    *self.line.edge(row, self._height, self.symbols),
                ]
            rows.append(self._margin_of(row) + cells)
        if self._rows_around_canvas > 0:
            rows.append(self._axis)
        if self._rows_around_canvas > 1:
            rows.append(self._below(axis_labels(self._bars.own, self._slots, self._columns)))
        if self._has_initials:
            rows.append(self._below(weekday_initials(self.compared_parts, self._slots)))
        if self._has_second_line:
            rows.append(self._legend[1])
        return rows

    def part_at(self, x: int) -> int | None:
        """Number of the part whose bar is in column `x` of the widget."""
        if not self.compared_parts or x < self._margin:
            return None
        part = (x - self._margin) // self._slots.pitch * self._slots.together
        return part if part < len(self.compared_parts) else None

    # The shape

    @property
    def _kind(self) -> Granularity:
        return self.compared_parts[0].part.kind

    @property
    def _form(self) -> Form:
        """The format for the heights of bars."""
        return self.quantity.form(self._kind)

    @property
    def _rows_around_canvas(self) -> int:
        """Rows of axis, ticks and title that there is room for."""
        return min(3, max(0, self.size.height - 2))

    @property
    def _has_initials(self) -> bool:
        return (
            self.size.height >= ROWS_FOR_INITIALS
            and self.whole is Granularity.MONTH
            and self._kind is Granularity.DAY
            and self._slots.together == 1
        )

    @property
    def _has_second_line(self) -> bool:
        return self.size.height >= ROWS_FOR_LEGEND and len(self._legend) > 1

    @property
    def _height(self) -> int:
        more = self._has_initials + self._has_second_line
        return self.size.height - self._rows_around_canvas - more

    @property
    def _columns(self) -> int:
        return max(1, self.size.width - self._margin - (self.line.margin if self.line else 0))

    @cached_property
    def _margin(self) -> int:
        return margin(self.compared_parts, self._form, self.size.width, self.line)

    @cached_property
    def _slots(self) -> Slots:
        return Slots.fitting(len(self.compared_parts), self._columns)

    @cached_property
    def _bars(self) -> Bars:
        return bars_of(
            self.compared_parts,
            self._form,
            self._slots,
            self.reach,
            self.whole,
            self.course.expected if self.course else None,
            self.unusual,
            self.noted,
        )

    @cached_property
    def _scale(self) -> Scale:
        bars = chain(self._bars.own, self._bars.others if self.name_of_other else ())
        values = [self._base, *(bar.value or 0.0 for bar in bars)]
        values += [bar.course for bar in self._bars.own if bar.course is not None]
        return Scale.spanning(min(values), max(values), self._height)

    @property
    def _base(self) -> float:
        """The base load as a bar's height; 0 without one."""
        if self.base_load is None:
            return 0.0
        return self._form.factor * self.base_load.rate / 2 * self._slots.together

    # The canvas

    @property
    def _fills(self) -> Fills:
        symbols = self.symbols
        return Fills(symbols.bars, symbols.hanging, symbols.incomplete, symbols.expected)

    @cached_property
    def _points(self) -> Sequence[Point]:
        return list(points(self._bars.own, self._slots, self._scale, self._height, self._fills))

    @cached_property
    def _outline(self) -> dict[tuple[int, int], str]:
        """Row and column → the line at the height of what the bar is compared with."""
        if not self.name_of_other:
            return {}
        line = self.symbols.outline
        drawn = outline(self._bars.others, self._slots, self._scale, self._height, line)
        clear = clear_of_ends(drawn, self._points, self._scale, self._fills, line.across)
        return {(point.row, point.column): point.symbol for point in clear}

    @cached_property
    def _base_row(self) -> int | None:
        """The row across which the base load runs."""
        return self._scale.row(self._base) if self._base > 0 else None

    @cached_property
    def _line_rows(self) -> dict[int, int]:
        """Column → the row in which the line is."""
        return self.line.rows(self._slots, self._height) if self.line else {}

    def _columns_over(self, parts: range) -> range:
        together, pitch = self._slots.together, self._slots.pitch
        begin, end = parts.start // together, -(-parts.stop // together)
        return range(begin * pitch, min(end * pitch, self._columns))

    @cached_property
    def _under_cursor(self) -> range:
        """The columns of the bar that the cursor is on."""
        if self.cursor is None:
            return range(0)
        return self._slots.columns_of(self.cursor // self._slots.together)

    @cached_property
    def _styles(self) -> dict[str, str]:
        """Character of the canvas → its style."""
        return {self.symbols.incomplete: "incomplete", self.symbols.expected: "expected"}

    @property
    def _canvas(self) -> list[list[Cell]]:
        drawn = canvas(self._columns, self._height, self._points)
        rows = [
            [
                self._cell(self._height - 1 - at, column, symbol)
                for column, symbol in enumerate(row)
            ]
            for at, row in enumerate(drawn)
        ]
        grounds = (
            ShadedColumns(self._columns_over(each.parts), each.name) for each in self.grounds
        )
        return on_shaded_ground(rows, grounds)

    def _cell(self, row: int, column: int, symbol: str) -> Cell:
        empty = symbol == " "
        if line := self._outline.get((row, column)):
            return line, "other" if empty else "other-over-bar"
        if row == self._line_rows.get(column):
            is_covered = symbol in self.symbols.bars[EIGHTHS // 2 :]
            return self.symbols.second_line, "line-over-bar" if is_covered else "line"
        if row == self._base_row and column < self._drawn:
            is_covered = symbol in self.symbols.bars[EIGHTHS // 2 :]
            return self.symbols.base_load, "base-over-bar" if is_covered else "base"
        if column in self._under_cursor and not empty:
            return symbol, "cursor"
        if row == self._scale.zero_row and empty and column < self._end:
            return self.symbols.line, "axis"
        return symbol, self._styles.get(symbol, "bar")

    @cached_property
    def _drawn(self) -> int:
        """The columns up to the end of the last bar that is not still to come."""
        return sum(not bar.outside for bar in self._bars.own) * self._slots.pitch

    @property
    def _end(self) -> int:
        """The columns up to the end of the last bar, where the axis ends too."""
        return self._bars.columns - self._slots.gap

    # Around it

    def _margin_of(self, row: int) -> list[Cell]:
        label = self._ticks.get(row)
        edge = self.symbols.vertical if label is None else self.symbols.tick
        return styled((label or "").rjust(self._margin - 1) + edge, "axis")

    @cached_property
    def _ticks(self) -> dict[int, str]:
        return self._scale.ticks(self._height)

    @cached_property
    def _legend(self) -> list[list[Cell]]:
        """The first line, with the unit, and others if it is not enough."""
        entries = []
        if self.name_of_other:
            entries.append(Mark(self.symbols.outline.across * 2, "other", self.name_of_other))
        if self.base_load is not None and self._base > 0:
            rate = self.quantity.rate.text(self.base_load.rate)
            name = f"{self.base_load.name_of(self.quantity)} {rate}"
            entries.append(Mark(self.symbols.base_load * 2, "base", name))
        if self.line is not None:
            entries.append(self.line.mark(self.symbols))
        course = self.course.words(self._form).partition(" (")[0] if self.course else ""
        entries += marks_on(self._bars.own, self.symbols, self.quantity, course)
        is_named = any(ground.name for ground in self.grounds)
        if self.grounds and self.shows_grounds and not is_named:
            entries.append(Mark("  ", "axis" + SHADED, "weekend"))
        title = f"{self._form.unit:>{self._margin - 1}} per {self._bars.name}"
        cells = (entry.cells for entry in entries)
        return legend_lines(cells, self.size.width, styled(title, "axis"))

    def _below(self, text: str) -> list[Cell]:
        return styled(" " * self._margin + text.ljust(self._columns)[: self._columns], "axis")

    @property
    def _axis(self) -> list[Cell]:
        zero = self._ticks.get(AXIS, "")
        cells = styled(zero.rjust(self._margin - 1) + self.symbols.corner, "axis")
        columns = self._bars.columns if self.line else self._columns
        cells += [self._axis_cell(column) for column in range(columns)]
        return cells + (self.line.edge(AXIS, self._height, self.symbols) if self.line else [])

    def _axis_cell(self, column: int) -> Cell:
        """What the axis shows about the bar on it, besides its height."""
        mark, style = self._mark(column)
        if column not in self._under_cursor:
            return mark, style
        return self.symbols.cursor if mark == self.symbols.line else mark, "cursor"

    def _mark(self, column: int) -> Cell:
        bar = self._bars.bar_at(column)
        if bar is None:
            return (self.symbols.line if column < self._end else " "), "axis"
        width, within = self._slots.width, column % self._slots.pitch
        before, after = bar.without_data(width)
        if within < before or within >= width - after:
            return self.symbols.dot, "axis"
        is_middle = within == (width - 1) // 2
        mark = mark_of(bar, self.symbols)
        if mark and (is_middle or not bar.looks_whole):
            return mark.symbol, mark.style
        symbol = symbol_of_days(bar, self.symbols) if is_middle else ""
        return (symbol, "unusual") if symbol else (self.symbols.line, "axis")


def margin(
    compared: Sequence[ComparedPart], form: Form, width: int, line: Line | None = None
) -> int:
    """Columns left of the canvas of a chart of `width` columns: room for the widest tick. Columns
    that it does not need are left to the axis of the line, if there is one."""
    bars = (part for each in compared for part in (each.part, each.other) if part)
    values = [form.factor * part.figures.total for part in bars]
    together = Slots.fitting(len(compared), width).together
    scale = Scale.spanning(together * min(values), together * max(values), 20)
    return max(LEAST_MARGIN - bool(line), max(map(len, scale.ticks(20).values())) + 2)
