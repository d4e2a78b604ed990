"""View 2: a row for each part of the period, in figures that line up."""

from __future__ import annotations

from datetime import date

from rich.text import Text
from textual.reactive import reactive
from textual.widgets import DataTable

from octoterm.breakdown import Part, number_at
from octoterm.comparison import Against, Beside
from octoterm.consumption import Consumption
from octoterm.counterparts import name_of_other
from octoterm.period import Period
from octoterm.records import Exported, exported_parts
from octoterm.ui.besides import Besides
from octoterm.ui.symbols import symbols_of
from octoterm.ui.table_columns import Column, columns_for
from octoterm.ui.widgets.plain_bar import plain_where_needed
from octoterm.ui.widgets.view import Picked, View


class SummaryTable(View, DataTable[Text]):
    """Draws the parts of the period it is given. Its keys are the dashboard's."""

    DEFAULT_CSS = """
    SummaryTable {
        background: transparent;
        scrollbar-size-horizontal: 0;
        & > .datatable--header { background: transparent; color: $text-muted; text-style: none; }
        & > .datatable--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: bold;
        }
    }
    """

    consumption: reactive[Consumption | None] = reactive(None, repaint=False)
    period: reactive[Period | None] = reactive(None, repaint=False)
    against: reactive[Against | None] = reactive(None, repaint=False)
    row: reactive[int] = reactive(0, repaint=False)
    """Number of the row under the cursor."""

    nothing_inside = "A half hour has no parts"

    def __init__(self, *, id: str, shows_cursor: bool = True) -> None:  # noqa: A002
        super().__init__(id=id, cursor_type="row", show_cursor=shows_cursor, cell_padding=1)
        self.can_focus = False
        self._drawn: object = None
        self._made = Besides()

    @property
    def besides(self) -> tuple[Beside, ...]:
        """What the rows stand for: days before the first and after the last reading have none."""
        if self.consumption is None or self.period is None:
            return ()
        whole = self.consumption.whole
        return tuple(
            beside
            for beside in self._made.of(self.consumption, self.period, self.against)
            if beside.part.is_among(whole)
        )

    @property
    def parts(self) -> tuple[Part, ...]:
        """The rows without what they are compared with."""
        return tuple(beside.part for beside in self.besides)

    def watch_consumption(self) -> None:
        self._show_anew()

    def watch_period(self) -> None:
        self._show_anew()

    def watch_against(self) -> None:
        self._show_anew()

    def _show_anew(self) -> None:
        if self.row:
            self.step(0, 0)
        self.call_next(self._fill)

    def watch_row(self) -> None:
        self.move_cursor(row=self.row, animate=False)

    def look_at(self, day: date) -> None:
        if self.consumption is not None:
            self.row = number_at(self.parts, self.consumption.calendar.start_of(day))

    def step(self, rows: int, columns: int) -> None:
        self.row = max(0, min(self.row + rows + columns, len(self.parts) - 1))

    @property
    def period_under_cursor(self) -> Period | None:
        parts = self.parts
        return parts[self.row].period if self.row < len(parts) else None

    def exported(self) -> Exported | None:
        return exported_parts(self.period, self.besides, self.against)

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        event.stop()
        self.row = event.cursor_row
        self.post_message(Picked(self.period_under_cursor))

    def on_mount(self) -> None:
        plain_where_needed(self)

    def on_show(self) -> None:
        self._fill()

    def on_resize(self) -> None:
        self._fill()

    def _fill(self) -> None:
        """Write the rows, if anybody can see them and they are not those already there."""
        if self.consumption is None or self.period is None or not self.is_on_screen:
            return
        wanted = (self.consumption, self.period, self.against, self.size.width)
        if self._drawn == wanted:
            return
        self._drawn = wanted
        besides = self.besides
        room = self.size.width - self.styles.scrollbar_size_vertical
        other = name_of_other(self.period, self.against)
        columns = columns_for(self.consumption, besides, room, symbols_of(self.app), other)
        self.clear(columns=True)
        for column in columns:
            self.add_column(_cell(column, column.heading), width=column.width)
        for number in range(len(besides)):
            self.add_row(*(_cell(column, column.texts[number]) for column in columns))
        self.move_cursor(row=self.row, animate=False)


def _cell(column: Column, text: str) -> Text:
    return Text(text, justify="left" if column.aligned_left else "right")
