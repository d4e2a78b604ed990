"""The state of a meter's syncs: one small JSON file for each meter and CSV.

It is not needed to read the CSV. If it is lost, damaged or of another version, the next sync
requests all history again.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from octoterm.errors import Unwritable
from octoterm.periods.calendar import FIRST_YEAR, LAST_YEAR
from octoterm.periods.london import SECONDS_A_DAY
from octoterm.safe_text import clean, hash_of
from octoterm.storage.file_errors import reason, remedy
from octoterm.storage.private_file import read_private, replace_private

if TYPE_CHECKING:
    from octoterm.household.meter import Meter

POSSIBLE_TIMES = range(
    *(int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (FIRST_YEAR, LAST_YEAR + 1))
)
"""Valid times in a record, UTC seconds: the same as for readings."""
MONTH = 30 * SECONDS_A_DAY
"""Seconds after which a sync requests all history again."""


@dataclass(frozen=True)
class SyncRecord:
    """The state of one meter's syncs into one CSV. Times are UTC seconds."""

    complete_from: int | None = None
    """Start of the earliest reading stored when a complete pass over all history last ended."""
    synced_at: int | None = None
    """When a sync last succeeded."""
    completed_at: int | None = None
    """When a complete pass last ended; not in records of older versions."""
    repeated_at: int | None = None
    """When a complete pass was last started because a month had passed."""

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
        """Write the record to `folder`, readable by its owner only.

        Waits for the disk, so it must not be called in the event loop's thread. Raises Unwritable.
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
        """Whether a CSV that begins at `first` still reaches back to `complete_from`."""
        return self.complete_from is not None and first is not None and first <= self.complete_from

    @property
    def with_repeat_due(self) -> SyncRecord:
        """The record after which the next sync requests all history again."""
        return replace(self, completed_at=None, repeated_at=None)

    def is_repeat_due(self, now: float) -> bool:
        """Whether another complete pass is due: a month after the last one ended.

        A pass that failed is started again a day later. If the clock is not set, none is due; if
        the clock was wrong for a while, one is due at once.
        """
        return (
            int(now) in POSSIBLE_TIMES
            and _is_past(self.completed_at, MONTH, now)
            and _is_past(self.repeated_at, SECONDS_A_DAY, now)
        )


def _is_past(at: int | None, seconds: int, now: float) -> bool:
    """Whether `at` is at least `seconds` ago, or as far in the future, as after a wrong clock;
    also if it is unknown."""
    return at is None or abs(now - at) >= seconds


def _instant(value: object) -> int | None:
    """UTC seconds from the JSON; None if missing or not possible. Raises TypeError."""
    if value is None:
        return None
    if type(value) is not int:
        raise TypeError(value)
    return value if value in POSSIBLE_TIMES else None


def record_path(folder: Path, meter: Meter) -> Path:
    """The file for this pair of endpoint and CSV, hashed as they may contain any characters."""
    pair = os.fsencode(meter.url) + b"\n" + os.fsencode(meter.csv)
    return folder / f"sync-{hash_of(pair)}.json"
