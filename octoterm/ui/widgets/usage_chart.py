"""View 1: a bar for each part of the period, drawn only where it changed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.events import Click
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from octoterm.breakdown import Part, break_down
from octoterm.consumption import Consumption
from octoterm.period import HALF_HOUR, Granularity, Period
from octoterm.ui.symbols import symbols_of
from octoterm.ui.usage_picture import STYLES, Cell, Picture

YEAR_IN_WEEKS = 53 * 2
"""Columns from which a year is drawn in weeks."""


class UsageChart(Widget):
    """Evenly spaced bars, the base load across a day, and marks for what is missing."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"chart--{style}" for style in STYLES}
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
        self._shown: list[Strip] = []
        self._redraw_is_due = False

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
        self._change()

    def watch_period(self) -> None:
        self._change()

    def watch_cursor(self) -> None:
        self._change()

    def on_resize(self) -> None:
        # Also when it is shown again: while hidden it has no size, and draws nothing.
        self._picture = None
        self.refresh()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._picture = None

    def _change(self) -> None:
        """Draw again once, however many things change before the screen is next painted."""
        if self.is_mounted and not self._redraw_is_due:
            self._redraw_is_due = True
            self.call_after_refresh(self._redraw)

    def _redraw(self) -> None:
        self._redraw_is_due = False
        before, self._picture = self._shown, None
        if not self.size:
            return
        after = self._strips()
        if len(before) != len(after):
            self.refresh()
            return
        for row, (old, new) in enumerate(zip(before, after, strict=True)):
            if old != new:
                self.refresh(Region(0, row, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        strips = self._strips()
        return strips[y] if y < len(strips) else Strip.blank(self.size.width, self.rich_style)

    def _strips(self) -> list[Strip]:
        if self._picture is None:
            self._picture = Picture(
                self.parts,
                self.cursor,
                self.size,
                symbols_of(self.app),
                readings=self._readings,
                in_month=self._in_month,
            )
            styles = {name: self.get_component_rich_style(f"chart--{name}") for name in STYLES}
            blank = self.rich_style
            self._shown = [
                _strip(row, styles, blank, self.size.width) for row in self._picture.rows
            ]
        return self._shown

    def on_click(self, event: Click) -> None:
        if self._picture is not None:
            part = self._picture.part_at(event.x)
            if part is not None:
                self.post_message(self.Picked(part))


def _strip(row: Sequence[Cell], styles: dict[str, Style], blank: Style, width: int) -> Strip:
    segments = [
        Segment("".join(symbol for symbol, _ in run), styles[style])
        for style, run in ((style, list(run)) for style, run in groupby(row, lambda cell: cell[1]))
    ]
    return Strip(segments).adjust_cell_length(width, blank)
