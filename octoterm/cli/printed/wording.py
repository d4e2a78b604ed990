"""Sentences and tables that several commands print."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from octoterm import number_format
from octoterm.cli import console
from octoterm.errors import ConfigError
from octoterm.household.meter import Meter
from octoterm.household.meter_point import MeterPoint
from octoterm.readings_csv.contents import Contents
from octoterm.safe_text import clean
from octoterm.storage.folders import Folders


def nothing_stored(point: MeterPoint, contents: Mapping[Meter, Contents], folders: Folders) -> str:
    """Why there are no readings at all."""
    if not contents:
        return f"Octopus lists no meter for {point.name} yet."
    for meter, each in contents.items():
        if lines := each.unreadable_lines:
            return f"{number_format.none_readable(lines, clean(str(meter.csv)))}."
    if all(_api_has_none(meter, folders) for meter in contents):
        return f"Octopus has no readings for {point.name}: the last sync brought none."
    if point.is_net:
        return (
            f"{point.name} needs readings of both directions, of the same half hours from all "
            "meters: `octoterm sync` downloads them."
        )
    return f"Nothing is stored yet for {point.name}: `octoterm sync` downloads its readings."


def _api_has_none(meter: Meter, folders: Folders) -> bool:
    """Whether the sync record says that the API has no readings."""
    from octoterm.storage.state.sync_record import (
        SyncRecord,  # only needed if there are no readings
    )

    try:
        record = SyncRecord.load(folders.state, meter)
    except ConfigError:  # without a home folder there is no record
        return False
    return record.synced_at is not None and record.complete_from is None


def reasons_in_words(reasons: Iterable[tuple[str, int]], most: int | None = None) -> str:
    """`not 30 minutes: 3, negative: 1`; after the first `most`, the others are added up."""
    reasons = list(reasons)
    shown = reasons[:most]
    if rest := sum(times for _, times in reasons[len(shown) :]):
        shown.append(("others", rest))
    return ", ".join(f"{kind}: {times:,}" for kind, times in shown)


def converted_in_words(contents: Contents) -> str:
    """A sentence about a file that is in another unit than the meter's."""
    return f"The file is in {contents.converted_from}: its numbers are divided by 1,000 to be kWh"


def aligned(rows: Sequence[Sequence[str]], left: Collection[int]) -> Iterator[str]:
    """The rows as lines; columns numbered in `left` are aligned left, the others right."""
    rows = [[console.shown(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell.ljust(width) if at in left else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def paragraph(sentences: Collection[str]) -> Iterator[str]:
    """A blank line, and a line for each sentence; nothing if there are none."""
    return iter(("", *sentences) if sentences else ())


def json_list(objects: Iterable[object]) -> str:
    """A JSON list with one object on each line."""
    return "[" + ",\n ".join(map(json.dumps, objects)) + "]"
