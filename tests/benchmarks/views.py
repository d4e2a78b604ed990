"""Going from view to view, and knowing when each is drawn."""

from __future__ import annotations

import re

from tests.benchmarks.screens import Watched

MARKS = {
    b"2": r"^ (from|day|month|year) +kWh ",
    b"3": r"Daily total",
    b"4": r"weekdays \d",
    b"5": r"readings from",
    b"1": r"kWh per ",
}
"""The key of each view, and a pattern of what that view alone shows."""
QUIET = 0.1
"""Seconds of silence that a view's end is told by: it may be computed between two frames."""


def go_through(screen: Watched) -> list[float]:
    """Go to each view, from the second on and back to the first; the seconds each took."""
    return [_go_to(screen, key, re.compile(mark, re.M)) for key, mark in MARKS.items()]


def _go_to(screen: Watched, key: bytes, mark: re.Pattern[str]) -> float:
    return screen.press(key, lambda: bool(mark.search(screen.text)), QUIET).seconds
