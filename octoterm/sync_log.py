"""The last syncs of a meter, and what each of them brought: one line of JSON for each.

Kept beside the record of the syncs, to be shown. Lost lines lose nothing else.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from octoterm.clean import clean
from octoterm.private_file import read_private, write_private
from octoterm.state import record_path
from octoterm.storage import SyncEntry

if TYPE_CHECKING:
    from octoterm.config import Meter

KEPT = 50
"""Syncs to remember: two days of an open dashboard."""


def read_log(folder: Path, meter: Meter) -> tuple[SyncEntry, ...]:
    """The syncs on record, the newest first; lines that make no sense are passed over."""
    try:
        lines = read_private(_path(folder, meter)).splitlines()
    except OSError:
        return ()
    return tuple(entry for line in reversed(lines) if (entry := _entry(line)))


def write_log(folder: Path, meter: Meter, entry: SyncEntry) -> None:
    """Put `entry` on record. Raises Unwritable."""
    kept = reversed(read_log(folder, meter)[: KEPT - 1])
    lines = [json.dumps(asdict(each)) for each in (*kept, entry)]
    write_private(_path(folder, meter), "".join(f"{line}\n" for line in lines))


def _entry(line: bytes) -> SyncEntry | None:
    try:
        content = json.loads(line)
        entry = SyncEntry(**content)
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    numbers = (entry.at, entry.new, entry.late, entry.changed, entry.skipped)
    if not all(type(number) is int for number in numbers) or not isinstance(entry.error, str):
        return None
    return replace(entry, error=clean(entry.error))


def _path(folder: Path, meter: Meter) -> Path:
    return record_path(folder, meter).with_suffix(".log")
