"""The Textual app around the screens: theme, signals, crashes, exit code."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.filter import LineFilter
from textual.screen import Screen

from octoterm.config.reader import read
from octoterm.errors import NotFilledIn, OctotermError
from octoterm.runtime import tuning
from octoterm.session.live_meters import Sleep
from octoterm.session.opening import NOWHERE, Opening
from octoterm.session.source import Source
from octoterm.storage.disk_thread import LAST_WRITE, in_thread
from octoterm.ui.bar_colours import bar_colours
from octoterm.ui.colours import meanings
from octoterm.ui.dashboard import Dashboard
from octoterm.ui.drawing.plain_rows import PlainRows
from octoterm.ui.drawing.symbols import symbols_for
from octoterm.ui.driver.app import TerminalApp
from octoterm.ui.driver.private_names import what_is_missing
from octoterm.ui.log import report_fault, write_log
from octoterm.ui.settings import Settings, has_themes

START_UP_TIME = 2.0
"""Seconds after which all code and all stored readings are loaded."""
SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)


def run_dashboard(
    source: Source, opening: Opening, *, ascii_only: bool, terminal: str
) -> int | Opening:
    """Show the dashboard on a terminal of this name until it is closed; return the exit code, or
    where to open it again if the configuration has changed."""
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    tuning.start_dashboard()
    if lacking := what_is_missing():
        with suppress(OctotermError):
            write_log(source.folders, lacking)
    app = OctotermApp(source, opening, ascii_only=ascii_only, terminal=terminal)
    try:
        asyncio.run(_show(app))
    except Exception as fault:  # after the app has stopped handling exceptions itself
        if app.terminal is not None:
            app.terminal.close()
        raise OctotermError(app.report_fault(fault)) from None
    if app.has_unreported_fault:
        raise OctotermError(app.report_fault(None))
    return app.return_value or app.return_code or 0


async def _show(app: OctotermApp) -> None:
    # Before the app draws anything, so that a signal always restores the terminal.
    loop = asyncio.get_running_loop()
    for number in SIGNALS:
        loop.add_signal_handler(number, app.exit_on_signal, number)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    loop.call_later(START_UP_TIME, tuning.collect_garbage_from_now_on)
    await app.run_async()


class OctotermApp(TerminalApp):
    """Opens the dashboard, or the set-up if there is no configuration."""

    TITLE = "octoterm"
    ENABLE_COMMAND_PALETTE = False  # its key would open Textual's instead of ours
    CSS_PATH = "octoterm.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c,ctrl+q", "quit", show=False, priority=True)
    ]

    def __init__(
        self,
        source: Source,
        opening: Opening = NOWHERE,
        *,
        ascii_only: bool = False,
        terminal: str = "",
        clock: Callable[[], float] = time.time,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        super().__init__()
        self.source = source
        self._opening = opening
        self.symbols = symbols_for(ascii_only=ascii_only, terminal=terminal)
        self._plain_rows = [PlainRows(self.symbols)] if self.symbols.ascii_only else []
        self.clock = clock
        """Returns the time in UTC seconds."""
        self.sleep = sleep
        """Waits for some seconds before a request is made again."""
        self._settings = Settings(source.folders.state)
        self._saving_theme: asyncio.Task[None] | None = None
        self._theme_faults = self._add_own_themes()
        chosen = opening.theme or self._settings.theme
        if chosen in self.available_themes:
            self.theme = chosen

    def _add_own_themes(self) -> list[str]:
        """Add the user's own themes; returns what is wrong with them."""
        if not has_themes(self.source.folders):
            return []
        from octoterm.ui.theme_files import themes_in

        themes, faults = themes_in(self.source.folders)
        for theme in themes:
            self.register_theme(theme)
        return faults

    def get_css_variables(self) -> dict[str, str]:
        variables = super().get_css_variables()
        return {**variables, **meanings(variables), **bar_colours(variables)}

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), *self._plain_rows]

    def get_default_screen(self) -> Screen[None]:
        missing = self.source.missing
        if isinstance(missing, NotFilledIn):
            from octoterm.ui.screens.first_run import FirstRun

            return FirstRun(missing)
        if missing is not None:
            from octoterm.ui.screens.setup.screen import SetUp

            return SetUp(self.source, self._use_new_configuration, clock=self.clock)
        return self._dashboard()

    def _dashboard(self) -> Dashboard:
        config = self.source.config
        assert config is not None
        warned = config._replace(warnings=(*config.warnings, *self._theme_faults))
        return Dashboard(self.source, warned, self._opening, clock=self.clock, sleep=self.sleep)

    def _use_new_configuration(self) -> None:
        """Open the dashboard on the configuration that the set-up wrote. Raises ConfigError."""
        folders = self.source.folders
        config = read(folders.config_file, folders, os.environ)
        self.source = self.source._replace(config=config, missing=None)
        self.push_screen(self._dashboard())  # Textual cannot replace its first screen

    def action_choose_theme(self, name: str) -> None:
        """Use this theme from now on, including in later runs."""
        self.theme = name
        self._saving_theme = asyncio.create_task(self._write_theme(name, self._saving_theme))

    async def _write_theme(self, name: str, before: asyncio.Task[None] | None) -> None:
        """Save the theme once those chosen before it are saved, so that the latest choice wins."""
        if before is not None:
            await before
        try:
            await in_thread(self._settings.keep_theme, name)
        except OctotermError as error:
            self.notify(str(error), severity="warning", markup=False)

    async def on_unmount(self) -> None:
        if self._saving_theme is not None:
            await asyncio.wait([self._saving_theme], timeout=LAST_WRITE)

    def note_input(self) -> None:
        if isinstance(self.screen, Dashboard):
            self.screen.note_activity()

    def report_fault(self, fault: BaseException | None) -> str:
        """Write `fault` to the log, without API keys; return a message that says where it is."""
        return report_fault(fault, self.source.folders, self._without_keys)

    def _without_keys(self, text: str) -> str:
        return self.source.config.without_keys(text) if self.source.config else text
