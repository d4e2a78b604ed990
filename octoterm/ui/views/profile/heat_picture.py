"""Draws the heat map: a row of filled cells for each day, weekday, month or season.

Missing readings are crosses, never a low shade. Half hours that the clocks skip, or that lie
outside the readings, are dots. Unusual days have a mark in their labels.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from octoterm.analysis.profile.average_day import mean
from octoterm.analysis.profile.heat_map import HeatCell, HeatRow
from octoterm.consumption.quantity import Quantity
from octoterm.ui.drawing.cells import Cell, styled
from octoterm.ui.drawing.clock_axis import ClockColumns
from octoterm.ui.drawing.heat_scale import HeatSteps
from octoterm.ui.drawing.legend import Mark
from octoterm.ui.drawing.scrolling import first_drawn
from octoterm.ui.drawing.symbols import Symbols


@dataclass(frozen=True)
class HeatPicture:
    """The rows that fit, including the one under the cursor, and the scale bar."""

    rows: tuple[HeatRow, ...]
    quantity: Quantity
    row: int
    """The row under the cursor."""
    half_hour: int
    """The half hour under the cursor."""
    columns: ClockColumns
    height: int
    margin: int
    shades: tuple[Cell, ...]
    symbols: Symbols
    before: int = 0
    """Number of the first row drawn last time. It stays the first as long as that keeps the
    cursor in view."""

    @cached_property
    def first(self) -> int:
        """The first row that is drawn."""
        return first_drawn(len(self.rows), self.height, self.before, self.row)

    @property
    def drawn(self) -> range:
        """The numbers of the rows that are drawn."""
        return range(self.first, min(self.first + self.height, len(self.rows)))

    @cached_property
    def canvas(self) -> list[list[Cell]]:
        """The rows from the top, with labels in the margin."""
        return [self._line(number) for number in self.drawn]

    def scale_bar(self, room: int) -> list[Cell]:
        """The values of the steps and the legend, shortened to fit into `room` columns: if not all
        symbols can be explained, the last ones are left out."""
        bars = [self._bar(*form) for form in ((1, 2), (2, 2), (2, 1), (4, 1))]
        bars.append(self._short_bar())
        legends = [self._legend[:count] for count in range(len(self._legend), -1, -1)]
        candidates = [[*bar, *chain(*legend)] for legend in legends for bar in bars]
        return next((bar for bar in candidates if len(bar) <= room), candidates[-1])

    @cached_property
    def _steps(self) -> HeatSteps:
        form = self.quantity.half_hour
        there = (
            form.factor * cell.value
            for row in self.rows
            for cell in row.cells
            if cell.value is not None
        )
        return HeatSteps.reaching(there, len(self.shades), form.factor * self.quantity.negligible)

    def _line(self, number: int) -> list[Cell]:
        row, under_cursor = self.rows[number], number == self.row
        line = self._label(row, "cursor-row" if under_cursor else "axis")
        for at in range(self.columns.cells):
            if under_cursor and at == self.columns.cell_of(self.half_hour):
                cell = (self.symbols.crosshair, "cursor")
            else:
                begin = at * self.columns.together
                cell = self._look(row.cells[begin : begin + self.columns.together])
            line += [cell] * len(self.columns.columns_of(at))
        return line

    def _label(self, row: HeatRow, style: str) -> list[Cell]:
        """`Wed 10`, or `Wed!10` for an unusual day, as the margin is as wide as the label."""
        cells = styled(row.label[: self.margin].ljust(self.margin), style)
        if row.is_unusual:
            cells[row.label.index(" ")] = self.symbols.unusual, "unusual"
        return cells

    def _look(self, cells: tuple[HeatCell, ...]) -> Cell:
        """How neighbouring half hours are drawn: as missing if any is, otherwise by their mean."""
        if any(cell.missing for cell in cells):
            return self.symbols.missing, "missing"
        there = [cell.value for cell in cells if cell.value is not None]
        value = mean(sum(there), len(there))
        if value is None:
            return self.symbols.dot, "axis"
        return self.shades[self._steps.level(self.quantity.half_hour.factor * value)]

    def _bar(self, every: int, width: int) -> list[Cell]:
        """The steps, each `width` columns wide; `every` together are labelled with the value that
        the first of them begins at."""
        bar: list[Cell] = []
        steps = self._steps.steps
        for first in steps[::every]:
            for step in steps[first : first + every]:
                symbol, style = self.shades[self._steps.shade(step)]
                bar += styled(symbol * width, style)
            bar += styled(f" {self._steps.label(first)}  ", "axis")
        return [*bar[:-1], *styled(f"{self.quantity.half_hour.unit} or more", "axis")]

    def _short_bar(self) -> list[Cell]:
        """The steps, with labels only for the first and the last."""
        steps = self._steps
        shades = [self.shades[steps.shade(step)] for step in steps.steps]
        unit = self.quantity.half_hour.unit
        ends = steps.label(0), steps.label(steps.steps[-1])
        return [*shades, *styled(f" {' to '.join(ends)}+ {unit}", "axis")]

    @cached_property
    def _legend(self) -> list[list[Cell]]:
        """The symbols used besides the shades, with their meanings."""
        space, legend = styled("  ", "axis"), []
        cells = [cell for row in self.rows for cell in row.cells if cell.value is None]
        if any(cell.missing for cell in cells):
            legend.append(Mark(self.symbols.missing, "missing", self.quantity.missing))
        if not all(cell.missing for cell in cells):
            legend.append(Mark(self.symbols.dot, "axis", self.quantity.none_due))
        if any(self.rows[number].is_unusual for number in self.drawn):
            legend.append(Mark(self.symbols.unusual, "unusual", "unusual day"))
        return [[*space, *entry.cells] for entry in legend]
