"""The shaded ground of some columns of a canvas, such as time bands or weekends. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from octoterm.ui.drawing.cells import SHADED, Cell, styled


class ShadedColumns(NamedTuple):
    """Neighbouring columns whose ground is shaded."""

    columns: range
    name: str = ""
    """What they stand for, if that is to be named above them."""


def on_shaded_ground(
    canvas: Sequence[list[Cell]], grounds: Iterable[ShadedColumns]
) -> list[list[Cell]]:
    """The rows of the canvas with shaded columns, named in the first row where that is empty."""
    grounds = tuple(grounds)
    shaded = frozenset(column for ground in grounds for column in ground.columns)
    rows = [_named(row, grounds) if number == 0 else row for number, row in enumerate(canvas)]
    return [
        [
            (symbol, style + SHADED if column in shaded else style)
            for column, (symbol, style) in enumerate(row)
        ]
        for row in rows
    ]


def _named(row: list[Cell], grounds: Iterable[ShadedColumns]) -> list[Cell]:
    """The row with the names of the grounds that it has room for; a name may be wider than its
    ground."""
    row = list(row)
    for columns, name in grounds:
        place = slice(columns.start, columns.start + len(name))
        if place.stop <= len(row) and all(symbol == " " for symbol, _ in row[place]):
            row[place] = styled(name, "axis")
    return row
