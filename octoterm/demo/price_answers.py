"""The simulated supplier's answers about products and prices, in the form of the API's. Pure.

As there, nobody needs a key for them, the newest rates come first, and a price with VAT holds the
VAT of the day on which one asks.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache

from octoterm.demo.market import REGIONS, SOLD, Rate, SoldTariff
from octoterm.household.meter import Fuel

LARGEST_PAGE = 1500
"""Rates on a page, whatever is asked for."""

_STANDING, _UNIT = "standing-charges", "standard-unit-rates"
_PRODUCT = re.compile(r"/v1/products/([^/]+)/")
_RATES = re.compile(rf"/v1/products/([^/]+)/(\w+)-tariffs/([^/]+)/({_STANDING}|{_UNIT})/")


def product_answer(path: str, origin: str, now: datetime) -> dict[str, object] | None:
    """The product whose address has this path; None if it is none."""
    match = _PRODUCT.fullmatch(path)
    sold = [each for each in SOLD if match and each.product == match[1]]
    if not sold:
        return None

    def described(each: SoldTariff, region: str) -> dict[str, object]:
        base = f"{origin}/v1/products/{each.product}/{each.fuel.value}-tariffs/{each.code(region)}"
        standing = each.standing_charges(region, now)[-1].pence
        return {
            "code": each.code(region),
            "standing_charge_exc_vat": standing,
            "standing_charge_inc_vat": _with_vat(standing, each.fuel, now),
            "links": [
                {"href": f"{base}/{_STANDING}/", "method": "GET", "rel": "standing_charges"},
                {"href": f"{base}/{_UNIT}/", "method": "GET", "rel": "standard_unit_rates"},
            ],
        }

    def of_fuel(fuel: Fuel) -> dict[str, object]:
        return {
            f"_{region}": {"direct_debit_monthly": described(each, region)}
            for each in sold
            if each.fuel is fuel
            for region in REGIONS
        }

    return {
        "code": sold[0].product,
        "full_name": sold[0].name,
        "display_name": sold[0].name,
        "description": f"{sold[0].name}, of the demo.",
        "available_from": "2020-01-01T00:00:00Z",
        "available_to": None,
        "direction": None,
        "single_register_electricity_tariffs": of_fuel(Fuel.ELECTRICITY),
        "dual_register_electricity_tariffs": {},
        "single_register_gas_tariffs": of_fuel(Fuel.GAS),
        "links": [{"href": f"{origin}{path}", "method": "GET", "rel": "self"}],
        "brand": "OCTOPUS_ENERGY",
    }


@lru_cache(maxsize=1)  # the pages of a list are asked for one after the other
def rates_answer(
    path: str, since: int | None, until: int | None, now: datetime
) -> list[dict[str, object]] | None:
    """All rows of the tariff whose address has this path that overlap the time asked for, newest
    first; None if there is no such tariff."""
    match = _RATES.fullmatch(path)
    if match is None:
        return None
    product, fuel, code, what = match.groups()
    for sold in SOLD:
        for region in REGIONS:
            if (sold.product, sold.fuel.value, sold.code(region)) == (product, fuel, code):
                rates = (
                    sold.standing_charges(region, now)
                    if what == _STANDING
                    else sold.rates(region, now, since)
                )
                return [
                    _row(rate, sold.fuel, now)
                    for rate in reversed(rates)
                    if (since is None or rate.until is None or rate.until > since)
                    and (until is None or rate.since < until)
                ]
    return None


def _row(rate: Rate, fuel: Fuel, now: datetime) -> dict[str, object]:
    return {
        "value_exc_vat": rate.pence,
        "value_inc_vat": _with_vat(rate.pence, fuel, now),
        "valid_from": _stamp(rate.since),
        "valid_to": None if rate.until is None else _stamp(rate.until),
        "payment_method": rate.method,
    }


def _with_vat(pence: float, fuel: Fuel, now: datetime) -> float:
    relieved = datetime(2026, 9, 30, 23, tzinfo=UTC) <= now < datetime(2027, 3, 31, 23, tzinfo=UTC)
    is_free = relieved and fuel is Fuel.ELECTRICITY
    return pence if is_free else round(pence * 1.05, 6)


def _stamp(instant: int) -> str:
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
