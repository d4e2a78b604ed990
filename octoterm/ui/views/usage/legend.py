"""The legend of the usage chart: what each mark on it means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from octoterm.ui.drawing.bars import Bar
from octoterm.ui.drawing.cells import Cell, styled
from octoterm.ui.drawing.symbols import Symbols


class Entry(NamedTuple):
    """One mark and its meaning."""

    sample: str
    style: str
    meaning: str

    @property
    def cells(self) -> list[Cell]:
        return [*styled(self.sample, self.style), *styled(f" {self.meaning}", "axis")]


def marks_on(bars: Sequence[Bar], symbols: Symbols) -> Iterator[Entry]:
    """The entries for the marks of what is missing or still to come, of those that are there."""
    has_readings = [bar for bar in bars if bar.value is not None]
    if any(not bar.looks_whole for bar in has_readings):
        yield Entry(symbols.incomplete, "missing", "readings missing")
    nothing_there = any(bar.value is None and not bar.outside for bar in bars)
    if nothing_there or any(has_few_missing(bar) for bar in has_readings):
        yield Entry(symbols.missing, "missing", "missing" if nothing_there else "a few missing")
    if any(bar.unusual for bar in bars):
        yield Entry(symbols.unusual, "unusual", "unusual day")
    if any(bar.course is not None for bar in bars):
        yield Entry(symbols.expected, "expected", "on course for")
    if any(bar.is_part for bar in bars):
        yield Entry(symbols.dot, "axis", "no data yet" if bars[-1].after else "no data")


def has_few_missing(bar: Bar) -> bool:
    """Whether so few of its readings are missing that a small mark is enough."""
    return bar.share < 1 and bar.looks_whole and not bar.in_progress
