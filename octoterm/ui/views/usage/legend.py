"""The legend of the usage chart: what each mark on it means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from octoterm.consumption.quantity import Quantity
from octoterm.ui.drawing.bars import Bar
from octoterm.ui.drawing.legend import Mark
from octoterm.ui.drawing.missing_marks import NO_READINGS, mark_of_missing
from octoterm.ui.drawing.symbols import Symbols


def marks_on(
    bars: Sequence[Bar], symbols: Symbols, quantity: Quantity, course: str = ""
) -> Iterator[Mark]:
    """The marks that are on these bars, such as for what is missing or still to come; `course`
    says in words what the bar in progress is on course for."""
    marks = {mark for bar in bars if (mark := mark_of(bar, symbols, quantity.missing))}
    yield from sorted(marks, key=lambda mark: mark.meaning)
    if any(bar.unusual for bar in bars):
        yield Mark(symbols.unusual, "unusual", "unusual day")
    if any(bar.noted for bar in bars):
        yield Mark(symbols.note, "unusual", "note")
    if any(bar.course is not None for bar in bars):
        yield Mark(symbols.expected, "expected", f"on course for {course}")
    if any(bar.is_part for bar in bars):
        yield Mark(symbols.dot, "axis", quantity.none_due)


def symbol_of_days(bar: Bar, symbols: Symbols) -> str:
    """What marks a bar with a note or an unusual day; empty if it has none."""
    if bar.noted:
        return symbols.note
    return symbols.unusual if bar.unusual else ""


def mark_of(bar: Bar, symbols: Symbols, none: str = NO_READINGS) -> Mark | None:
    """The mark of missing readings; None for a bar in progress, which is not yet complete."""
    return None if bar.in_progress else mark_of_missing(symbols, bar.readings, bar.due, none)
