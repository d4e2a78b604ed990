"""The one screen that owns the state: meter, position, view, cursor, readings, sync.

Data goes down to the widgets by binding, and every key comes here: a command's action changes
the state, and the widgets that are bound to it redraw. Nothing is shown that is not on disk.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.actions import parse
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import ContentSwitcher, DataTable

from octoterm import units
from octoterm.breakdown import Part
from octoterm.clean import clean
from octoterm.config import Config
from octoterm.consumption import Consumption
from octoterm.errors import OctotermError
from octoterm.export import write_export
from octoterm.navigation import Position, end_in_words
from octoterm.period import Granularity, Period
from octoterm.source import Source
from octoterm.standouts import next_standout
from octoterm.trends import Measure
from octoterm.ui.commands import COMMANDS, NEEDS_READINGS, bindings
from octoterm.ui.date_picker import DatePicker
from octoterm.ui.help import HelpScreen
from octoterm.ui.household import Household, Sleep
from octoterm.ui.symbols import symbols_of
from octoterm.ui.sync_state import words_for
from octoterm.ui.widgets.figures_strip import FiguresStrip
from octoterm.ui.widgets.key_bar import KeyBar
from octoterm.ui.widgets.period_bar import PeriodBar
from octoterm.ui.widgets.status_line import Status, StatusLine
from octoterm.ui.widgets.summary_table import SummaryTable
from octoterm.ui.widgets.trends_view import TrendsView
from octoterm.ui.widgets.usage_chart import UsageChart

SYNC_EVERY = 3600.0
"""Seconds from one sync to the next while the dashboard is open."""
VIEWS = ("usage", "table", "trends")


class Dashboard(Screen[None]):
    """Usage and table of one meter at a time, kept current while it is open."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings()]

    consumption: reactive[Consumption | None] = reactive(None)
    position: reactive[Position | None] = reactive(None)
    period: reactive[Period | None] = reactive(None)
    view: reactive[str] = reactive("usage")
    measure: reactive[Measure] = reactive(Measure.TOTAL)
    cursor: reactive[int] = reactive(0)
    """Number of the bar or row under the cursor."""
    chart_cursor: reactive[int | None] = reactive(None)
    """The same for the chart, which shows it only once it was moved."""
    part: reactive[Part | None] = reactive(None)
    meter_label: reactive[str] = reactive("")
    status: reactive[Status] = reactive(Status())
    unavailable: reactive[frozenset[str]] = reactive(frozenset())

    def __init__(
        self, source: Source, config: Config, *, clock: Callable[[], float], sleep: Sleep
    ) -> None:
        super().__init__()
        self._config = config
        self._clock = clock
        self._household = Household(source, config, self._show_readings, clock=clock, sleep=sleep)
        # Held, not looked up: a sync may still report while the screen is being taken apart.
        self._chart = UsageChart()
        self._table = SummaryTable(id="table")
        self._nobody_here = True
        self._word = ""
        self._seen_until: int | None = None

    def compose(self) -> ComposeResult:
        yield PeriodBar().data_bind(Dashboard.meter_label, Dashboard.period)
        with ContentSwitcher(initial=self.view):
            with Vertical(id="usage"):
                yield self._chart.data_bind(
                    Dashboard.consumption, Dashboard.period, cursor=Dashboard.chart_cursor
                )
                yield SummaryTable(id="below", shows_cursor=False).data_bind(
                    Dashboard.consumption, Dashboard.period
                )
            yield self._table.data_bind(
                Dashboard.consumption, Dashboard.period, row=Dashboard.cursor
            )
            yield TrendsView(self._config.average_days, id="trends").data_bind(
                Dashboard.consumption, Dashboard.period, Dashboard.measure
            )
        yield FiguresStrip().data_bind(Dashboard.consumption, Dashboard.period, Dashboard.part)
        yield StatusLine().data_bind(Dashboard.status)
        yield KeyBar().data_bind(Dashboard.unavailable)

    def on_mount(self) -> None:
        self._show_readings()
        for warning in self._config.warnings:
            self.notify(warning, severity="warning", markup=False)
        self.call_after_refresh(self._open)

    @work(group="open")
    async def _open(self) -> None:
        await self._household.load()
        self._sync()
        self.set_interval(SYNC_EVERY, self._sync)
        await self._household.watch_files()

    # What is shown

    @property
    def parts(self) -> tuple[Part, ...]:
        """The bars or rows of the view that is looked at."""
        return self._chart.parts if self.view == "usage" else self._table.parts

    def _show_readings(self) -> None:
        """Show the meter as it is now; while nobody is here yet, on its latest complete day."""
        if not self.is_attached:
            return
        self.meter_label = self._household.current.label
        self.consumption = consumption = self._household.current.consumption
        if consumption is not None and (self._nobody_here or self.position is None):
            self.position = Position.opening(consumption)
            self._seen_until = consumption.last
        self._refresh_period()
        self._say(self._word)

    def _refresh_period(self) -> None:
        if self.consumption is not None and self.position is not None:
            self.period = self.position.period(self.consumption)
            if self.period.end > (self.consumption.last_day or date.min):
                self._seen_until = self.consumption.last
        self._hold_cursor()
        self._say_what_is_available()

    def watch_position(self, before: Position | None, position: Position | None) -> None:
        self._refresh_period()
        if before is None or position is None or before.granularity is not position.granularity:
            self.chart_cursor = None
            self._put_cursor_on_day()

    def watch_view(self, view: str) -> None:
        if not self.is_mounted:
            return
        self.query_one(ContentSwitcher).current = view
        self._say_what_is_available()
        self.chart_cursor = None
        self._put_cursor_on_day()

    def _put_cursor_on_day(self) -> None:
        """Where there is nothing better, the cursor is on the day that is kept in view."""
        if self.position is not None and self.consumption is not None:
            self._put_cursor(self.consumption.calendar.start_of(self.position.day))

    def _put_cursor(self, instant: int) -> None:
        starts = [part.figures.start for part in self.parts]
        self.cursor = max(0, bisect_right(starts, instant) - 1)
        self._hold_cursor()

    def _hold_cursor(self) -> None:
        """Keep the cursor on a part that there is, and tell the strip which it is."""
        parts = self.parts
        self.cursor = max(0, min(self.cursor, len(parts) - 1))
        if self.chart_cursor is not None:
            self.chart_cursor = self.cursor
        seen = self.view == "usage" and self.chart_cursor is not None
        self.part = parts[self.cursor] if seen and parts else None

    def somebody_is_here(self) -> None:
        """A key was pressed: from now on the view stays where the person puts it."""
        self._nobody_here = False
        if self._word:
            self._say()

    # The status line, and what can be done

    def _say(self, word: str = "") -> None:
        """Bring the status line up to date; `word` takes its place until the next key."""
        self._word = word
        readings = self._household.current
        if word:
            self.status = Status(word)
        elif readings.error is not None:
            self.status = Status(str(readings.error), "warning")
        else:
            self.status = words_for(
                readings.sync,
                self.consumption,
                symbols_of(self.app),
                newer=self._newer(),
                unreadable_lines=readings.unreadable_lines,
            )

    def _newer(self) -> str:
        last = self.consumption.last if self.consumption else None
        if last is None or self._seen_until is None or last <= self._seen_until:
            return ""
        return "newer readings are here: t"

    def check_action(
        self,
        action: str,
        parameters: tuple[object, ...],  # noqa: ARG002
    ) -> bool | None:
        """Whether a command is available (None: shown, but not now)."""
        if action in NEEDS_READINGS and not self.consumption:
            return None
        if action == "next_choice" and self.view != "trends":
            return None
        if action in ("refresh_readings", "fill_gaps") and self._household.is_syncing:
            return None
        if action == "cancel_refresh":
            return self._household.is_syncing
        if action == "next_meter":
            return len(self._household.meters) > 1
        return True

    def _say_what_is_available(self) -> None:
        self.unavailable = frozenset(
            command.action
            for command in COMMANDS
            if not self.check_action(*parse(command.action)[1:])
        )

    def runs(self, action: str) -> Callable[[], None]:
        """A callback for the palette that runs a command's action."""

        async def run() -> None:
            await self.run_action(action)

        return lambda: self.call_next(run)

    # Moving about

    def _travel(
        self, step: Callable[[Position, Consumption], Position], nowhere: str = ""
    ) -> None:
        """Go where `step` leads; where that is nowhere, say so in words."""
        if self.position is None or self.consumption is None:
            return
        there = step(self.position, self.consumption)
        if there == self.position:
            self.app.bell()
            self._say(nowhere)
        else:
            self.position = there
            self._say()

    def action_move(self, steps: int) -> None:
        self._travel(lambda here, all_: here.moved(steps, all_), self._end_of_readings(steps))

    def action_leap(self, steps: int) -> None:
        self._travel(lambda here, all_: here.leapt(steps, all_), self._end_of_readings(steps))

    def action_first(self) -> None:
        self._travel(lambda here, all_: here.at_first(all_), self._end_of_readings(-1))

    def action_last(self) -> None:
        self._travel(lambda here, all_: here.at_last(all_), self._end_of_readings(1))

    def action_latest(self) -> None:
        self._seen_until = self.consumption.last if self.consumption else None
        self._travel(lambda here, all_: here.at_latest(all_), "This is the latest complete day")

    def action_show(self, granularity: str) -> None:
        self._travel(lambda here, _: here.showing(Granularity(granularity)))

    def _end_of_readings(self, steps: int) -> str:
        return end_in_words(self.period, self.consumption, steps)

    @work(group="picker")
    async def action_pick_date(self) -> None:
        if self.consumption is None or self.position is None:
            return
        today = self.consumption.calendar.day_of(int(self._clock()))
        picked = await self.app.push_screen_wait(
            DatePicker(self.consumption, self.position.day, today)
        )
        if picked is not None:
            self._travel(lambda here, all_: here.at_day(picked, all_))

    # Views and the cursor

    def action_view(self, view: str) -> None:
        self.view = view

    def action_next_view(self) -> None:
        self.view = VIEWS[(VIEWS.index(self.view) + 1) % len(VIEWS)]

    def action_next_choice(self) -> None:
        measures = list(Measure)
        self.measure = measures[(measures.index(self.measure) + 1) % len(measures)]

    def action_next_standout(self) -> None:
        """Go to the next day that stands out; after the last comes the first."""
        if self.consumption is None or self.position is None:
            return
        found = next_standout(self.consumption, self.position.day) or next_standout(
            self.consumption, date.min
        )
        if found is None:
            self._say("No day stands out from its weekday")
            return
        self._travel(lambda here, all_: here.at_day(found.day, all_))
        self._say(found.words)

    def action_cursor(self, steps: int) -> None:
        if self.view == "usage" and self.chart_cursor is None:
            self.chart_cursor = self.cursor
        else:
            self.cursor += steps
        self._hold_cursor()

    def action_enter(self) -> None:
        parts = self.parts
        if not parts:
            return
        period = parts[self.cursor].period
        if period is None:
            self._say("A half hour has no parts")
        else:
            self._travel(lambda here, _: here.entering(period))

    def action_leave(self) -> None:
        self._travel(lambda here, _: here.left(), "These are all readings")

    def on_usage_chart_picked(self, event: UsageChart.Picked) -> None:
        if self.chart_cursor == event.part:
            self.action_enter()
        else:
            self.chart_cursor = self.cursor = event.part
            self._hold_cursor()

    async def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        self.cursor = event.cursor_row
        await self.run_action("enter")

    # Meters and the sync

    def action_next_meter(self) -> None:
        self._household.next()

    def action_refresh_readings(self) -> None:
        self._sync()

    @work(group="sync")
    async def action_fill_gaps(self) -> None:
        """Ask again for everything that is missing, and say what came of it."""
        missing = self._missing_half_hours()
        await self._household.sync(gaps=True)
        if self._household.current.sync.error is None:
            came = max(0, missing - self._missing_half_hours())
            self._say(f"{came:,} of {units.count(missing, 'missing half hour')} came")

    def _missing_half_hours(self) -> int:
        return sum(gap.half_hours for gap in self.consumption.gaps()) if self.consumption else 0

    def action_cancel_refresh(self) -> None:
        self.workers.cancel_group(self, "sync")

    @work(group="sync")
    async def _sync(self) -> None:
        await self._household.sync()

    # The rest

    def action_export(self) -> None:
        """Write the parts of the period to a CSV file in the current folder."""
        if self.period is None:
            return
        try:
            path = write_export(
                Path.cwd(), self._household.current.meter.name, self.period, self.parts
            )
        except OctotermError as error:
            self._say(str(error))
        else:
            self._say(f"Written: {path.name} in {clean(str(path.parent))}")

    def action_help(self) -> None:
        self.app.push_screen(HelpScreen())

    def action_palette(self) -> None:
        from octoterm.ui.palette import Palette  # a rare guest, and slow to import

        self.app.push_screen(Palette())

    def action_suspend(self) -> None:
        self.app.action_suspend_process()

    def action_quit(self) -> None:
        self.app.exit()
