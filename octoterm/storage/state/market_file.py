"""What is known about the supplier's products, kept so that it is asked for only once a day.

One file beside the prices, `products.json`, has the list of products, and a line for each product
that was asked for, with its tariffs and the time of the request. It is replaced as a whole under a
lock, like the prices. A file that is damaged, of another version, or of another API is ignored.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from octoterm.errors import FileError
from octoterm.market.product_json import (
    is_code,
    offers_json,
    product_json,
    read_offers,
    read_product,
)
from octoterm.market.products import OfferedTariff, Product
from octoterm.periods.london import SECONDS_A_DAY
from octoterm.runtime.slices import Sliced, finish
from octoterm.storage.file_lock import LOCK_TIMEOUT
from octoterm.storage.shared_file import SharedFile, signature_of

VERSION = 1
LARGEST = 1 << 24
"""Most bytes to read; forty products are a fiftieth of it."""
KEPT_FOR = 90 * SECONDS_A_DAY
"""Seconds after which a product's tariffs are removed if they are no longer asked for."""


@dataclass(frozen=True)
class KnownOffers:
    """What is known about one product."""

    offers: tuple[OfferedTariff, ...]
    asked_at: int
    """UTC seconds."""
    is_unknown: bool = False
    """Whether the API does not know a product with this code."""


@dataclass(frozen=True)
class KnownMarket:
    """What is known about all products."""

    products: tuple[Product, ...] = ()
    listed_at: int = 0
    """When the list was asked for, UTC seconds; 0 if it never came."""
    offers: Mapping[str, KnownOffers] = field(default_factory=dict)
    """By the code of a product."""

    def with_products(self, products: tuple[Product, ...], listed_at: int) -> KnownMarket:
        """The same, with another list; an empty one does not replace the products."""
        return replace(self, products=products or self.products, listed_at=listed_at)

    def with_offers(self, product: str, offers: KnownOffers) -> KnownMarket:
        """The same, with what is now known about the product with this code, and without products
        that were last asked for long ago."""
        recent = {
            code: each
            for code, each in self.offers.items()
            if abs(each.asked_at - offers.asked_at) <= KEPT_FOR
        }
        return replace(self, offers={**recent, product: offers})


def load_market(folder: Path, origin: str) -> KnownMarket:
    """What is kept in `folder` about the API at `origin`; nothing if it cannot be read."""
    return finish(read_market(folder, origin))


def read_market(folder: Path, origin: str) -> Sliced[KnownMarket]:
    """Like `load_market`, in slices."""
    try:
        return (yield from _read(SharedFile(market_path(folder), LOCK_TIMEOUT), origin))
    except FileError:
        return KnownMarket()


def update_market(
    folder: Path,
    origin: str,
    change: Callable[[KnownMarket], KnownMarket],
    lock_timeout: float = LOCK_TIMEOUT,
) -> Sliced[KnownMarket]:
    """Replace what is kept with what `change` makes of it, under a lock; `change` may be called
    again if another process was faster. Returns what is kept now.

    Raises Busy, BrokenLink or Unwritable; the file is then unchanged.
    """
    file = SharedFile(market_path(folder), lock_timeout)

    def work() -> Sliced[KnownMarket]:
        found = change((yield from _read(file, origin)))
        yield from file.replace(_content(found, origin))
        return found

    return (yield from file.under_lock(work))


def origin_of(url: str) -> str:
    """The scheme and host of the address, which identify its API; empty if it is no address."""
    try:
        return "://".join(urlsplit(url.lower())[:2])
    except ValueError:
        return ""


def market_path(folder: Path) -> Path:
    """The file, in the folder of prices."""
    return folder / "products.json"


# Reading


def _read(file: SharedFile, origin: str) -> Sliced[KnownMarket]:
    """Raises FileError if the file is there and cannot be opened."""
    with file.opened() as opened:
        if opened is None or signature_of(opened).size > LARGEST:
            return KnownMarket()
        try:
            return (yield from _known(opened, origin))
        except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError):
            return KnownMarket()


def _known(file: BinaryIO, origin: str) -> Sliced[KnownMarket]:
    """Raises ValueError and others if the file is damaged."""
    said = json.loads(file.read(LARGEST), parse_constant=_refuse_constant)
    if said["octoterm_products"] != VERSION or said["origin"] != origin:
        raise ValueError
    products: list[Product] = []
    for each in said["list"]:
        product = read_product(each)
        if product is None:
            raise ValueError
        products.append(product)
        yield 0
    offers: dict[str, KnownOffers] = {}
    for code, each in said["offers"].items():
        if not is_code(code) or not isinstance(is_unknown := each["unknown"], bool):
            raise ValueError
        found = read_offers(code, each["tariffs"])
        if len(found) != each["count"]:
            raise ValueError
        offers[code] = KnownOffers(found, _instant(each["asked_at"]), is_unknown)
        yield 0
    return KnownMarket(tuple(products), _instant(said["listed_at"]), offers)


def _instant(value: object) -> int:
    if type(value) is not int or value < 0:
        raise TypeError(value)
    return value


def _refuse_constant(name: str) -> object:
    """Refuses NaN and the infinities, which are not JSON."""
    raise ValueError(name)


# Writing


def _content(known: KnownMarket, origin: str) -> Iterator[bytes]:
    """The file, some lines at a time."""
    header = {"octoterm_products": VERSION, "origin": origin, "listed_at": known.listed_at}
    yield _json(header)[:-1] + b',"list":['
    for number, product in enumerate(known.products):
        yield (b",\n" if number else b"\n") + _json(product_json(product))
    yield b'],\n"offers":{'
    for number, (code, each) in enumerate(known.offers.items()):
        entry = {
            "asked_at": each.asked_at,
            "unknown": each.is_unknown,
            "count": len(each.offers),
            "tariffs": offers_json(each.offers),
        }
        yield (b",\n" if number else b"\n") + _json(code) + b":" + _json(entry)
    yield b"}}\n"


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
