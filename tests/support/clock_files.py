"""CSV files with the times that a clock in London showed, as a spreadsheet there saves them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from octoterm.readings_csv.row import Row
from tests.support.households import (
    LONDON,
    csv,
    half_hours,
    readings,
)
from tests.support.storing import load

UK, US = "%d/%m/%Y %H:%M", "%-m/%-d/%Y %-H:%M"


def clock_line(row: Row, form: str = UK) -> str:
    """The row as a spreadsheet in London saves it."""
    shown = [
        datetime.fromtimestamp(at, LONDON).strftime(form) for at in (row.start, row.start + 1800)
    ]
    return ",".join([*shown, f"{row.value:g}"])


def clock_file(rows: Iterable[Row], form: str = UK) -> str:
    return csv(clock_line(row, form) for row in rows)


def held(path: Path) -> dict[int, float]:
    contents = load(path)
    return dict(zip(contents.starts, contents.values, strict=True))


def numbered(starts: Iterable[int]) -> list[Row]:
    """A row for each start, all with different values."""
    return readings({start: (n + 1) / 1000 for n, start in enumerate(starts)})


def of(rows: Iterable[Row]) -> dict[int, float]:
    return {row.start: row.value for row in rows}


NIGHT = half_hours("2023-10-28T21:00Z", "2023-10-29T04:00Z")
