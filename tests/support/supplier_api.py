"""A supplier that lists its products and knows postcodes, over real HTTP."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from tests.support.loopback import Request, Response
from tests.support.prices_api import PricesApi

ON_SALE = {"available_from": "2023-01-01T00:00:00Z", "available_to": None}


def listed(code: str, name: str, direction: str = "IMPORT", **other: object) -> dict[str, object]:
    """A product as it is in the list."""
    flags = dict.fromkeys(("is_prepay", "is_business", "is_restricted"), False)
    names = {"code": code, "display_name": name, "full_name": f"{name} v1"}
    return {
        **names, **flags, **ON_SALE, "direction": direction, "is_variable": True,
        "brand": "OCTOPUS_ENERGY", **other,
    }  # fmt: skip


class SupplierApi(PricesApi):
    """Answers about products, their prices and the regions of postcodes; nothing needs a key."""

    def __init__(self, *products: dict[str, object], **regions: str) -> None:
        """`regions` are those of postcodes without a space: `SW1A1AA="C"`."""
        super().__init__()
        self.products = products
        self.regions = regions
        self.keys: list[str] = []
        """The keys that were sent."""

    def __call__(self, request: Request) -> Response:
        self.keys += [
            request.headers[each] for each in ("authorization",) if each in request.headers
        ]
        if request.path == "/v1/products/":
            return _listing([*self.products])
        if request.path == "/v1/industry/grid-supply-points/":
            postcode = dict(parse_qsl(urlsplit(request.target).query))["postcode"]
            region = self.regions.get(postcode)
            return _listing([{"group_id": f"_{region}"}] if region else [])
        return super().__call__(request)


def _listing(results: list[dict[str, object]]) -> Response:
    whole = {"count": len(results), "next": None, "previous": None, "results": results}
    return Response.json(whole)
