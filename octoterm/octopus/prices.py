"""Requests the addresses of a tariff's prices, and the prices themselves. No key is needed.

A product's own links show which registers its tariffs have. Retired products and Trackers are not
always listed; the addresses of their prices are made from the tariff's code, if it can be read.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from urllib.parse import quote

from octoterm.errors import NotFound, RequestRefused
from octoterm.octopus.client import OctopusClient
from octoterm.octopus.listing import JsonListing, JsonPage
from octoterm.octopus.refusals import Resource
from octoterm.octopus.retries import Retry
from octoterm.periods.london import utc_stamp
from octoterm.safe_text import clean
from octoterm.tariffs.price_links import PATHS, linked_prices
from octoterm.tariffs.rates import STANDING, Register
from octoterm.tariffs.tariff_code import TariffCode, read_code

PAGE_SIZE = 1500
"""The most rates that the API sends on one page, whatever is asked for."""
TARIFF = Resource(
    name="tariff",
    contents="prices",
    if_unknown="Its half hours stay without a price",
    if_refused="Its half hours stay without a price",
)
PRODUCT = Resource(name="product", contents="product", if_unknown="")

_DEEPEST = 5
"""Levels from a product down to a link: kind of tariff, region, payment method, links, link."""


async def addresses_of(
    client: OctopusClient, tariff: str, *, waiting: Callable[[Retry], object] = lambda _: None
) -> Mapping[str, str]:
    """The addresses of the lists of the tariff's prices, by the name of a register or STANDING.

    `waiting` is called before each wait for another try. Raises ApiError, also if the tariff's
    code cannot be read.
    """
    code = read_code(tariff)
    if code is None:
        raise NotFound(
            f"The code of the tariff {clean(tariff, 60)} is in no form that octoterm can read",
            "Its half hours stay without a price",
        )
    try:
        address = f"/v1/products/{quote(code.product, safe='')}/"
        product = await client.one(address, {}, PRODUCT, waiting=waiting)
    except NotFound:
        return usual_addresses(tariff, code)
    return dict(_linked(product, tariff, _DEEPEST)) or usual_addresses(tariff, code)


def day_and_night(addresses: Mapping[str, str], error: RequestRefused) -> Mapping[str, str] | None:
    """The addresses of a day and a night rate in place of one unit rate, if the API's refusal of
    that rate names them; otherwise None."""
    standard = Register.STANDARD.value
    if "day and night rates" not in error.title or standard not in addresses:
        return None
    others = {name: each for name, each in addresses.items() if name != standard}
    for register in (Register.DAY.value, Register.NIGHT.value):
        usual = addresses[standard].replace(PATHS[standard], PATHS[register])
        others.setdefault(register, usual)
    return others


def price_pages(
    client: OctopusClient, address: str, *, since: int, until: int | None = None
) -> AsyncGenerator[JsonPage | Retry, None]:
    """Every page of the list at `address`, the newest rates first: those that apply at any time
    from `since` up to `until` (UTC seconds; None for no end). See `OctopusClient.pages`."""
    params = {"page_size": str(PAGE_SIZE), "period_from": utc_stamp(since)}
    if until is not None:
        params["period_to"] = utc_stamp(until)
    return client.pages(address, params, JsonListing(TARIFF))


def usual_addresses(tariff: str, code: TariffCode) -> Mapping[str, str]:
    """The addresses of the prices of a tariff that no product lists."""
    product, name = quote(code.product, safe=""), quote(tariff, safe="")
    folder = f"/v1/products/{product}/{code.fuel.value}-tariffs/{name}"
    registers = (Register.DAY, Register.NIGHT) if code.has_night_rate else (Register.STANDARD,)
    return {each: f"{folder}/{PATHS[each]}/" for each in (*(r.value for r in registers), STANDING)}


def _linked(place: object, tariff: str, deepest: int) -> Iterator[tuple[str, str]]:
    """The links to prices of this tariff anywhere in the product."""
    if not isinstance(place, dict) or deepest == 0:
        return
    if place.get("code") == tariff and isinstance(links := place.get("links"), list):
        yield from linked_prices(links).items()
        return
    for each in place.values():
        yield from _linked(each, tariff, deepest - 1)
