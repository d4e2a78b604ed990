"""Legends: what the marks of a picture mean, in as few lines as they fit into. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from octoterm.ui.drawing.cells import Cell, styled


class Mark(NamedTuple):
    """One mark and its meaning."""

    symbol: str
    """One or two characters."""
    style: str
    meaning: str

    @property
    def cells(self) -> list[Cell]:
        return [*styled(self.symbol, self.style), *styled(f" {self.meaning}", "axis")]


SPACE = 3
"""Columns between two entries of a line."""


def legend_lines(
    entries: Iterable[list[Cell]], width: int, title: list[Cell] | None = None
) -> list[list[Cell]]:
    """The title, if any, and the entries in lines, each cut to the width. Lines of entries begin
    with a space."""
    lines = [] if title is None else [title[:width]]
    for entry in entries:
        if lines and len(lines[-1]) + SPACE + len(entry) <= width:
            lines[-1] = [*lines[-1], *styled(" " * SPACE, "axis"), *entry]
        else:
            lines.append([(" ", "axis"), *entry][:width])
    return lines
