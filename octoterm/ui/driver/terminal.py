"""The terminal octoterm runs in, however it behaves: it may stop reading, send rubbish, or go.

Textual's own driver waits for a terminal that does not read, and everything else, a sync that
holds the lock of a CSV among it, waits with it. It ends on bytes that are no UTF-8, spins once
the terminal is gone, and acts on Ctrl+Z in the middle of whatever is being done. This one uses
parts of it that are private in Textual 8.2, as do other modules here:
`tests/ui/driver/test_private_names.py` lists them all and tells which another version has moved.
"""

from __future__ import annotations

import os
import selectors
import signal
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from octoterm.ui.driver.output import Output
from octoterm.ui.driver.typed import Typed

if TYPE_CHECKING:
    from octoterm.ui.app import OctotermApp


class Terminal(LinuxDriver):
    """Textual's driver for Unix, with input and output of our own."""

    _app: OctotermApp

    def __init__(self, app: OctotermApp, **given: Any) -> None:
        super().__init__(app, **given)
        self._to_hand_over: list[Message] = []
        # In the loop's own time: Textual's handlers would interrupt a drawing half way.
        self._loop.add_signal_handler(signal.SIGTSTP, self._sigtstp_application)
        self._loop.add_signal_handler(signal.SIGCONT, self._sigcont_application)

    @property  # type: ignore[override]
    def _writer_thread(self) -> Output:
        return self._output

    @_writer_thread.setter
    def _writer_thread(self, _: object) -> None:
        """Take our own output where Textual makes one, whose short queue blocks when full."""
        assert sys.__stdout__ is not None
        # To where the dashboard was found to have its terminal: errors may go elsewhere.
        self._output = Output(
            sys.__stdout__.fileno(),
            sys.__stdout__.encoding,
            lambda: self._tell(self._app.draw_again),
            lambda: self._tell(self._app.leave, signal.SIGHUP),
        )

    @property
    def is_behind(self) -> bool:
        """Whether the terminal does not read as fast as it is drawn on."""
        return self._output.is_behind

    def _sigcont_application(self, *_: object) -> None:
        if self._app._exit:
            return
        if not self._must_signal_resume:  # stopped by force: the terminal may be in any mode
            self.suspend_application_mode()
        self.resume_application_mode()
        self._app.draw_again()

    def stop_application_mode(self) -> None:
        # Textual leaves both: the pointer as it was over the last widget, the mouse in pixels.
        self.write("\x1b]22;default\x07")
        if self._mouse_pixels:
            self.write("\x1b[?1016l")
        # Where there is no other screen to go back to, as in GNU screen unless it was told to
        # have one, the shell would write over the chart from wherever the cursor was.
        self.write("\x1b[1;1H\x1b[J")
        super().stop_application_mode()

    def run_input_thread(self) -> None:
        """Pass on what is typed and clicked, until told to stop or nobody is there to type."""
        typed = Typed(self._debug)
        with selectors.SelectSelector() as selector:  # others do not take terminals on macOS
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(0.1):
                    read = self._read()
                    if not read:
                        self._tell(self._app.leave, signal.SIGHUP)
                        return
                    messages = typed.feed(read, time.monotonic())
                else:
                    messages = typed.tick(time.monotonic())
                for message in messages:
                    self.process_message(message)
                self._hand_over()

    def send_message(self, message: Message) -> None:
        self._to_hand_over.append(message)

    def _hand_over(self) -> None:
        """Give the app all at once that was read at once, lest it draw what comes of the first
        key while the next is looked at."""
        if messages := self._to_hand_over:
            self._to_hand_over = []
            self._tell(self._post, messages)

    def _post(self, messages: list[Message]) -> None:
        for message in messages:
            self._app.post_message(message)

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, 4096)
        except OSError:
            return b""

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:
            self._tell(self._app._handle_exception, error)

    def _tell(self, what: Any, *about: object) -> None:
        """Have the app do something, from another thread."""
        with suppress(RuntimeError):  # it has ended meanwhile, and its loop is closed
            self._loop.call_soon_threadsafe(what, *about)
