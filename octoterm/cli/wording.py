"""Meters and columns as the commands print them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence

from octoterm.config import CUBIC_METRES, Meter

NONE = "–"
"""Stands where a table has nothing to say."""


def title(meter: Meter) -> str:
    """`Electricity`, or `Gas, kWh from m³`."""
    return f"{meter.name}, kWh from m³" if meter.unit == CUBIC_METRES else meter.name


def nothing_stored(meter: Meter) -> str:
    """What to say where there is not one reading yet."""
    return f"Nothing is stored yet for {meter.name}: `octoterm sync` downloads its readings."


def aligned(rows: Sequence[Sequence[str]], left: Collection[int]) -> Iterator[str]:
    """Lines of columns: those numbered in `left` aligned to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell.ljust(width) if at in left else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def json_list(objects: Iterable[object]) -> str:
    """A JSON list with one object to a line."""
    return "[" + ",\n ".join(map(json.dumps, objects)) + "]"
