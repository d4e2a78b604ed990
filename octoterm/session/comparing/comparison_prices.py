"""Fetches what a comparison of tariffs needs: what the supplier sells in the region, and prices.

No key is sent. What came before a failure or a stop is kept. The newest version of a family is
asked for first, and earlier ones only if its prices do not cover the time.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from octoterm.config.supplies import tariffs_of, terms_of
from octoterm.errors import (
    ApiError,
    FileError,
    NotFound,
    OctotermError,
    Offline,
    Throttled,
    UsageError,
)
from octoterm.octopus.client import Sleep, Transport
from octoterm.octopus.prices import usual_addresses
from octoterm.periods.calendar import Calendar
from octoterm.periods.labels import capitalised, date_label
from octoterm.periods.london import ONE_DAY
from octoterm.runtime.slices import in_slices
from octoterm.safe_text import clean
from octoterm.session.comparing.compared_tariffs import (
    ComparedTariff,
    Scope,
    SoldTariff,
    compared_tariffs,
    home_region,
    needs_offers,
    sold_tariffs,
    told_standing_charge,
)
from octoterm.session.comparing.due_prices import Wish, due_today, remember_unknown
from octoterm.storage.state.market_file import origin_of, read_market
from octoterm.storage.state.rates_file import read_prices
from octoterm.sync.events import PricesCame, PricesFinished, PricesWaiting
from octoterm.sync.market import Market
from octoterm.sync.prices import sync_prices
from octoterm.sync.wanted_prices import Wanted
from octoterm.tariff_comparison.candidates import Method
from octoterm.tariff_comparison.methods import candidate_of
from octoterm.tariffs.supply import Supply
from octoterm.tariffs.tariff_code import read_code

if TYPE_CHECKING:
    from octoterm.config.reader import Config
    from octoterm.household.meter_point import MeterPoint
    from octoterm.market.products import OfferedTariff, Product
    from octoterm.storage.folders import Folders

PRODUCTS = "what Octopus sells"
MOST_FAILURES = 2
"""Failures in a row, without those of a single tariff, after which nothing more is asked for."""


@dataclass(frozen=True)
class Asking:
    """What is asked for now."""

    what: str
    """`what Octopus sells`, or the name of a tariff; safe to show."""
    done: int = 0
    """How many have come."""
    of: int = 0
    """How many there are; 0 as long as that is not known."""


@dataclass(frozen=True)
class CandidatesFinished:
    """The last event."""

    requests: int
    """How many were sent to the API; 0 if everything is already stored today."""
    problems: tuple[str, ...] = ()
    """What could not be fetched, and why: sentences, safe to show. What is stored is used."""


ComparisonEvent: TypeAlias = Asking | PricesCame | PricesWaiting | CandidatesFinished


async def fetch_candidates(
    config: Config,
    folders: Folders,
    point: MeterPoint,
    first: date,
    last: date,
    *,
    region: str | None = None,
    only: Sequence[str] = (),
    transport: Transport | None = None,
    stall_timeout: float | None = None,
    now: Callable[[], float] = time.time,
    sleep: Sleep = asyncio.sleep,
) -> AsyncGenerator[ComparisonEvent, None]:
    """Bring what `comparison_of` needs for the London days from `first` to `last` up to date; the
    last event is a CandidatesFinished, which has the errors (except those of programming).

    `region` is the letter of the distribution region, by default that of the home's
    agreements; `only` are names or codes of tariffs, by default all that could be chosen. Close
    the iterator (`contextlib.aclosing`) to stop early.
    """
    fetch = _Fetch(config, folders, point, (first, last), transport, stall_timeout, now, sleep)
    if point.newest is not None and not point.is_net:
        async with aclosing(fetch.run(region or home_region(config, point), only)) as events:
            async for event in events:
                yield event
    yield CandidatesFinished(fetch.requests, tuple(dict.fromkeys(fetch.problems)))


class _Versions(NamedTuple):
    """A tariff to compare with, as the region has it."""

    tariff: ComparedTariff
    sold: tuple[SoldTariff, ...]
    """The newest first; at least one."""


class _Fetch:
    """One fetch."""

    def __init__(
        self,
        config: Config,
        folders: Folders,
        point: MeterPoint,
        days: tuple[date, date],
        transport: Transport | None,
        stall_timeout: float | None,
        now: Callable[[], float],
        sleep: Sleep,
    ) -> None:
        self._config = config
        self._folder = folders.prices
        self._point = point
        self._days = days
        self._transport = transport
        self._stall_timeout = stall_timeout
        self._now = now
        self._sleep = sleep
        self._url = point.newest.url if point.newest else ""
        self._calendar = Calendar()
        start_of = self._calendar.start_of
        self._today = self._calendar.day_of(int(now()))
        self._yesterday = start_of(self._today - ONE_DAY)
        first, last = days
        self._bounds = start_of(first), start_of(last + ONE_DAY)
        self._end = min(self._bounds[1], start_of(self._today))
        """The end of what is asked for, UTC seconds: there are no readings of today."""
        self._start = min(self._bounds[0], self._end)
        self._is_stopped = False
        """Whether nothing more is to be asked for."""
        self._has_answered = False
        """Whether anything came from the API."""
        self._failures = 0
        """How many requests have failed in a row."""
        self.requests = 0
        self.problems: list[str] = []

    async def run(
        self, region: str | None, only: Sequence[str]
    ) -> AsyncGenerator[ComparisonEvent, None]:
        """Ask for what is due, and keep it."""
        found: list[_Versions] = []
        if region is not None:
            scope = Scope(self._point.fuel, self._point.direction, region, *self._bounds)
            async with aclosing(self._look_for(scope, only, found)) as looking:
                async for each in looking:
                    yield each
        if self._is_stopped:
            return
        wishes = [*self._own(), *(self._wish(each, 0) for each in found)]
        for asked in count(1):
            async with aclosing(self._ask(wishes)) as events:
                async for event in events:
                    yield event
            found = [each for each in found if not await self._is_covered(each, asked)]
            if not found or self._is_stopped:
                return
            wishes = [self._wish(each, asked) for each in found]

    async def _look_for(
        self, scope: Scope, only: Sequence[str], found: list[_Versions]
    ) -> AsyncGenerator[Asking, None]:
        """Ask what the region sells, and add it to `found`."""
        async with Market(
            self._folder, self._url, transport=self._transport, now=self._now, sleep=self._sleep
        ) as market:
            try:
                yield Asking(PRODUCTS)
                products = await market.products()
                self._has_answered = market.requests > 0
                await self._note_old_list()
                tariffs = compared_tariffs(products, scope, only, int(self._now()))
                for number, tariff in enumerate(tariffs):
                    yield Asking(tariff.name, number, len(tariffs))
                    offers = await self._offers(market, tariff, products)
                    if self._is_stopped:
                        return
                    if sold := sold_tariffs(tariff, scope, products, offers):
                        found.append(_Versions(tariff, sold))
            except ApiError as error:
                self._is_stopped = True  # there is no older list to use
                self.problems.append(str(error))
            except UsageError:
                return  # no such tariff: the comparison says so
            finally:
                self.requests += market.requests

    async def _note_old_list(self) -> None:
        """Note that the list of products could not be fetched today, if so."""
        known = await in_slices(read_market(self._folder, origin_of(self._url)))
        if known.listed_at and self._calendar.day_of(known.listed_at) != self._today:
            self._is_stopped = True
            listed = date_label(self._calendar.day_of(known.listed_at))
            self.problems.append(f"Octopus cannot be asked: what is stored is used, of {listed}.")

    async def _offers(
        self, market: Market, tariff: ComparedTariff, products: Sequence[Product]
    ) -> Mapping[str, tuple[OfferedTariff, ...]]:
        """The offers of the tariff's products, as far as they can be fetched."""
        try:
            codes = [] if self._is_stopped else [*needs_offers(tariff, products)]
            found = {code: await market.offers(code) for code in codes}
        except ApiError as error:
            self._note(tariff.name, error)
            return {}
        self._failures = 0
        return found

    def _own(self) -> Iterator[Wish]:
        """The prices of what the household had in this time."""
        codes = tariffs_of(self._config, self._point)
        for each in self._point.agreements:
            since = max(self._start, each.since)
            until = self._end if each.until is None else min(self._end, each.until)
            if each.tariff in codes and since < until:
                yield Wish(each.tariff, Wanted(each.tariff, self._url, since, until))

    def _wish(self, versions: _Versions, number: int) -> Wish:
        """The prices of one version over the whole time; for a fixed tariff, those of today."""
        tariff, sold = versions.tariff, versions.sold[number]
        code, addresses = read_code(sold.code), sold.addresses
        if addresses is None and code is not None and tariff.code is None:
            addresses = usual_addresses(sold.code, code)
        wanted = Wanted(sold.code, self._url, self._start, self._end, addresses=addresses)
        if tariff.is_fixed:
            terms = terms_of(self._config, self._point)
            wanted = wanted._replace(
                since=self._yesterday,
                until=None,
                only_unit_rates=told_standing_charge(sold, terms) is not None,
            )
        return Wish(tariff.name, wanted)

    async def _ask(self, wishes: Sequence[Wish]) -> AsyncGenerator[ComparisonEvent, None]:
        """Ask for these prices, as far as they are due."""
        due = await due_today(wishes, self._folder, self._now())
        done = 0
        if due:
            yield Asking(due[0].name, 0, len(due))
        events = sync_prices(
            [each.wanted for each in due],
            self._folder,
            transport=self._transport,
            stall_timeout=self._stall_timeout,
            now=self._now,
            sleep=self._sleep,
        )
        async with aclosing(events):
            async for event in events:
                if isinstance(event, PricesWaiting) and self._is_without_network(event.why):
                    self._note(event.tariff, event.why)
                    return
                if not isinstance(event, PricesFinished):
                    self._has_answered = self._has_answered or isinstance(event, PricesCame)
                    yield event
                    continue
                self.requests += event.requests
                if event.error is None:
                    self._failures = 0
                elif isinstance(event.error, NotFound):
                    await remember_unknown(due[done].wanted, self._folder, self._now())
                else:
                    self._note(due[done].name, event.error)
                    if self._is_stopped:
                        return
                done += 1
                if done < len(due):
                    yield Asking(due[done].name, done, len(due))

    async def _is_covered(self, versions: _Versions, asked: int) -> bool:
        """Whether the prices of the first `asked` versions are enough."""
        tariff, sold = versions
        if asked >= len(sold):
            return True
        prices = {}
        for each in sold[:asked]:
            stored = await in_slices(read_prices(self._folder, each.code))
            if stored is not None:
                prices[each.code] = stored.prices
        terms = terms_of(self._config, self._point)
        like = Supply(self._point.fuel, self._point.direction, (), {}, terms)
        codes = [each[:3] for each in sold[:asked]]
        found = candidate_of(tariff.name, codes, prices, like, *self._days)
        return found is not None and found.method is Method.ONE_CODE

    def _is_without_network(self, why: OctotermError) -> bool:
        """Whether it is pointless to go on, as the API has not answered at all."""
        return isinstance(why, Offline) and not self._has_answered

    def _note(self, name: str, error: OctotermError) -> None:
        """Note what went wrong. Stop if there is no network, if the API asks for fewer requests,
        or if other tariffs would fail as well."""
        if isinstance(error, FileError) or (isinstance(error, ApiError) and error.worth_retrying):
            self._failures += 1
            self._is_stopped = (
                self._failures >= MOST_FAILURES
                or isinstance(error, Throttled)
                or self._is_without_network(error)
            )
        if self._is_stopped:
            self.problems.append(f"{error} What is stored is used.")
        else:
            self.problems.append(f"{capitalised(clean(name, 60))}: {error}")
