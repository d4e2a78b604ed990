"""A program in a real pseudo-terminal, and when each of the bytes came that it wrote."""

from __future__ import annotations

import math
import os
import select
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.alternating import NOT_AS_INSTALLED
from tests.support.terminals import Terminal, octoterm

QUIET = 0.03
"""Seconds without a byte after which what was being drawn counts as drawn."""
PATIENCE = 120.0
"""Seconds after which what was expected on screen will not come any more."""

LEFT = b"\x1b[D"
KEY_BAR = ("Help", "Quit")
"""Words at the foot of the dashboard from its first frame on."""
DAY = ("kWh per half hour", "└", "Total ")
"""Words and lines around the bars of a day, and below them."""
UP_TO_DATE = "Checked"
"""What the status line says once a sync is over."""

Condition = Callable[[], bool]


class Answer(NamedTuple):
    """What a program wrote upon some keys."""

    seconds: float
    """From the keys to the last byte that changed the picture; the wait for more is not in it."""
    written: int
    """Bytes."""
    changed: int
    """Cells of the screen that show another character than before."""


class Watched:
    """Reads what the program writes, and looks at it only while the program is silent.

    Looking takes longer than reading: so no byte waits to be noted until another is understood.
    """

    def __init__(self, terminal: Terminal, began: float) -> None:
        self.terminal = terminal
        self._began = began
        """When the process was started, on `time.perf_counter`."""
        self.written = 0
        """Bytes that it has written so far."""

    @property
    def text(self) -> str:
        return self.terminal.screen.text

    @property
    def heading(self) -> str:
        """The first line; in the dashboard it names the period."""
        return self.terminal.screen.lines[0]

    @property
    def picture(self) -> list[str]:
        """All lines but the last two: a dashboard's status and keys change by themselves."""
        return self.terminal.screen.lines[:-2]

    @property
    def chart(self) -> list[str]:
        """What is between the heading and the line of figures."""
        return self.picture[1:-1]

    def shows(self, *words: str) -> float:
        """Seconds from the start of the process until all `words` were on screen at once."""
        return self.comes(lambda: all(word in self.text for word in words), words)

    def comes(self, condition: Condition, what: object) -> float:
        """Seconds from the start of the process to the bytes that first met `condition`."""
        met = [time.perf_counter()] if condition() else []
        for at, written in self._pieces(what, lambda: bool(met)):
            self._take(written)
            if condition():
                met.append(at)
        return met[0] - self._began

    def press(self, keys: bytes, drawn: Condition, quiet: float = QUIET) -> Answer:
        """Send `keys`, and read on until `drawn` holds and the terminal is silent."""
        cells, picture = self._cells(), self.picture
        before, last = self.written, 0.0
        pressed = time.perf_counter()
        self.terminal.press(keys)
        for at, piece in self._pieces(keys, drawn, quiet):
            self._take(piece)
            if self.picture != picture:
                picture, last = self.picture, at
        changed = sum(map(str.__ne__, cells, self._cells()))
        assert last, f"{keys!r} changed nothing in\n{self.text}"
        return Answer(last - pressed, self.written - before, changed)

    def moves(self, keys: bytes = LEFT, quiet: float = QUIET) -> Answer:
        """Send `keys`, upon which another period is to be named above another chart."""
        heading, chart = self.heading, self.chart
        return self.press(keys, lambda: self.heading != heading and self.chart != chart, quiet)

    def settle(self, quiet: float = 0.3) -> None:
        """Read on until nothing has been written for `quiet` seconds."""
        while pieces := self._read(quiet):
            for _, written in pieces:
                self._take(written)

    def bytes_within(self, seconds: float) -> int:
        """How many bytes are written in the next `seconds`."""
        ends, before = time.perf_counter() + seconds, self.written
        while (left := ends - time.perf_counter()) > 0:
            self._take(self._read_once(left))
        return self.written - before

    def _take(self, written: bytes) -> None:
        self.written += len(written)
        self.terminal.screen.feed(written)

    def _pieces(
        self, what: object, drawn: Condition, quiet: float = QUIET
    ) -> Iterator[tuple[float, bytes]]:
        """What is written and when, in stretches that end in silence, until `drawn`."""
        ends = time.perf_counter() + PATIENCE
        while not drawn():
            assert time.perf_counter() < ends, f"never saw {what} in\n{self.text}"
            assert self.terminal.process.poll() is None, f"ended before {what}:\n{self.text}"
            yield from self._read(quiet)

    def _read(self, quiet: float) -> list[tuple[float, bytes]]:
        """What is written until nothing came for `quiet` seconds, and when."""
        pieces = []
        while piece := self._read_once(quiet):
            pieces.append((time.perf_counter(), piece))
        return pieces

    def _read_once(self, patience: float) -> bytes:
        ready, _, _ = select.select([self.terminal.ours], [], [], patience)
        return os.read(self.terminal.ours, 1 << 16) if ready else b""

    def _cells(self) -> list[str]:
        width = os.get_terminal_size(self.terminal.ours).columns
        return [cell for line in self.terminal.screen.lines for cell in line.ljust(width)]


@contextmanager
def dashboard(
    home: Path,
    *,
    start: tuple[str, ...] = ("-m", "octoterm"),
    size: tuple[int, int] = (80, 24),
) -> Iterator[Watched]:
    """octoterm, or what else `start` is, from a cold start in a terminal of its own.

    `home` is the folder of the person who starts it.
    """
    began = time.perf_counter()
    with octoterm(folder=home, start=start, size=size, without=NOT_AS_INSTALLED) as terminal:
        yield Watched(terminal, began)


@contextmanager
def up_to_date(home: Path, size: tuple[int, int] = (80, 24)) -> Iterator[Watched]:
    """The dashboard once everything is loaded, in sync and drawn."""
    with dashboard(home, size=size) as screen:
        screen.shows(*DAY, UP_TO_DATE)
        screen.settle()
        yield screen


def script(name: str) -> tuple[str, ...]:
    """How to start another program than octoterm: one beside this file."""
    return (str(Path(__file__).with_name(name)),)


def p95(figures: Sequence[float]) -> float:
    """The least figure that 95 % of all do not exceed."""
    return sorted(figures)[math.ceil(0.95 * len(figures)) - 1]
