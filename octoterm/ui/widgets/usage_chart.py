"""View 1: a bar for each part of the period, drawn only where it changed."""

from __future__ import annotations

from typing import ClassVar

from textual.events import Click
from textual.message import Message
from textual.reactive import reactive

from octoterm.breakdown import Part, break_down
from octoterm.consumption import Consumption
from octoterm.period import HALF_HOUR, Granularity, Period
from octoterm.ui.cells import Cell
from octoterm.ui.symbols import symbols_of
from octoterm.ui.usage_picture import STYLES, Picture
from octoterm.ui.widgets.cell_view import CellView

YEAR_IN_WEEKS = 53 * 2
"""Columns from which a year is drawn in weeks."""


class UsageChart(CellView):
    """Evenly spaced bars, the base load across a day, and marks for what is missing."""

    styles_of_cells: ClassVar[dict[str, str]] = {style: f"chart--{style}" for style in STYLES}
    COMPONENT_CLASSES: ClassVar[set[str]] = set(styles_of_cells.values())
    DEFAULT_CSS = """
    UsageChart {
        .chart--axis { color: $text-muted; }
        .chart--bar { color: $primary; }
        .chart--base { color: $warning; }
        .chart--cursor { color: $accent; text-style: bold; }
        .chart--incomplete { color: $primary 60%; }
        .chart--missing { color: $error; }
    }
    """

    consumption: reactive[Consumption | None] = reactive(None, repaint=False)
    period: reactive[Period | None] = reactive(None, repaint=False)
    cursor: reactive[int | None] = reactive(None, repaint=False)
    """Which part is under the cursor; None while nobody uses it."""

    class Picked(Message):
        """A bar was clicked: the number of its part."""

        def __init__(self, part: int) -> None:
            super().__init__()
            self.part = part

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._picture: Picture | None = None

    @property
    def parts(self) -> tuple[Part, ...]:
        """What the bars stand for, before any are added up for want of columns."""
        if self.consumption is None or self.period is None:
            return ()
        return break_down(self.consumption, self.period, self.granularity)

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
        consumption = self.consumption
        if consumption is None or consumption.first is None or consumption.last is None:
            return range(0)
        return range(consumption.first, consumption.last + HALF_HOUR)

    @property
    def _in_month(self) -> bool:
        return self.period is not None and self.period.granularity is Granularity.MONTH

    def watch_consumption(self) -> None:
        self.changed()

    def watch_period(self) -> None:
        self.changed()

    def watch_cursor(self) -> None:
        self.changed()

    def rows(self) -> list[list[Cell]]:
        self._picture = Picture(
            self.parts,
            self.cursor,
            self.size,
            symbols_of(self.app),
            readings=self._readings,
            in_month=self._in_month,
        )
        return self._picture.rows

    def on_click(self, event: Click) -> None:
        if self._picture is not None:
            part = self._picture.part_at(event.x)
            if part is not None:
                self.post_message(self.Picked(part))
