"""Prices in the form that their view is given, made from a few numbers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from octoterm.household.account import Direction
from octoterm.household.meter import Fuel
from octoterm.session.pricing.prices_shown import PricedTariff, PricesShown, bounds
from octoterm.tariffs.price_slots import PriceSlot, Published
from tests.support.households import utc

TODAY = date(2026, 11, 29)
NOW = utc("2026-11-29T16:00Z")
AGILE = PricedTariff(
    "Agile Octopus",
    "E-1R-AGILE-24-10-01-C",
    "C",
    Fuel.ELECTRICITY,
    Direction.IMPORT,
    is_own=True,
)
OUTGOING = AGILE._replace(name="Agile Outgoing Octopus", direction=Direction.EXPORT)
NOT_YET, NO_RATE = "not yet", "no rate"


def slots(first: date, prices: Iterable[float | str]) -> tuple[PriceSlot, ...]:
    """Half hours from the beginning of the London day on: pence with VAT, or why there is none."""
    start, _ = bounds(first, first)
    found = []
    for number, price in enumerate(prices):
        at = start + 1800 * number
        if isinstance(price, str):
            state = {NOT_YET: Published.NOT_YET, NO_RATE: Published.MISSING}[price]
            found.append(PriceSlot(at, state))
        else:
            pence = Fraction(str(price))
            found.append(PriceSlot(at, Published.YES, pence, pence))
    return tuple(found)


def shown(
    prices: Iterable[float | str],
    *,
    first: date = TODAY,
    last: date | None = None,
    now: int = NOW,
    tariff: PricedTariff | None = AGILE,
    **fields: object,
) -> PricesShown:
    """The prices that are shown; by default those of one day, which is today."""
    found = slots(first, prices)
    return PricesShown(first, last or first, now, tariff, found, **fields)  # type: ignore[arg-type]


def a_day(usual: float = 20.0, **different: float | str) -> list[float | str]:
    """48 half hours of one price, except those given by their clock time: `h0330=4.2`."""
    prices: list[float | str] = [usual] * 48
    for name, price in different.items():
        prices[2 * int(name[1:3]) + int(name[3:]) // 30] = price
    return prices
