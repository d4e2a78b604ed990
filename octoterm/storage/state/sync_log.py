"""A log of the outcomes of a meter's last syncs, for display: one line of JSON for each sync.

It is kept beside the sync record. Nothing depends on it, so it can be lost without harm.
"""

from __future__ import annotations

import json
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from octoterm.safe_text import clean
from octoterm.storage.private_file import read_private, write_private
from octoterm.storage.state.sync_entry import SyncEntry
from octoterm.storage.state.sync_record import POSSIBLE_TIMES, record_path

if TYPE_CHECKING:
    from octoterm.household.meter import Meter

LATEST = 40
"""Syncs to keep, whatever they brought: more than a day and a half of an open dashboard."""
MOST_BEFORE = 10
"""Earlier syncs to keep that brought newer readings: they show how late readings usually are."""
TIMES = range(POSSIBLE_TIMES.stop)
"""Possible ends of a sync, UTC seconds: from 1970, where a clock that was never set begins."""
COUNTS = range(10_000_000)
"""Possible numbers of readings in one sync: a hundred years of half hours are two million."""


def read_log(folder: Path, meter: Meter) -> tuple[SyncEntry, ...]:
    """The logged syncs, newest first; invalid lines are skipped."""
    try:
        lines = read_private(_path(folder, meter)).splitlines()
    except OSError:
        return ()
    return tuple(entry for line in reversed(lines) if (entry := _entry(line)))


def write_log(folder: Path, meter: Meter, entry: SyncEntry) -> None:
    """Add `entry` to the log, and remove entries that are no longer needed. Raises Unwritable."""
    entries = (entry, *read_log(folder, meter))
    before = [each for each in entries[LATEST:] if each.brought_newer]
    kept = (*entries[:LATEST], *before[:MOST_BEFORE])
    lines = [json.dumps(asdict(each)) for each in reversed(kept)]
    write_private(_path(folder, meter), "".join(f"{line}\n" for line in lines))


def _entry(line: bytes) -> SyncEntry | None:
    """The entry in a line; None if the line is invalid."""
    try:
        content = json.loads(line)
        known = {"last": None, **content}
        entry = SyncEntry(**{each.name: known[each.name] for each in fields(SyncEntry)})
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    counts = (entry.new, entry.late, entry.changed, entry.skipped)
    if not _is_among(TIMES, entry.at) or not all(_is_among(COUNTS, each) for each in counts):
        return None
    if entry.last is not None and not _is_among(TIMES, entry.last):
        return None
    return replace(entry, error=clean(entry.error)) if isinstance(entry.error, str) else None


def _is_among(numbers: range, value: object) -> bool:
    return type(value) is int and value in numbers


def _path(folder: Path, meter: Meter) -> Path:
    return record_path(folder, meter).with_suffix(".log")
