"""How missing readings are marked, and what each mark is called: the same in every view. Pure."""

from __future__ import annotations

from octoterm.ui.drawing.bars import LOOKS_WHOLE
from octoterm.ui.drawing.legend import Mark
from octoterm.ui.drawing.symbols import Symbols

NO_READINGS = "no readings"
INCOMPLETE = "incomplete"
NEARLY_COMPLETE = "nearly complete"
NONE_DUE = "none due"
"""Before the first reading and after the last, and for half hours that the clocks skip."""
FIRST_OR_LAST_DAY = "first or last day"
"""Readings begin or end on it, and none are missing in between."""


def mark_of_missing(
    symbols: Symbols, readings: int, due: int, none: str = NO_READINGS
) -> Mark | None:
    """The mark of something that has this many of the readings due; None if it has all. `none`
    names the mark of something without any."""
    if readings >= due:
        return None
    if not readings:
        return Mark(symbols.missing, "missing", none)
    if readings >= LOOKS_WHOLE * due:
        return Mark(symbols.nearly, "missing", NEARLY_COMPLETE)
    return Mark(symbols.incomplete, "missing", INCOMPLETE)
