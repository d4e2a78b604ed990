"""The base of the app: how it draws on our terminal, how it ends, and how it reports faults.

It overrides three private methods of Textual, if they exist. `_display` is the only place where a
picture can be left out or reduced to what has changed. `_handle_exception` and `_fatal_error` are
where Textual would print local variables, which may include the API key.
"""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Any

from rich.console import Console, RenderableType
from rich.text import Text
from textual.app import App
from textual.driver import Driver
from textual.screen import Screen

from octoterm.ui.driver.private_names import missing

if TYPE_CHECKING:
    from octoterm.ui.driver.terminal import Terminal


class TerminalApp(App[None]):
    """Draws as fast as the terminal reads, and ends with one sentence about a fault."""

    def __init__(self) -> None:
        super().__init__()
        self.terminal: Terminal | None = None
        """Set by our driver; None on any other."""
        self.is_leaving = False
        self._fault: BaseException | None = None
        self._is_reported = False
        if missing("faults"):
            # Textual's own report of a fault must not be shown.
            self.error_console = Console(file=io.StringIO())

    def report_fault(self, fault: BaseException | None) -> str:
        """Write `fault` to the log, and return a message that says where the log is."""
        raise NotImplementedError

    def get_driver_class(self) -> type[Driver]:
        if missing("terminal"):
            return super().get_driver_class()
        from octoterm.ui.driver.terminal import Terminal

        return Terminal

    # Ending

    @property
    def has_unreported_fault(self) -> bool:
        """Whether an unreported fault ended the app."""
        return bool(missing("faults")) and self.return_code == 1

    def exit(
        self, result: None = None, return_code: int = 0, message: RenderableType | None = None
    ) -> None:
        self.is_leaving = True
        super().exit(result, return_code, message)

    def exit_on_signal(self, number: int) -> None:
        """End because of signal `number`; later signals are ignored."""
        if not self.is_leaving:
            self.exit(return_code=128 + number)

    def handle_fault(self, fault: Exception) -> None:
        """Handle a fault of another thread like one of the app's own."""
        self._handle_exception(fault)

    def _handle_exception(self, error: Exception) -> None:
        self._fault = self._fault or error
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Report the first fault only, as others are likely to follow from it."""
        if not self._is_reported:
            self._is_reported = True
            fault = self._fault or sys.exception()
            self.exit(return_code=1, message=Text(f"octoterm: {self.report_fault(fault)}"))

    def panic(self, *_: RenderableType) -> None:
        self._fatal_error()

    # Drawing

    def redraw(self) -> None:
        """Draw the whole screen again."""
        if self.is_running and self.screen_stack:
            self.refresh()

    def on_resize(self) -> None:
        # Even if the size is the same again: the terminal may have cut off what it showed.
        if self.terminal is not None:
            self.terminal.forget_picture()
            self.redraw()

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if self.terminal is None:
            super()._display(screen, renderable)
        elif not self.terminal.has_backlog:
            super()._display(screen, self.terminal.changed(renderable))
