"""What has been told already: each alert once, and again only after it has cleared. Pure.

Before the command that tells an alert is run, it is recorded that it is being told; afterwards,
that it was. Where octoterm is killed in between, nobody knows whether the command has done its
work: then it is told again, and marked so. A command that failed is run again next time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from octoterm.alerts.judging import Found, Judged

TOLD, TELLING, FAILED = "told", "telling", "failed"
NEWS = ("new", "again", FAILED)
"""What an alert can be, once it was checked, if somebody should hear of it now."""


class Known(NamedTuple):
    """What is known of an alert."""

    state: str
    """TOLD, TELLING or FAILED."""
    since: int
    """When it was first found, UTC seconds."""


Record = Mapping[str, Known]
"""The key of an alert → what is known of it."""


class Due(NamedTuple):
    """An alert that is to be told."""

    found: Found
    is_again: bool
    """Whether it may have been told before."""

    def state_after(self, *, failed: bool) -> str:
        """Its state once the command has ended; where that failed, what was doubtful stays so."""
        if not failed:
            return TOLD
        return TELLING if self.is_again else FAILED


def due(judged: Iterable[Judged], record: Record) -> list[Due]:
    """What is to be told now, in order."""
    found = (each for one in judged for each in one.found)
    return [
        Due(each, each.key in record and record[each.key].state == TELLING)
        for each in found
        if each.key not in record or record[each.key].state != TOLD
    ]


def cleared(judged: Iterable[Judged], record: Record) -> dict[str, Known]:
    """The record without alerts that have cleared. What cannot be checked now stays, and so does
    what belongs to no rule here, as another octoterm may check that with another configuration."""
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
