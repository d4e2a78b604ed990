"""Products and their tariffs as JSON, in the form of the API's answer. Pure.

The same functions read the API's answer and the part of it that was kept. Anything that is not as
it should be is left out, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TypeGuard

from octoterm.household.account import Direction
from octoterm.household.meter import Fuel
from octoterm.market.products import OfferedTariff, Product
from octoterm.periods.london import utc_stamp
from octoterm.safe_text import clean
from octoterm.tariffs.price_links import RELATIONS, linked_prices
from octoterm.tariffs.rate_rows import read_instant, read_price
from octoterm.tariffs.tariff_code import read_code

LONGEST_NAME = 60
"""Characters of a name; real ones have up to 45."""
MOST_OFFERS = 1000
"""Tariffs of one product; real ones have up to 170."""

_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,79}", re.ASCII)
_REGION = re.compile(r"_([A-P])", re.ASCII)
_PAYMENT = re.compile(r"[a-z][a-z_]{0,39}", re.ASCII)
_GROUPS = (
    ("single_register_electricity_tariffs", Fuel.ELECTRICITY, False),
    ("dual_register_electricity_tariffs", Fuel.ELECTRICITY, True),
    ("single_register_gas_tariffs", Fuel.GAS, False),
)
"""What tariffs are grouped by, with their fuel, and whether they have a day and a night rate."""
_FLAGS = ("is_variable", "is_prepay", "is_business", "is_restricted")


def read_product(record: Mapping[str, object]) -> Product | None:
    """A product of the list; None if it is not as it should be, or if its direction is not
    stated."""
    code = record.get("code")
    full_name = _text(record.get("full_name"))
    name = _text(record.get("display_name")) or full_name
    flags = [record.get(each) for each in _FLAGS]
    if not is_code(code) or not name or not all(isinstance(each, bool) for each in flags):
        return None
    try:
        direction = Direction(str(record.get("direction")).lower())
        begins = _instant(record["available_from"])
        until = None if record["available_to"] is None else _instant(record["available_to"])
    except (ValueError, KeyError):
        return None
    is_variable, is_prepay, is_business, is_restricted = map(bool, flags)
    return Product(
        code,
        name,
        direction,
        begins,
        until,
        is_variable=is_variable,
        is_prepay=is_prepay,
        is_business=is_business,
        is_restricted=is_restricted,
        brand=_text(record.get("brand")),
        full_name=full_name,
    )


def product_json(product: Product) -> dict[str, object]:
    """The part of a product that is kept."""
    return {
        "code": product.code,
        "direction": product.direction.value.upper(),
        "full_name": product.full_name,
        "display_name": product.name,
        **{flag: getattr(product, flag) for flag in _FLAGS},
        "available_from": utc_stamp(product.available_from),
        "available_to": None if product.available_to is None else utc_stamp(product.available_to),
        "brand": product.brand,
    }


def read_offers(product: str, document: Mapping[str, object]) -> tuple[OfferedTariff, ...]:
    """The tariffs in what the API says of a product with this code."""
    return tuple(islice(_offers(product, document), MOST_OFFERS))


def offers_json(offers: Iterable[OfferedTariff]) -> dict[str, object]:
    """The part of one product's tariffs that is kept."""
    groups: dict[str, dict[str, dict[str, object]]] = {name: {} for name, _, _ in _GROUPS}
    for each in offers:
        is_dual = (code := read_code(each.code)) is not None and code.has_night_rate
        (group,) = (name for name, *kind in _GROUPS if kind == [each.fuel, is_dual])
        links = [{"href": where, "rel": RELATIONS[name]} for name, where in each.addresses.items()]
        groups[group].setdefault(f"_{each.region}", {})[each.payment] = {
            "code": each.code,
            "standing_charge_exc_vat": each.standing_charge,
            "standard_unit_rate_exc_vat": each.unit_rate,
            "links": links,
        }
    return {name: regions for name, regions in groups.items() if regions}


def is_code(text: object) -> TypeGuard[str]:
    """Whether this has the form of a code of a product or tariff, and so may be shown and
    requested."""
    return isinstance(text, str) and bool(_CODE.fullmatch(text))


def _offers(product: str, document: Mapping[str, object]) -> Iterator[OfferedTariff]:
    for group, fuel, is_dual in _GROUPS:
        for region, payments in _items(document.get(group)):
            place = _REGION.fullmatch(region)
            for payment, entry in _items(payments) if place else ():
                if place and isinstance(entry, dict) and _PAYMENT.fullmatch(payment):
                    found = _offer(entry, product, fuel, place[1], payment, is_dual=is_dual)
                    if found is not None:
                        yield found


def _offer(
    entry: Mapping[str, object],
    product: str,
    fuel: Fuel,
    region: str,
    payment: str,
    *,
    is_dual: bool,
) -> OfferedTariff | None:
    code, addresses = entry.get("code"), linked_prices(entry.get("links"))
    if not is_code(code) or not addresses:
        return None
    said = read_code(code)
    if said is not None and (said.fuel, said.product, said.region) != (fuel, product, region):
        return None
    if is_dual != (said is not None and said.has_night_rate):
        return None
    try:
        unit_rate = _price(entry.get("standard_unit_rate_exc_vat"))
        standing = _price(entry.get("standing_charge_exc_vat"))
    except ValueError:
        return None
    return OfferedTariff(product, code, fuel, region, payment, unit_rate, standing, addresses)


def _items(place: object) -> Iterator[tuple[str, object]]:
    if isinstance(place, dict):
        yield from place.items()


def _text(value: object) -> str:
    return clean(value, LONGEST_NAME) if isinstance(value, str) else ""


def _instant(value: object) -> int:
    """The full second of a time."""
    whole = re.sub(r"\.\d{1,6}", "", value, count=1) if isinstance(value, str) else value
    return read_instant(whole, "time")


def _price(value: object) -> float | None:
    return None if value is None else read_price(value)
