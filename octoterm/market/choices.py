"""What a household could choose: one of each family of products, and every other product. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from octoterm.household.account import Direction
from octoterm.household.meter import Fuel
from octoterm.market.families import Family, Version, families, in_turn
from octoterm.market.products import Product
from octoterm.safe_text import name_key

__all__ = ["Choice", "Version", "choices", "of_no_family", "versions_of"]


class Choice(NamedTuple):
    """A family of products that follow one another, or a product that has none."""

    name: str
    """`Agile`, or the name of the product."""
    versions: tuple[Version, ...]
    """The newest first; at least one."""
    is_fixed: bool = False
    """Whether its rates are those of the day on which a customer signs up."""
    is_half_hourly: bool = False
    """Whether its rates are published for a day at a time, in the afternoon before: by half hours
    or by days."""


def choices(
    products: Iterable[Product], fuel: Fuel, direction: Direction, start: int, end: int
) -> tuple[Choice, ...]:
    """The choices for this fuel and direction, given the products that the supplier lists: its
    families, then all other products; of several with the same name, the newest.

    A version is included if it was sold at any time from `start` up to `end` (UTC seconds), or
    still is. The list does not say whether a product has tariffs for gas, or in a region: its
    offers do.
    """
    listed = [each for each in products if each.direction is direction]
    return (*_of_families(listed, fuel, direction, start, end), *_others(listed))


def of_no_family(product: Product) -> Choice:
    """A product by itself. It is called by its full name if its name is that of a family: fixed
    versions of Cosy are also named `Cosy`."""
    taken = {name_key(each.name) for each in families()}
    names = (product.name, product.full_name)
    name = next((each for each in names if each and name_key(each) not in taken), product.code)
    version = Version(product.code, product.available_from, product.available_to)
    return Choice(name, (version,), is_fixed=not product.is_variable)


def versions_of(family: Family, products: Iterable[Product]) -> tuple[Version, ...]:
    """All versions of the family, the newest first: those that are pinned, and those that the
    supplier lists. For when and to whom they are sold, the supplier's list takes precedence."""
    listed = {
        each.code: each
        for each in products
        if each.direction is family.direction and family.has(each.code)
    }
    reserved = {code for code, each in listed.items() if not each.is_for_everybody}
    since = {each.product: each.since for each in family.versions}
    since |= {code: each.available_from for code, each in listed.items() if code not in reserved}

    def ended(version: Version) -> Version:
        product = listed.get(version.product)
        ends = [version.until, product.available_to if product else None]
        return version._replace(
            until=min((each for each in ends if each is not None), default=None)
        )

    return tuple(ended(each) for each in in_turn(since) if each.product not in reserved)


def _of_families(
    listed: Sequence[Product], fuel: Fuel, direction: Direction, start: int, end: int
) -> Iterator[Choice]:
    for family in families():
        if fuel in family.fuels and family.direction is direction:
            every = versions_of(family, listed)
            named = tuple(each for each in every if each.until is None or each.meets(start, end))
            if named:
                yield Choice(family.name, named, is_half_hourly=family.is_published_daily)


def _others(listed: Iterable[Product]) -> Iterable[Choice]:
    newest: dict[str, Choice] = {}
    for product in sorted(listed, key=lambda each: (each.available_from, each.code)):
        if product.is_for_everybody and not any(each.has(product.code) for each in families()):
            choice = of_no_family(product)
            newest[choice.name] = choice
    return sorted(newest.values(), key=lambda each: each.name.casefold())
