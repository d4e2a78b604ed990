"""View 2: a row for each part of the period, in figures that line up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import ClassVar

from textual.events import Click, MouseScrollDown, MouseScrollUp
from textual.geometry import Size
from textual.reactive import reactive

from octoterm.analysis.comparison.compared_parts import ComparedPart
from octoterm.analysis.neighbours import last_periods
from octoterm.analysis.parts import number_at
from octoterm.analysis.period_readings import PeriodReadings
from octoterm.export.rows import Exported, exported_parts
from octoterm.periods.period import Granularity, Period
from octoterm.session.shown import Shown
from octoterm.ui.drawing.cells import Cell
from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.views.table.column_texts import (
    Texts,
    columns_of_last,
    fitting_columns,
    legend_of_marks,
)
from octoterm.ui.views.table.half_hours import HalfHoursPicture
from octoterm.ui.views.table.picture import STYLES, TablePicture
from octoterm.ui.widgets.view import PeriodEntered, View

BAR = 1
"""Columns kept free for the scroll bar, so that no column is dropped when the bar appears."""
WHEEL = 2
"""Rows to scroll at each notch of the mouse wheel."""

ROWS_FOR_LAST = 5
"""Rows from which the last days or weeks are shown: a blank one, a heading and three of these."""

COLUMNS_OF_ALL_FIGURES = 78
"""Columns that a row needs for all its figures, even with a comparison."""


class SummaryTable(View):
    """Draws the parts of the period it is given. Its keys are the dashboard's."""

    styles_of_cells: ClassVar[dict[str, str]] = {style: f"table--{style}" for style in STYLES}
    COMPONENT_CLASSES: ClassVar[set[str]] = set(styles_of_cells.values())
    DEFAULT_CSS = """
    SummaryTable {
        .table--heading { color: $quiet; }
        .table--bar { color: $bar; }
        .table--missing { color: $missing-mark; }
        .table--total { text-style: bold; }
        .table--cursor {
            background: $block-cursor-background;
            color: $cursor-text;
            text-style: bold;
        }
        .table--thumb { color: $scrollbar; background: $scrollbar-background; }
        .table--thumb-end { color: $scrollbar-background; background: $scrollbar; }
        .table--track { background: $scrollbar-background; }
    }
    """

    row: reactive[int] = reactive(0, repaint=False)
    """Number of the row under the cursor."""

    nothing_inside = "Half hours are the smallest step"

    def __init__(self, *, id: str, shows_cursor: bool = True) -> None:  # noqa: A002
        super().__init__(id=id)
        self._shows_cursor = shows_cursor
        self._columns: dict[tuple[PeriodReadings, int], tuple[list[Texts], str]] = {}
        """The latest columns and legend and those before, by what they were made for: keys may
        switch back and forth between two."""
        self._last_columns: tuple[object, tuple[list[Texts], str]] | None = None
        """The same for the last days or weeks."""
        self._picture: TablePicture | None = None
        self._half_hours: HalfHoursPicture | None = None
        self._top = 0
        """The first row that is drawn."""

    @property
    def compared_parts(self) -> tuple[ComparedPart, ...]:
        """What the rows stand for; days before the first or after the last reading have no row."""
        return self.shown.readings.parts_due if self.shown.readings else ()

    def watch_shown(self, before: Shown, shown: Shown) -> None:
        super().watch_shown(before, shown)
        kinds = (each.position and each.position.granularity for each in (before, shown))
        if len(set(kinds)) > 1:
            self._top = 0 if self._shows_cursor else len(self.compared_parts)  # the latest rows
        if self.row:
            self.step(0, 0)

    def watch_row(self) -> None:
        self.changed()

    def columns_wanted(self, shown: Shown, room: int) -> int:  # noqa: ARG002
        return max(room, COLUMNS_OF_ALL_FIGURES)

    def look_at(self, day: date) -> None:
        if self.shown.series is not None and self.shown.readings is not None:
            start = self.shown.series.calendar.start_of(day)
            if self._is_day and (peak := self.shown.readings.figures.peak_start) is not None:
                start = peak
            self.row = number_at([each.part for each in self.compared_parts], start)

    def step(self, rows: int, columns: int) -> None:
        self.row = max(0, min(self.row + rows + columns, len(self.compared_parts) - 1))

    @property
    def in_words(self) -> str:
        readings, rows = self.shown.readings, self.compared_parts
        if readings is None or self.row >= len(rows):
            return super().in_words
        return rows[self.row].part.in_words(readings.quantity)

    @property
    def period_under_cursor(self) -> Period | None:
        rows = self.compared_parts
        return rows[self.row].part.period if self.row < len(rows) else None

    def exported(self) -> Exported | None:
        if (readings := self.shown.readings) is None:
            return None
        return exported_parts(readings, self.compared_parts)

    def rows(self) -> list[list[Cell]]:
        if (readings := self.shown.readings) is None:
            return []
        rows = self._rows_of_parts(readings)
        last = self._last(readings, self.size.height - len(rows))
        kind = readings.period.granularity
        self.lists_neighbours = bool(last) and kind in (Granularity.DAY, Granularity.WEEK)
        return [*rows, *last]

    def _rows_of_parts(self, readings: PeriodReadings) -> list[list[Cell]]:
        self._half_hours = self._half_hours_of(readings)
        if self._half_hours is not None:
            self._picture = None
            return self._half_hours.rows
        columns, legend = self._columns_of(readings)
        self._picture = picture = TablePicture(
            columns,
            self.row if self._shows_cursor else None,
            self.size,
            symbols_of(self.app),
            legend,
            self._top,
        )
        self._top = picture.first
        return picture.rows

    @property
    def _is_day(self) -> bool:
        readings = self.shown.readings
        return readings is not None and readings.period.granularity is Granularity.DAY

    def _half_hours_of(self, readings: PeriodReadings) -> HalfHoursPicture | None:
        """The half hours in columns, if all of them fit; None if they are compared."""
        if not self._is_day or readings.against is not None:
            return None
        picture = HalfHoursPicture(
            [each.part for each in self.compared_parts],
            readings.quantity,
            self.row if self._shows_cursor else None,
            self.size,
            symbols_of(self.app),
            readings.reach,
            readings.companions,
        )
        if not picture.fits and not self._shows_cursor:  # below the chart: all of the day
            picture = replace(picture, companions=())
        return picture if picture.fits else None

    def _columns_of(self, readings: PeriodReadings) -> tuple[list[Texts], str]:
        """The columns that fit and the legend, from the cache if the readings and the width are
        unchanged."""
        key = (readings, self.size.width)
        made = self._columns.get(key)
        if made is None:
            room, symbols = self.size.width - BAR, symbols_of(self.app)
            columns = fitting_columns(readings, room, symbols)
            parts = [row.part for row in readings.parts_due]
            made = columns, legend_of_marks(readings, parts, symbols)
            self._columns = {**dict([*self._columns.items()][-1:]), key: made}
        return made

    def _last(self, readings: PeriodReadings, room: int) -> list[list[Cell]]:
        """The last days or weeks up to the period, in the remaining rows."""
        if not self._shows_cursor or room < ROWS_FOR_LAST:
            return []
        key, symbols = (readings, self.size.width, room), symbols_of(self.app)
        if self._last_columns is None or self._last_columns[0] != key:
            last = last_periods(readings.series, readings.period, room - 2)
            columns = (
                columns_of_last(readings, last, self.size.width - BAR, symbols) if last else []
            )
            self._last_columns = key, (columns, legend_of_marks(readings, last, symbols))
        columns, legend = self._last_columns[1]
        if not columns:
            return []
        is_said = legend in self._columns_of(readings)[1]
        size = Size(self.size.width, room - 1)
        return [[], *TablePicture(columns, None, size, symbols, "" if is_said else legend).rows]

    def on_click(self, event: Click) -> None:
        if self._half_hours is not None:
            number = self._half_hours.number_at(event.x, event.y)
            self._click_row(number if self._shows_cursor else None)
        if self._picture is None:
            return
        row = self._picture.row_at(event.x, event.y) if self._shows_cursor else None
        if (first := self._picture.first_at(event.x, event.y)) is not None:
            self._draw_from(first)
        else:
            self._click_row(row)

    def _click_row(self, row: int | None) -> None:
        """Put the cursor on a row, or open the row that it is on."""
        if row is not None and row == self.row:
            self.post_message(PeriodEntered(self.period_under_cursor))
        elif row is not None:
            self.row = row

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        event.stop()
        self._draw_from(self._top - WHEEL)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        event.stop()
        self._draw_from(self._top + WHEEL)

    def _draw_from(self, first: int) -> None:
        """Scroll row `first` to the top, or as near as possible, and keep the cursor in view."""
        drawn = self._picture.scrolled_to(first) if self._picture is not None else range(0)
        if drawn:
            self._top = drawn[0]
            self.row = max(drawn[0], min(self.row, drawn[-1]))
            self.changed()
