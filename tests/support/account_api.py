"""An API with an account whose meters have readings, over real HTTP or without a network."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tests.support.accounts import account
from tests.support.loopback import Handler, ReadingsApi, Request, Response, page

_METER = re.compile(r"/v1/(?:electricity|gas)-meter-points/([^/]+)/meters/([^/]+)/consumption/")


def no_prices(request: Request) -> Response:
    """Answers for products that are no longer listed and have no prices."""
    if request.path.endswith(("-rates/", "-charges/")):
        return page([])
    return Response.json({"detail": "Not found."}, 404)


class AccountApi:
    """Answers with the account of these homes, and with the readings of each of its serials.

    If `instead` is given, it answers for the account.
    """

    def __init__(
        self,
        *homes: Mapping[str, object],
        readings: Mapping[str, dict[int, object]] | None = None,
        number: str = "A-1A2B3C4D",
    ) -> None:
        self.homes = homes
        self.readings = dict(readings or {})
        self.number = number
        self.instead: Response | None = None
        self.unknown: set[str] = set()
        """Serials that the API does not know."""
        self.asked: list[str] = []
        """`account`, or a serial, for each request."""
        self.prices: Handler = no_prices

    def __call__(self, request: Request) -> Response:
        if request.path == f"/v1/accounts/{self.number}/":
            self.asked.append("account")
            return self.instead or Response.json(account(*self.homes, number=self.number))
        if request.path.startswith("/v1/products/"):
            return self.prices(request)
        meter = _METER.fullmatch(request.path)
        if meter is None:
            return Response.html(404)
        serial = meter[2]
        self.asked.append(serial)
        if serial in self.unknown:
            return Response.json({"detail": "Not found."}, 404)
        return ReadingsApi(self.readings.get(serial, {}))(request)
