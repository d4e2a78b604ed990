"""Draws the trends: bars for days or longer parts under one running average.

From the top: a sentence, what is shown, the canvas with its scale, the axis with marks, the dates
with the cursor, what is under the cursor, the legend, and records. On a low screen, the canvas and
what is under the cursor are left out last.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from textual.geometry import Size

from octoterm.analysis.trend.parts import TrendPart
from octoterm.analysis.trend.shown import ShownTrend
from octoterm.analysis.trend.trends import Measure
from octoterm.periods.period import Granularity, Period
from octoterm.ui.drawing.bars import Bar, Fills, Point, Slots, canvas, points
from octoterm.ui.drawing.cells import Cell, styled
from octoterm.ui.drawing.legend import legend_lines
from octoterm.ui.drawing.lines import NOTHING, Curve, axis_begin, curve, pen, scale_of, with_scale
from octoterm.ui.drawing.raised_scale import RaisedScale
from octoterm.ui.drawing.scale import Scale
from octoterm.ui.drawing.shortened import cut, longest_fitting
from octoterm.ui.drawing.symbols import Symbols
from octoterm.ui.views.trends.columns import PartColumns, average_by_column
from octoterm.ui.views.trends.dates import dates_below
from octoterm.ui.views.trends.legend import entries, mark_of

STYLES = (
    "axis", "note", "light", "lit", "average", "average-on-light", "average-on-lit",
    "average-cut-in-light", "average-cut-in-lit", "missing", "unusual", "cursor",
)  # fmt: skip
MARGIN = 6
"""Columns for the scale."""
HALF = 4
"""Eighths of a cell from which a bar is drawn as filling it, where the average passes."""
LOWEST_WITH = {"dates": 5, "under cursor": 2, "axis": 4, "title": 8, "sentence": 9, "legend": 10}
"""Fewest rows of a view that has each of these."""
LEAST_CANVAS = 6
"""Rows that records leave to the canvas; they may take half of the view."""


@dataclass(frozen=True)
class TrendPicture:
    """The whole view as rows of styled cells."""

    trend: ShownTrend
    size: Size
    symbols: Symbols
    has_colours: bool = True
    """Whether bars and the average can be told apart by their colours."""
    noted: tuple[date, ...] = ()
    """The days with notes, which mark the bars that they are in."""

    def rows(self, cursor: int) -> list[list[Cell]]:
        """From the top, for the size of the widget; `cursor` is the number of a part."""
        if not self.trend.parts or self.size.height < 1:
            return []
        cells = {
            "title": self._title,
            "sentence": self._sentence,
            "axis": self._axis,
            "dates": self._dates(cursor),
            "under cursor": self._under_cursor(cursor),
        }
        has = [name for name in cells if self._has(name)]
        above = [cells[name] for name in ("sentence", "title") if name in has]
        below = [cells[name] for name in ("axis", "dates", "under cursor") if name in has]
        if self.size.height == 1:
            return [cells["under cursor"][: self.size.width]]
        rows = [*above, *self._canvas, *below, *self._legend, *self._records]
        return [row[: self.size.width] for row in rows[: self.size.height]]

    def part_at(self, x: int) -> int | None:
        """The number of the part drawn in a column of the widget."""
        return self.columns.part_at(x - MARGIN)

    @cached_property
    def columns(self) -> PartColumns:
        """The columns of the bars."""
        return PartColumns(len(self.trend.parts), max(1, self.size.width - MARGIN))

    def _has(self, row: str) -> bool:
        return self.size.height >= LOWEST_WITH[row]

    @property
    def _height(self) -> int:
        """Rows of the canvas."""
        others = sum(self._has(row) for row in LOWEST_WITH if row != "legend")
        return max(1, self.size.height - others - len(self._legend) - len(self._records))

    # The bars and the average

    @cached_property
    def _average(self) -> Curve:
        """The average, in the unit of the scale."""
        factor = self.trend.form.factor
        averages = {day: factor * average for day, average in self.trend.drawn_averages}
        runs = average_by_column(averages, self._periods, self.columns)
        return Curve(runs, "average", pen(self.symbols).marker)

    @cached_property
    def _values(self) -> list[float | None]:
        """The values of the parts, in the unit of the scale."""
        factor = self.trend.form.factor
        return [None if part.value is None else factor * part.value for part in self.trend.parts]

    @cached_property
    def _scale(self) -> Scale:
        there = [value for value in self._values if value is not None]
        if self.trend.measure is not Measure.BASE or not there:
            return scale_of([self._average], self._height, there)
        there += [value for run in self._average.runs for _, value in run]
        return RaisedScale.between(min(there), max(there), self._height)

    @cached_property
    def _origin(self) -> float:
        """The value at which bars begin."""
        return self._scale.origin if isinstance(self._scale, RaisedScale) else 0.0

    @cached_property
    def _canvas(self) -> list[list[Cell]]:
        rows = [
            [self._cell(bar, line, self._style(x)) for x, (bar, line) in enumerate(cells)]
            for cells in map(zip, self._bar_rows, self._average_rows)
        ]
        return with_scale(rows, self._scale, MARGIN, self.symbols, "axis")

    @property
    def _average_rows(self) -> list[str]:
        runs = (
            tuple((column, value - self._origin) for column, value in run)
            for run in self._average.runs
        )
        raised = Curve(tuple(runs), "average", self._average.marker)
        return curve(raised, self.columns.total, self._height, self._scale)

    @property
    def _bar_rows(self) -> list[str]:
        """Bars of a column each, grouped by what they are filled with."""
        wide = Slots(1, 0, 1)
        cells: list[Point] = []
        for fill in dict.fromkeys(map(self._fill, self.trend.parts)):
            bars = [Bar(None)] * self.columns.total
            for part, value, columns in zip(
                self.trend.parts, self._values, self.columns.bars, strict=True
            ):
                if value is not None and self._fill(part) == fill:
                    for column in columns:
                        bars[column] = Bar(value - self._origin)
            cells += points(bars, wide, self._scale, self._height, self._fills(fill))
        return canvas(self.columns.total, self._height, cells)

    def _fills(self, fill: str) -> Fills:
        """The heights of bars with this fill; cells that are at least half full are whole."""
        rising, hanging = self.symbols.bars, self.symbols.hanging
        if fill != self.symbols.full:
            whole = fill * (len(rising) - HALF)
            rising, hanging = rising[:HALF] + whole, hanging[:HALF] + whole
        return Fills(rising, hanging, fill, fill)

    def _fill(self, part: TrendPart) -> str:
        """What the bar of a part is filled with."""
        if self.trend.kind is Granularity.DAY and part.missing:
            return self.symbols.incomplete
        return self.symbols.full

    def _style(self, column: int) -> str:
        part = self.columns.part_at(column)
        return (
            "lit"
            if part is not None and self.trend.stands_out(self.trend.parts[part])
            else "light"
        )

    def _cell(self, bar: str, line: str, style: str) -> Cell:
        """A bar's cell with the average in front of it, in a colour of its own if there are
        enough colours, otherwise cut into the bar: either way, both stay complete."""
        if line in NOTHING:
            return bar, style
        if bar not in self._solid:
            return line, "average"
        return line, f"average-on-{style}" if self.has_colours else f"average-cut-in-{style}"

    @cached_property
    def _solid(self) -> frozenset[str]:
        """The symbols of bars that fill at least half of their cell."""
        symbols = self.symbols
        return frozenset((symbols.incomplete, *symbols.bars[HALF:], *symbols.hanging[HALF:]))

    # What is written above and below them

    def _cut(self, text: str) -> str:
        return cut(text, self.size.width)

    def _under_cursor(self, cursor: int) -> list[Cell]:
        in_legend = bool(self._legend) and cursor == self.trend.last_lit
        first, *others = self.trend.words(cursor, is_average_known=in_legend)
        if len(first) >= self.size.width:
            first = self.trend.short_words(cursor)
        line = f" {first}"
        for piece in others:
            longer = f"{line} · {piece}"
            if len(longer) > self.size.width:
                break
            line = longer
        return styled(self._cut(line), "note")

    @property
    def said(self) -> str:
        """The version of the sentence that is drawn; empty if there is no room for any."""
        fitting = longest_fitting(self.trend.sentence, self.size.width - 1)
        return fitting if self._has("sentence") else ""

    @property
    def _sentence(self) -> list[Cell]:
        return styled(self._cut(f" {self.said}"), "note")

    @property
    def _title(self) -> list[Cell]:
        form = self.trend.form
        each = {Granularity.DAY: "", Granularity.WEEK: " by week"}.get(
            self.trend.kind, f" by {self.trend.kind.value}"
        )
        origin = f", axis from {form.text(self._origin / form.factor)}" if self._origin else ""
        name = f"{form.unit:>{MARGIN - 1}}  {self.trend.measure.label(self.trend.quantity)}{each}"
        wanted = (f"{name} · {self.trend.about}{origin}", f"{name}{origin}", name)
        fitting = (each for each in wanted if len(each) <= self.size.width)
        return styled(self._cut(next(fitting, name)), "axis")

    @property
    def _axis(self) -> list[Cell]:
        cells = styled(self.symbols.line * self.columns.total, "axis")
        for number, part in enumerate(self.trend.parts):
            begin, end = self.columns.with_gap(number)
            if self.trend.stands_out(part) and not self.has_colours:
                cells[begin:end] = styled(self.symbols.heavy_line * (end - begin), "axis")
            mark = mark_of(self.trend, part, self.symbols, self.noted)
            if mark is not None:
                cells[begin] = mark.symbol, mark.style
        margin = axis_begin(self._scale, self._height, MARGIN, self.symbols, "axis")
        return margin + cells

    def _dates(self, cursor: int) -> list[Cell]:
        """The cursor, and the dates that it does not cover."""
        cells = styled(" " * (MARGIN + self.columns.total), "axis")
        at = MARGIN + self.columns.bars[cursor].start
        for column, label in dates_below(self._periods, self.columns):
            begin = MARGIN + column
            if not begin <= at < begin + len(label):
                cells[begin : begin + len(label)] = styled(label, "axis")
        cells[at] = self.symbols.cursor, "cursor"
        return cells

    @property
    def _periods(self) -> list[Period]:
        return [part.period for part in self.trend.parts]

    @cached_property
    def _legend(self) -> list[list[Cell]]:
        if not self._has("legend"):
            return []
        width = self.size.width
        has_colours = self.has_colours
        found = entries(self.trend, self.symbols, width, self.noted, has_colours=has_colours)
        return legend_lines(found, width)

    @cached_property
    def _records(self) -> list[list[Cell]]:
        """The records, as many to a line as fit; none on a low screen."""
        others = sum(self._has(row) for row in LOWEST_WITH if row != "legend")
        least = max(LEAST_CANVAS, self.size.height // 2)
        room = self.size.height - others - len(self._legend) - least
        records = (styled(record, "axis") for record in self.trend.records)
        lines = legend_lines(records, self.size.width)
        return lines[: max(0, room)]
