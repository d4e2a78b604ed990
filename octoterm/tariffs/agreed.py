"""Which agreement applies when. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from octoterm.household.account import Agreement, agreement_at, agreements_of


class Agreed(NamedTuple):
    """A stretch of time with one agreement, or with none."""

    since: int
    until: int
    """UTC seconds, exclusive."""
    agreement: Agreement | None
    is_doubtful: bool = False
    """Whether another agreement says that it applies too; the later one counts."""


def agreed_between(agreements: Iterable[Agreement], start: int, end: int) -> Iterator[Agreed]:
    """The stretches from `start` to `end` (UTC seconds) in order, without holes.

    Agreements that end before they begin are left out: accounts list them.
    """
    lasting = agreements_of(agreements)
    edges = {start, end}
    for each in lasting:
        edges.update(edge for edge in (each.since, each.until) if edge and start < edge < end)
    before: Agreed | None = None
    for since, until in zip(sorted(edges), sorted(edges)[1:], strict=False):
        holding = [each for each in lasting if each.holds_at(since)]
        found = Agreed(since, until, agreement_at(lasting, since), len(holding) > 1)
        if before and before[2:] == found[2:]:
            before = before._replace(until=until)
            continue
        if before:
            yield before
        before = found
    if before:
        yield before
