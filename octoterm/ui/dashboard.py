"""The main screen, which owns the state: meter, position, readings, sync.

Every key is handled here: the action of a command changes the state, and the widgets that are
bound to it redraw. Actions that concern only a view are passed on to it. Readings are shown only
once they are on disk.
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
from octoterm.analysis.counterparts import Reference
from octoterm.analysis.unusual_days import next_unusual_day
from octoterm.config.reader import Config
from octoterm.errors import OctotermError
from octoterm.export.file import write_export, write_picture
from octoterm.export.rows import Exported
from octoterm.periods.period import Period
from octoterm.safe_text import clean
from octoterm.session.live_meters import Sleep
from octoterm.session.source import Source
from octoterm.storage.disk_thread import in_thread
from octoterm.storage.folders import current_folder
from octoterm.ui.commands import COMMANDS, Need, bindings, needs_of
from octoterm.ui.drawing import plotext_canvas
from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.navigation import NavigationScreen
from octoterm.ui.no_readings import why_there_are_none
from octoterm.ui.screens.help import HelpScreen
from octoterm.ui.status import status_of
from octoterm.ui.views.switcher import Views
from octoterm.ui.widgets.key_bar import KeyBar
from octoterm.ui.widgets.period_bar import PeriodBar
from octoterm.ui.widgets.status_line import Status, StatusLine
from octoterm.ui.widgets.view import PeriodEntered

SYNC_EVERY = 3600.0
"""Seconds from one sync to the next while the dashboard is open."""


class Dashboard(NavigationScreen):
    """Shows the views of one meter at a time, and syncs while it is open."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings()]

    # Without `repaint=False`, a change would repaint the whole screen.
    status: reactive[Status] = reactive(Status(), repaint=False)
    unavailable: reactive[frozenset[str]] = reactive(frozenset(), repaint=False)

    def __init__(
        self, source: Source, config: Config, *, clock: Callable[[], float], sleep: Sleep
    ) -> None:
        super().__init__(source, config, clock=clock, sleep=sleep)
        self._config = config
        self.views = Views(config.average_days)

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
        await asyncio.sleep(0)  # let keys be handled before the first chart is drawn
        await self.meters.load()
        self._sync()
        self.set_interval(SYNC_EVERY, self._sync)
        await self.meters.watch_files()

    # The status line and the available commands

    def show_status(self, message: str = "") -> None:
        """Bring the status line up to date; `message` takes its place until the next key."""
        self._message = message
        self.views.why_empty = why_there_are_none(self.meters.current, self._config.path)
        self.status = Status(message) if message else self._meter_status

    @property
    def _meter_status(self) -> Status:
        status = status_of(self.meters.current, symbols_of(self.app))
        if self.views.shows_why_empty and status.tone == "warning":
            return replace(status, text="No readings yet")  # the page says why
        return status

    def check_action(
        self,
        action: str,
        parameters: tuple[object, ...],  # noqa: ARG002
    ) -> bool | None:
        """Whether a command is available; None if it is shown but not available now."""
        return True if self._met.issuperset(needs_of(action)) else None

    @property
    def _met(self) -> frozenset[Need]:
        """The needs that are met now."""
        has_readings = bool(self.shown.series)
        is_met = {
            Need.READINGS: has_readings,
            Need.ALL_READINGS: has_readings and self.meters.current.is_whole,
            Need.CHOICES: self.views.current.has_choices,
            Need.NO_SYNC: not self.meters.is_syncing,
            Need.SYNC: self.meters.is_syncing,
            Need.OTHER_METERS: len(self.meters.all) > 1,
        }
        return frozenset(need for need, met in is_met.items() if met)

    def update_availability(self) -> None:
        met = self._met
        self.unavailable = frozenset(
            command.action for command in COMMANDS if not met.issuperset(command.needs)
        )

    def runs(self, action: str) -> Callable[[], None]:
        """A callback for the palette that runs a command's action."""

        async def run() -> None:
            await self.run_action(action)

        return lambda: self.call_next(run)

    # Views and the cursor

    def action_view(self, view: str) -> None:
        self.show_pending_move()
        self.views.view = view
        self.show_status()
        self.update_availability()

    def action_next_view(self) -> None:
        self.show_pending_move()
        self.views.show_next()
        self.show_status()
        self.update_availability()

    def action_next_choice(self) -> None:
        self.show_pending_move()
        self.views.current.next_choice()

    def action_compare(self) -> None:
        """Compare with the period before; then with a year earlier; then stop comparing."""
        self.show_pending_move()
        turns = [None, *Reference]
        against = turns[(turns.index(self.shown.against) + 1) % len(turns)]
        self.shown = replace(self.shown, against=against)
        self.show_status(self.shown.readings.comparison_in_words if self.shown.readings else "")

    def action_next_unusual_day(self) -> None:
        """Go to the next day that stands out; after the last comes the first."""
        self.show_pending_move()
        if self.shown.series is None or self.shown.day is None:
            return
        if (message := self.views.current.next_unusual_day()) is not None:
            self.show_status(message)
            return
        later = next_unusual_day(self.shown.series, self.shown.day)
        found = later or next_unusual_day(self.shown.series, date.min)
        if found is None:
            self.show_status("No day stands out from its weekday")
            return
        self._move_with(lambda here, all_: here.at_day(found.day, all_))
        if not later:
            self.app.bell()
        self.show_status(found.words)

    def action_cursor(self, rows: int, columns: int) -> None:
        self.show_pending_move()
        self.views.current.step(rows, columns)

    def action_enter(self) -> None:
        self.show_pending_move()
        self._enter(self.views.current.period_under_cursor)

    def on_period_entered(self, event: PeriodEntered) -> None:
        self._enter(event.period)

    def _enter(self, period: Period | None) -> None:
        self.show_pending_move()
        if period is None:
            self.show_status(self.views.current.nothing_inside)
        elif self.views.current.leads_to:
            if self.shown.position is not None:
                self._move_to(self.shown.position.entering(period))
            self.action_view(self.views.current.leads_to)
        else:
            self._move_with(lambda here, _: here.entering(period))

    # The sync

    def action_refresh_readings(self) -> None:
        self._sync()

    @work(group="sync")
    async def action_fill_gaps(self) -> None:
        """Ask again for all missing readings, and show how many came."""
        meter = self.meters.current
        missing = meter.missing_half_hours
        await self.meters.sync(gaps=True)
        if meter.sync.error is None and meter is self.meters.current:
            came = max(0, missing - meter.missing_half_hours)
            self.show_status(
                f"{came:,} of {number_format.count(missing, 'missing half hour')} came"
            )

    def action_cancel_refresh(self) -> None:
        self.workers.cancel_group(self, "sync")

    @work(group="sync")
    async def _sync(self) -> None:
        await self.meters.sync()

    # Other commands

    def action_export(self) -> None:
        """Write what is shown to a CSV file in the current folder."""
        self.show_pending_move()
        exported = self.views.current.exported()
        if exported is not None:
            self._export(self.meters.current.meter.name, exported)

    @work(group="export")
    async def _export(self, meter: str, exported: Exported) -> None:
        try:
            path = await in_thread(write_export, current_folder(), meter, exported)
        except OctotermError as error:
            self.show_status(str(error))
        else:
            self.show_status(f"Written: {path.name} in {clean(str(path.parent))}")

    def action_save_picture(self) -> None:
        """Write a picture of the screen to a file in the current folder."""
        self.show_pending_move()
        self._save_picture(self.app.export_screenshot(simplify=True))

    @work(group="export")
    async def _save_picture(self, svg: str) -> None:
        meter, period = self.meters.current.meter.name, self.shown.period
        try:
            path = await in_thread(
                write_picture, current_folder(), meter, self.views.view, period, svg
            )
        except OctotermError as error:
            self.show_status(str(error))
        else:
            self.show_status(f"Saved {clean(str(path))}")

    def action_copy(self) -> None:
        """Copy what is under the cursor to the clipboard, or the period if there is no cursor."""
        self.show_pending_move()
        if text := self.views.in_words:
            self.app.copy_to_clipboard(text)
            self.show_status(f"Copied: {text}")

    def action_help(self) -> None:
        self.app.push_screen(HelpScreen())

    def action_palette(self) -> None:
        from octoterm.ui.screens.palette import Palette  # rarely used, and slow to import

        self.app.push_screen(Palette())

    def action_suspend(self) -> None:
        self.app.action_suspend_process()

    def action_quit(self) -> None:
        self.app.exit()
