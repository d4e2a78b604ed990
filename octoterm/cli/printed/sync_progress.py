"""Shows a sync's progress on standard error: a bar on a terminal, otherwise a line for each
page."""

from __future__ import annotations

import shutil
import sys
import time
from typing import TypeAlias

from octoterm.cli import console
from octoterm.periods.labels import month_label
from octoterm.periods.london import london
from octoterm.safe_text import clean
from octoterm.sync import progress_words
from octoterm.sync.events import PricesCame, PricesWaiting, Saved, Waiting

ProgressEvent: TypeAlias = Saved | Waiting | PricesCame | PricesWaiting

BAR_WIDTH = 10
"""Columns of a full bar."""
LONGEST_CODE = 60
"""Characters of a tariff's code; real ones have up to 40."""
REDRAW_INTERVAL = 0.1
"""Minimum seconds between two drawings of the bar."""


class Progress:
    """The progress of one or more meters. Call `clear` before printing anything else."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._on_terminal = console.is_terminal(sys.stderr)
        self._texts: dict[str, str] = {}
        self._width = 0
        self._drawn_at = 0.0

    def tell(self, event: ProgressEvent) -> None:
        """Show that a page was saved, or that a request is waiting."""
        name = _name(event)
        if self._quiet:
            return
        if not self._on_terminal:
            console.note(f"{name}: {_sentence(event)}\n")
            return
        self._texts[name] = f"{name} {_short(event)}"
        if (
            isinstance(event, Waiting | PricesWaiting)
            or time.monotonic() - self._drawn_at >= REDRAW_INTERVAL
        ):
            self._draw()

    def show(self, what: str, done: int, of: int) -> None:
        """Show only that `what` is being requested, after `done` requests of a number `of`, which
        is 0 if not known. Do nothing if standard error is not a terminal."""
        if self._quiet or not self._on_terminal:
            return
        self._texts = {"": f"{what}{f' ({done + 1} of {of})' if of else ''}"}
        self._draw()

    def clear(self, name: str = "") -> None:
        """Remove the bar from the screen; the named meter or tariff is not drawn again."""
        self._texts.pop(name, None)
        if self._width:
            console.note(f"\r{' ' * self._width}\r")
            self._width = 0

    def _draw(self) -> None:
        room = shutil.get_terminal_size().columns - 1
        line = " · ".join(self._texts.values())[:room]
        console.note(f"\r{line.ljust(self._width)}")
        self._width = len(line)
        self._drawn_at = time.monotonic()


def _name(event: ProgressEvent) -> str:
    """The name of the meter, or the code of the tariff."""
    if isinstance(event, Saved | Waiting):
        return event.meter.name
    return clean(event.tariff, LONGEST_CODE)


def _sentence(event: ProgressEvent) -> str:
    """`25,000 readings, back to 3 Jan 2023`."""
    if isinstance(event, Waiting | PricesWaiting):
        why = progress_words.reason(event.why)
        return f"{why}; trying again in {event.seconds:.0f} s"
    if isinstance(event, PricesCame):
        return progress_words.prices_received(event.rates, event.reached)
    received = progress_words.received(event.rows)
    if event.reached is None:
        return received
    how_far = progress_words.how_far(event.reached, complete_pass=event.complete_pass)
    return f"{received}, {how_far}"


def _short(event: ProgressEvent) -> str:
    """`[#####.....] 25,000 to Jan 2023`."""
    if not isinstance(event, Saved):
        return _sentence(event)
    parts = []
    if event.total:
        done = min(BAR_WIDTH, BAR_WIDTH * event.rows // event.total)
        parts.append(f"[{'#' * done}{'.' * (BAR_WIDTH - done)}]")
    parts.append(f"{event.rows:,}")
    if event.reached is not None:
        parts.append(f"to {month_label(london(event.reached))}")
    return " ".join(parts)
