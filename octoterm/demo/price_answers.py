"""The simulated supplier's answers about products and prices, in the form of the API's. Pure.

As in the real API, no key is needed, the newest rates come first, and a price with VAT includes
the VAT of the day of the request.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache

from octoterm.demo.market import REGIONS, SOLD, SoldProduct, SoldTariff
from octoterm.demo.rate_patterns import Rate, midnight
from octoterm.household.meter import Fuel
from octoterm.periods.london import LONDON, london_stamp, utc_stamp

LARGEST_PAGE = 1500
"""Rates on a page, whatever is asked for."""

_STANDING, _UNIT = "standing-charges", "standard-unit-rates"
_POSTCODE = re.compile(r"([A-Z]{1,2})[0-9][0-9A-Z]?(?:[0-9][A-Z]{2})?", re.ASCII)
_SOUTH_EAST = frozenset({"BN", "CT", "ME", "RH", "TN"})
"""The beginnings of postcodes that are in region J."""
_PRODUCT = re.compile(r"/v1/products/([^/]+)/")
_RATES = re.compile(rf"/v1/products/([^/]+)/(\w+)-tariffs/([^/]+)/({_STANDING}|{_UNIT})/")


def market_answer(
    path: str, postcode: str | None, origin: str, now: datetime
) -> dict[str, object] | None:
    """The list of products or regions, if the path is that of one; otherwise None. All entries are
    on one page, whatever page size is asked for."""
    if path == "/v1/products/":
        day = now.astimezone(LONDON).date()
        products = dict.fromkeys(each.product for each in SOLD)
        results = [_listed(each, origin) for each in products if each.is_listed_on(day)]
    elif path == "/v1/industry/grid-supply-points/":
        results = [{"group_id": f"_{region}"} for region in _regions(postcode)]
    else:
        return None
    return {"count": len(results), "next": None, "previous": None, "results": results}


def product_answer(path: str, origin: str, now: datetime) -> dict[str, object] | None:
    """The product whose address has this path; None if there is none."""
    match = _PRODUCT.fullmatch(path)
    day = now.astimezone(LONDON).date()
    sold = [
        each for each in SOLD if match and each.product.code == match[1] and _is_known(each, day)
    ]
    if not sold:
        return None

    def of_fuel(fuel: Fuel) -> dict[str, object]:
        return {
            f"_{region}": {each.product.payment: _described(each, region, origin, now)}
            for each in sold
            if each.fuel is fuel
            for region in REGIONS
        }

    return {
        **_about(sold[0].product, origin),
        "direction": None,
        "single_register_electricity_tariffs": of_fuel(Fuel.ELECTRICITY),
        "dual_register_electricity_tariffs": {},
        "single_register_gas_tariffs": of_fuel(Fuel.GAS),
    }


@lru_cache(maxsize=4)  # the pages of a list are asked for one after the other
def rates_answer(
    path: str, since: int | None, until: int | None, now: datetime
) -> list[dict[str, object]] | None:
    """All rows that overlap the time asked for, newest first, of the tariff whose address has this
    path; None if there is no such tariff."""
    match = _RATES.fullmatch(path)
    if match is None:
        return None
    product, fuel, code, what = match.groups()
    day = now.astimezone(LONDON).date()
    for sold in SOLD:
        for region in REGIONS if _is_known(sold, day) else ():
            if (sold.product.code, sold.fuel.value, sold.code(region)) == (product, fuel, code):
                rates = (
                    sold.standing_charges(region, now)
                    if what == _STANDING
                    else sold.rates(region, now, since, until)
                )
                return [
                    _row(rate, sold, now)
                    for rate in reversed(rates)
                    if (since is None or rate.until is None or rate.until > since)
                    and (until is None or rate.since < until)
                ]
    return None


def _is_known(sold: SoldTariff, day: date) -> bool:
    """Whether the product came on sale by this day; the household's own are always known."""
    return sold.product.since <= day or not sold.product.ends_with_sale


def _regions(postcode: str | None) -> Iterable[str]:
    """The regions of the postcode; all regions without one."""
    if postcode is None:
        return REGIONS
    match = _POSTCODE.fullmatch("".join(postcode.split()).upper())
    return () if match is None else ("J",) if match[1] in _SOUTH_EAST else ("C",)


def _about(product: SoldProduct, origin: str) -> dict[str, object]:
    """What both the list and the details say about the product."""
    return {
        "code": product.code,
        "full_name": f"{product.name} {product.since:%B %Y} v1",
        "display_name": product.name,
        "description": f"{product.name}, of the demo.",
        "available_from": london_stamp(midnight(product.since)),
        "available_to": product.until and london_stamp(midnight(product.until)),
        "links": [
            {"href": f"{origin}/v1/products/{product.code}/", "method": "GET", "rel": "self"}
        ],
        "brand": product.brand,
    }


def _listed(product: SoldProduct, origin: str) -> dict[str, object]:
    return {
        **_about(product, origin),
        "direction": "EXPORT" if product.is_export else "IMPORT",
        "is_variable": product.is_variable,
        "is_green": False,
        "is_tracker": False,
        "is_prepay": product.is_prepay,
        "is_business": product.is_business,
        "is_restricted": product.is_restricted,
        "term": None if product.is_variable else 12,
    }


def _described(sold: SoldTariff, region: str, origin: str, now: datetime) -> dict[str, object]:
    """A tariff with its current prices, or its last ones."""
    code = sold.code(region)
    base = f"{origin}/v1/products/{sold.product.code}/{sold.fuel.value}-tariffs/{code}"
    standing = sold.standing_charges(region, now)[-1].pence
    instant = int(now.timestamp())
    begun = [each for each in sold.rates(region, now, instant) if each.since <= instant]
    unit = {"standard_unit_rate": begun[-1].pence} if begun else {}
    return {
        "code": code,
        "links": [
            {"href": f"{base}/{_STANDING}/", "method": "GET", "rel": "standing_charges"},
            {"href": f"{base}/{_UNIT}/", "method": "GET", "rel": "standard_unit_rates"},
        ],
        **{
            f"{what}_{vat}_vat": pence if vat == "exc" else _with_vat(pence, sold, now)
            for what, pence in {"standing_charge": standing, **unit}.items()
            for vat in ("exc", "inc")
        },
    }


def _row(rate: Rate, sold: SoldTariff, now: datetime) -> dict[str, object]:
    return {
        "value_exc_vat": rate.pence,
        "value_inc_vat": _with_vat(rate.pence, sold, now),
        "valid_from": utc_stamp(rate.since),
        "valid_to": None if rate.until is None else utc_stamp(rate.until),
        "payment_method": rate.method,
    }


def _with_vat(pence: float, sold: SoldTariff, now: datetime) -> float:
    relieved = datetime(2026, 9, 30, 23, tzinfo=UTC) <= now < datetime(2027, 3, 31, 23, tzinfo=UTC)
    is_free = sold.product.is_export or (relieved and sold.fuel is Fuel.ELECTRICITY)
    return pence if is_free else round(pence * 1.05, 6)
