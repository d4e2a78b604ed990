"""Writes what is on screen to a new file: as CSV, or as a picture."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path

from octoterm.export.rows import Exported, csv_lines
from octoterm.periods.period import Granularity, Period
from octoterm.storage.file_errors import as_unwritable
from octoterm.storage.private_file import create_private


def write_export(folder: Path, meter: str, exported: Exported) -> Path:
    """Write `exported` to a new file in `folder`, readable by its owner only; returns its path.

    It is named like `octoterm-electricity-2024-03.csv`, or if that exists, `…-2.csv` and so on.
    It is written atomically, which waits for the disk. Raises Unwritable.
    """
    text = "".join(f"{line}\n" for line in csv_lines(exported.keys, exported.records))
    return _write(folder, (meter, exported.what, _when(exported.period)), ".csv", text)


def write_picture(folder: Path, meter: str, view: str, period: Period | None, svg: str) -> Path:
    """Write a picture of a view to a new file in `folder`, named and written like an export;
    returns its path. Raises Unwritable."""
    return _write(folder, (meter, view, _when(period) if period else ""), ".svg", svg)


def _write(folder: Path, words: tuple[str, ...], ending: str, text: str) -> Path:
    meter, *others = words
    stem = "-".join(filter(None, ("octoterm", _slug(meter), *others)))
    names = (f"{stem}{f'-{number}' if number > 1 else ''}{ending}" for number in count(1))
    with as_unwritable(folder / f"{stem}{ending}"):
        return create_private((folder / name for name in names), text)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "meter"


def _when(period: Period) -> str:
    match period.granularity:
        case Granularity.DAY:
            return period.first.isoformat()
        case Granularity.WEEK:
            return f"week-{period.first.isoformat()}"
        case Granularity.MONTH:
            return period.first.isoformat()[:7]
        case Granularity.YEAR:
            return str(period.first.year)
    return "all"
