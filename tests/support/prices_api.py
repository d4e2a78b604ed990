"""An API with products and their prices, over real HTTP."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from urllib.parse import urlencode

from octoterm.household.meter import Fuel
from octoterm.tariffs.tariff_code import read_code
from tests.support.loopback import Handler, Request, Response

Row = dict[str, object]

RELATIONS = {
    "standard-unit-rates": "standard_unit_rates",
    "day-unit-rates": "day_unit_rates",
    "night-unit-rates": "night_unit_rates",
    "standing-charges": "standing_charges",
}
DAY_AND_NIGHT = Response.json(
    {"detail": "This tariff has day and night rates, not standard."}, 400
)


@cache
def at(instant: int) -> str:
    """The time as the API writes times of tariffs."""
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def row(since: str, until: str | None, pence: object, method: object = None) -> Row:
    """One rate."""
    return {
        "value_exc_vat": pence,
        "value_inc_vat": "never read",
        "valid_from": since,
        "valid_to": until,
        "payment_method": method,
    }


def half_hours(first: int, count: int) -> list[Row]:
    """Half-hourly rates from `first` on (UTC seconds), each with a different price."""
    starts = range(first, first + 1800 * count, 1800)
    return [row(at(start), at(start + 1800), price_of(start)) for start in starts]


def price_of(start: int) -> float:
    """The price that `half_hours` has for this half hour: some are negative, one is 0."""
    return (start // 1800 * 37 % 4000 - 500) / 100


class PricesApi:
    """Answers for the tariffs given to `add`, and leaves everything else to `others`.

    `instead` answers for the requests whose paths end with its keys.
    """

    def __init__(self, others: Handler | None = None, page_size: int = 1500) -> None:
        self.others = others
        self.page_size = page_size
        self.scheme = "http"
        self.lists: dict[str, dict[str, list[Row]]] = {}
        """The rows of each list, by tariff and the end of its path."""
        self.unlisted: set[str] = set()
        """Tariffs that no product detail names."""
        self.links_to = ""
        """Another server that the products' links lead to."""
        self.instead: dict[str, Response] = {}
        self.asked: list[str] = []
        """The path of each request for prices."""

    def add(self, tariff: str, *, listed: bool = True, **lists: Iterable[Row]) -> PricesApi:
        """A tariff, with its lists: `standard_unit_rates=…`, `standing_charges=…`."""
        self.lists[tariff] = {name.replace("_", "-"): [*rows] for name, rows in lists.items()}
        if not listed:
            self.unlisted.add(tariff)
        return self

    def __call__(self, request: Request) -> Response:
        if not request.path.startswith("/v1/products/"):
            return self.others(request) if self.others else Response.html(404)
        self.asked.append(request.path)
        for end, response in self.instead.items():
            if request.path.endswith(end):
                return response
        parts = request.path.strip("/").split("/")
        if len(parts) == 3:
            return self._product(parts[2], request)
        lists = self.lists.get(parts[4]) if len(parts) == 6 else None
        if lists is None:
            return Response.json({"detail": "Not found."}, 404)
        if parts[5] == "standard-unit-rates" and parts[5] not in lists:
            return DAY_AND_NIGHT
        return self._page(lists.get(parts[5], []), request)

    def _product(self, product: str, request: Request) -> Response:
        found = {
            f"single_register_{fuel.value}_tariffs": dict(self._tariffs(product, fuel, request))
            for fuel in Fuel
        }
        if not any(found.values()):
            return Response.json({"detail": "Not found."}, 404)
        return Response.json({"code": product, **found})

    def _tariffs(self, product: str, fuel: Fuel, request: Request) -> Iterator[tuple[str, object]]:
        origin = self.links_to or f"{self.scheme}://{request.headers['host']}"
        for tariff, lists in self.lists.items():
            code = read_code(tariff)
            if code is None or (code.product, code.fuel) != (product, fuel):
                continue
            if tariff in self.unlisted:
                continue
            folder = f"{origin}/v1/products/{product}/{code.fuel.value}-tariffs/{tariff}"
            links = [
                {"href": f"{folder}/{path}/", "method": "GET", "rel": RELATIONS.get(path, path)}
                for path in lists
            ]
            rates, charges = (
                lists.get(name) for name in ("standard-unit-rates", "standing-charges")
            )
            payment = {
                "code": tariff,
                "standing_charge_exc_vat": charges[-1]["value_exc_vat"] if charges else 1,
                "standard_unit_rate_exc_vat": rates[-1]["value_exc_vat"] if rates else None,
                "links": links,
            }
            yield f"_{code.region}", {"direct_debit_monthly": payment}

    def _page(self, rows: list[Row], request: Request) -> Response:
        query = request.query
        since, until = query["period_from"], query.get("period_to", "9999")
        chosen = [
            each
            for each in rows
            if str(each["valid_from"]) < until
            and (each["valid_to"] is None or str(each["valid_to"]) > since)
        ]
        chosen.sort(key=lambda each: str(each["valid_from"]), reverse=True)
        size, number = min(int(query["page_size"]), self.page_size), int(query.get("page", 1))
        following = urlencode({**query, "page": number + 1})
        url = f"{self.scheme}://{request.headers['host']}{request.path}?{following}"
        return Response.json(
            {
                "count": len(chosen),
                "next": url if number * size < len(chosen) else None,
                "previous": None,
                "results": chosen[(number - 1) * size : number * size],
            }
        )
