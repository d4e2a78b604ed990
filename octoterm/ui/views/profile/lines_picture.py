"""Draws the mean day: lines for weekdays and weekends, or for seasons, and their daily sums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from octoterm import number_format
from octoterm.analysis.profile.average_day import ProfileRow, average_day
from octoterm.analysis.profile.seasons import Season
from octoterm.consumption.quantity import Quantity
from octoterm.periods.bands import Band, neighbours
from octoterm.periods.calendar import HALF_HOURS
from octoterm.ui.drawing.cells import Cell, styled
from octoterm.ui.drawing.clock_axis import ClockColumns
from octoterm.ui.drawing.lines import (
    Curve,
    Pen,
    axis_begin,
    by_column,
    curve,
    laid_over,
    pens,
    scale_of,
    with_scale,
)
from octoterm.ui.drawing.scale import Scale
from octoterm.ui.drawing.shaded_ground import ShadedColumns, on_shaded_ground
from octoterm.ui.drawing.symbols import Symbols

SEASON_STYLES = {
    Season.WINTER: "weekday",
    Season.SPRING: "spring",
    Season.SUMMER: "weekend",
    Season.AUTUMN: "autumn",
}


class Line(NamedTuple):
    """The mean of each half hour of some days."""

    name: str
    style: str
    pen: int
    means: tuple[float | None, ...]


def lines(profile: Sequence[ProfileRow]) -> tuple[Line, ...]:
    """The lines for weekdays and weekends, if there are any."""
    both = (
        Line("weekdays", "weekday", 0, tuple(row.weekday for row in profile)),
        Line("weekends", "weekend", 1, tuple(row.weekend for row in profile)),
    )
    return _there(both)


def lines_of_seasons(profiles: Mapping[Season, Sequence[ProfileRow]]) -> tuple[Line, ...]:
    """A line for the weekdays of each season, if there are any."""
    each = (
        Line(season.value, SEASON_STYLES[season], number, tuple(row.weekday for row in rows))
        for number, (season, rows) in enumerate(profiles.items())
    )
    return _there(tuple(each))


def furthest_apart(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The two lines with the lowest and the highest sum over a day, in their order; others only
    if fewer than two have a sum."""
    sums = [average_day(line.means) for line in lines]
    without = [number for number, total in enumerate(sums) if total is None]
    by_sum = sorted((total, number) for number, total in enumerate(sums) if total is not None)
    ends = [number for _, number in (*by_sum[:1], *by_sum[1:][-1:])]
    return tuple(lines[number] for number in sorted([*ends, *without][:2]))


def _there(lines: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(line for line in lines if any(mean is not None for mean in line.means))


@dataclass(frozen=True)
class LinesPicture:
    """The lines on a canvas with its scale, and the legend above them."""

    lines: tuple[Line, ...]
    kind: str
    """What the lines are: `average day`."""
    about: str
    """The name of the period."""
    quantity: Quantity
    columns: ClockColumns
    height: int
    """Rows of the canvas."""
    margin: int
    symbols: Symbols
    in_colours: bool = True
    """Whether lines can be told apart by their colours."""
    bands: tuple[Band, ...] = ()
    """The hours that are shaded."""
    of_lines: int = 0
    """How many lines there are, if some of them are left out."""

    @cached_property
    def _curves(self) -> list[Curve]:
        return [
            Curve(
                self.columns.runs(self._heights(line)),
                line.style,
                self._pens[line.pen].marker,
            )
            for line in self.lines
        ]

    @cached_property
    def _scale(self) -> Scale:
        return scale_of(self._curves, self.height)

    @property
    def canvas(self) -> list[list[Cell]]:
        """The rows from the top, with the scale in the margin."""
        return _drawn(self)

    @property
    def _canvas(self) -> list[list[Cell]]:
        """The same, drawn anew."""
        shape = self.columns.total, self.height, self._scale
        empty = ([" " * self.columns.total] * self.height, "axis")
        curves = ((curve(each, *shape), each.style) for each in self._curves)
        rows = on_shaded_ground(laid_over([empty, *curves], "axis"), self._grounds)
        return with_scale(rows, self._scale, self.margin, self.symbols, "axis")

    @property
    def _grounds(self) -> Iterator[ShadedColumns]:
        """The columns of each band; a band over midnight has two stretches."""
        for band in self.bands:
            own = band.half_hours
            for run in neighbours(number in own for number in range(HALF_HOURS)):
                cells = (self.columns.cell_of(half_hour) for half_hour in (run[0], run[-1]))
                first, last = map(self.columns.columns_of, cells)
                yield ShadedColumns(range(first.start, last.stop), band.name)

    def axis_begin(self) -> list[Cell]:
        """The margin of the axis below the canvas."""
        return axis_begin(self._scale, self.height, self.margin, self.symbols, "axis")

    def legend(self, room: int) -> list[Cell]:
        """Each line with its sum over a day, shortened if there is too little room."""
        name = self.quantity.half_hour.unit
        unit = f"{name:>{self.margin - 1}}"
        kind, about = self.kind, self.about
        some = f" ({len(self.lines)} of {self.of_lines})" if self.of_lines else ""
        left_out = styled(some, "axis")
        whole = self.quantity.whole
        after = "" if whole.unit_first else f" {whole.unit}"
        a_day = styled(f"{after} a day{some}" if self.lines else "", "axis")
        candidates = (
            self._entries(f"{unit}  {kind}, {about}", "   ", in_full=True) + left_out,
            self._entries(f"{unit}  {kind}, {about}", "  ", in_full=False) + a_day,
            self._entries(f"{unit}  {about}", "  ", in_full=False) + a_day,
            self._entries(unit, "  ", in_full=False) + a_day,
            self._entries(name, " ", in_full=False) + a_day,
            self._entries(unit, "  ", in_full=False) + left_out,
            self._entries(name, " ", in_full=False) + left_out,
            self._entries(name, " ", in_full=None),
        )
        return next((entries for entries in candidates if len(entries) <= room), candidates[-1])

    @property
    def _pens(self) -> Sequence[Pen]:
        return pens(self.symbols, in_colours=self.in_colours)

    def _heights(self, line: Line) -> list[float | None]:
        """A value for each cell, in the unit of the scale; None for a hole."""
        factor = self.quantity.half_hour.factor
        means = by_column(line.means, self.columns.cells)
        return [None if mean is None else factor * mean for mean in means]

    def _entries(self, before: str, between: str, *, in_full: bool | None) -> list[Cell]:
        """The legend in full, short, or (None) without sums."""
        cells = styled(before, "axis")
        for line in self.lines:
            sample = self._pens[line.pen].sample * 2
            said = " ".join([line.name, *([] if in_full is None else self._sum(line, in_full))])
            cells += styled(f"{between}{sample} {said}", line.style)
        return cells if self.lines else cells + styled(f"{between}{self.quantity.missing}", "axis")

    def _sum(self, line: Line, in_full: bool) -> Iterator[str]:
        if (total := average_day(line.means)) is not None:
            whole = self.quantity.whole
            yield f"{whole.number_with_unit(total)} a day" if in_full else whole.short(total)
        elif in_full:
            missing = sum(mean is None for mean in line.means)
            half_hours = number_format.count(missing, "half hour")
            yield f"{self.symbols.dash} ({self.quantity.missing} in {half_hours})"
        else:
            yield self.symbols.dash


@lru_cache(maxsize=2)
def _drawn(picture: LinesPicture) -> list[list[Cell]]:
    """The canvas, kept while only the cursor moves."""
    return picture._canvas
