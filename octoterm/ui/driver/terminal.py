"""The driver of the terminal, which may stop reading, send invalid bytes, or disappear.

Textual's own driver waits for a terminal that does not read, and blocks everything else, such as a
sync that holds the lock of a CSV file. It fails on bytes that are not UTF-8, loops once the
terminal is gone, and acts on Ctrl+Z in the middle of drawing.
"""

from __future__ import annotations

import asyncio
import os
import selectors
import signal
import sys
import time
from contextlib import suppress
from typing import Any

from rich.console import RenderableType
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from octoterm.ui.driver.app import TerminalApp
from octoterm.ui.driver.frame import Frame, Picture
from octoterm.ui.driver.input_parser import InputParser
from octoterm.ui.driver.output_thread import OutputThread


class Terminal(LinuxDriver):
    """Textual's driver for Unix, with our own input and output."""

    def __init__(self, app: TerminalApp, **given: Any) -> None:
        super().__init__(app, **given)
        app.terminal = self
        self._owner = app
        self._frame = Frame()
        self._output: OutputThread | None = None
        self._unsent: list[Message] = []
        self._event_loop = asyncio.get_running_loop()
        self._handle_job_control()

    # Output: replaces Textual's writer thread, whose short queue blocks when full

    def write(self, data: str) -> None:
        assert self._output is not None, "the terminal is not in use"
        self._output.write(data)

    @property
    def has_backlog(self) -> bool:
        """Whether the terminal reads more slowly than it is drawn on."""
        return self._output is not None and self._output.has_backlog

    def changed(self, picture: RenderableType | None) -> RenderableType | None:
        """The part of `picture` to draw; None if the terminal shows all of it already."""
        return picture.changes_on(self._frame) if isinstance(picture, Picture) else picture

    def forget_picture(self) -> None:
        """Draw the next picture as a whole."""
        self._frame.forget()

    def start_application_mode(self) -> None:
        self._frame.forget()
        assert sys.__stdout__ is not None
        # To standard output, which is a terminal here; standard error may not be.
        self._output = OutputThread(
            sys.__stdout__.fileno(),
            sys.__stdout__.encoding,
            on_caught_up=lambda: self._call_in_loop(self._owner.redraw),
            on_lost=lambda: self._call_in_loop(self._owner.exit_on_signal, signal.SIGHUP),
        )
        self._output.start()
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def close(self) -> None:
        super().close()
        if self._output is not None:
            self._output.stop()

    def stop_application_mode(self) -> None:
        # Textual resets neither the shape of the pointer nor mouse positions in pixels.
        self.write("\x1b]22;default\x07")
        self.write("\x1b[?1016l")
        # Without an alternate screen, as in GNU screen by default, the shell would write over
        # the chart, beginning at the cursor: let it continue below.
        self.write(f"\x1b[{max(1, self._owner.size.height)};1H\x1b[J")
        super().stop_application_mode()

    def _handle_job_control(self) -> None:
        # Handled by the event loop: Textual's handlers would interrupt drawing.
        self._event_loop.add_signal_handler(signal.SIGTSTP, self._suspend)
        self._event_loop.add_signal_handler(signal.SIGCONT, self._continue)

    def _suspend(self) -> None:
        """Restore the terminal, and stop until the shell continues the process.

        The whole process group stops, as it does for the kernel's Ctrl+Z: the shell waits for the
        group's first process, which may be a parent that waits for octoterm, such as `uv run`.
        If no shell could continue the group, the kernel ignores the signal.
        """
        self.suspend_application_mode()
        for number in (signal.SIGTSTP, signal.SIGCONT):
            self._event_loop.remove_signal_handler(number)
        os.killpg(os.getpgrp(), signal.SIGTSTP)  # returns when the process has been continued
        self._handle_job_control()
        self._resume()

    def _continue(self) -> None:
        """Use the terminal again, which may be in any mode, after being stopped by force."""
        if not self._owner.is_leaving:
            self.suspend_application_mode()
            self._resume()

    def _resume(self) -> None:
        if not self._owner.is_leaving:
            self.resume_application_mode()
            self._owner.post_message(self.SignalResume())
            self._owner.redraw()

    # Input

    def run_input_thread(self) -> None:
        """Pass on input until asked to stop or the terminal is gone."""
        parser = InputParser()
        try:
            with (
                selectors.SelectSelector() as selector
            ):  # others do not support terminals on macOS
                selector.register(self.fileno, selectors.EVENT_READ)
                while not self.exit_event.is_set() and self._pass_on(selector, parser):
                    pass
        except Exception as fault:
            self._call_in_loop(self._owner.handle_fault, fault)

    def _pass_on(self, selector: selectors.BaseSelector, parser: InputParser) -> bool:
        """Pass on input that comes within 0.1 s; return False if the terminal is gone."""
        if selector.select(0.1):
            read = self._read()
            if not read:
                self._call_in_loop(self._owner.exit_on_signal, signal.SIGHUP)
                return False
            messages = parser.feed(read, time.monotonic())
        else:
            messages = parser.tick(time.monotonic())
        for message in messages:
            self.process_message(message)
        self._hand_over()
        return True

    def send_message(self, message: Message) -> None:
        self._unsent.append(message)

    def _hand_over(self) -> None:
        """Give the app all messages of one read together, so that it does not draw the result of
        the first key before it has the next."""
        if messages := self._unsent:
            self._unsent = []
            self._call_in_loop(self._post, messages)

    def _post(self, messages: list[Message]) -> None:
        for message in messages:
            self._owner.post_message(message)

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, 4096)
        except OSError:
            return b""

    def _call_in_loop(self, what: Any, *about: object) -> None:
        """Call `what` in the event loop, from another thread."""
        with suppress(RuntimeError):  # the app has ended, and its loop is closed
            self._event_loop.call_soon_threadsafe(what, *about)
