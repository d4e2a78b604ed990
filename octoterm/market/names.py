"""Finds a product by what people call it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from octoterm.household.account import Direction
from octoterm.household.meter import Fuel
from octoterm.market.choices import Choice, of_no_family, versions_of
from octoterm.market.families import Family, Version
from octoterm.market.products import Product
from octoterm.safe_text import clean, name_key


def product_named(
    products: Iterable[Product],
    families: Iterable[Family],
    text: str,
    direction: Direction,
    fuel: Fuel,
    now: int,
) -> Choice:
    """The product that has `text` as its code or its name, in any letter case, or otherwise as
    part of its name: of those on sale at `now` (UTC seconds), the newest, as the only version of a
    Choice.

    So `Go` finds Go, although Intelligent Go is newer. Restricted products and those of other
    brands are found only by their code. Raises LookupError, which says what is on sale.
    """
    listed, kinds = [*products], [*families]
    wanted = name_key(text)
    there = [
        ({name_key(name) for name in names if name}, choice)
        for names, choice in _on_sale(listed, kinds, direction, fuel, now)
    ]
    found = (
        [*_with_code(listed, kinds, wanted, direction)]
        or [choice for names, choice in there if wanted in names]
        or [choice for names, choice in there if wanted and any(wanted in each for each in names)]
    )
    if not found:
        called = ", ".join(dict.fromkeys(choice.name for _, choice in there))
        raise LookupError(
            f"No product on sale is called {clean(text, 60)}; there are: {called}"
            if called
            else "No product is known to be on sale"
        )
    return max(found, key=lambda each: each.versions[0].since)


def _with_code(
    listed: Iterable[Product], kinds: Iterable[Family], wanted: str, direction: Direction
) -> Iterator[Choice]:
    """The product of this code, on sale or not."""
    for family in kinds:
        if family.direction is direction:
            for version in versions_of(family, listed):
                if name_key(version.product) == wanted:
                    yield _of_family(family, version)
    for product in listed:
        if product.direction is direction and name_key(product.code) == wanted:
            yield of_no_family(product)


def _on_sale(
    listed: Sequence[Product],
    kinds: Sequence[Family],
    direction: Direction,
    fuel: Fuel,
    now: int,
) -> Iterator[tuple[tuple[str, ...], Choice]]:
    """The choices on sale at `now`, each with its names."""
    ours = [family for family in kinds if family.direction is direction]
    names = {each.code: (each.name, each.full_name) for each in listed}
    for family in ours:
        for version in versions_of(family, listed) if fuel in family.fuels else ():
            if version.meets(now, now + 1):
                called = (family.name, *names.get(version.product, ()))
                yield called, _of_family(family, version)
    for product in listed:
        if (
            product.direction is direction
            and product.is_for_everybody
            and product.is_sold_at(now)
            and not any(family.has(product.code) for family in ours)
        ):
            choice = of_no_family(product)
            yield (choice.name, product.full_name), choice


def _of_family(family: Family, version: Version) -> Choice:
    return Choice(family.name, (version,), is_half_hourly=family.is_published_daily)
