"""Draws which half hours are missing: a row for each of the last days, and one or more columns for
each half hour of the clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from textual.geometry import Size

from octoterm.consumption.clock_grid import column_of
from octoterm.consumption.series import Series
from octoterm.periods.calendar import HALF_HOURS
from octoterm.periods.labels import short_date_label
from octoterm.ui.drawing.cells import Cell, styled
from octoterm.ui.drawing.clock_axis import ClockColumns
from octoterm.ui.drawing.symbols import Symbols

MARGIN = 8
"""Columns of the days' names."""
WIDTH = MARGIN + HALF_HOURS
MIN_ROWS = 5
"""Fewest rows worth drawing: a heading, the clock and three days."""


@dataclass(frozen=True)
class Raster:
    """The last days up to that of the last reading, as many as there are rows for."""

    series: Series
    size: Size
    """The room there is for it."""
    symbols: Symbols

    @cached_property
    def _columns(self) -> ClockColumns:
        return ClockColumns.fitting(self.size.width - MARGIN)

    @property
    def rows(self) -> list[list[Cell]]:
        """The heading, the days, latest last, and the clock."""
        days = self.series.days[-(self.size.height - 2) :]
        clock = self._columns.axis(" ")
        return [
            styled(" Half hours of the last days", "heading"),
            *(self._row(day.day) for day in days),
            styled(" " * MARGIN + clock, "axis"),
        ]

    def _row(self, day: date) -> list[Cell]:
        cells = [(" ", "axis")] * self._columns.total
        missing = self.symbols.missing, "missing"
        for half_hour, cell in self._cells(day):
            for column in self._columns.columns_of(half_hour):
                if cells[column] != missing:  # kept if one of two autumn hours is missing
                    cells[column] = cell
        return [*styled(f" {short_date_label(day)}".ljust(MARGIN), "text"), *cells]

    def _cells(self, day: date) -> Iterator[tuple[int, Cell]]:
        """Half hour of the clock → how it is drawn."""
        for start, value in self.series.half_hours(day):
            if value is not None:
                yield column_of(start), (self.symbols.whole, "complete")
            elif self.series.expects(start):
                yield column_of(start), (self.symbols.missing, "missing")
            else:
                yield column_of(start), (self.symbols.dot, "axis")
