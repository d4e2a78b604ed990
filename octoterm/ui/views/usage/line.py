"""A line across the bars of a day, at values of another unit, with an axis at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from octoterm.analysis.period_readings import PeriodReadings
from octoterm.analysis.spread import mean
from octoterm.consumption.quantity import Form, Quantity
from octoterm.periods.period import Granularity
from octoterm.ui.drawing.bars import Slots
from octoterm.ui.drawing.cells import Cell, styled
from octoterm.ui.drawing.legend import Mark
from octoterm.ui.drawing.scale import AXIS, Scale
from octoterm.ui.drawing.symbols import Symbols

TYPICAL_ROWS = (14, 16, 18)
"""Heights of charts in which every tick has room: those in a terminal of 24 rows. In other charts,
a longer tick is left out."""
LEAST_MARGIN = 3
"""Columns at the right: an edge and a tick of two digits."""


@dataclass(frozen=True)
class Line:
    """A value for each part, in the unit of the quantity."""

    quantity: Quantity
    values: tuple[float | None, ...]

    @property
    def _form(self) -> Form:
        return self.quantity.half_hour

    @cached_property
    def margin(self) -> int:
        """Columns right of the canvas: room for the widest tick."""
        ticks = (tick for rows in TYPICAL_ROWS for tick in self.scale(rows).ticks(rows).values())
        return max(LEAST_MARGIN, *map(len, ticks))

    def scale(self, rows: int) -> Scale:
        """The scale of a canvas of `rows`, without the top row, which has the names of the shaded
        grounds."""
        there = [value for value in self._scaled if value is not None]
        return Scale.spanning(min(there, default=0.0), max(there, default=0.0), max(1, rows - 1))

    def rows(self, slots: Slots, rows: int) -> dict[int, int]:
        """Column of the canvas → the row, from the bottom, that the line is in."""
        scale, together = self.scale(rows), slots.together
        places: dict[int, int] = {}
        for number in range(0, len(self.values), together):
            known = [each for each in self._scaled[number : number + together] if each is not None]
            if known:
                first = number // together * slots.pitch
                places |= dict.fromkeys(range(first, first + slots.pitch), scale.row(mean(known)))
        return places

    def edge(self, row: int, rows: int, symbols: Symbols) -> list[Cell]:
        """The edge and the tick at the right of a row of the canvas, counted from the bottom. If
        there is no room for both, only the tick, or the edge alone if the tick would be cut."""
        tick = self.scale(rows).ticks(rows).get(row, "")
        edge = symbols.vertical if row != AXIS else symbols.line
        said = next(each for each in (edge + tick, tick, edge) if len(each) <= self.margin)
        return styled(said.ljust(self.margin), "axis")

    def mark(self, symbols: Symbols) -> Mark:
        """Its entry in the legend."""
        name = f"{self.quantity.rate_name} {self._form.unit}"
        return Mark(symbols.second_line * 2, "line", name)

    @cached_property
    def _scaled(self) -> Sequence[float | None]:
        return [None if each is None else self._form.factor * each for each in self.values]


def line_of(readings: PeriodReadings) -> Line | None:
    """The line across the bars of a day; None if it has no values, or if the bars are compared
    with others, as those have an outline."""
    found = readings.supplement.line if readings.supplement else None
    is_day = readings.period.granularity is Granularity.DAY
    if found is None or not is_day or readings.against is not None:
        return None
    values = tuple(found.of(each.part) for each in readings.parts)
    return Line(found.quantity, values) if any(each is not None for each in values) else None
