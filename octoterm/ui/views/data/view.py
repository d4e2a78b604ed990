"""View 5: how complete the selected period is, and all stored readings."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from textual.events import Click, MouseScrollDown, MouseScrollUp
from textual.reactive import reactive

from octoterm.analysis.coverage import coverage, day_in_words, months, period_in_words
from octoterm.consumption.series import Series
from octoterm.export.rows import COVERAGE_KEYS, Exported, coverage_record
from octoterm.periods.labels import day_label
from octoterm.periods.period import Granularity, Period, add_months
from octoterm.session.shown import Shown
from octoterm.ui.drawing.cells import Cell
from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.views.data.picture import STYLES, DataPicture, Facts
from octoterm.ui.widgets.view import PeriodEntered, PeriodLeft, View, wrapped_in_words


class DataView(View):
    """The figures of the file, its gaps, the last syncs, and a calendar of all days.

    The calendar's cursor follows the selected period until it is moved.
    """

    styles_of_cells: ClassVar[dict[str, str]] = {style: f"data--{style}" for style in STYLES}
    COMPONENT_CLASSES: ClassVar[set[str]] = set(styles_of_cells.values())
    DEFAULT_CSS = """
    DataView {
        .data--axis { color: $quiet; }
        .data--text { color: $foreground; }
        .data--heading { color: $quiet; text-style: bold; }
        .data--complete { color: $bar; }
        .data--incomplete { color: $base; text-style: bold; }
        .data--missing { color: $missing-mark; text-style: bold; }
        .data--cursor { color: $unusual; text-style: reverse bold; }
        .data--cursor-row { color: $foreground; text-style: bold; }
    }
    """

    cursor: reactive[date | None] = reactive(None, repaint=False)
    """The day under the calendar's cursor; None without readings. Until the cursor is moved,
    this is `Shown.day`."""

    follows_period = False
    says_why_empty = True
    counts_gaps = True
    leads_to = "usage"
    nothing_inside = "No readings yet"
    unusual_name = "Incomplete"

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._facts: tuple[Series, Facts] | None = None
        self._picture: DataPicture | None = None

    def watch_shown(self, before: Shown, shown: Shown) -> None:
        day = self.cursor if shown.position == before.position else None
        if (day := day or shown.day) is not None:
            self._put_cursor(day)
        self.changed()

    def watch_cursor(self) -> None:
        self.changed()

    def look_at(self, day: date) -> None:
        self._put_cursor(day)

    def step(self, rows: int, columns: int) -> None:
        if self.cursor is not None:
            self._go_to(add_months(self.cursor, rows) + timedelta(days=columns))

    def earlier_unusual_day(self) -> str:
        """Go to the incomplete day before the cursor; after the first comes the last."""
        return self._go_to_incomplete(later=False)

    def later_unusual_day(self) -> str:
        """Go to the incomplete day after the cursor; after the last comes the first."""
        return self._go_to_incomplete(later=True)

    def _go_to_incomplete(self, *, later: bool) -> str:
        if self.shown.stored is None or (here := self.cursor) is None:
            return ""
        series = self.shown.stored
        odd = [day.day for day in series.days if not day.complete and series.missing_on(day)]
        if not odd:
            return "No readings are missing"
        further = [day for day in odd if (day > here if later else day < here)]
        found = (further or odd)[0 if later else -1]
        self._go_to(found)
        return "" if further else f"{wrapped_in_words(later=later)}: {day_label(found)}"

    def _go_to(self, day: date) -> None:
        """Put the cursor on `day`, and have the period follow if it is left."""
        self._put_cursor(day)
        if self.day_left_for is not None:
            self.post_message(PeriodLeft())

    def _put_cursor(self, day: date) -> None:
        """Put the cursor on `day`, or on the nearest day that is inside the readings."""
        whole = self.shown.stored.whole if self.shown.stored else None
        self.cursor = None if whole is None else min(max(day, whole.first), whole.last)

    @property
    def day_left_for(self) -> date | None:
        day, period = self.cursor, self.shown.period
        return None if day is None or period is None or day in period else day

    @property
    def in_words(self) -> str:
        series, day = self.shown.stored, self.cursor
        return "" if series is None or day is None else day_in_words(series, day)

    @property
    def period_under_cursor(self) -> Period | None:
        if self.cursor is None:
            return None
        return Period.containing(Granularity.DAY, self.cursor)

    def exported(self) -> Exported | None:
        series = self.shown.stored
        if series is None or (whole := series.whole) is None:
            return None
        days = (day for month in months(series) for day in month.days)
        return Exported(
            "coverage",
            whole,
            COVERAGE_KEYS,
            (coverage_record(day) for day in days if day.day in whole),
        )

    def rows(self) -> list[list[Cell]]:
        series = self.shown.stored
        if series is None:
            if not self.shown.file_facts.error:
                return []
            series = Series.from_readings([], [])
        self._picture = picture = DataPicture(
            self._facts_of(series),
            self.shown.file_facts,
            self.cursor,
            day_in_words(series, self.cursor) if self.cursor else "",
            self.size,
            symbols_of(self.app),
            period_in_words(series, self.shown.period) if self.shown.period else "",
            series,
            self._picture.top if self._picture else None,
            self.shown.supplement.notes if self.shown.supplement else (),
            self.shown.notes.all,
        )
        return picture.rows

    def _facts_of(self, series: Series) -> Facts:
        """The facts about `series`, from the cache if the readings have not changed."""
        if self._facts is None or self._facts[0] is not series:
            whole = coverage(series)
            facts = Facts(whole, tuple(whole.words), months(series))
            self._facts = series, facts
        return self._facts[1]

    def on_click(self, event: Click) -> None:
        day = self._picture.day_at(event.x, event.y) if self._picture is not None else None
        if day is not None and day == self.cursor:
            self.post_message(PeriodEntered(self.period_under_cursor))
        elif day is not None:
            self._go_to(day)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        event.stop()
        self.step(-1, 0)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        event.stop()
        self.step(1, 0)
