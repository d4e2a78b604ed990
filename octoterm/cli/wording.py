"""What several commands print: meters, reasons and tables in words."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence

from octoterm import number_format
from octoterm.errors import ConfigError
from octoterm.household.meter import UNIT_CUBIC_METRES, Meter
from octoterm.readings_csv.contents import Contents
from octoterm.safe_text import clean
from octoterm.storage.folders import Folders


def meter_title(meter: Meter) -> str:
    """`Electricity`, or `Gas, kWh from m³`."""
    return f"{meter.name}, kWh from m³" if meter.unit == UNIT_CUBIC_METRES else meter.name


def nothing_stored(meter: Meter, contents: Contents, folders: Folders) -> str:
    """What to say where there is not one reading, and why that is so."""
    if lines := contents.unreadable_lines:
        return f"{number_format.none_readable(lines, clean(str(meter.csv)))}."
    if _api_has_none(meter, folders):
        return f"The API has no readings for {meter.name}: the last sync brought none."
    return f"Nothing is stored yet for {meter.name}: `octoterm sync` downloads its readings."


def _api_has_none(meter: Meter, folders: Folders) -> bool:
    """Whether the last sync brought nothing, as far as anything is on record."""
    from octoterm.storage.sync_record import (
        SyncRecord,  # which is of no use where there are readings
    )

    try:
        record = SyncRecord.load(folders.state, meter)
    except ConfigError:  # there is no home folder, and so no record
        return False
    return record.synced_at is not None and record.complete_from is None


def reasons_in_words(reasons: Iterable[tuple[str, int]], most: int | None = None) -> str:
    """`not 30 minutes: 3, negative: 1`; of more than `most`, the rarest are others."""
    reasons = list(reasons)
    shown = reasons[:most]
    if rest := sum(times for _, times in reasons[len(shown) :]):
        shown.append(("others", rest))
    return ", ".join(f"{kind}: {times:,}" for kind, times in shown)


def converted_in_words(contents: Contents) -> str:
    """What to say of a file in another unit."""
    return f"The file is in {contents.converted_from}: its numbers are divided by 1,000 to be kWh"


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
