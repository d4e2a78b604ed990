"""Products as the API lists and describes them, and as they are when they have been read."""

from __future__ import annotations

from octoterm.household.account import Direction
from octoterm.market.products import Product
from tests.support.loopback import Handler, Request, Response, utc

Record = dict[str, object]


def listed(code: str = "AGILE-24-10-01", name: str = "Agile Octopus", **fields: object) -> Record:
    """A product of the list."""
    return {
        "code": code,
        "direction": "IMPORT",
        "full_name": f"{name} October 2024 v1",
        "display_name": name,
        "is_variable": True,
        "is_prepay": False,
        "is_business": False,
        "is_restricted": False,
        "available_from": "2024-10-01T00:00:00+01:00",
        "available_to": None,
        "brand": "OCTOPUS_ENERGY",
        **fields,
    }


def entry(code: str = "E-1R-AGILE-24-10-01-C", **fields: object) -> Record:
    """A tariff of a product, under a payment key."""
    base = f"https://host/v1/products/{code[5:-2]}/electricity-tariffs/{code}"
    return {
        "code": code,
        "standing_charge_exc_vat": 37.6525,
        "standard_unit_rate_exc_vat": 16.97,
        "links": [
            {"href": f"{base}/standing-charges/", "method": "GET", "rel": "standing_charges"},
            {
                "href": f"{base}/standard-unit-rates/",
                "method": "GET",
                "rel": "standard_unit_rates",
            },
        ],
        **fields,
    }


def described(*entries: Record, payment: str = "direct_debit_monthly") -> Record:
    """What the API says about a product with these electricity tariffs."""
    regions = {f"_{str(each['code'])[-1]}": {payment: each} for each in entries}
    return {"direction": None, "single_register_electricity_tariffs": regions}


def product(code: str, name: str, since: str, until: str | None = None, **kind: object) -> Product:
    """A product that has been read; times are given as `2024-03-14 00:30`."""
    ends = None if until is None else utc(until)
    found = Product(code, name, Direction.IMPORT, utc(since), ends, brand="OCTOPUS_ENERGY")
    return found._replace(**kind)


def answers(by_path: dict[str, Response | Record]) -> Handler:
    """An API that has these answers by path, and nothing at other paths."""

    def handler(request: Request) -> Response:
        found = by_path.get(request.path, Response.html(404))
        return found if isinstance(found, Response) else Response.json(found)

    return handler


def page(*records: Record, following: str | None = None) -> Record:
    """A page of a list."""
    return {"count": len(records), "next": following, "previous": None, "results": [*records]}
