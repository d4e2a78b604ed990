"""How far the syncs of a meter have come: one small JSON file for each meter and CSV.

Nothing here is needed to read the CSV. A record that is lost, damaged or of some other version
is as good as none: the next sync goes over all history once more.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from octoterm.errors import Unwritable
from octoterm.periods.london import SECONDS_A_DAY
from octoterm.readings_csv.row import FIRST_YEAR, LAST_YEAR
from octoterm.safe_text import clean
from octoterm.storage.file_errors import reason, remedy
from octoterm.storage.private_file import read_private, replace_private

if TYPE_CHECKING:
    from octoterm.household.meter import Meter

POSSIBLE_TIMES = range(
    *(int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (FIRST_YEAR, LAST_YEAR + 1))
)
"""UTC seconds that a record may name, which are those that a reading may have."""
MONTH = 30 * SECONDS_A_DAY
"""Seconds."""


@dataclass(frozen=True)
class SyncRecord:
    """How far the syncs of one meter into one CSV have come. Times are UTC seconds."""

    complete_from: int | None = None
    """Start of the earliest reading stored when a pass over all history was last completed."""
    synced_at: int | None = None
    """When a sync last succeeded."""
    completed_at: int | None = None
    """When a pass over all history was last completed; older records do not say."""
    repeated_at: int | None = None
    """When such a pass was last begun only because a month was over."""

    @classmethod
    def load(cls, folder: Path, meter: Meter) -> SyncRecord:
        """The record in `folder`, or an empty one."""
        try:
            content = json.loads(read_private(record_path(folder, meter)))
            return cls(
                _instant(content["complete_from"]),
                _instant(content["synced_at"]),
                _instant(content.get("completed_at")),
                _instant(content.get("repeated_at")),
            )
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            return cls()

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

    def is_repeat_due(self, now: float) -> bool:
        """Whether it is time to go over all history again: a month after that was last completed.

        One that was broken off is begun again a day later. A clock that nobody has set decides
        nothing, and one that was wrong for a while does so once.
        """
        return (
            int(now) in POSSIBLE_TIMES
            and _is_past(self.completed_at, MONTH, now)
            and _is_past(self.repeated_at, SECONDS_A_DAY, now)
        )


def _is_past(at: int | None, seconds: int, now: float) -> bool:
    """Whether `at` is so many seconds ago, or so far in the future that the clock was wrong."""
    return at is None or abs(now - at) >= seconds


def _instant(value: object) -> int | None:
    """UTC seconds as the JSON has them; None for a time that cannot be. Raises TypeError."""
    if value is None:
        return None
    if type(value) is not int:
        raise TypeError(value)
    return value if value in POSSIBLE_TIMES else None


def record_path(folder: Path, meter: Meter) -> Path:
    """One file for each pair of endpoint and CSV, whatever characters are in them."""
    pair = os.fsencode(meter.url) + b"\n" + os.fsencode(meter.csv)
    return folder / f"sync-{hashlib.sha256(pair).hexdigest()[:16]}.json"
