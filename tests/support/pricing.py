"""Costings of made-up supplies, and their costs by plain arithmetic, half hour by half hour."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from octoterm.consumption.days import Columns
from octoterm.costs.costing import Costing, Supply, costing
from octoterm.household.account import Agreement, Direction
from octoterm.household.meter import Fuel
from octoterm.periods.london import INSTANT
from octoterm.runtime.slices import finish
from octoterm.tariffs.rates import RateRun, Register, TariffPrices
from octoterm.tariffs.terms import Terms
from tests.support.households import utc

FLEXIBLE = "E-1R-VAR-22-11-01-C"


def since(text: str, pence: float, method: str | None = None) -> RateRun:
    """A rate from this time on: `2024-04-01T00:00+01:00`."""
    return RateRun(utc(text), None, (pence,), method)


def between(start: str, end: str, pence: float, method: str | None = None) -> RateRun:
    """A rate from one time to another."""
    return RateRun(utc(start), utc(end) - utc(start), (pence,), method)


def tariff(
    code: str = FLEXIBLE,
    unit_rates: Iterable[RateRun] = (),
    standing: Iterable[RateRun] = (),
    **registers: Iterable[RateRun],
) -> TariffPrices:
    """Its prices; `day` and `night` are those of two registers."""
    rates: Mapping[Register, Iterable[RateRun]] = {
        **({Register.STANDARD: unit_rates} if unit_rates else {}),
        **{Register(name): runs for name, runs in registers.items()},
    }
    return TariffPrices(
        code, {register: tuple(runs) for register, runs in rates.items()}, tuple(standing)
    )


def supplied(
    *prices: TariffPrices,
    agreements: Iterable[Agreement] | None = None,
    fuel: Fuel = Fuel.ELECTRICITY,
    direction: Direction = Direction.IMPORT,
    terms: Terms | None = None,
) -> Supply:
    """A supply on these tariffs; by default always on the first one."""
    agreed = [Agreement(prices[0].tariff, 0)] if agreements is None else agreements
    by_code = {each.tariff: each for each in prices}
    return Supply(fuel, direction, tuple(agreed), by_code, terms or Terms())


def costed(supply: Supply, readings: Mapping[int, float], first: date, last: date) -> Costing:
    """The costing of these readings (by UTC start) from the first day to the last."""
    starts = sorted(readings)
    columns = Columns(array(INSTANT, starts), array("d", [readings[each] for each in starts]))
    return finish(costing(supply, columns, first, last))


def decimal(amount: Fraction, decimals: int = 10) -> Decimal:
    """An exact amount to compare with arithmetic in decimals."""
    return round(Decimal(amount.numerator) / Decimal(amount.denominator), decimals)
