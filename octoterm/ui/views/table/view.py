"""View 2: a row for each part of the period, in figures that line up."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual.events import Click, MouseScrollDown, MouseScrollUp
from textual.reactive import reactive

from octoterm.analysis.comparison import Against, Beside
from octoterm.analysis.matching import name_of_other
from octoterm.analysis.parts import Part, number_at
from octoterm.consumption.series import Series
from octoterm.export.rows import Exported, exported_parts
from octoterm.periods.period import Period
from octoterm.ui.drawing.cells import Cell
from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.views.table.besides import Besides
from octoterm.ui.views.table.columns import Texts, fitting_columns
from octoterm.ui.views.table.picture import STYLES, TablePicture
from octoterm.ui.widgets.cell_view import CellView
from octoterm.ui.widgets.view import Picked, View

BAR = 1
"""Columns that are kept free for the scroll bar, so that none goes when it comes."""
WHEEL = 2
"""Rows at each of its notches."""


class SummaryTable(View, CellView):
    """Draws the parts of the period it is given. Its keys are the dashboard's."""

    styles_of_cells: ClassVar[dict[str, str]] = {style: f"table--{style}" for style in STYLES}
    COMPONENT_CLASSES: ClassVar[set[str]] = set(styles_of_cells.values())
    DEFAULT_CSS = """
    SummaryTable {
        .table--heading { color: $text-muted; }
        .table--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: bold;
        }
        .table--thumb { color: $scrollbar; background: $scrollbar-background; }
        .table--thumb-end { color: $scrollbar-background; background: $scrollbar; }
        .table--track { background: $scrollbar-background; }
    }
    """

    series: reactive[Series | None] = reactive(None, repaint=False)
    period: reactive[Period | None] = reactive(None, repaint=False)
    against: reactive[Against | None] = reactive(None, repaint=False)
    row: reactive[int] = reactive(0, repaint=False)
    """Number of the row under the cursor."""

    nothing_inside = "A half hour has no parts"

    def __init__(self, *, id: str, shows_cursor: bool = True) -> None:  # noqa: A002
        super().__init__(id=id)
        self._shows_cursor = shows_cursor
        self._made = Besides()
        self._columns: tuple[object, list[Texts]] | None = None
        """What they were made of, and they."""
        self._picture: TablePicture | None = None
        self._top = 0
        """The first row that is drawn."""

    @property
    def besides(self) -> tuple[Beside, ...]:
        """What the rows stand for: days before the first and after the last reading have none."""
        if self.series is None or self.period is None:
            return ()
        whole = self.series.whole
        return tuple(
            beside
            for beside in self._made.of(self.series, self.period, self.against)
            if beside.part.is_among(whole)
        )

    @property
    def parts(self) -> tuple[Part, ...]:
        """The rows without what they are compared with."""
        return tuple(beside.part for beside in self.besides)

    def watch_series(self) -> None:
        self._keep_row()

    def watch_period(self, before: Period | None, period: Period | None) -> None:
        if before is None or period is None or before.granularity is not period.granularity:
            self._top = 0
        self._keep_row()

    def watch_against(self) -> None:
        self._keep_row()

    def watch_row(self) -> None:
        self.changed()

    def _keep_row(self) -> None:
        if self.row:
            self.step(0, 0)
        self.changed()

    def look_at(self, day: date) -> None:
        if self.series is not None:
            self.row = number_at(self.parts, self.series.calendar.start_of(day))

    def step(self, rows: int, columns: int) -> None:
        self.row = max(0, min(self.row + rows + columns, len(self.parts) - 1))

    @property
    def period_under_cursor(self) -> Period | None:
        parts = self.parts
        return parts[self.row].period if self.row < len(parts) else None

    def exported(self) -> Exported | None:
        if self.series is None or self.period is None:
            return None
        return exported_parts(self.series, self.period, self.besides, self.against)

    def rows(self) -> list[list[Cell]]:
        if self.series is None or self.period is None:
            return []
        self._picture = picture = TablePicture(
            self._columns_of(self.series, self.period),
            self.row if self._shows_cursor else None,
            self.size,
            symbols_of(self.app),
            self._top,
        )
        self._top = picture.first
        return picture.rows

    def _columns_of(self, series: Series, period: Period) -> list[Texts]:
        """Those already made, if they are of the same and as wide."""
        of = (series, period, self.against, self.size.width)
        if self._columns is None or self._columns[0] != of:
            other = name_of_other(period, self.against)
            room = self.size.width - BAR
            rows = self.besides
            kind = rows[0].part.kind if rows else period.natural_parts
            found = fitting_columns(series, kind, rows, room, symbols_of(self.app), other)
            self._columns = of, found
        return self._columns[1]

    def on_click(self, event: Click) -> None:
        if self._picture is None:
            return
        row = self._picture.row_at(event.x, event.y) if self._shows_cursor else None
        if (first := self._picture.first_at(event.x, event.y)) is not None:
            self._draw_from(first)
        elif row is not None and row == self.row:
            self.post_message(Picked(self.period_under_cursor))
        elif row is not None:
            self.row = row

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        event.stop()
        self._draw_from(self._top - WHEEL)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        event.stop()
        self._draw_from(self._top + WHEEL)

    def _draw_from(self, first: int) -> None:
        """Draw from that row on, or from as near to it as can be; the cursor comes along."""
        drawn = self._picture.scrolled_to(first) if self._picture is not None else range(0)
        if drawn:
            self._top = drawn[0]
            self.row = max(drawn[0], min(self.row, drawn[-1]))
            self.changed()
