"""Chooses the tariff for `octoterm prices`: a named one, the household's own, or Agile."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from octoterm.cli.arguments import Arguments
from octoterm.config.reader import Config
from octoterm.config.supplies import region_of, supply_of, terms_of
from octoterm.errors import UsageError
from octoterm.household.account import Agreement, Direction, direction_of, latest_agreement
from octoterm.household.meter import Fuel
from octoterm.household.meter_point import MeterPoint
from octoterm.market.families import families
from octoterm.market.names import product_named
from octoterm.octopus.api_host import API_ORIGIN
from octoterm.safe_text import clean
from octoterm.tariffs.supply import Supply
from octoterm.tariffs.tariff_code import TariffCode, read_code
from octoterm.tariffs.terms import Terms

if TYPE_CHECKING:
    from octoterm.sync.market import Market

REGIONS = "ABCDEFGHJKLMNP"
"""The letters of the distribution regions of Great Britain."""
USUAL = {Direction.IMPORT: "Agile", Direction.EXPORT: "Agile Outgoing"}
"""What is shown if no tariff is named and none is known."""
_REGION = re.compile(f"_?([{REGIONS}])", re.ASCII)

Addresses = Mapping[str, str]


class Chosen(NamedTuple):
    """A tariff, or all tariffs of the household in turn."""

    supply: Supply
    """Includes the prices that were typed in, for tariffs that have such prices."""
    name: str = ""
    """What people call it, or whose it is; empty if it was named by its code."""
    addresses: Mapping[str, Addresses] = {}
    """Code of a tariff → the addresses of its prices, if these are known."""


class Household(NamedTuple):
    """What is known about the household that asks."""

    config: Config | None
    point: MeterPoint | None
    """The meter point that energy goes through in this direction."""
    direction: Direction
    url: str
    """Any address of the API."""

    def terms_for(self, fuel: Fuel) -> Terms:
        """The terms of the household for this fuel; the default ones if none are known."""
        if self.config is None:
            return Terms()
        points = [self.point] if self.point else []
        points += self.config.points
        found = next((each for each in points if each.fuel is fuel), None)
        return terms_of(self.config, found) if found else Terms()

    @property
    def region(self) -> str | None:
        """The letter of its region, found by any meter point of the home, by gas ones last."""
        if self.config is None:
            return None
        points = [self.point] if self.point else []
        points += sorted(self.config.points, key=lambda each: each.fuel is Fuel.GAS)
        found = (region_of(self.config, each) for each in points)
        return next(filter(None, found), None)

    @property
    def how_to_name_the_region(self) -> str:
        """What to do if the region is not known."""
        add = "Add --region with its letter, such as --region C, or --postcode with yours"
        if self.config is not None and self.config.accounts and not self.config.points:
            return f"{add}, or run octoterm sync so that your meters are known"
        return add


def household_of(config: Config | None, asked: Arguments, api_url: str | None) -> Household:
    """The household that asks, with its first electricity meter point of the direction asked for,
    preferably one that is still charged for."""
    direction = Direction.EXPORT if asked.export else Direction.IMPORT
    points = config.points if config else ()
    fitting = [
        each
        for each in points
        if not each.is_net and (each.fuel, each.direction) == (Fuel.ELECTRICITY, direction)
    ]
    fitting.sort(key=lambda each: (each.has_ended, not each.agreements))
    urls = [meter.url for each in (*fitting, *points) for meter in each.all_meters]
    urls += [account.base for account in config.accounts] if config else []
    url = next(iter(urls), None) or api_url or API_ORIGIN
    return Household(config, fitting[0] if fitting else None, direction, url)


async def chosen_tariff(
    asked: Arguments, household: Household, market: Market, now: int
) -> Chosen:
    """The tariff that the options choose at `now`, UTC seconds. Raises UsageError and ApiError."""
    region = region_asked_for(asked)
    if asked.postcode is not None:
        region = await market.region(asked.postcode)
    tariff = (asked.tariff or "").strip().upper()
    code = read_code(tariff)
    if code is not None:
        return _named(tariff, code, region, household)
    point = household.point
    if asked.tariff is None and household.config and point and point.agreements:
        own = supply_of(household.config, point, lambda _: None)
        if region in (None, household.region):
            return Chosen(own, point.name)
        held = latest_agreement(own.agreements, now)
        elsewhere = read_code(held.tariff) if held else None
        if elsewhere is not None:
            return await _sold(elsewhere.product, region, household, market, now)
    return await _sold(asked.tariff or USUAL[household.direction], region, household, market, now)


def region_asked_for(asked: Arguments) -> str | None:
    """The letter of --region; None without it. Raises UsageError."""
    if asked.region is None:
        return None
    if asked.postcode is not None:
        raise UsageError("--region and --postcode say the same", "Leave one of them out")
    match = _REGION.fullmatch(asked.region.strip().upper())
    if match is None:
        raise UsageError(
            f"There is no region ‘{clean(asked.region, 30)}’",
            f"Use one of the letters {', '.join(REGIONS)}, or --postcode",
        )
    return match[1]


def _named(tariff: str, code: TariffCode, region: str | None, household: Household) -> Chosen:
    """The tariff of a whole code, whoever sells it. Raises UsageError."""
    if region not in (None, code.region):
        raise UsageError(
            f"{tariff} is the tariff of region {code.region}, not {region}",
            f"Give its product without the region, or leave out {region}",
        )
    agreements = (Agreement(tariff, 0),)
    is_export = household.direction is Direction.EXPORT or None  # if None, its product decides
    direction = direction_of(is_export=is_export, agreements=agreements)
    terms = household.terms_for(code.fuel)
    return Chosen(Supply(code.fuel, direction, agreements, {}, terms))


async def _sold(
    named: str, region: str | None, household: Household, market: Market, now: int
) -> Chosen:
    """What the supplier sells under this name. Raises UsageError and ApiError."""
    region = region or household.region
    if region is None:
        raise UsageError("It is not known for which region", household.how_to_name_the_region)
    direction, fuel = household.direction, Fuel.ELECTRICITY
    terms = household.terms_for(fuel)
    products = await market.products()
    try:
        choice = product_named(products, families(), named, direction, fuel, now)
        name, product = choice.name, choice.versions[0].product
    except LookupError as error:
        # The supplier still describes products that it no longer lists.
        name = product = named.strip().upper()
        if await market.offer(product, fuel, region, terms.payment_method) is None:
            raise UsageError(str(error.args[0]), _other_side(direction)) from None
    offer = await market.offer(product, fuel, region, terms.payment_method)
    if offer is None:
        raise UsageError(
            f"{name} ({product}) has no tariff in region {region}", "Try another region"
        )
    supply = Supply(fuel, direction, (Agreement(offer.code, 0),), {}, terms)
    return Chosen(supply, name, {offer.code: offer.addresses})


def _other_side(direction: Direction) -> str:
    if direction is Direction.EXPORT:
        return "Without --export, those for what you use are looked through"
    return "With --export, those for what you export are looked through"
