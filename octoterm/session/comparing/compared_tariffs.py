"""Which tariffs a household is compared with: those its region sells or sold, or those named.

Pure: the lists of products and offers are passed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from octoterm.config.supplies import region_of
from octoterm.errors import UsageError
from octoterm.household.account import Direction
from octoterm.household.meter import Fuel
from octoterm.market.choices import Choice, choices
from octoterm.market.families import Version, families
from octoterm.market.names import product_named
from octoterm.market.products import OfferedTariff, Product
from octoterm.safe_text import clean, name_key
from octoterm.tariffs.rates import DIRECT_DEBIT
from octoterm.tariffs.tariff_code import read_code
from octoterm.tariffs.terms import Terms

if TYPE_CHECKING:
    from octoterm.config.reader import Config
    from octoterm.household.meter_point import MeterPoint

MOST_OTHERS = 8
"""How many of the products without a family are asked for, the newest first. With the usual
families, a first comparison of twelve months then takes fewer than 60 requests."""


_PRODUCT = re.compile(r"[0-9A-Z]+(-[0-9A-Z]+)*-\d\d-\d\d-\d\d", re.ASCII)
"""The form of most products' codes."""


class Scope(NamedTuple):
    """What is compared: a fuel in one direction, in a region, from `start` up to `end`."""

    fuel: Fuel
    direction: Direction
    region: str
    start: int
    end: int
    """UTC seconds."""


class SoldTariff(NamedTuple):
    """A tariff, and when it was sold."""

    code: str
    since: int
    until: int | None
    """UTC seconds, exclusive; None while it is sold."""
    addresses: Mapping[str, str] | None = None
    """Where its lists of prices are; None if its product does not say."""
    standing_charge: float | None = None
    """p/day without VAT, as of today, by direct debit; None if its product does not say."""


class ComparedTariff(NamedTuple):
    """A tariff to compare with, or the versions of one that followed each other."""

    name: str
    """Safe to show."""
    versions: tuple[Version, ...]
    """Its products, the newest first."""
    is_fixed: bool = False
    code: str | None = None
    """The code of the tariff if it was named by it; None if it follows from the products and the
    region."""


Offers = Mapping[str, tuple[OfferedTariff, ...]]
"""What is known of each product, by its code."""


def needs_offers(tariff: ComparedTariff, products: Iterable[Product]) -> Iterator[str]:
    """The codes of its products whose offers say which tariff the region has. Those that the
    supplier no longer lists have the usual code."""
    listed = {each.code for each in products}
    return (
        each.product for each in tariff.versions if tariff.code is None and each.product in listed
    )


def sold_tariffs(
    tariff: ComparedTariff, scope: Scope, products: Iterable[Product], offers: Offers
) -> tuple[SoldTariff, ...]:
    """Its tariffs in the region, the newest first; none if the region has none, or if what there
    costs nothing."""
    asked_for = {*needs_offers(tariff, products)}
    found = []
    for version in tariff.versions:
        sold = SoldTariff(
            tariff.code or usual_code(version.product, scope), version.since, version.until
        )
        if version.product in asked_for:
            offer = _offer_in(scope, offers.get(version.product, ()))
            if offer is None or offer.is_free:
                continue
            sold = sold._replace(
                code=offer.code,
                addresses=offer.addresses,
                standing_charge=offer.standing_charge,
            )
        found.append(sold)
    return tuple(found)


def _offer_in(scope: Scope, offers: Iterable[OfferedTariff]) -> OfferedTariff | None:
    """The tariff with one unit rate at a time, preferably by direct debit."""
    for each in sorted(offers, key=lambda each: each.payment):  # direct debit is the first
        parts = read_code(each.code)
        if (each.fuel, each.region) == (scope.fuel, scope.region) and not (
            parts and parts.has_night_rate
        ):
            return each
    return None


def told_standing_charge(sold: SoldTariff, terms: Terms) -> float | None:
    """Today's standing charge as its product states it, p/day without VAT; None if it states none
    for the payment method in the `terms`."""
    return sold.standing_charge if terms.payment_method == DIRECT_DEBIT else None


def usual_code(product: str, scope: Scope) -> str:
    """`E-1R-AGILE-24-10-01-C`."""
    letter = "E" if scope.fuel is Fuel.ELECTRICITY else "G"
    return f"{letter}-1R-{product}-{scope.region}"


def home_region(config: Config, point: MeterPoint) -> str | None:
    """The letter of the home's region, from the agreements of the meter point, or otherwise of
    another one that is still in use. None if none of them shows it."""
    points = (point, *(each for each in config.points if not each.has_ended))
    return next(filter(None, (region_of(config, each) for each in points)), None)


def is_of_a_family(product: str) -> bool:
    """Whether this product is one of several that follow one another."""
    return any(family.has(product) for family in families())


def compared_tariffs(
    products: Sequence[Product], scope: Scope, only: Sequence[str], now: int
) -> tuple[ComparedTariff, ...]:
    """Those named in `only`, each once; if none are, all that could be chosen.

    Raises UsageError for a name that no product has.
    """
    every = _choices(products, scope, now)
    if only:
        named = (_named(text, products, every, scope, now) for text in only)
        return tuple(dict.fromkeys(named))
    return tuple(map(_chosen, _worth_asking_for(every)))


def _choices(products: Iterable[Product], scope: Scope, now: int) -> tuple[Choice, ...]:
    """All that could be chosen: versions of families sold by now, and other products on sale."""
    there = [
        each
        for each in products
        if each.is_sold_at(now) or (is_of_a_family(each.code) and each.available_from <= now)
    ]
    return choices(there, scope.fuel, scope.direction, scope.start, scope.end)


def _worth_asking_for(every: Sequence[Choice]) -> Iterator[Choice]:
    """All families, and the newest of the other products."""
    others = [each for each in every if not is_of_a_family(each.versions[0].product)]
    newest = sorted(others, key=lambda each: each.versions[0].since, reverse=True)[:MOST_OTHERS]
    return (each for each in every if each not in others or each in newest)


def left_out(
    products: Sequence[Product], scope: Scope, only: Sequence[str], now: int
) -> tuple[str, ...]:
    """The names of those that could be chosen but are not asked for."""
    if only:
        return ()
    every = _choices(products, scope, now)
    asked_for = [*_worth_asking_for(every)]
    return tuple(each.name for each in every if each not in asked_for)


def _chosen(choice: Choice) -> ComparedTariff:
    return ComparedTariff(choice.name, choice.versions, choice.is_fixed)


def _named(
    text: str, products: Sequence[Product], every: Sequence[Choice], scope: Scope, now: int
) -> ComparedTariff:
    """The tariff or product with this code, or the family or product with this name. Raises
    UsageError."""
    code = text.strip().upper()
    parts = read_code(code)
    if parts is not None:
        return _with_code(code, parts.product, products, scope)
    for choice in every:
        if name_key(choice.name) == name_key(text):
            return _chosen(choice)
    try:
        found = product_named(products, families(), text, scope.direction, scope.fuel, now)
    except LookupError as error:
        if _PRODUCT.fullmatch(code):  # one that is no longer listed
            return _with_code(usual_code(code, scope), code, products, scope)
        raise UsageError(str(error.args[0])) from None
    if name_key(text) == name_key(found.versions[0].product):
        return _chosen(found)._replace(name=_name_of(code, products, code))
    return _chosen(next((each for each in every if each.name == found.name), found))


def _with_code(
    code: str, product: str, products: Sequence[Product], scope: Scope
) -> ComparedTariff:
    """Raises UsageError if it is a tariff of another kind."""
    parts = read_code(code)
    listed = next((each for each in products if each.code == product), None)
    wrong = ""
    if parts is not None and parts.fuel is not scope.fuel:
        wrong = parts.fuel.value
    elif listed is not None and listed.direction is not scope.direction:
        wrong = f"{listed.direction.value}s"
    if wrong:
        title = f"{clean(code, 60)} is a tariff for {wrong}"
        raise UsageError(title, "Choose another meter, or another tariff")
    is_fixed = not listed.is_variable if listed else "FIX" in product
    is_usual = code == usual_code(product, scope)
    name = _name_of(product, products, product if is_usual else code)
    return ComparedTariff(name, (Version(product, 0, None),), is_fixed, code)


def _name_of(product: str, products: Iterable[Product], code: str) -> str:
    """`Go (GO-VAR-22-10-14)`, so that two versions have different names. The `code` is that of the
    product, or of the tariff if it is not the usual one in the region."""
    names = [each.name for each in families() if each.has(product)]
    names += [each.name for each in products if each.code == product]
    return f"{names[0]} ({code})" if names else code
