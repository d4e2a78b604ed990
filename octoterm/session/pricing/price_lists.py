"""Brings the unit rates of one tariff up to date, if that is due: a household's own, or any other
that is looked at."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from octoterm.errors import OctotermError
from octoterm.octopus.api_host import API_ORIGIN
from octoterm.periods.calendar import Calendar
from octoterm.periods.london import SECONDS_A_DAY, london
from octoterm.runtime.slices import in_slices
from octoterm.storage.state.rates_file import PriceList, StoredPrices, read_prices
from octoterm.sync.events import PricesFinished, PricesWaiting
from octoterm.sync.wanted_prices import Wanted
from octoterm.tariffs.publication import is_due, is_published_daily, published_to
from octoterm.tariffs.rates import STANDING, TariffPrices

if TYPE_CHECKING:
    from octoterm.octopus.client import Sleep, Transport

ENDED_AFTER = 7 * SECONDS_A_DAY
"""Seconds without a newer price after which a tariff is assumed to have ended, and no prices for
tomorrow are awaited."""


class PublishedPrices(NamedTuple):
    """The known prices of a tariff."""

    prices: TariffPrices
    published_to: int
    """UTC seconds, exclusive; 0 if nothing is known. A rate without an end counts until the end of
    tomorrow."""
    asked_at: int
    """When all of its unit rates had been asked for, UTC seconds; 0 if they never were."""
    error: OctotermError | None = None
    """Why they are not up to date; earlier prices are kept."""

    @property
    def is_awaited(self) -> bool:
        """Whether its rates are published for a day at a time, and more are to come."""
        return is_published_daily(self.prices) and self.published_to > self.asked_at - ENDED_AFTER


async def fetch(
    tariff: str,
    folder: Path,
    *,
    since: int,
    until: int | None = None,
    url: str = API_ORIGIN,
    addresses: Mapping[str, str] | None = None,
    enough: int | None = None,
    transport: Transport | None = None,
    stall_timeout: float | None = None,
    now: Callable[[], float] = time.time,
    sleep: Sleep = asyncio.sleep,
) -> PublishedPrices:
    """The unit rates of the tariff from the London day of `since` (UTC seconds) on, stored in
    `folder`, after asking for what is due: see `publication.is_due`. Standing charges are not
    asked for.

    `until` is when they are no longer needed, None if they always are; `addresses` are those of
    its lists of prices, if known. A failed request is repeated, unless the stored prices reach to
    `enough`. Failures are not raised: they are in `error`.
    """
    found = await in_slices(read_prices(folder, tariff))
    known = _known(tariff, found, now())
    begin = Calendar().start_of(london(since).date())
    wanted = Wanted(tariff, url, begin, until, only_unit_rates=True, addresses=addresses)
    due = _due(wanted, found, known, int(now()))
    if due is None:
        return known
    from octoterm.sync.prices import sync_prices  # imports the network, which may not be needed

    error: OctotermError | None = None
    is_enough = enough is not None and known.published_to >= enough
    events = sync_prices(
        [due], folder, transport=transport, stall_timeout=stall_timeout, now=now, sleep=sleep
    )
    async with aclosing(events):
        async for event in events:
            if isinstance(event, PricesFinished):
                error = event.error
            elif isinstance(event, PricesWaiting) and is_enough:
                error = event.why
                break
    return (await stored(tariff, folder, now()))._replace(error=error)


async def those_due(wanted: Iterable[Wanted], folder: Path, now: float) -> tuple[Wanted, ...]:
    """Those for which something is to be asked at `now` (UTC seconds), including standing charges:
    missing prices, and new ones once a London day, or when `publication.is_due` says so."""
    due = []
    for each in wanted:
        found = await in_slices(read_prices(folder, each.tariff))
        known = _known(each.tariff, found, now)
        charges = found.lists.get(STANDING) if found else None
        has_charges = charges is not None and _is_today(charges.asked_at, now)
        if _due(each, found, known, int(now)) is not None or not has_charges:
            due.append(each)
    return tuple(due)


async def stored(tariff: str, folder: Path, now: float) -> PublishedPrices:
    """What is stored of the tariff, at `now` in UTC seconds. Nothing is asked for."""
    return _known(tariff, await in_slices(read_prices(folder, tariff)), now)


def _known(tariff: str, found: StoredPrices | None, now: float) -> PublishedPrices:
    prices = found.prices if found else TariffPrices(tariff)
    asked_at = min(map(_asked_for_news_at, _unit_lists(found)), default=0)
    return PublishedPrices(prices, published_to(prices, int(now)), asked_at)


def _due(
    wanted: Wanted, found: StoredPrices | None, known: PublishedPrices, now: int
) -> Wanted | None:
    """What is to be asked for: new prices and earlier ones that are missing, only the latter, or
    nothing."""
    lists = _unit_lists(found)
    begins = [each.since for each in lists if each.since is not None]
    if not lists or len(begins) < len(lists):
        return wanted
    has_ended = wanted.until is not None and wanted.until <= known.asked_at
    if not has_ended and is_due(known.asked_at, known.published_to, now, known.is_awaited):
        return wanted
    return wanted._replace(until=known.asked_at) if wanted.since < max(begins) else None


def _is_today(instant: int, now: float) -> bool:
    return london(instant).date() == london(int(now)).date()


def _unit_lists(found: StoredPrices | None) -> list[PriceList]:
    if found is None:
        return []
    return [each for name, each in found.lists.items() if name != STANDING]


def _asked_for_news_at(known: PriceList) -> int:
    """The time up to which all that was published has been asked for; 0 if nothing has come."""
    if known.since is None:
        return 0
    return known.asked_at if known.until is None else min(known.asked_at, known.until)
