"""The one screen that owns the state: meter, position, readings, sync.

Data goes down to the widgets by binding, and every key comes here: a command's action changes
the state, and the widgets that are bound to it redraw. What concerns only how the period is
looked at is passed on to the views. Nothing is shown that is not on disk.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from typing import ClassVar

from textual import work
from textual.actions import parse
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.reactive import reactive

from octoterm import number_format
from octoterm.analysis.unusual_days import next_standout
from octoterm.config.reader import Config
from octoterm.consumption.series import Series
from octoterm.errors import OctotermError
from octoterm.export.file import write_export
from octoterm.export.rows import Exported
from octoterm.periods.period import Granularity, Period
from octoterm.safe_text import clean
from octoterm.session.live_meters import Household, Sleep
from octoterm.session.position import Position, end_in_words
from octoterm.session.session import Source
from octoterm.storage.disk_thread import in_thread
from octoterm.storage.file_facts import Storage
from octoterm.storage.folders import current_folder
from octoterm.ui.commands import COMMANDS, NEEDS_ALL_READINGS, NEEDS_READINGS, bindings
from octoterm.ui.drawing import plotext_canvas
from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.driver.screen import BaseScreen
from octoterm.ui.screens.date_picker import DatePicker
from octoterm.ui.screens.help import HelpScreen
from octoterm.ui.status import words_for
from octoterm.ui.views.switcher import Views
from octoterm.ui.widgets.key_bar import KeyBar
from octoterm.ui.widgets.period_bar import PeriodBar
from octoterm.ui.widgets.status_line import Status, StatusLine
from octoterm.ui.widgets.view import Picked

SYNC_EVERY = 3600.0
"""Seconds from one sync to the next while the dashboard is open."""


class Dashboard(BaseScreen[None]):
    """The views of one meter at a time, kept current while it is open."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings()]

    # None of them is drawn by the screen itself, which would repaint all that is on it.
    series: reactive[Series | None] = reactive(None, repaint=False)
    position: reactive[Position | None] = reactive(None, repaint=False)
    period: reactive[Period | None] = reactive(None, repaint=False)
    storage: reactive[Storage] = reactive(Storage(), repaint=False)
    meter_label: reactive[str] = reactive("", repaint=False)
    status: reactive[Status] = reactive(Status(), repaint=False)
    unavailable: reactive[frozenset[str]] = reactive(frozenset(), repaint=False)

    def __init__(
        self, source: Source, config: Config, *, clock: Callable[[], float], sleep: Sleep
    ) -> None:
        super().__init__()
        self._config = config
        self._clock = clock
        self._household = Household(source, config, self._show_readings, clock=clock, sleep=sleep)
        self._views = Views(config.average_days)
        self._ahead: Position | None = None
        """Where keys have led, while that is yet to be shown."""
        self._steps_ahead = 0
        """The steps of each of these keys."""
        self._nobody_here = True
        self._word = ""
        self._asked: Position | None = None
        """Where the person went last, in whichever meter: another may have no readings then."""

    def compose(self) -> ComposeResult:
        yield PeriodBar().data_bind(Dashboard.meter_label, Dashboard.period)
        yield self._views.data_bind(
            Dashboard.series, Dashboard.position, Dashboard.period, Dashboard.storage
        )
        yield StatusLine().data_bind(Dashboard.status)
        yield KeyBar().data_bind(Dashboard.unavailable)

    def on_mount(self) -> None:
        self._show_readings()
        for warning in self._config.warnings:
            self.notify(warning, severity="warning", markup=False)
        self.call_after_refresh(self._open)

    @work(group="open")
    async def _open(self) -> None:
        plotext_canvas.load()
        await asyncio.sleep(0)  # a turn for keys, before anything is drawn with it
        await self._household.load()
        self._sync()
        self.set_interval(SYNC_EVERY, self._sync)
        await self._household.watch_files()

    # What is shown

    @property
    def views(self) -> Views:
        """The views, at the position to which all keys have led so far."""
        self._catch_up()
        return self._views

    def _show_readings(self) -> None:
        """Show the meter as it is now; while nobody is here yet, on its latest complete day."""
        if not self.is_attached:
            return
        readings = self._household.current
        self.meter_label = readings.label
        self.storage = readings.storage
        self.series = readings.series
        if self._nobody_here or readings.position is None:
            readings.open()
            self._asked = readings.position
        self._show_period()
        self._say(self._word)

    def _show_period(self) -> None:
        period = self._household.current.look()
        if period is not None:
            self.period = period  # before the position: where a cursor goes depends on both
            self.position = self._household.current.position
        self._say_what_is_available()

    def _go(self, there: Position) -> None:
        self._asked = self._household.current.position = there
        self._show_period()

    def note_activity(self) -> None:
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
        elif readings.series is not None and not readings.is_whole:
            self.status = Status("Reading the rest of the file", "busy")
        else:
            self.status = words_for(
                readings.sync,
                self.series,
                symbols_of(self.app),
                has_news=readings.has_news,
                unreadable_lines=readings.unreadable_lines,
            )

    def check_action(
        self,
        action: str,
        parameters: tuple[object, ...],  # noqa: ARG002
    ) -> bool | None:
        """Whether a command is available (None: shown, but not now)."""
        if action in NEEDS_READINGS and not self.series:
            return None
        if action in NEEDS_ALL_READINGS and not self._household.current.is_whole:
            return None
        if action == "next_choice" and not self.views.current.has_choices:
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

    def _travel(self, step: Callable[[Position, Series], Position], nowhere: str = "") -> None:
        """Go where `step` leads; where that is nowhere, say so in words."""
        self._catch_up()
        if self.position is None or self.series is None:
            return
        there = step(self.position, self.series)
        if there == self.position:
            self.app.bell()
            self._say(nowhere)
        else:
            self._go(there)
            self._say()

    def action_move(self, steps: int) -> None:
        """As `_travel`, but where many keys lead the same way at once, only the end is shown."""
        if steps != self._steps_ahead:
            self._catch_up()
        here = self._ahead or self.position
        if here is None or self.series is None:
            return
        there = here.moved(steps, self.series)
        if there == here:
            self._catch_up()
            self.app.bell()
            self._say(self._end_of_readings(steps))
            return
        if self._ahead is None:
            self.call_next(self._catch_up)
        self._ahead, self._steps_ahead = there, steps

    def _catch_up(self) -> None:
        """Show where keys have led."""
        there, self._ahead, self._steps_ahead = self._ahead, None, 0
        if there is not None:
            self._go(there)
            self._say()

    def action_leap(self, steps: int) -> None:
        self._travel(lambda here, all_: here.leapt(steps, all_), self._end_of_readings(steps))

    def action_first(self) -> None:
        self._travel(lambda here, all_: here.at_first(all_), self._end_of_readings(-1))

    def action_last(self) -> None:
        self._travel(lambda here, all_: here.at_last(all_), self._end_of_readings(1))

    def action_latest(self) -> None:
        self._household.current.see_all()
        self._travel(lambda here, all_: here.at_latest(all_), "This is the latest complete day")

    def action_show(self, granularity: str) -> None:
        self._travel(lambda here, _: here.showing(Granularity(granularity)))

    def _end_of_readings(self, steps: int) -> str:
        if steps < 0 and not self._household.current.is_whole:
            return "Earlier readings are still being read"
        return end_in_words(self.period, self.series, steps)

    @work(group="picker", exclusive=True)
    async def action_pick_date(self) -> None:
        self._catch_up()
        series = await self._household.current.all_there_is()  # a dialog of the last weeks is none
        if series is None or self.position is None:
            return
        today = series.calendar.day_of(int(self._clock()))
        picked = await self.app.push_screen_wait(DatePicker(series, self.position.day, today))
        if picked is not None:
            self._travel(lambda here, all_: here.at_day(picked, all_))

    # Views and the cursor

    def action_view(self, view: str) -> None:
        self.views.view = view
        self._say_what_is_available()

    def action_next_view(self) -> None:
        self.views.show_next()
        self._say_what_is_available()

    def action_next_choice(self) -> None:
        self.views.current.next_choice()

    def action_compare(self) -> None:
        self.views.compare_next()
        self._say(self.views.comparison_in_words)

    def action_next_standout(self) -> None:
        """Go to the next day that stands out; after the last comes the first."""
        if self.series is None or self.position is None:
            return
        if (word := self.views.current.next_standout()) is not None:
            self._say(word)
            return
        later = next_standout(self.series, self.position.day)
        found = later or next_standout(self.series, date.min)
        if found is None:
            self._say("No day stands out from its weekday")
            return
        self._travel(lambda here, all_: here.at_day(found.day, all_))
        if not later:
            self.app.bell()
        self._say(found.words)

    def action_cursor(self, rows: int, columns: int) -> None:
        self.views.current.step(rows, columns)

    def action_enter(self) -> None:
        self._enter(self.views.current.period_under_cursor)

    def on_picked(self, event: Picked) -> None:
        self._enter(event.period)

    def _enter(self, period: Period | None) -> None:
        if period is None:
            self._say(self.views.current.nothing_inside)
        elif self.views.current.leads_to:
            if self.position is not None:
                self._go(self.position.entering(period))
            self.action_view(self.views.current.leads_to)
        else:
            self._travel(lambda here, _: here.entering(period))

    def action_leave(self) -> None:
        self._travel(lambda here, _: here.left(), "These are all readings")

    # Meters and the sync

    def action_next_meter(self) -> None:
        self._catch_up()
        self._household.next(self._asked)

    def action_refresh_readings(self) -> None:
        self._sync()

    @work(group="sync")
    async def action_fill_gaps(self) -> None:
        """Ask again for everything that is missing, and say what came of it."""
        readings = self._household.current
        missing = readings.missing_half_hours
        await self._household.sync(gaps=True)
        if readings.sync.error is None and readings is self._household.current:
            came = max(0, missing - readings.missing_half_hours)
            self._say(f"{came:,} of {number_format.count(missing, 'missing half hour')} came")

    def action_cancel_refresh(self) -> None:
        self.workers.cancel_group(self, "sync")

    @work(group="sync")
    async def _sync(self) -> None:
        await self._household.sync()

    # The rest

    def action_export(self) -> None:
        """Write what is shown to a CSV file in the current folder."""
        exported = self.views.current.exported()
        if exported is not None:
            self._export(self._household.current.meter.name, exported)

    @work(group="export")
    async def _export(self, meter: str, exported: Exported) -> None:
        try:
            path = await in_thread(write_export, current_folder(), meter, exported)
        except OctotermError as error:
            self._say(str(error))
        else:
            self._say(f"Written: {path.name} in {clean(str(path.parent))}")

    def action_help(self) -> None:
        self.app.push_screen(HelpScreen())

    def action_palette(self) -> None:
        from octoterm.ui.screens.palette import Palette  # a rare guest, and slow to import

        self.app.push_screen(Palette())

    def action_suspend(self) -> None:
        self.app.action_suspend_process()

    def action_quit(self) -> None:
        self.app.exit()
