"""A calendar of one month, with days shaded by their use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property
from typing import ClassVar

from rich.segment import Segment
from textual.events import Click, MouseScrollDown, MouseScrollUp
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from octoterm.consumption.series import Series
from octoterm.periods.period import Period
from octoterm.ui.contrast import MARK, TEXT
from octoterm.ui.drawing.colour_depth import ColourDepth
from octoterm.ui.drawing.readable_styles import readable_style, with_clear_half_tones
from octoterm.ui.drawing.symbols import Symbols, symbols_of

HEADING = "Mo Tu We Th Fr Sa Su"
CELL = 3
"""Columns of a day: two for its number, one for its mark."""
WIDTH = 7 * CELL
ABOVE = 2
"""Rows above the weeks: title and heading."""
WEEKS = 6
"""Rows of weeks, so that every month has the same height."""
LEVELS = 5


class Shades:
    """Sorts days into five equal steps of use, from the household's low days to its high days."""

    def __init__(self, series: Series) -> None:
        self.series = series

    def look(self, day: date, symbols: Symbols) -> tuple[str, str]:
        """How `day` is drawn: `level-0` to `level-4` or `none`, and its mark."""
        found = self.series.day(day)
        if found is None:
            return "none", symbols.dot
        if not found.readings:
            return "none", symbols.missing
        level = self._level(found.total)
        mark = symbols.bars[2 * level] if found.complete else symbols.incomplete
        return f"level-{level}", mark

    def _level(self, total: float) -> int:
        """0 for the lowest days to 4 for the highest."""
        low, high = self._range
        if high - low < self.series.quantity.whole.smallest:
            return 0
        step = int((total - low) / (high - low) * LEVELS)
        return min(max(step, 0), LEVELS - 1)

    @cached_property
    def _range(self) -> tuple[float, float]:
        """The totals of a low and a high day: one complete day in twenty is beyond each."""
        totals = sorted(day.total for day in self.series.days if day.complete)
        beyond = len(totals) // 20
        return (totals[beyond], totals[-1 - beyond]) if totals else (0.0, 0.0)


class MonthCalendar(Widget):
    """Draws `month`, with the day under the `cursor` reversed.

    The mark beside each number shows the same without colour: a small bar for the day's use, or
    the sign for an incomplete day, a missing one, or one outside the readings.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "calendar--title",
        "calendar--heading",
        "calendar--bar",
        "calendar--cursor",
        "calendar--none",
        *(f"calendar--level-{level}" for level in range(LEVELS)),
    }
    DEFAULT_CSS = """
    MonthCalendar {
        width: 21;
        height: 8;
        .calendar--title { text-style: bold; }
        .calendar--heading { color: $text-muted; }
        .calendar--bar { color: $primary; }
        .calendar--cursor { text-style: reverse bold; }
        .calendar--none { color: $text-muted; }
        .calendar--level-0 { background: $primary 8%; color: auto; }
        .calendar--level-1 { background: $primary 26%; color: auto; }
        .calendar--level-2 { background: $primary 44%; color: auto; }
        .calendar--level-3 { background: $primary 62%; color: auto; }
        .calendar--level-4 { background: $primary 85%; color: auto; text-style: bold; }

        /* The terminal's own colours cannot be mixed: there the bars do it alone. */
        &:ansi {
            .calendar--level-0, .calendar--level-1, .calendar--level-2, .calendar--level-3,
            .calendar--level-4 { background: transparent; color: ansi_default; }
            .calendar--none { color: ansi_default; }
            .calendar--bar { color: ansi_bright_blue; }
        }
    }
    """

    month: reactive[Period | None] = reactive(None)
    cursor: reactive[date | None] = reactive(None)
    series: reactive[Series | None] = reactive(None)

    class DayChosen(Message):
        """A day was clicked."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

    class Turned(Message):
        """An earlier (-1) or later (1) month was asked for, by the wheel or a click."""

        def __init__(self, months: int) -> None:
            super().__init__()
            self.months = months

    def __init__(self) -> None:
        super().__init__()
        self._shades: Shades | None = None

    def watch_series(self, series: Series | None) -> None:
        self._shades = None if series is None else Shades(series)

    def render_line(self, y: int) -> Strip:
        return Strip(self._line(y)).adjust_cell_length(self.size.width, self.rich_style)

    def day_at(self, x: int, y: int) -> date | None:
        """The day drawn at this position in the widget."""
        if self.month is None or y < ABOVE or not 0 <= x < WIDTH:
            return None
        return day_in(self.month, y - ABOVE + self._first_week(self.month), x // CELL)

    def on_click(self, event: Click) -> None:
        event.stop()
        day = self.day_at(event.x, event.y)
        if day:
            self.post_message(self.DayChosen(day))
        elif event.y == 0:
            self.post_message(self.Turned(-1 if event.x < WIDTH // 2 else 1))

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        event.stop()
        self.post_message(self.Turned(-1))

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        event.stop()
        self.post_message(self.Turned(1))

    def _line(self, y: int) -> Iterator[Segment]:
        if self.month is None or self._shades is None:
            return
        symbols = symbols_of(self.app)
        if y == 0:
            yield from self._segments(symbols.left, "heading")
            yield from self._segments(self.month.label.center(len(HEADING) - 2), "title")
            yield from self._segments(symbols.right, "heading")
        elif y == 1:
            yield from self._segments(HEADING, "heading")
        else:
            for weekday in range(7):
                day = day_in(self.month, y - ABOVE + self._first_week(self.month), weekday)
                if day is None:
                    yield Segment(" " * CELL, self.rich_style)
                    continue
                look, mark = self._shades.look(day, symbols)
                yield from self._segments(f"{day.day:2}", "cursor" if day == self.cursor else look)
                yield from self._segments(mark, look if look == "none" else "bar")

    def _segments(self, text: str, look: str) -> Iterator[Segment]:
        style = self.get_component_rich_style(f"calendar--{look}")
        clear = readable_style(style, MARK if look == "bar" else TEXT)
        depth = ColourDepth.of(self.app)
        return with_clear_half_tones(text, clear, coloured=depth.has_those_of_theme)

    def _first_week(self, month: Period) -> int:
        """The week in the first row; with too few rows, chosen so that the cursor is visible."""
        hidden = max(0, ABOVE + WEEKS - self.size.height)
        if self.cursor is None or self.cursor not in month:
            return 0
        return min(place_in(month, self.cursor)[0], hidden)


def day_in(month: Period, week: int, weekday: int) -> date | None:
    """The day in this row and column of the month's weeks."""
    at = 7 * week + weekday - month.first.weekday()
    return month.first + timedelta(days=at) if 0 <= at < month.length else None


def place_in(month: Period, day: date) -> tuple[int, int]:
    """Row and column of `day` among the month's weeks."""
    return divmod((day - month.first).days + month.first.weekday(), 7)
