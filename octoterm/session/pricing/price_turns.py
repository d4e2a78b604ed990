"""The round of tariffs in the view of prices: the household's own, then others. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from octoterm.household.account import Direction
from octoterm.household.meter import Fuel
from octoterm.household.meter_point import NONE_KNOWN, MeterPoint
from octoterm.market.choices import Choice, Version, choices
from octoterm.market.families import families
from octoterm.market.products import Product


class Turn(NamedTuple):
    """One tariff, or the versions of one that follow one another."""

    point: MeterPoint
    """The meter point whose terms and region apply."""
    direction: Direction
    choice: Choice | None = None
    """None for the tariff that the meter point has."""

    @property
    def name(self) -> str:
        """`Agile`, `Your tariff`, `Outgoing (export)`, for the key bar."""
        is_export = self.direction is Direction.EXPORT
        if self.choice is None:
            return "Your export" if is_export else "Your tariff"
        return self.choice.name

    @property
    def key(self) -> tuple[str, Direction]:
        """Identifies it, the same for every meter."""
        return self.choice.name if self.choice else "", self.direction

    def version_at(self, instant: int) -> Version | None:
        """The product that was sold at `instant` (UTC seconds), or the newest one by then; None if
        none had been sold yet."""
        every = self.choice.versions if self.choice else ()
        return next((each for each in every if each.since <= instant), None)


def turns_of(
    point: MeterPoint,
    household: Sequence[MeterPoint],
    products: Iterable[Product],
    now: int,
    *,
    is_region_known: bool,
) -> tuple[Turn, ...]:
    """The round for the meter point: its own tariff, then those sold at `now` (UTC seconds) whose
    rates may change; for imports of electricity, followed by the same for exports."""
    listed = [*products]
    found: list[Turn] = []
    for each, direction in _sides(point, household):
        if each.agreements and each.direction is direction:
            found.append(Turn(each, direction))
        if is_region_known:
            offered = choices(listed, each.fuel, direction, now, now + 1)
            found += (Turn(each, direction, one) for one in offered if not one.is_fixed)
    return tuple(found)


def _sides(
    point: MeterPoint, household: Sequence[MeterPoint]
) -> tuple[tuple[MeterPoint, Direction], ...]:
    if point is NONE_KNOWN:
        return ()
    shown = _single(point, household)
    if shown.direction is Direction.EXPORT:
        return ((shown, Direction.EXPORT),)
    exporting = next((each for each in household if each.direction is Direction.EXPORT), shown)
    exports = ((exporting, Direction.EXPORT),)
    return ((shown, Direction.IMPORT), *(() if shown.fuel is Fuel.GAS else exports))


def _single(point: MeterPoint, household: Sequence[MeterPoint]) -> MeterPoint:
    """The meter point; for a net use, the first of those that import."""
    if not point.is_net:
        return point
    parts = (each for each in household if not each.is_net and {*each.meters} & {*point.meters})
    return next(parts, point)


def product_name(product: str, listed: Iterable[Product]) -> str:
    """What people call the product of this code; empty if that is not known."""
    names = (each.name for each in listed if each.code == product)
    return next(names, "") or next((each.name for each in families() if each.has(product)), "")
