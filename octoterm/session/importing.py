"""Stores imported readings in the files of a meter point."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from octoterm.errors import FileError
from octoterm.household.meter import Meter
from octoterm.readings_csv.contents import Contents
from octoterm.readings_csv.row import Row
from octoterm.runtime.slices import Sliced
from octoterm.storage.readings_file import Merged, ReadingsFile
from octoterm.storage.state.sync_record import SyncRecord


def store_imported(
    rows: Iterable[Row], contents: Mapping[Meter, Contents], state_folder: Path
) -> Sliced[dict[Meter, Merged]]:
    """Add the new rows to the files of a meter point's meters, which hold `contents`. Stored
    readings are kept.

    A row goes to the meter whose readings were the last to begin before it, so that it stays clear
    which meter was installed later. The next sync of each meter requests all history again, as
    the supplier's readings count for more. Raises FileError.
    """
    begins = _begins(contents)
    of_meters: dict[Meter, list[Row]] = {}
    for row in rows:
        earlier = (meter for first, meter in reversed(begins) if first <= row.start)
        of_meters.setdefault(next(earlier, begins[0][1]), []).append(row)
    stored: dict[Meter, Merged] = {}
    for meter, its_rows in of_meters.items():
        file = ReadingsFile(meter.csv, unit=meter.unit)
        stored[meter] = yield from file.add(its_rows)
        record = SyncRecord.load(state_folder, meter)
        if record.synced_at is not None and stored[meter].new:
            with suppress(FileError):  # all history is requested within a month anyway
                record.with_repeat_due.save(state_folder, meter)
    return stored


def _begins(contents: Mapping[Meter, Contents]) -> Sequence[tuple[int, Meter]]:
    """The start of each meter's first reading, in order; the last meter's, if none has any."""
    begins = [(each.first, meter) for meter, each in contents.items() if each.first is not None]
    return sorted(begins, key=lambda pair: pair[0]) or [(0, [*contents][-1])]
