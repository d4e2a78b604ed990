"""The prices that the dashboard shows: asked for while they are looked at, and kept in memory.

Imported when prices are first looked at, as what it needs is used for nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from octoterm.config.reader import Config
from octoterm.config.supplies import region_of, supply_of, tariffs_of, terms_of
from octoterm.consumption.series import Series
from octoterm.household.account import Agreement, Direction
from octoterm.household.meter_point import MeterPoint
from octoterm.octopus.api_host import API_ORIGIN
from octoterm.periods.calendar import Calendar
from octoterm.periods.london import ONE_DAY, london
from octoterm.safe_text import clean
from octoterm.session.live_meters import Sleep
from octoterm.session.pricing.asked_prices import LIST, AskedPrices
from octoterm.session.pricing.price_turns import Turn, product_name, turns_of
from octoterm.session.pricing.prices_shown import (
    PricedTariff,
    PricesShown,
    Use,
    bounds,
    days_of_prices,
    running_half_hour,
)
from octoterm.session.source import Source
from octoterm.tariffs.agreed import agreed_between
from octoterm.tariffs.price_labels import price_labels
from octoterm.tariffs.price_slots import PriceSlot, price_slots
from octoterm.tariffs.publication import next_publication, supply_published_to
from octoterm.tariffs.supply import Supply
from octoterm.tariffs.tariff_code import read_code
from octoterm.tariffs.vat import vat_at

LONGEST_CODE = 60
"""Most columns of a tariff's code, as a household may write anything there."""

NO_REGION = (
    "Other tariffs can be shown once the region is known: name your account in the configuration "
    'under "account", or the code of your tariff under "tariffs".'
)
NOTHING_KNOWN = (
    "Neither the tariff nor the region of this meter is known.",
    'Put your account number into the configuration, as "account", or tariffs, as "tariffs".',
    "octoterm prices --region C prints the prices of a region without any.",
)


class LookedAt(NamedTuple):
    """What prices are shown for."""

    point: MeterPoint
    household: tuple[MeterPoint, ...]
    """All meter points that can be shown."""
    day: date | None
    """A London day that has passed; None for today and as far ahead as published."""
    readings: Series | None = None
    """Readings to show over the prices; None for none."""


class LivePrices:
    """The prices of the tariffs that are looked at."""

    def __init__(
        self,
        source: Source,
        config: Config,
        changed: Callable[[], None],
        *,
        clock: Callable[[], float],
        sleep: Sleep,
    ) -> None:
        """`changed` is called after every change of what is known."""
        self._config = config
        self._notify = changed
        self._clock = clock
        self._asked = AskedPrices(source, self._changed, clock=clock, sleep=sleep)
        self._chosen: tuple[str, Direction] | None = None
        self._changes = 0
        self._made: tuple[tuple[object, ...], PricesShown] | None = None

    @property
    def is_fetching(self) -> bool:
        """Whether something is being asked for."""
        return self._asked.is_fetching

    def _changed(self) -> None:
        self._changes += 1
        self._notify()

    # What is shown

    def shown(self, at: LookedAt) -> PricesShown:
        """The prices, as far as they are known; the same value as before if nothing changed."""
        made_of = (at, running_half_hour(self._clock()), self._changes)
        if self._made is None or self._made[0] != made_of:
            made = self._shown(at)
            if self._made is not None and self._made[1] == made:
                made = self._made[1]
            self._made = made_of, made
        return self._made[1]

    def next_choice(self, at: LookedAt) -> None:
        """Go on to the next tariff of the round."""
        turns = self._turns(at)
        if turns:
            here = turns.index(self._turn(turns))
            self._chosen = turns[(here + 1) % len(turns)].key
            self._changes += 1

    def _turns(self, at: LookedAt) -> tuple[Turn, ...]:
        """The round, without tariffs that are known not to be sold in the region."""
        region, now = self._region(at), int(self._clock())
        is_known = bool(region)
        turns = turns_of(
            at.point, at.household, self._asked.products, now, is_region_known=is_known
        )
        own = [read_code(code) for each in turns for code in _own_codes(each, now)]
        is_own = {code.product for code in own if code is not None}
        return tuple(
            each
            for each in turns
            if not self._is_absent(each, region, now)
            and not is_own.intersection(self._products_of(each, None))
        )

    def _is_absent(self, turn: Turn, region: str, now: int) -> bool:
        version = turn.version_at(now)
        return version is not None and (
            self._asked.offers.get((version.product, turn.point.fuel, region), version) is None
        )

    def _turn(self, turns: Sequence[Turn]) -> Turn:
        """The one that was chosen, or the first."""
        return next((each for each in turns if each.key == self._chosen), turns[0])

    def _region(self, at: LookedAt) -> str:
        """That of the meter point, or of any other in the household."""
        regions = (region_of(self._config, each) for each in (at.point, *at.household))
        return next(filter(None, regions), "")

    def _shown(self, at: LookedAt) -> PricesShown:
        now, today = running_half_hour(self._clock()), london(int(self._clock())).date()
        turns = self._turns(at)
        if not turns:
            return PricesShown(today, today, now, advice=NOTHING_KNOWN + self._look_into)
        turn, region = self._turn(turns), self._region(at)
        supply = self._supply(turn, region, at.day)
        published_to = supply_published_to(supply, now)
        first, last = days_of_prices(at.day, now, published_to)
        start, end = bounds(first, last)
        codes = _codes(supply.agreements, start, end)
        known = [self._asked.known[code] for code in codes if code in self._asked.known]
        is_awaited = last >= today and any(each.is_awaited for each in known)
        is_known = any(supply.prices[code].unit_rates for code in codes if code in supply.prices)
        horizon = published_to if is_awaited else end
        slots = price_slots(supply, start, end, horizon) if is_known else ()
        vat = {vat_at(supply.vat, each).percent for each in (start, end - 1)}
        trouble = self._asked.trouble_with([*codes, *self._products_of(turn, at.day)])
        following = turns[(turns.index(turn) + 1) % len(turns)]
        return PricesShown(
            first,
            last,
            now,
            self._tariff(turn, supply, codes, region),
            slots,
            next_publication(published_to) if is_awaited else None,
            vat.pop() if len(vat) == 1 else None,
            price_labels(supply, start, end),
            _use(at, slots),
            following.name if len(turns) > 1 else "",
            self._asked.is_fetching,
            trouble,
            self._advice(region, trouble),
        )

    @property
    def _look_into(self) -> tuple[str, ...]:
        path = self._config.path
        return (f"Configuration: {clean(str(path))}",) if path else ()

    def _supply(self, turn: Turn, region: str, day: date | None) -> Supply:
        """The meter point with its own agreements, or as if it had that tariff."""
        prices = {code: known.prices for code, known in self._asked.known.items()}
        if turn.choice is None:
            return supply_of(self._config, turn.point, prices.get)
        version = turn.version_at(self._instant(day))
        product = version.product if version else ""
        offer = self._asked.offers.get((product, turn.point.fuel, region))
        agreements = (Agreement(offer.code, 0),) if offer else ()
        terms = terms_of(self._config, turn.point)
        return Supply(turn.point.fuel, turn.direction, agreements, prices, terms)

    def _products_of(self, turn: Turn, day: date | None) -> list[str]:
        """The code of the product, if it is not the household's own tariff."""
        version = turn.version_at(self._instant(day))
        return [version.product] if version else []

    def _advice(self, region: str, trouble: str) -> tuple[str, ...]:
        """Why some or all other tariffs cannot be shown, unless `trouble` says it."""
        if not region:
            return (NO_REGION,)
        why = self._asked.trouble_with([LIST])
        is_said = not why or why == trouble
        return () if is_said else (f"Other products are not known: {why}",)

    def _instant(self, day: date | None) -> int:
        """The end of the day, or now: the time at which a product must be on sale to be shown."""
        return int(self._clock()) if day is None else Calendar().start_of(day + ONE_DAY) - 1

    def _tariff(
        self, turn: Turn, supply: Supply, codes: Sequence[str], region: str
    ) -> PricedTariff:
        code = codes[-1] if codes else ""
        read = read_code(code)
        typed_in = supply.prices[code].name if code in supply.prices else ""
        name = typed_in or (product_name(read.product, self._asked.products) if read else "")
        if turn.choice is not None and not name:
            name = turn.choice.name
        shown_code = "" if typed_in else clean(code, LONGEST_CODE)
        return PricedTariff(
            name, shown_code, region, supply.fuel, turn.direction, turn.choice is None
        )

    # Asking

    async def ask(self, at: LookedAt, *, again: bool = False) -> None:
        """Ask for the prices that are shown, if they are due, and for the list of products; with
        `again`, also for what has just failed. Failures are part of what is shown."""
        if again:
            self._asked.try_again()
        try:
            while turns := self._turns(at):
                turn = self._turn(turns)
                await self._ask_for(turn, at)
                if turn in self._turns(at):
                    break
                following = turns[(turns.index(turn) + 1) % len(turns)]
                self._chosen = following.key  # the region does not have the one asked for
            if turns and self._region(at):
                await self._asked.ask_for_products(_url(turns[0]))
        finally:
            self._asked.stop()

    async def _ask_for(self, turn: Turn, at: LookedAt) -> None:
        region, url = self._region(at), _url(turn)
        today, offer = self._asked.today, None
        since = bounds(at.day.replace(day=1) if at.day else today, today)[0]
        if turn.choice is None:
            supply = self._supply(turn, region, at.day)
            days = bounds(at.day or today, (at.day or today) + ONE_DAY)
            fetched = tariffs_of(self._config, turn.point)
            codes = [code for code in _codes(supply.agreements, *days) if code in fetched]
        elif version := turn.version_at(self._instant(at.day)):
            method = terms_of(self._config, turn.point).payment_method
            offer = await self._asked.ask_for_offer(
                version.product, turn.point.fuel, region, method, url
            )
            codes = [offer.code] if offer else []
        else:
            codes = []
        for code in codes:
            await self._asked.ask_for_prices(code, since, url, offer)
        if offer is not None and self._asked.is_unknown(offer.code):
            self._asked.offers[offer.product, turn.point.fuel, region] = None


def _own_codes(turn: Turn, now: int) -> list[str]:
    """The tariff that the household is on, if that is what the turn shows."""
    return [] if turn.choice else _codes(turn.point.agreements, now, now + 1)


def _codes(agreements: Sequence[Agreement], start: int, end: int) -> list[str]:
    """The tariffs from `start` to `end`, UTC seconds, in order, each once."""
    agreed = agreed_between(agreements, start, end)
    return [*dict.fromkeys(each.agreement.tariff for each in agreed if each.agreement)]


def _url(turn: Turn) -> str:
    newest = turn.point.newest
    return newest.url if newest is not None else API_ORIGIN


def _use(at: LookedAt, slots: Sequence[PriceSlot]) -> Use | None:
    if at.readings is None:
        return None
    is_export = at.point.direction is Direction.EXPORT
    name = "net use" if at.point.is_net else "exported" if is_export else "used"
    return Use(
        name, at.readings.quantity, tuple(at.readings.value_at(slot.start) for slot in slots)
    )
