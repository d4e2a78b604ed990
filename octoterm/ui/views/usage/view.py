"""View 1: a bar for each part of the period."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual.events import Click
from textual.reactive import reactive

from octoterm.analysis.comparison.compared_parts import ComparedPart
from octoterm.analysis.parts import Part, number_at
from octoterm.analysis.period_readings import PeriodReadings
from octoterm.analysis.projection import Projection
from octoterm.periods.calendar import HALF_HOURS
from octoterm.periods.period import Granularity, Period
from octoterm.session.shown import Shown
from octoterm.ui.drawing.cells import Cell
from octoterm.ui.drawing.colour_depth import ColourDepth
from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.views.usage.ground import bands_of, weekends
from octoterm.ui.views.usage.line import line_of
from octoterm.ui.views.usage.picture import LEAST_MARGIN, STYLES, UsagePicture, margin
from octoterm.ui.widgets.view import PeriodEntered, View

if TYPE_CHECKING:
    from octoterm.export.rows import Exported

MAX_PITCH = 12
"""Most columns from one bar to the next: wider bars would not show more."""
YEAR_IN_WEEKS = 53 * 2
"""Fewest columns in which a year is drawn as weeks."""


class UsageChart(View):
    """Evenly spaced bars, the base load across a day, and marks for what is missing."""

    styles_of_cells: ClassVar[dict[str, str]] = {style: f"chart--{style}" for style in STYLES}
    shaded_ground = "chart--ground"
    COMPONENT_CLASSES: ClassVar[set[str]] = {*styles_of_cells.values(), shaded_ground}
    DEFAULT_CSS = """
    UsageChart {
        .chart--axis { color: $quiet; }
        .chart--bar { color: $bar; }
        .chart--base { color: $base; }
        .chart--base-over-bar { color: $base-on-bar; background: $bar; }
        .chart--expected { color: $bar; }
        .chart--other { color: $outline; }
        .chart--other-over-bar { color: $outline-on-bar; background: $bar; }
        .chart--ground { background: $shaded; }
        .chart--cursor { color: $unusual; text-style: bold; }
        .chart--incomplete { color: $bar; }
        .chart--line { color: $base; }
        .chart--line-over-bar { color: $base-on-bar; background: $bar; }
        .chart--missing { color: $missing-mark; }
        .chart--unusual { color: $unusual; text-style: bold; }
    }
    """

    cursor: reactive[int | None] = reactive(None, repaint=False)
    """Number of the part under the cursor; None if the cursor is not used."""
    under_cursor: reactive[ComparedPart | None] = reactive(None, repaint=False)
    """That part, with what it is compared with."""

    nothing_inside = "Half hours are the smallest step"

    def __init__(self) -> None:
        super().__init__()
        self._picture: UsagePicture | None = None
        self._cursor_begins = 0
        """An instant of the part at which the cursor appears, UTC seconds."""

    def columns_wanted(self, shown: Shown, room: int) -> int:
        parts = _parts_in(shown, room)
        if not parts or shown.series is None:
            return LEAST_MARGIN + HALF_HOURS  # of the day that is about to be shown
        at_least = 1 if parts[0].part.kind is Granularity.HALF_HOUR else 2
        line = line_of(shown.readings) if shown.readings else None
        left = margin(parts, shown.series.quantity.form(parts[0].part.kind), room, line)
        around = left + (line.margin if line else 0)
        pitch = max(at_least, min(MAX_PITCH, (room - around) // len(parts)))
        return around + len(parts) * pitch

    @property
    def compared_parts(self) -> tuple[ComparedPart, ...]:
        """The parts of the period, and what each is compared with. The picture adds up neighbours
        if there are too few columns."""
        return _parts_in(self.shown, self.size.width)

    @property
    def parts(self) -> tuple[Part, ...]:
        """What the bars stand for."""
        return tuple(each.part for each in self.compared_parts)

    def watch_shown(self, before: Shown, shown: Shown) -> None:
        super().watch_shown(before, shown)
        self._put_cursor(self.cursor)

    def watch_cursor(self) -> None:
        self.changed()

    def look_at(self, day: date) -> None:
        if (readings := self.shown.readings) is not None:
            is_day = readings.period.granularity is Granularity.DAY
            peak = readings.figures.peak_start if is_day else None
            start = readings.series.calendar.start_of(day)
            self._cursor_begins = start if peak is None else peak
        self._put_cursor(None)

    def step(self, rows: int, columns: int) -> None:
        if self.cursor is None:
            self._put_cursor(number_at(self.parts, self._cursor_begins))
        else:
            self._put_cursor(self.cursor + rows + columns)

    @property
    def uses_cursor(self) -> bool:
        return self.cursor is not None

    def put_cursor_away(self) -> None:
        self._put_cursor(None)

    def _put_cursor(self, number: int | None) -> None:
        """Put the cursor on the part with this number, or the nearest one; None hides it."""
        parts = () if number is None else self.compared_parts
        self.cursor = max(0, min(number or 0, len(parts) - 1)) if parts else None
        self.under_cursor = None if self.cursor is None else parts[self.cursor]

    @property
    def in_words(self) -> str:
        readings, under = self.shown.readings, self.under_cursor
        if readings is None or under is None:
            return super().in_words
        return under.part.in_words(readings.quantity)

    @property
    def period_under_cursor(self) -> Period | None:
        parts = self.parts
        number = number_at(parts, self._cursor_begins) if self.cursor is None else self.cursor
        return parts[number].period if number < len(parts) else None

    def exported(self) -> Exported | None:
        from octoterm.export.rows import exported_parts

        if (readings := self.shown.readings) is None:
            return None
        return exported_parts(readings, self.compared_parts)

    def rows(self) -> list[list[Cell]]:
        if (readings := self.shown.readings) is None:
            return []
        is_day = readings.period.granularity is Granularity.DAY
        picture = UsagePicture(
            self.compared_parts,
            readings.quantity,
            self.cursor,
            self.size,
            symbols_of(self.app),
            reach=readings.reach,
            whole=readings.period.granularity,
            base_load=readings.base_load if is_day else None,
            line=line_of(readings),
            name_of_other=readings.name_of_other,
            course=self._course(readings),
            grounds=bands_of(readings) or weekends(self.parts),
            shows_grounds=ColourDepth.shows_shaded_ground(self.app),
            unusual=self._unusual(readings),
            noted=frozenset(note.day for note in self.shown.notes_of_period),
        )
        if picture != self._picture:  # keep the cached rows if nothing has changed
            self._picture = picture
        return self._picture.rows

    def _course(self, readings: PeriodReadings) -> Projection | None:
        """What the bar in progress is on course for; weeks have none, being over too soon."""
        has_own_parts = self.compared_parts is readings.parts
        return readings.part_projection if has_own_parts else None

    def _unusual(self, readings: PeriodReadings) -> frozenset[date]:
        """The unusual days of the period, if its bars are days."""
        if self.compared_parts[0].part.kind is not Granularity.DAY:
            return frozenset()
        return frozenset(entry.day for entry in readings.unusual_days)

    async def on_mouse_scroll_up(self) -> None:
        await self.run_action("screen.move(-1)")

    async def on_mouse_scroll_down(self) -> None:
        await self.run_action("screen.move(1)")

    def on_click(self, event: Click) -> None:
        part = self._picture.part_at(event.x) if self._picture is not None else None
        if part is not None and part == self.cursor:
            self.post_message(PeriodEntered(self.period_under_cursor))
        elif part is not None:
            self._put_cursor(part)


def _parts_in(shown: Shown, width: int) -> tuple[ComparedPart, ...]:
    """What the bars stand for in a chart of `width` columns: a wide year has weeks."""
    if (readings := shown.readings) is None:
        return ()
    is_year = readings.period.granularity is Granularity.YEAR
    return readings.weeks if is_year and width >= YEAR_IN_WEEKS + LEAST_MARGIN else readings.parts
