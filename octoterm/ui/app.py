"""The Textual app around the screens: theme, palette, signals, crashes, exit code."""

from __future__ import annotations

import asyncio
import signal
import time
import traceback
from collections.abc import Callable, Iterable
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.events import Event, Key, MouseDown
from textual.screen import Screen

from octoterm.clean import clean
from octoterm.errors import OctotermError
from octoterm.private_file import write_private
from octoterm.source import Source
from octoterm.ui.commands import COMMANDS
from octoterm.ui.dashboard import Dashboard
from octoterm.ui.first_run import FirstRun
from octoterm.ui.household import Sleep
from octoterm.ui.settings import Settings
from octoterm.ui.symbols import ASCII, UNICODE

SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)


def run_dashboard(source: Source, ascii_only: bool) -> int:
    """Show the dashboard until the person leaves; the exit code of the command."""
    app = OctotermApp(source, ascii_only=ascii_only)
    app.run()
    return app.return_code or 0


class OctotermApp(App[None]):
    """Opens the dashboard, or the first-run screen where there is no configuration."""

    TITLE = "octoterm"
    ENABLE_COMMAND_PALETTE = True
    CSS_PATH = "octoterm.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (36, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c,ctrl+q", "quit", show=False, priority=True)
    ]

    def __init__(
        self,
        source: Source,
        *,
        ascii_only: bool = False,
        clock: Callable[[], float] = time.time,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        super().__init__()
        self.source = source
        self.symbols = ASCII if ascii_only else UNICODE
        self.clock = clock
        """Says what time it is, in UTC seconds."""
        self.sleep = sleep
        """Lets seconds pass before a request is made again."""
        self._settings = Settings(source.places.state)
        if (theme := self._settings.theme) in self.available_themes:
            self.theme = theme

    def get_default_screen(self) -> Screen[None]:
        if self.source.missing is not None:
            return FirstRun(self.source.missing, self.source.places.config_file)
        assert self.source.config is not None
        return Dashboard(self.source, self.source.config, clock=self.clock, sleep=self.sleep)

    def on_mount(self) -> None:
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            loop.add_signal_handler(number, self.exit, None, 128 + number)
        self.theme_changed_signal.subscribe(self, lambda theme: self._keep_theme(theme.name))

    def _keep_theme(self, name: str) -> None:
        try:
            self._settings.keep_theme(name)
        except OctotermError as error:
            self.notify(str(error), severity="warning", markup=False)

    async def on_event(self, event: Event) -> None:
        if isinstance(event, Key | MouseDown) and isinstance(self.screen, Dashboard):
            self.screen.somebody_is_here()
        await super().on_event(event)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every command that can be used now, and the themes."""
        for name in sorted(self.available_themes):
            yield SystemCommand(f"Theme {name}", "Other colours", partial(self._wear, name))
        for command in COMMANDS:
            if isinstance(screen, Dashboard) and command.action not in screen.unavailable:
                yield SystemCommand(
                    command.help, f"Key: {command.shown}", screen.runs(command.action)
                )

    def _wear(self, theme: str) -> None:
        self.theme = theme

    def _fatal_error(self) -> None:
        """End after a fault of our own: where the details are, and none of them on screen.

        Textual's own report would show local variables, the API key among them.
        """
        log = self.source.places.log / "octoterm.log"
        try:
            write_private(log, self._without_keys(traceback.format_exc()), append=True)
            where = f"The details are in {clean(str(log))}."
        except OctotermError:
            where = "The details could not be written down."
        self.bell()
        self._exit_renderables.append(
            Text(f"octoterm: it broke, and that is our fault. Your readings are safe. {where}")
        )
        self._close_messages_no_wait()

    def _without_keys(self, text: str) -> str:
        return self.source.config.without_keys(text) if self.source.config else text
