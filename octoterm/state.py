"""What is on record about a meter's syncs: one small JSON file for each meter and CSV.

Nothing here is needed to read the CSV. A record that is lost, damaged or of some other version
is as good as none: the next sync goes over all history once more.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from octoterm.clean import clean
from octoterm.errors import Unwritable
from octoterm.file_errors import reason, remedy
from octoterm.private_file import read_private, replace_private

if TYPE_CHECKING:
    from octoterm.config import Meter


@dataclass(frozen=True)
class SyncRecord:
    """How far the syncs of one meter into one CSV have come. Times are UTC seconds."""

    complete_from: int | None = None
    """Start of the earliest reading stored when a pass over all history was last completed."""
    synced_at: int | None = None
    """When a sync last succeeded."""

    @classmethod
    def load(cls, folder: Path, meter: Meter) -> SyncRecord:
        """The record in `folder`, or an empty one."""
        try:
            content = json.loads(read_private(record_path(folder, meter)))
            record = cls(content["complete_from"], content["synced_at"])
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            return cls()
        times = (record.complete_from, record.synced_at)
        return record if all(time is None or type(time) is int for time in times) else cls()

    def save(self, folder: Path, meter: Meter) -> None:
        """Put the record into `folder`, for its owner's eyes only.

        Raises Unwritable. It waits for the disk: not for the event loop's thread.
        """
        try:
            replace_private(record_path(folder, meter), json.dumps(asdict(self)))
        except OSError as error:
            raise Unwritable(
                f"The record of the sync cannot be written in {clean(str(folder))}: "
                f"{reason(error)}",
                "The readings are safe; the next sync may ask for more than it needs. "
                + remedy(error, "Check that the folder may be written to"),
            ) from error

    def covers(self, first: int | None) -> bool:
        """Whether a CSV that begins at `first` still has all that a complete pass brought."""
        return self.complete_from is not None and first is not None and first <= self.complete_from


def record_path(folder: Path, meter: Meter) -> Path:
    """One file for each pair of endpoint and CSV, whatever characters are in them."""
    pair = os.fsencode(meter.url) + b"\n" + os.fsencode(meter.csv)
    return folder / f"sync-{hashlib.sha256(pair).hexdigest()[:16]}.json"
