"""Draws the mean day: lines for weekdays and weekends, and their daily sums."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from octoterm import number_format
from octoterm.analysis.average_day import ProfileRow, average_day
from octoterm.consumption.quantity import Quantity
from octoterm.periods.labels import WEEKDAY_NAMES
from octoterm.periods.period import Granularity, Period
from octoterm.ui.drawing.cells import Cell, styled
from octoterm.ui.drawing.clock_axis import ClockColumns
from octoterm.ui.drawing.lines import (
    Curve,
    by_column,
    curve,
    laid_over,
    pens,
    runs_of,
    scale_of,
    with_scale,
)
from octoterm.ui.drawing.symbols import Symbols


class Line(NamedTuple):
    """The mean of each half hour of some days."""

    name: str
    style: str
    pen: int
    means: tuple[float | None, ...]
    has_sum: bool = True
    """Whether to show the sum of the means over a day."""


def lines(profile: tuple[ProfileRow, ...], period: Period) -> tuple[Line, ...]:
    """The lines for weekdays and weekends, if there are any. A single day has only its name: its
    total is shown elsewhere, and differs from the sum of means if the clocks repeat an hour."""
    single = period.granularity is Granularity.DAY
    names = (WEEKDAY_NAMES[period.first.weekday()],) * 2 if single else ("weekdays", "weekends")
    both = (
        Line(names[0], "weekday", 0, tuple(row.weekday for row in profile), not single),
        Line(names[1], "weekend", 1, tuple(row.weekend for row in profile), not single),
    )
    return tuple(line for line in both if any(mean is not None for mean in line.means))


@dataclass(frozen=True)
class ProfilePicture:
    """The lines on a canvas with its scale, and the legend above them."""

    lines: tuple[Line, ...]
    quantity: Quantity
    columns: ClockColumns
    height: int
    """Rows of the canvas."""
    margin: int
    symbols: Symbols

    @cached_property
    def canvas(self) -> list[list[Cell]]:
        """The rows from the top, with the scale in the margin."""
        series = [
            Curve(
                runs_of(self._heights(line), self.columns.total),
                line.style,
                pens(self.symbols)[line.pen].marker,
            )
            for line in self.lines
        ]
        scale = scale_of(series, self.height)
        drawn = [
            (curve(each, self.columns.total, self.height, scale), each.style) for each in series
        ]
        empty = ([" " * self.columns.total] * self.height, "axis")
        rows = laid_over([empty, *drawn], "axis")
        return with_scale(rows, scale, self.margin, self.symbols, "axis")

    def legend(self, room: int) -> list[Cell]:
        """Each line with its sum over a day, shortened if there is too little room."""
        name = self.quantity.half_hour.unit
        unit = f"{name:>{self.margin - 1}}"
        candidates = (
            self._entries(f"{unit}  each half hour", "  ", in_full=True),
            self._entries(unit, "  ", in_full=True),
            self._entries(name, " ", in_full=False),
        )
        return next((entries for entries in candidates if len(entries) <= room), candidates[-1])

    def _heights(self, line: Line) -> tuple[float | None, ...]:
        """A value for each column, in the unit of the scale; None where there is none."""
        factor = self.quantity.half_hour.factor
        means = by_column(line.means, self.columns.cells)
        return self.columns.spread([None if mean is None else factor * mean for mean in means])

    def _entries(self, before: str, between: str, *, in_full: bool) -> list[Cell]:
        cells = styled(before, "axis")
        for line in self.lines:
            sample = pens(self.symbols)[line.pen].sample * 2
            said = " ".join(self._said(line, in_full))
            cells += styled(f"{between}{sample} {said}", line.style)
        return cells if self.lines else cells + styled(f"{between}no readings", "axis")

    def _said(self, line: Line, in_full: bool) -> Iterator[str]:
        yield line.name
        if not line.has_sum:
            return
        if (total := average_day(line.means)) is not None:
            whole = self.quantity.whole
            yield f"{whole.number_with_unit(total)} a day" if in_full else whole.number(total)
        elif in_full:
            lacking = sum(mean is None for mean in line.means)
            yield f"{self.symbols.dash} ({number_format.count(lacking, 'half hour')} lacking)"
        else:
            yield self.symbols.dash
