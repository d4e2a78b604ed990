"""The base of the app: how it takes input, draws on our terminal, ends, and reports faults.

It overrides three private methods of Textual, if they exist. `_display` is the only place where a
picture can be left out or reduced to what has changed. `_handle_exception` and `_fatal_error` are
where Textual would print local variables, which may include the API key.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console, RenderableType
from rich.text import Text
from textual.actions import ActionParseResult
from textual.app import App
from textual.constants import DRIVER
from textual.dom import DOMNode
from textual.driver import Driver
from textual.events import Event, InputEvent, Key, MouseDown, Paste
from textual.filter import LineFilter, Monochrome, NoColor
from textual.screen import Screen
from textual.widget import Widget

from octoterm.ui.driver.clipboard import copying
from octoterm.ui.driver.no_colour import Greys, TerminalsOwn
from octoterm.ui.driver.private_names import missing
from octoterm.ui.driver.type_ahead import TypeAhead

if TYPE_CHECKING:
    from octoterm.ui.driver.terminal import Terminal

GREYS, TERMINALS_OWN = Greys(), TerminalsOwn()


class TerminalApp(App[None]):
    """Draws as fast as the terminal reads, and ends with one sentence about a fault."""

    def __init__(self) -> None:
        super().__init__()
        self.terminal: Terminal | None = None
        """Set by our driver; None on any other."""
        self.is_leaving = False
        self.type_ahead = TypeAhead(lambda: self.call_next(self._take_next_input))
        self._fault: BaseException | None = None
        self._is_reported = False
        if missing("faults"):
            # Textual's own report of a fault must not be shown.
            self.error_console = Console(file=io.StringIO())

    def report_fault(self, fault: BaseException | None) -> str:
        """Write `fault` to the log, and return a message that says where the log is."""
        raise NotImplementedError

    def get_driver_class(self) -> type[Driver]:
        if missing("terminal") or DRIVER:  # textual-serve has a driver of its own
            return super().get_driver_class()
        from octoterm.ui.driver.terminal import Terminal

        return Terminal

    # Input

    def note_input(self) -> None:
        """Called before a key or click is handled."""

    def on_mount(self) -> None:
        self.screen_change_signal.subscribe(self, self._hold_until_there, immediate=True)
        self._hold_until_there(self.screen)  # the first one is not announced

    def _hold_until_there(self, screen: Screen[Any]) -> None:
        """Hold back input until this screen, which is now on top, has opened, or has the answer of
        the dialog that was closed over it."""
        self.type_ahead.hold(screen)
        if not screen.call_later(self.call_later, self.type_ahead.release, screen):
            self.type_ahead.release(screen)

    async def on_event(self, event: Event) -> None:
        if self.is_leaving and isinstance(event, InputEvent):
            return  # input that is still waiting must not delay the exit
        if not self.type_ahead.keeps(event):
            await self._handle(event)

    async def _handle(self, event: Event) -> None:
        # Unhandled events are forwarded; count the first only.
        is_new = isinstance(event, InputEvent | Paste) and not event.is_forwarded
        if is_new and isinstance(event, Key | MouseDown):
            self.note_input()
        target = self.focused or self.screen if is_new and isinstance(event, Key | Paste) else None
        await super().on_event(event)
        if target is not None and event.is_forwarded:
            self.type_ahead.hold(event)
            self._release_after_bubbling(target, event)

    def _release_after_bubbling(self, node: DOMNode | None, event: Event) -> None:
        """Release input when `node` and those around it have handled `event`."""
        if node is None or not node.call_later(self._release_after_bubbling, node.parent, event):
            self.type_ahead.release(event)

    async def _take_next_input(self) -> None:
        """Handle input that was held back, up to the next reason to hold it back."""
        while not self.is_leaving and (event := self.type_ahead.next()) is not None:
            await self._handle(event)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        # `screen` is the one that the widget is on, not a dialog opened before its turn came.
        if isinstance(default_namespace, Widget) and default_namespace.is_attached:
            namespaces = {"screen": default_namespace.screen, **(namespaces or {})}
        return await super().run_action(action, default_namespace, namespaces)

    # The clipboard

    def copy_to_clipboard(self, text: str) -> None:
        if self.terminal is None:
            super().copy_to_clipboard(text)
        else:
            self.terminal.write(copying(text, os.environ))

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

    def get_line_filters(self) -> Sequence[LineFilter]:
        filters = [
            self._without_colours if isinstance(each, Monochrome | NoColor) else each
            for each in super().get_line_filters()
        ]
        if self.has_sixteen_colours and not self.native_ansi_color and not self.no_color:
            from octoterm.ui.driver.sixteen_colours import SIXTEEN_COLOURS

            filters.append(SIXTEEN_COLOURS)
        return filters

    @property
    def has_sixteen_colours(self) -> bool:
        """Whether the terminal has only 16 colours, which it chooses itself."""
        return self.terminal is not None and self.console.color_system == "standard"

    @property
    def _without_colours(self) -> LineFilter:
        return TERMINALS_OWN if self.native_ansi_color else GREYS

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
