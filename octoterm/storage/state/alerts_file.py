"""The record of the alerts already reported: a small JSON file, changed under a lock."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from octoterm.alerts.told import FAILED, TELLING, TOLD, Known, Record
from octoterm.runtime.slices import Sliced, finish
from octoterm.storage.file_lock import LOCK_TIMEOUT
from octoterm.storage.shared_file import SharedFile
from octoterm.storage.shared_json import Damaged, read_json

LATEST = 1 << 37
"""UTC seconds, in the year 6325: a later time is damaged."""
Keep = Callable[[Record], None]
"""Writes a record to the file before it returns."""


def alerts_path(state_folder: Path) -> Path:
    """The file of the record."""
    return state_folder / "alerts.json"


def read_alerts(path: Path) -> Record:
    """The record; empty if there is none, or if it is damaged: all alerts are then reported again.
    Raises FileError."""
    return _read(SharedFile(path, LOCK_TIMEOUT))


def with_alerts(path: Path, work: Callable[[Record, Keep], None]) -> None:
    """Do `work` with the record, which it may write several times; other processes wait meanwhile.
    Raises FileError, and Busy if another process takes too long."""
    file = SharedFile(path, LOCK_TIMEOUT)

    def under_lock() -> Sliced[None]:
        def keep(record: Record) -> None:
            finish(file.replace(_content(record)))

        work(_read(file), keep)
        yield 0

    finish(file.under_lock(under_lock))


def _read(file: SharedFile) -> Record:
    try:
        return read_json(file, _record) or {}
    except Damaged:
        return {}


def _record(content: Mapping[str, tuple[str, float]]) -> Record:
    return {
        str(key): Known(state, int(since))
        for key, (state, since) in content.items()
        if state in (TOLD, TELLING, FAILED) and 0 <= since < LATEST
    }


def _content(record: Record) -> Iterator[bytes]:
    yield json.dumps(record, indent=0).encode()
