"""View 1: a bar for each part of the period, drawn only where it changed."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual.events import Click
from textual.reactive import reactive

from octoterm.analysis.base_load import BASE_DAYS, base_line
from octoterm.analysis.comparison import Against, Beside
from octoterm.analysis.matching import name_of_other
from octoterm.analysis.parts import Part, number_at
from octoterm.consumption.series import Series
from octoterm.export.rows import Exported, exported_parts
from octoterm.periods.london import HALF_HOUR
from octoterm.periods.period import Granularity, Period
from octoterm.ui.drawing.cells import Cell
from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.views.table.besides import Besides
from octoterm.ui.views.usage.picture import STYLES, BaseLoad, Picture
from octoterm.ui.widgets.cell_view import CellView
from octoterm.ui.widgets.view import Picked, View

YEAR_IN_WEEKS = 53 * 2
"""Columns from which a year is drawn in weeks."""


class UsageChart(View, CellView):
    """Evenly spaced bars, the base load across a day, and marks for what is missing."""

    styles_of_cells: ClassVar[dict[str, str]] = {style: f"chart--{style}" for style in STYLES}
    COMPONENT_CLASSES: ClassVar[set[str]] = set(styles_of_cells.values())
    DEFAULT_CSS = """
    UsageChart {
        .chart--axis { color: $text-muted; }
        .chart--bar { color: $primary; }
        .chart--base { color: $warning; }
        .chart--base-over-bar { color: $warning; background: $primary; }
        .chart--behind { color: $text-muted; }
        .chart--level { color: $foreground; background: $primary; }
        .chart--cursor { color: $accent; text-style: bold; }
        .chart--incomplete { color: $primary 60%; }
        .chart--missing { color: $error; }
    }
    """

    series: reactive[Series | None] = reactive(None, repaint=False)
    period: reactive[Period | None] = reactive(None, repaint=False)
    against: reactive[Against | None] = reactive(None, repaint=False)
    cursor: reactive[int | None] = reactive(None, repaint=False)
    """Number of the part under the cursor; None while nobody uses it."""
    chosen: reactive[Beside | None] = reactive(None, repaint=False)
    """The part under the cursor, while it is used, beside what it is compared with."""

    nothing_inside = "A half hour has no parts"

    def __init__(self) -> None:
        super().__init__()
        self._picture: Picture | None = None
        self._made = Besides()
        self._cursor_begins_at = 0

    @property
    def besides(self) -> tuple[Beside, ...]:
        """What the bars stand for, before any are added up for want of columns, and what is
        behind them."""
        if self.series is None or self.period is None:
            return ()
        return self._made.of(self.series, self.period, self.against, self.granularity)

    @property
    def parts(self) -> tuple[Part, ...]:
        """What the bars stand for."""
        return tuple(beside.part for beside in self.besides)

    @property
    def granularity(self) -> Granularity | None:
        """The kind of part that a bar stands for at this width; None: the natural one."""
        in_weeks = (
            self.period is not None
            and self.period.granularity is Granularity.YEAR
            and self.size.width >= YEAR_IN_WEEKS + 8
        )
        return Granularity.WEEK if in_weeks else None

    @property
    def _readings(self) -> range:
        """From the first reading to the end of the last one, as far as they are in the period."""
        if self.series is None or self.period is None:
            return range(0)
        start, end = self.series.calendar.bounds(self.period)
        first, last = self.series.first, self.series.last
        if first is None or last is None:
            return range(0)
        return range(max(first, start), min(last + HALF_HOUR, end))

    @property
    def _in_month(self) -> bool:
        return self.period is not None and self.period.granularity is Granularity.MONTH

    def watch_series(self) -> None:
        self._put_cursor(self.cursor)
        self.changed()

    def watch_period(self) -> None:
        self._put_cursor(self.cursor)
        self.changed()

    def watch_against(self) -> None:
        self._put_cursor(self.cursor)
        self.changed()

    def watch_cursor(self) -> None:
        self.changed()

    def look_at(self, day: date) -> None:
        if self.series is not None:
            start = self.series.calendar.start_of(day)
            self._cursor_begins_at = number_at(self.parts, start)
        self._put_cursor(None)

    def step(self, rows: int, columns: int) -> None:
        if self.cursor is None:
            self._put_cursor(self._cursor_begins_at)
        else:
            self._put_cursor(self.cursor + rows + columns)

    def _put_cursor(self, number: int | None) -> None:
        """On a part that there is."""
        besides = () if number is None else self.besides
        self.cursor = max(0, min(number or 0, len(besides) - 1)) if besides else None
        self.chosen = None if self.cursor is None else besides[self.cursor]

    @property
    def period_under_cursor(self) -> Period | None:
        number = self._cursor_begins_at if self.cursor is None else self.cursor
        parts = self.parts
        return parts[number].period if number < len(parts) else None

    def exported(self) -> Exported | None:
        if self.series is None or self.period is None:
            return None
        return exported_parts(self.series, self.period, self.besides, self.against)

    def rows(self) -> list[list[Cell]]:
        if self.series is None:
            return []
        picture = Picture(
            self.besides,
            self.series.quantity,
            self.cursor,
            self.size,
            symbols_of(self.app),
            readings=self._readings,
            in_month=self._in_month,
            base_load=self._base_load,
            behind=name_of_other(self.period, self.against),
        )
        if picture != self._picture:  # else a page was saved that tells nothing new of it
            self._picture = picture
        return self._picture.rows

    @property
    def _base_load(self) -> BaseLoad | None:
        """A day's usual base load; while there are too few days for one, its own."""
        if (
            self.series is None
            or self.period is None
            or self.period.granularity is not Granularity.DAY
        ):
            return None
        usual = base_line(self.series, self.period.first)
        if usual is not None:
            return BaseLoad(usual.rate, f"{BASE_DAYS}-day {self.series.quantity.rate_name}")
        own = self.series.figures(self.period).base_rate
        return None if own is None else BaseLoad(own, self.series.quantity.rate_name)

    def on_click(self, event: Click) -> None:
        part = self._picture.part_at(event.x) if self._picture is not None else None
        if part is not None and part == self.cursor:
            self.post_message(Picked(self.period_under_cursor))
        elif part is not None:
            self._put_cursor(part)
