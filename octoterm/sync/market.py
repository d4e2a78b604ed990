"""Asks what the supplier sells, at most once a London day, and keeps the answers.

No key is sent. Without the network, what is known from earlier days is used.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from octoterm.errors import ApiError, FileError, NotFound
from octoterm.household.meter import Fuel
from octoterm.market.families import is_pinned
from octoterm.market.product_json import is_code
from octoterm.market.products import OfferedTariff, Product
from octoterm.octopus.client import OctopusClient, Sleep, Transport
from octoterm.octopus.prices import usual_addresses
from octoterm.octopus.products import request_offers, request_products
from octoterm.octopus.regions import request_region
from octoterm.octopus.retries import Retry
from octoterm.periods.calendar import Calendar
from octoterm.runtime.slices import in_slices
from octoterm.storage.state.market_file import (
    KnownMarket,
    KnownOffers,
    origin_of,
    read_market,
    update_market,
)
from octoterm.tariffs.rates import NOT_DIRECT_DEBIT
from octoterm.tariffs.tariff_code import read_code

USUAL_PAYMENT = "direct_debit_monthly"
"""The supplier's name for direct debit."""

ADDRESSES_LAST = 7
"""London days after which the addresses of a product's prices are asked for again: they hardly
ever change, and a new product has a code of its own."""

T = TypeVar("T")

_CALENDAR = Calendar()


class Market:
    """What the supplier sells. Use it as `async with Market(…) as market:`."""

    def __init__(
        self,
        folder: Path,
        url: str,
        *,
        transport: Transport | None = None,
        now: Callable[[], float] = time.time,
        sleep: Sleep = asyncio.sleep,
        waiting: Callable[[Retry], object] = lambda _: None,
    ) -> None:
        """`folder` is the folder of prices, and `url` any address of the API. `waiting` is called
        before each wait for another try."""
        self._folder = folder
        self._url = url
        self._origin = origin_of(url)
        self._transport = transport
        self._now = now
        self._sleep = sleep
        self._waiting = waiting
        self._client: OctopusClient | None = None
        self._known: KnownMarket | None = None
        self._regions: dict[str, str] = {}
        self._is_reached = True
        """False once a request has failed in spite of retries. From then on, what is known is
        used, and anything else is asked for without retries."""
        self._turn = asyncio.Lock()
        """Held during a request, so that no other task asks for the same thing."""

    async def __aenter__(self) -> Market:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._client is not None:
            await self._client.__aexit__()

    @property
    def requests(self) -> int:
        """Requests made so far."""
        return self._client.requests if self._client else 0

    async def products(self) -> tuple[Product, ...]:
        """The products that the supplier lists. Raises ApiError if they never came."""
        async with self._turn:
            known = await self._load()
            if self._is_due(known.listed_at):
                waiting = self._wait_for(is_known=bool(known.listed_at))
                try:
                    client = await self._connect()
                    found = await self._ask(request_products(client, waiting=waiting))
                except ApiError:
                    if not known.listed_at:
                        raise
                    return known.products
                listed_at = int(self._now())
                known = await self._keep(lambda kept: kept.with_products(found, listed_at))
            return known.products

    async def offers(self, product: str) -> tuple[OfferedTariff, ...]:
        """The regions' tariffs of the product with this code, with today's prices; none if the
        supplier does not know the code. Raises ApiError if it never answered."""
        return (await self._offers(product)).offers

    async def offer(
        self, product: str, fuel: Fuel, region: str, payment_method: str
    ) -> OfferedTariff | None:
        """The region's tariff of the product, with one unit rate at a time, that best fits a
        household's payment method; None if there is none.

        The addresses of its prices are asked for once a week. For a pinned product that the
        supplier does not describe, the usual code and addresses are used. Raises ApiError.
        """
        known = await self._offers(product, after=ADDRESSES_LAST)
        if known.is_unknown:
            return _usual_offer(product, fuel, region) if is_pinned(product, fuel) else None
        fitting = [
            each
            for each in known.offers
            if (each.fuel, each.region) == (fuel, region) and not _has_night_rate(each)
        ]
        return min(fitting, key=lambda each: _rank(each.payment, payment_method), default=None)

    async def region(self, postcode: str) -> str:
        """The letter of the postcode's region, which is not kept in any file. Raises ApiError and
        UsageError."""
        async with self._turn:
            if postcode not in self._regions:
                client = await self._connect()
                waiting = self._wait_for(is_known=False)
                self._regions[postcode] = await self._ask(
                    request_region(client, postcode, waiting=waiting)
                )
            return self._regions[postcode]

    async def _offers(self, product: str, *, after: int = 1) -> KnownOffers:
        """What is known about the product, asked for again after this many London days."""
        if not is_code(product):
            return KnownOffers((), int(self._now()), is_unknown=True)
        async with self._turn:
            before = (await self._load()).offers.get(product)
            if before is not None and not self._is_due(
                before.asked_at, after=1 if before.is_unknown else after
            ):
                return before
            waiting = self._wait_for(is_known=before is not None)
            try:
                client = await self._connect()
                found = await self._ask(request_offers(client, product, waiting=waiting))
                known = KnownOffers(found, int(self._now()))
            except NotFound:
                known = KnownOffers((), int(self._now()), is_unknown=True)
            except ApiError:
                if before is None:
                    raise
                return before
            await self._keep(lambda kept: kept.with_offers(product, known))
            return known

    def _is_due(self, asked_at: int, *, after: int = 1) -> bool:
        """Whether to ask again for what was last asked for at `asked_at`: UTC seconds, or 0 for
        never. That is due `after` London days later, or if the clock was wrong in between; unless
        it was never asked for, it is not due while the API cannot be reached."""
        if asked_at == 0:
            return True
        days = _CALENDAR.day_of(int(self._now())) - _CALENDAR.day_of(asked_at)
        return self._is_reached and not 0 <= days.days < after

    async def _connect(self) -> OctopusClient:
        """Raises ApiError if the URL, the proxy or the certificates cannot be used."""
        if self._client is None:
            self._client = OctopusClient(
                self._url, transport=self._transport, sleep=self._sleep, now=self._now
            )
            await self._client.__aenter__()
        return self._client

    async def _ask(self, request: Awaitable[T]) -> T:
        try:
            return await request
        except ApiError as error:
            if error.worth_retrying:  # the next request is likely to fail as well
                self._is_reached = False
            raise

    def _wait_for(self, *, is_known: bool) -> Callable[[Retry], object]:
        return _give_up if is_known or not self._is_reached else self._waiting

    async def _load(self) -> KnownMarket:
        if self._known is None:
            self._known = await in_slices(read_market(self._folder, self._origin))
        return self._known

    async def _keep(self, change: Callable[[KnownMarket], KnownMarket]) -> KnownMarket:
        self._known = change(await self._load())
        with suppress(FileError):  # it is asked for again; syncing prices reports what is wrong
            self._known = await in_slices(update_market(self._folder, self._origin, change))
        return self._known


def _give_up(retry: Retry) -> None:
    """Raises the failure, so that the request is not made again."""
    raise retry.why


def _has_night_rate(offer: OfferedTariff) -> bool:
    code = read_code(offer.code)
    return code is not None and code.has_night_rate


def _rank(payment: str, method: str) -> tuple[bool, bool, str]:
    """A sort key: how well the supplier's name of a payment method fits the household's `method`,
    the best first. `varying` has prices for all methods."""
    is_direct_debit, is_varying = payment.startswith("direct_debit"), payment == "varying"
    if method == NOT_DIRECT_DEBIT:
        return not is_varying, is_direct_debit, payment
    return not is_direct_debit, not is_varying, payment


def _usual_offer(product: str, fuel: Fuel, region: str) -> OfferedTariff | None:
    text = f"{'G' if fuel is Fuel.GAS else 'E'}-1R-{product}-{region}"
    code = read_code(text)
    if code is None:
        return None
    addresses = usual_addresses(text, code)
    return OfferedTariff(product, text, fuel, region, USUAL_PAYMENT, None, None, addresses)
