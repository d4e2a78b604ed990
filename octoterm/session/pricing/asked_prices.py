"""What the supplier was asked for the prices that are looked at, and what went wrong.

Each thing is asked for when it is due; after a failure, not again for a while.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from octoterm.errors import NotFound, OctotermError
from octoterm.household.meter import Fuel
from octoterm.market.products import OfferedTariff, Product
from octoterm.octopus.retries import Retry
from octoterm.periods.london import HALF_HOUR, london
from octoterm.session.live_meters import Sleep
from octoterm.session.pricing.price_lists import PublishedPrices, fetch, stored
from octoterm.session.source import Source
from octoterm.sync.market import Market
from octoterm.tariffs.publication import is_due

TRIED_AGAIN_AFTER = 600.0
"""Seconds after which a request that failed is repeated automatically."""
LONGEST_SILENCE = 30.0
"""Seconds without an answer after which fetching is given up."""
LIST = "products"
"""The name of the list of products among what may fail."""


class AskedPrices:
    """Products, their tariffs in each region, and prices, as far as they have come."""

    def __init__(
        self,
        source: Source,
        changed: Callable[[], None],
        *,
        clock: Callable[[], float],
        sleep: Sleep,
    ) -> None:
        """`changed` is called after every change of what is known."""
        self._source = source
        self._changed = changed
        self._clock = clock
        self._sleep = sleep
        self.products: tuple[Product, ...] = ()
        self.offers: dict[tuple[str, Fuel, str], OfferedTariff | None] = {}
        """The tariff of a product in a region, by the region's letter; None if it has none."""
        self.known: dict[str, PublishedPrices] = {}
        """By the code of the tariff."""
        self.is_fetching = False
        self._asked: set[tuple[str, int]] = set()
        """Tariffs, each with the time from which its prices were asked for."""
        self._failed_at: dict[str, float] = {}
        """When a request last failed, for a product, a tariff or the list."""
        self._troubles: dict[str, str] = {}
        """Why it failed, by the same names."""
        self._listed_on: date | None = None
        """When the list of products last came."""

    @property
    def today(self) -> date:
        """The London day."""
        return london(int(self._clock())).date()

    def trouble_with(self, names: Iterable[str]) -> str:
        """Why the first of these (products, tariffs, LIST) failed; empty if none did."""
        return next((self._troubles[each] for each in names if each in self._troubles), "")

    def is_unknown(self, code: str) -> bool:
        """Whether the supplier knows no tariff of this code."""
        return code in self.known and isinstance(self.known[code].error, NotFound)

    def try_again(self) -> None:
        """Ask at once for what has just failed."""
        self._failed_at.clear()

    def stop(self) -> None:
        """Note that nothing is being asked for any more."""
        if self.is_fetching:
            self.is_fetching = False
            self._changed()

    async def ask_for_offer(
        self, product: str, fuel: Fuel, region: str, method: str, url: str
    ) -> OfferedTariff | None:
        """The tariff of the product in the region, once it is known."""
        wanted = product, fuel, region
        if wanted in self.offers or self._has_just_failed(product):
            return self.offers.get(wanted)
        self._begin()
        try:
            async with self._market(url) as market:
                offer = await market.offer(product, fuel, region, method)
        except OctotermError as error:
            self._fail(product, error)
            return None
        self._troubles.pop(product, None)
        self.offers[wanted] = offer
        self._changed()
        return offer

    async def ask_for_prices(
        self, code: str, since: int, url: str, offer: OfferedTariff | None = None
    ) -> None:
        """Bring the unit rates of the tariff from `since` on (UTC seconds) up to date."""
        folder, now = self._source.folders.prices, int(self._clock())
        if code not in self.known:
            self.known[code] = await stored(code, folder, now)
            self._changed()
        if self._has_just_failed(code):
            return
        known = self.known[code]
        is_new = (code, since) not in self._asked and not _reaches(known, since)
        if is_new or is_due(known.asked_at, known.published_to, now, known.is_awaited):
            self._begin()
        found = await fetch(
            code,
            folder,
            since=since,
            url=url,
            addresses=offer.addresses if offer else None,
            enough=now + HALF_HOUR,
            transport=self._source.connect(),
            stall_timeout=LONGEST_SILENCE,
            now=self._clock,
            sleep=self._sleep,
        )
        self._asked.add((code, since))
        before, self.known[code] = self.known[code], found
        if found.error is not None:
            self._fail(code, found.error)
        elif self._troubles.pop(code, None) or found != before:
            self._changed()

    async def ask_for_products(self, url: str) -> None:
        """Ask what the supplier sells, once a day."""
        if self._listed_on == self.today or self._has_just_failed(LIST):
            return
        try:
            async with self._market(url) as market:
                self.products = await market.products()
        except OctotermError as error:
            self._fail(LIST, error)
        else:
            self._listed_on = self.today
            self._troubles.pop(LIST, None)
            self._changed()

    def _market(self, url: str) -> Market:
        return Market(
            self._source.folders.prices,
            url,
            transport=self._source.connect(),
            now=self._clock,
            sleep=self._sleep,
            waiting=_give_up,
        )

    def _begin(self) -> None:
        if not self.is_fetching:
            self.is_fetching = True
            self._changed()

    def _fail(self, what: str, error: OctotermError) -> None:
        self._failed_at[what] = self._clock()
        self._troubles[what] = error.title.rstrip(".")
        self._changed()

    def _has_just_failed(self, what: str) -> bool:
        return self._clock() - self._failed_at.get(what, -TRIED_AGAIN_AFTER) < TRIED_AGAIN_AFTER


def _reaches(known: PublishedPrices, since: int) -> bool:
    """Whether any rate is known from `since` on or from before."""
    runs = (run for each in known.prices.unit_rates.values() for run in each)
    return any(run.since <= since for run in runs)


def _give_up(retry: Retry) -> None:
    """Raises the failure, so that the request is not made again."""
    raise retry.why
