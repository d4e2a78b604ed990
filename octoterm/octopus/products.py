"""Requests the supplier's list of products, and the tariffs of a product. No key is needed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import aclosing
from urllib.parse import quote

from octoterm.errors import NotFound
from octoterm.market.product_json import is_code, read_offers, read_product
from octoterm.market.products import OfferedTariff, Product
from octoterm.octopus.client import OctopusClient
from octoterm.octopus.listing import JsonListing
from octoterm.octopus.prices import PRODUCT
from octoterm.octopus.refusals import Resource
from octoterm.octopus.retries import Retry

MOST_PAGES = 20
"""Pages of the list of products. It has one: the API sends 100 a page, whatever is asked for."""
MOST_PRODUCTS = 1000
"""Products to read; all brands together have about 50 on sale."""
PRODUCTS = Resource(name="list of products", contents="products", if_unknown="")


async def request_products(
    client: OctopusClient, *, waiting: Callable[[Retry], object] = lambda _: None
) -> tuple[Product, ...]:
    """Every product that the supplier lists, each once. Those that cannot be read, and those after
    the first MOST_PRODUCTS, are left out.

    `waiting` is called before each wait for another try. Raises ApiError.
    """
    found: dict[str, Product] = {}
    pages = client.pages("/v1/products/", {}, JsonListing(PRODUCTS, MOST_PAGES))
    async with aclosing(pages):
        async for page in pages:
            if isinstance(page, Retry):
                waiting(page)
                continue
            for product in map(read_product, page.records):
                if product is not None and len(found) < MOST_PRODUCTS:
                    found.setdefault(product.code, product)
    return tuple(found.values())


async def request_offers(
    client: OctopusClient,
    product_code: str,
    *,
    waiting: Callable[[Retry], object] = lambda _: None,
) -> tuple[OfferedTariff, ...]:
    """The tariffs of the product with this code, for all regions that have one.

    `waiting` is called before each wait for another try. Raises ApiError: NotFound if there is no
    such product.
    """
    if not is_code(product_code):
        raise NotFound("No product has a code like this")
    address = f"/v1/products/{quote(product_code, safe='')}/"
    document = await client.one(address, {}, PRODUCT, waiting=waiting)
    return read_offers(product_code, document)
