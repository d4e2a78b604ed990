"""Which tariffs' prices a household needs. Pure.

A household without tariffs needs none; no other module about prices is imported then.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from octoterm.household.meter import Meter
from octoterm.household.meter_point import MeterPoint


class Wanted(NamedTuple):
    """A tariff whose prices are needed."""

    tariff: str
    """Its code."""
    url: str
    """Any address of the API that has its prices."""
    since: int
    until: int | None
    """UTC seconds, exclusive; None if it has no end."""
    only_unit_rates: bool = False
    """Whether to leave out its standing charges."""
    addresses: Mapping[str, str] | None = None
    """The addresses of its lists of prices, by the name of a register or STANDING. If they are
    known, its product is not asked for."""


def wanted_prices(
    points: Iterable[MeterPoint],
    first: Mapping[Meter, int | None],
    tariffs_of: Callable[[MeterPoint], Collection[str]],
) -> tuple[Wanted, ...]:
    """What the meter points need: each of their tariffs from its first to its last day, though
    not before the first reading.

    `first` is when the readings of a meter begin, UTC seconds; None if it has none. `tariffs_of`
    gives the codes of a point's tariffs that are not the household's own.
    """
    found: dict[str, Wanted] = {}
    for point in points:
        begins = [start for meter in point.meters if (start := first.get(meter)) is not None]
        if point.is_net or point.newest is None or not begins:
            continue  # the meter points of a net use have their own tariffs
        tariffs = tariffs_of(point)
        for each in point.agreements:
            since = max(each.since, min(begins))
            if each.tariff in tariffs and (each.until is None or since < each.until):
                wanted = Wanted(each.tariff, point.newest.url, since, each.until)
                found[each.tariff] = _both(found.get(each.tariff, wanted), wanted)
    return tuple(found.values())


def _both(one: Wanted, other: Wanted) -> Wanted:
    """The same tariff, for as long as either needs it."""
    ends = [each.until for each in (one, other) if each.until is not None]
    return one._replace(
        since=min(one.since, other.since), until=max(ends) if len(ends) == 2 else None
    )
