"""An API that sells products in regions, over real HTTP."""

from __future__ import annotations

from collections.abc import Iterable

from tests.support.loopback import Request, Response
from tests.support.prices_api import PricesApi, Row, row

LONG_AGO = "2010-01-01T00:00:00Z"


class MarketApi(PricesApi):
    """Lists the products given to `sell`, and answers for their tariffs."""

    def __init__(self) -> None:
        super().__init__()
        self.products: list[dict[str, object]] = []

    def sell(
        self,
        tariff: str,
        name: str,
        rates: Iterable[Row],
        standing: float = 40.0,
        *,
        is_listed: bool = True,
        **said: object,
    ) -> MarketApi:
        """A product with this tariff; `said` are further fields of its entry in the list."""
        self.add(
            tariff,
            standard_unit_rates=rates,
            standing_charges=[row(LONG_AGO, None, standing)],
            listed=is_listed,
        )
        if is_listed:
            self.products.append(
                {
                    "code": tariff[5:-2],
                    "direction": "IMPORT",
                    "full_name": name,
                    "display_name": name,
                    "is_variable": True,
                    "is_prepay": False,
                    "is_business": False,
                    "is_restricted": False,
                    "available_from": "2023-01-01T00:00:00Z",
                    "available_to": None,
                    "brand": "OCTOPUS_ENERGY",
                    **said,
                }
            )
        return self

    def __call__(self, request: Request) -> Response:
        if request.path == "/v1/products/":
            self.asked.append(request.path)
            return Response.json({"count": 1, "next": None, "results": self.products})
        if request.path == "/v1/industry/grid-supply-points/":
            self.asked.append(request.path)
            places = [{"group_id": "_C"}] if request.query["postcode"] == "AB12CD" else []
            return Response.json({"results": places})
        return super().__call__(request)


def flat(pence: float) -> list[Row]:
    """A rate that never changes."""
    return [row(LONG_AGO, None, pence)]
