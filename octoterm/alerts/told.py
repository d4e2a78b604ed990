"""Which alerts the household was notified of: each once, and again only after it cleared. Pure.

Before the command for an alert is run, the alert is recorded as being notified (TELLING), and
afterwards as notified (TOLD). If octoterm is killed in between, nobody knows whether the command
did its work, so the next run repeats it and says so. A command that failed is repeated, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from octoterm.alerts.judging import Found, Judged

TOLD, TELLING, FAILED = "told", "telling", "failed"
NEWS = ("new", "again", FAILED)
"""States of an alert that somebody should hear of now."""


class Known(NamedTuple):
    """What is known of an alert."""

    state: str
    """TOLD, TELLING or FAILED."""
    since: int
    """When it was first found, UTC seconds."""


Record = Mapping[str, Known]
"""The key of an alert → what is known of it."""


class Due(NamedTuple):
    """An alert to notify the household of."""

    found: Found
    is_again: bool
    """Whether the household may have been notified already."""

    def state_after(self, *, failed: bool) -> str:
        """Its state once the command has ended. If that failed, and the household may have been
        notified before, it still may have been."""
        if not failed:
            return TOLD
        return TELLING if self.is_again else FAILED


def due(judged: Iterable[Judged], record: Record) -> list[Due]:
    """The alerts to notify of now, in order."""
    found = (each for one in judged for each in one.found)
    return [
        Due(each, each.key in record and record[each.key].state == TELLING)
        for each in found
        if each.key not in record or record[each.key].state != TOLD
    ]


def cleared(judged: Iterable[Judged], record: Record) -> dict[str, Known]:
    """The record without alerts that have cleared. Alerts that cannot be checked now stay. So do
    those of other rules, which another octoterm may check with another configuration."""
    judged = list(judged)
    current = {each.key for one in judged for each in one.found}
    settled = tuple(one.prefix for one in judged if not one.silence)
    return {
        key: known
        for key, known in record.items()
        if key in current or not key.startswith(settled)
    }


def noted(record: Record, found: Found, state: str, now: int) -> dict[str, Known]:
    """The record with this state of an alert."""
    since = record[found.key].since if found.key in record else now
    return {**record, found.key: Known(state, since)}
