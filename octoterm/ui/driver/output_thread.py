"""Writing to a terminal that may stop reading, such as one at the end of a stalled connection."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

from octoterm.ascii_text import WITH_STAND_INS

LARGEST_WRITE = 4096
"""Most bytes to write at once: less than the buffer of a terminal that does not read."""
LARGEST_BACKLOG = 1 << 16
"""Bytes waiting from which no more pictures are added: a few full screens."""
STOP_TIMEOUT = 2.0
"""Seconds for the terminal to take the rest of the output, which restores it."""


class OutputThread(threading.Thread):
    """Takes text without blocking, and writes it as fast as the terminal reads."""

    def __init__(
        self,
        file: int,
        encoding: str,
        on_caught_up: Callable[[], object],
        on_lost: Callable[[], object],
    ) -> None:
        super().__init__(daemon=True, name="terminal output")
        self._file = file
        self._encoding = encoding
        self._on_caught_up = on_caught_up
        """Called in the thread when everything is written after a backlog."""
        self._on_lost = on_lost
        """Called in the thread when the terminal is gone."""
        self._waiting = bytearray()
        self._change = threading.Condition()
        self._ends = False
        self.has_backlog = False
        """Whether so much is waiting that a new picture would come too late: from then on, until
        everything is written."""

    def write(self, text: str) -> None:
        """Queue `text` to be written."""
        with self._change:
            self._waiting += text.encode(self._encoding, WITH_STAND_INS)
            if len(self._waiting) > LARGEST_BACKLOG:
                self.has_backlog = True
            self._change.notify()

    def flush(self) -> None:
        """Do nothing: text is written as soon as possible anyway."""

    def stop(self) -> None:
        """Write what is waiting and end; give up if the terminal does not take it in time."""
        with self._change:
            self._ends = True
            self._change.notify()
        if self.is_alive():
            self.join(STOP_TIMEOUT)

    def run(self) -> None:
        try:
            while piece := self._next():
                while piece:
                    piece = piece[os.write(self._file, piece) :]
        except OSError:
            self._on_lost()

    def _next(self) -> bytes:
        """Wait for something to write and return it; empty at the end."""
        with self._change:
            if not self._waiting and self.has_backlog:
                self.has_backlog = False
                self._on_caught_up()
            while not (self._waiting or self._ends):
                self._change.wait()
            piece = bytes(self._waiting[:LARGEST_WRITE])
            del self._waiting[:LARGEST_WRITE]
            return piece
