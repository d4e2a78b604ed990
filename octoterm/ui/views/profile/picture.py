"""Draws the profile: lines of the average day above a heat map on the same clock.

From the top: a sentence, the legend, the lines, the clock, the heat map, its scale, and what is
under the cursor.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from textual.geometry import Size

from octoterm.analysis.profile.heat_map import HeatBy, HeatRow
from octoterm.periods.bands import Band
from octoterm.ui.drawing.cells import Cell, styled
from octoterm.ui.drawing.clock_axis import ClockColumns
from octoterm.ui.drawing.colour_depth import ColourDepth
from octoterm.ui.drawing.heat_scale import shades
from octoterm.ui.drawing.shortened import cut, longest_fitting, shortened
from octoterm.ui.drawing.symbols import Symbols
from octoterm.ui.views.profile.analysis import Analysis
from octoterm.ui.views.profile.heat_picture import HeatPicture
from octoterm.ui.views.profile.lines_picture import LinesPicture, furthest_apart
from octoterm.ui.views.profile.readout import readout

MARGIN = 6
"""Columns for the scale of the lines and the labels of the rows: as wide as `Wed 10`."""
LOWEST_WITH_SCALE_BAR = 10
"""Rows of the view from which the scale bar is shown."""
LOWEST_WITH_SENTENCE = 12
"""Rows of the view from which a sentence is shown."""
LEAST_LINES = 8
"""Fewest rows of the lines' canvas, if there is room, even if the heat map then scrolls."""
ROWS_FOR_MANY_LINES = 12
"""Fewest rows of the lines' canvas in which more than two lines can be told apart."""
LEAST_LINES_ABOVE_ALL = 6
"""The same if the heat map then need not scroll."""


@dataclass(frozen=True)
class ProfilePicture:
    """The whole view as rows of styled cells."""

    analysis: Analysis
    row: int
    """The row of the heat map under the cursor."""
    half_hour: int
    """The half hour under the cursor."""
    size: Size
    symbols: Symbols
    depth: ColourDepth
    bands: tuple[Band, ...] = ()
    """The hours that are shaded."""
    before: int | None = None
    """The first row of the heat map that was drawn last time; None for the first one due."""
    is_larger: bool = False
    """Whether it covers more than the selected period, and so has to be named."""

    @cached_property
    def rows(self) -> list[list[Cell]]:
        """From the top, for the size of the widget."""
        rows = [
            *([self._sentence] if self._has_sentence else []),
            self.lines.legend(self.size.width),
            *self.lines.canvas,
            self._axis,
            *self.heat.canvas,
            *([self._scale_bar] if self._has_scale_bar else []),
        ]
        rows = [*rows[: max(0, self.size.height - 1)], self._under_cursor]
        return [row[: self.size.width] for row in rows]

    def place_at(self, x: int, y: int) -> tuple[int, int] | None:
        """Row and half hour of the heat map drawn at this place of the widget."""
        half_hour = self._columns.half_hour_at(x - MARGIN)
        at = y - self.lines.height - 2 - self._has_sentence
        if half_hour is None or not 0 <= at < len(self.heat.drawn):
            return None
        return self.heat.drawn[at], half_hour

    # The shape

    @property
    def _has_sentence(self) -> bool:
        return self.size.height >= LOWEST_WITH_SENTENCE

    @property
    def _has_scale_bar(self) -> bool:
        return self.size.height >= LOWEST_WITH_SCALE_BAR

    @property
    def _room(self) -> int:
        """Rows for the lines and the heat map."""
        return max(2, self.size.height - 3 - self._has_scale_bar - self._has_sentence)

    @cached_property
    def _heat_rows(self) -> int:
        return rows_of_heat(self.analysis.heat, self._room)

    @cached_property
    def _columns(self) -> ClockColumns:
        return ClockColumns.fitting(self.size.width - MARGIN)

    # The parts

    @cached_property
    def lines(self) -> LinesPicture:
        """The average day."""
        height = self._room - self._heat_rows
        lines = there = self.analysis.lines
        if height < ROWS_FOR_MANY_LINES:
            lines = furthest_apart(there)
        return LinesPicture(
            lines,
            self.analysis.kind,
            self.analysis.about,
            self.analysis.series.quantity,
            self._columns,
            height,
            MARGIN,
            self.symbols,
            self.depth is not ColourDepth.NONE,
            self.bands,
            len(there) if len(lines) < len(there) else 0,
        )

    @cached_property
    def heat(self) -> HeatPicture:
        """The heat map, scrolled to the cursor."""
        rows = self.analysis.heat
        return HeatPicture(
            rows,
            self.analysis.series.quantity,
            self.row,
            self.half_hour,
            self._columns,
            self._heat_rows,
            MARGIN,
            shades(self.symbols, self.depth),
            self.symbols,
            min(due(rows), default=0) if self.before is None else self.before,
        )

    @property
    def _sentence(self) -> list[Cell]:
        versions, about = self.analysis.sentence, self.analysis.about
        if self.is_larger:
            versions = tuple(f"{about}: {each[0].lower()}{each[1:]}" for each in versions)
        said = longest_fitting(versions, self.size.width - 1)
        return styled(cut(f" {said}", self.size.width), "note")

    @property
    def _axis(self) -> list[Cell]:
        """The clock axis, with the cursor."""
        cells = self.lines.axis_begin() + styled(self._columns.axis(self.symbols.line), "axis")
        for column in self._columns.columns_of(self._columns.cell_of(self.half_hour)):
            symbol, _ = cells[MARGIN + column]
            cells[MARGIN + column] = symbol, "cursor"
        return cells

    @property
    def _scale_bar(self) -> list[Cell]:
        return styled(" " * MARGIN, "axis") + self.heat.scale_bar(self.size.width - MARGIN)

    @property
    def _under_cursor(self) -> list[Cell]:
        """What is under the cursor, and which rows are drawn if not all are. If there is too
        little room, the time is left out first, then which rows; the value stays longest."""
        shown, width, rows = self.analysis, self.size.width, self._rows_drawn
        said = readout(shown.series, shown.by, shown.heat[self.row], self.half_hour)
        room = width - 3 - len(rows)
        at = re.search(r"\d\d:\d\d", said)
        without_day = said[at.start() if at else 0 :]
        value = shortened(said.rpartition("  ")[2], room)
        texts = (said, shortened(said, room), shortened(without_day, room), value)
        said = next((text for text in texts if len(text) <= room), texts[-1])
        said = cut(f" {said}", width)
        hint = rows if len(rows) + 2 <= width - len(said) else ""
        return styled(said, "cursor-row") + styled(f"{hint} ".rjust(width - len(said)), "axis")

    @property
    def _rows_drawn(self) -> str:
        """`days 5–10 of 30`, `Jan–Jun of 12`; empty if all are drawn."""
        by, rows, drawn = self.analysis.by, self.analysis.heat, self.heat.drawn
        if len(drawn) >= len(rows) or not drawn:
            return ""
        if by in (HeatBy.MONTHS, HeatBy.WEEKDAYS):
            names = [rows[drawn[0]].label, rows[drawn[-1]].label]
        else:
            names = [str(drawn.start + 1), str(drawn.stop)]
        range_ = self.symbols.dash.join(dict.fromkeys(names))
        kind = {HeatBy.DAYS: "days ", HeatBy.SEASONS: "rows "}.get(by, "")
        return f"{kind}{range_} of {len(rows)}"


def rows_of_heat(heat: Sequence[HeatRow], room: int) -> int:
    """How many of `room` rows the heat map takes: more than half only for rows that are due."""
    fits = len(heat) + LEAST_LINES_ABOVE_ALL <= room
    least = LEAST_LINES_ABOVE_ALL if fits else LEAST_LINES
    most = room - min(max(least, room // 3), (3 * room + 2) // 5)
    return min(len(heat), most, max(len(due(heat)), room // 2))


def due(heat: Sequence[HeatRow]) -> list[int]:
    """The numbers of the rows with present or missing readings, not outside the readings."""
    return [
        number
        for number, row in enumerate(heat)
        if any(cell.missing or cell.readings for cell in row.cells)
    ]
