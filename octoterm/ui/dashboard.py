"""The one screen that owns the state: meter, position, readings, sync.

Data goes down to the widgets by binding, and every key comes here: a command's action changes
the state, and the widgets that are bound to it redraw. What concerns only how the period is
looked at is passed on to the views. Nothing is shown that is not on disk.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.reactive import reactive

from octoterm import number_format
from octoterm.analysis.matching import Reference
from octoterm.analysis.unusual_days import next_unusual_day
from octoterm.config.reader import Config
from octoterm.consumption.series import Series
from octoterm.errors import OctotermError
from octoterm.export.file import current_folder, write_export
from octoterm.export.rows import Exported
from octoterm.periods.period import Granularity, Period
from octoterm.safe_text import clean
from octoterm.session.live_meters import Household, Sleep
from octoterm.session.position import Position, end_in_words
from octoterm.session.session import Source
from octoterm.session.shown import Shown
from octoterm.storage.disk_thread import in_thread
from octoterm.ui.commands import COMMANDS, Need, bindings, needs_of
from octoterm.ui.drawing import plotext_canvas
from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.driver.compositor import LaidOut
from octoterm.ui.screens.date_picker import DatePicker
from octoterm.ui.screens.help import HelpScreen
from octoterm.ui.status import status_of
from octoterm.ui.views.switcher import Views
from octoterm.ui.widgets.key_bar import KeyBar
from octoterm.ui.widgets.period_bar import PeriodBar
from octoterm.ui.widgets.status_line import Status, StatusLine
from octoterm.ui.widgets.view import PeriodEntered

SYNC_EVERY = 3600.0
"""Seconds from one sync to the next while the dashboard is open."""


class Dashboard(LaidOut[None]):
    """The views of one meter at a time, kept current while it is open."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings()]

    # None of them is drawn by the screen itself, which would repaint all that is on it.
    shown: reactive[Shown] = reactive(Shown, repaint=False)
    status: reactive[Status] = reactive(Status(), repaint=False)
    unavailable: reactive[frozenset[str]] = reactive(frozenset(), repaint=False)

    def __init__(
        self, source: Source, config: Config, *, clock: Callable[[], float], sleep: Sleep
    ) -> None:
        super().__init__()
        self._config = config
        self._clock = clock
        self._household = Household(source, config, self._show_readings, clock=clock, sleep=sleep)
        self.views = Views(config.average_days)
        self._led_to: Position | None = None
        """Where keys have led, while that is yet to be shown."""
        self._steps_there = 0
        """The steps of each of these keys."""
        self._nobody_here = True
        self._word = ""
        self._asked: Position | None = None
        """Where the person went last, in whichever meter: another may have no readings then."""

    def compose(self) -> ComposeResult:
        yield PeriodBar().data_bind(Dashboard.shown)
        yield self.views.data_bind(Dashboard.shown)
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

    def _show_readings(self) -> None:
        """Show the meter as it is now; while nobody is here yet, on its latest complete day."""
        if not self.is_attached:
            return
        meter = self._household.current
        if self._nobody_here or meter.position is None:
            meter.open()
            self._asked = meter.position
        self._show_position()
        self._say(self._word)

    def _show_position(self) -> None:
        """Show the meter where it is looked at."""
        meter = self._household.current
        meter.look()
        self.shown = replace(
            self.shown,
            meter_label=meter.label,
            storage=meter.storage,
            series=meter.series,
            position=meter.position,
        )
        self._say_what_is_available()

    def _go(self, there: Position) -> None:
        self._asked = self._household.current.position = there
        self._show_position()

    def somebody_is_here(self) -> None:
        """A key was pressed: from now on the view stays where the person puts it."""
        self._nobody_here = False
        if self._word:
            self._say()

    # The status line, and what can be done

    def _say(self, word: str = "") -> None:
        """Bring the status line up to date; `word` takes its place until the next key."""
        self._word = word
        self.status = (
            Status(word) if word else status_of(self._household.current, symbols_of(self.app))
        )

    def check_action(
        self,
        action: str,
        parameters: tuple[object, ...],  # noqa: ARG002
    ) -> bool | None:
        """Whether a command is available (None: shown, but not now)."""
        return True if self._met.issuperset(needs_of(action)) else None

    @property
    def _met(self) -> frozenset[Need]:
        """Which needs of commands are met now."""
        has_readings = bool(self.shown.series)
        is_met = {
            Need.READINGS: has_readings,
            Need.ALL_READINGS: has_readings and self._household.current.is_whole,
            Need.CHOICES: self.views.current.has_choices,
            Need.NO_SYNC: not self._household.is_syncing,
            Need.SYNC: self._household.is_syncing,
            Need.OTHER_METERS: len(self._household.meters) > 1,
        }
        return frozenset(need for need, met in is_met.items() if met)

    def _say_what_is_available(self) -> None:
        met = self._met
        self.unavailable = frozenset(
            command.action for command in COMMANDS if not met.issuperset(command.needs)
        )

    def runs(self, action: str) -> Callable[[], None]:
        """A callback for the palette that runs a command's action."""

        async def run() -> None:
            await self.run_action(action)

        return lambda: self.call_next(run)

    # Moving about

    def _travel(self, step: Callable[[Position, Series], Position], nowhere: str = "") -> None:
        """Go where `step` leads; where that is nowhere, say so in words."""
        self._arrive()
        if self.shown.position is None or self.shown.series is None:
            return
        there = step(self.shown.position, self.shown.series)
        if there == self.shown.position:
            self.app.bell()
            self._say(nowhere)
        else:
            self._go(there)
            self._say()

    def action_move(self, steps: int) -> None:
        """As `_travel`, but where many keys lead the same way at once, only the end is shown."""
        if steps != self._steps_there:
            self._arrive()
        here = self._led_to or self.shown.position
        if here is None or self.shown.series is None:
            return
        there = here.moved(steps, self.shown.series)
        if there == here:
            self._arrive()
            self.app.bell()
            self._say(self._end_of_readings(steps))
            return
        if self._led_to is None:
            self.call_next(self._arrive)
        self._led_to, self._steps_there = there, steps

    def _arrive(self) -> None:
        """Show where keys have led: what comes after them is meant for there."""
        there, self._led_to, self._steps_there = self._led_to, None, 0
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
        return end_in_words(self.shown.period, self.shown.series, steps)

    @work(group="picker", exclusive=True)
    async def action_pick_date(self) -> None:
        self._arrive()
        series = await self._household.current.all_there_is()  # a dialog of the last weeks is none
        if series is None or self.shown.day is None:
            return
        today = series.calendar.day_of(int(self._clock()))
        picked = await self.app.push_screen_wait(DatePicker(series, self.shown.day, today))
        if picked is not None:
            self._travel(lambda here, all_: here.at_day(picked, all_))

    # Views and the cursor

    def action_view(self, view: str) -> None:
        self._arrive()
        self.views.view = view
        self._say_what_is_available()

    def action_next_view(self) -> None:
        self._arrive()
        self.views.show_next()
        self._say_what_is_available()

    def action_next_choice(self) -> None:
        self._arrive()
        self.views.current.next_choice()

    def action_compare(self) -> None:
        """With the period before, then with a year earlier, then not at all."""
        self._arrive()
        turns = [None, *Reference]
        against = turns[(turns.index(self.shown.against) + 1) % len(turns)]
        self.shown = replace(self.shown, against=against)
        self._say(self.shown.readings.comparison_in_words if self.shown.readings else "")

    def action_next_unusual_day(self) -> None:
        """Go to the next day that stands out; after the last comes the first."""
        self._arrive()
        if self.shown.series is None or self.shown.day is None:
            return
        if (word := self.views.current.next_unusual_day()) is not None:
            self._say(word)
            return
        later = next_unusual_day(self.shown.series, self.shown.day)
        found = later or next_unusual_day(self.shown.series, date.min)
        if found is None:
            self._say("No day stands out from its weekday")
            return
        self._travel(lambda here, all_: here.at_day(found.day, all_))
        if not later:
            self.app.bell()
        self._say(found.words)

    def action_cursor(self, rows: int, columns: int) -> None:
        self._arrive()
        self.views.current.step(rows, columns)

    def action_enter(self) -> None:
        self._arrive()
        self._enter(self.views.current.period_under_cursor)

    def on_period_entered(self, event: PeriodEntered) -> None:
        self._enter(event.period)

    def _enter(self, period: Period | None) -> None:
        self._arrive()
        if period is None:
            self._say(self.views.current.nothing_inside)
        elif self.views.current.leads_to:
            if self.shown.position is not None:
                self._go(self.shown.position.entering(period))
            self.action_view(self.views.current.leads_to)
        else:
            self._travel(lambda here, _: here.entering(period))

    def action_leave(self) -> None:
        self._travel(lambda here, _: here.left(), "These are all readings")

    # Meters and the sync

    def action_next_meter(self) -> None:
        self._arrive()
        self._household.next(self._asked)

    def action_refresh_readings(self) -> None:
        self._sync()

    @work(group="sync")
    async def action_fill_gaps(self) -> None:
        """Ask again for everything that is missing, and say what came of it."""
        meter = self._household.current
        missing = meter.missing_half_hours
        await self._household.sync(gaps=True)
        if meter.sync.error is None and meter is self._household.current:
            came = max(0, missing - meter.missing_half_hours)
            self._say(f"{came:,} of {number_format.count(missing, 'missing half hour')} came")

    def action_cancel_refresh(self) -> None:
        self.workers.cancel_group(self, "sync")

    @work(group="sync")
    async def _sync(self) -> None:
        await self._household.sync()

    # The rest

    def action_export(self) -> None:
        """Write what is shown to a CSV file in the current folder."""
        self._arrive()
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
