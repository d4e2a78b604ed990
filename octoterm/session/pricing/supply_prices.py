"""What a supply costs, half hour by half hour, as far ahead as published: the unit rates of all
its tariffs, which are asked for if they are due."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from octoterm.errors import OctotermError
from octoterm.household.account import Agreement, agreement_at
from octoterm.octopus.api_host import API_ORIGIN
from octoterm.session.pricing.price_lists import PublishedPrices, fetch
from octoterm.tariffs.price_slots import PriceSlot, Published, price_slots
from octoterm.tariffs.publication import supply_published_to
from octoterm.tariffs.supply import Supply

if TYPE_CHECKING:
    from octoterm.octopus.client import Transport


class SupplyPrices(NamedTuple):
    """The half hours asked for that have prices, and how far these are published."""

    supply: Supply
    """With the prices of its tariffs that are needed."""
    slots: tuple[PriceSlot, ...]
    """From the beginning of the time asked for to its end, or as far as is published."""
    published_to: int
    """UTC seconds; 0 if nothing is."""
    is_awaited: bool
    """Whether more are published every afternoon."""
    errors: Mapping[str, OctotermError]
    """Why the prices of a tariff are not up to date, by its code."""

    @property
    def tariff(self) -> str:
        """The code of the tariff that is published furthest."""
        return self.tariff_at(self.published_to - 1)

    @property
    def missing(self) -> int:
        """How many half hours have no price, although later ones have one."""
        return sum(slot.state is Published.MISSING for slot in self.slots)

    def tariff_at(self, instant: int) -> str:
        """The code of the tariff that applies at `instant`, UTC seconds."""
        held = agreement_at(self.supply.agreements, instant)
        return (held or self.supply.agreements[-1]).tariff


async def supply_prices(
    supply: Supply,
    folder: Path,
    start: int,
    end: int | None,
    now: int,
    *,
    enough: int,
    url: str = API_ORIGIN,
    addresses: Mapping[str, Mapping[str, str]],
    connect: Callable[[], Transport | None] = lambda: None,
    stall_timeout: float | None = None,
) -> SupplyPrices:
    """The half hours from `start` to `end`, both full or half hours in UTC seconds; without an end
    they go as far as is published.

    `addresses` are the known addresses of lists of prices, by the code of a tariff. The other
    parameters are those of `price_lists.fetch`, and so are errors.
    """
    published: dict[str, PublishedPrices] = {}
    for each in _needed(supply, min(start, now), None if end is None else max(end, now)):
        if each.tariff not in supply.prices:
            published[each.tariff] = await fetch(
                each.tariff,
                folder,
                since=max(each.since, min(start, now)),
                until=each.until,
                url=url,
                addresses=addresses.get(each.tariff),
                enough=min(enough, each.until or enough),
                transport=connect(),
                stall_timeout=stall_timeout,
                now=lambda: float(now),
            )
    fetched = {code: each.prices for code, each in published.items()}
    whole = supply._replace(prices={**supply.prices, **fetched})
    published_to = supply_published_to(whole, now)
    last = published_to if end is None else min(end, published_to)
    slots = price_slots(whole, start, last, published_to) if start < last else ()
    errors = {code: each.error for code, each in published.items() if each.error is not None}
    found = SupplyPrices(whole, slots, published_to, is_awaited=False, errors=errors)
    furthest = published.get(found.tariff)
    return found._replace(is_awaited=furthest is not None and furthest.is_awaited)


def _needed(supply: Supply, begin: int, end: int | None) -> tuple[Agreement, ...]:
    """The agreements that hold at any time from `begin` to `end`; without an end, at any time
    after `begin`."""
    return tuple(
        each
        for each in supply.agreements
        if (each.until is None or each.until > begin) and (end is None or each.since < end)
    )
