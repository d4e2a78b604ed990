"""A supplier with prices by half hour, asked by `octoterm prices` at a fixed time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import ROUND_HALF_UP, Decimal
from types import SimpleNamespace

import pytest

from tests.conftest import CommandLine, Result
from tests.support.households import stamp, utc
from tests.support.loopback import Loopback, loopback
from tests.support.prices_api import at, half_hours, row
from tests.support.supplier_api import SupplierApi, listed

AGILE, AGILE_OUT = "E-1R-AGILE-23-12-06-C", "E-1R-AGILE-OUTGOING-19-05-13-C"
FLEXIBLE, ECONOMY_7 = "E-1R-VAR-22-11-01-C", "E-2R-VAR-22-11-01-C"
NOW = "2024-01-09T12:10+00:00"
MIDNIGHT = utc("2024-01-09T00:00+00:00")
TONIGHT, TOMORROW = utc("2024-01-09T23:00+00:00"), utc("2024-01-10T23:00+00:00")
RUNNING = utc("2024-01-09T12:00+00:00")

Prices = dict[int, Decimal]
"""p/kWh without VAT, by UTC start."""


def supplier() -> SupplierApi:
    """A supplier that sells Agile and Flexible in region C, for imports and exports."""
    return SupplierApi(
        listed("AGILE-23-12-06", "Agile Octopus"),
        listed("VAR-22-11-01", "Flexible Octopus"),
        listed("AGILE-OUTGOING-19-05-13", "Agile Outgoing Octopus", "EXPORT"),
        SW1A1AA="C",
    )


def of_prices(prices: Prices) -> list[dict[str, object]]:
    """The rows of these half hours."""
    return [
        row(at(start), at(start + 1800), float(price)) for start, price in sorted(prices.items())
    ]


def sell(api: SupplierApi, prices: Prices, tariff: str = AGILE) -> None:
    """Give a tariff these prices."""
    api.add(tariff, standard_unit_rates=of_prices(prices), standing_charges=[])


def usual(end: int = TONIGHT, first: int = MIDNIGHT) -> Prices:
    """A different price for each half hour, some of them below zero."""
    rows = half_hours(first, (end - first) // 1800)
    return {utc(str(each["valid_from"])): Decimal(str(each["value_exc_vat"])) for each in rows}


def with_vat(price: Decimal, percent: int = 5) -> float:
    """The price with VAT, rounded once, to four decimals."""
    amount = price * (100 + percent) / 100
    return float(amount.quantize(Decimal("0.0001"), ROUND_HALF_UP))


def plain_record(start: int, price: Decimal, percent: int = 5) -> dict[str, object]:
    """What the command prints about a half hour."""
    return {
        "start": stamp(start).replace("Z", "+00:00"),
        "end": stamp(start + 1800).replace("Z", "+00:00"),
        "pence_inc_vat": with_vat(price, percent),
        "pence_exc_vat": float(price),
    }


def plain_cheapest(prices: Prices, half_hours_: int, begin: int, end: int) -> tuple[int, float]:
    """When the cheapest of all windows begins, and its average without VAT."""
    windows = {
        start: [prices.get(start + 1800 * number) for number in range(half_hours_)]
        for start in range(begin, end - 1800 * half_hours_ + 1, 1800)
    }
    sums = {
        start: sum(map(Decimal, filter(lambda each: each is not None, window)))
        for start, window in windows.items()
        if None not in window
    }
    start = min(sums, key=lambda each: (sums[each], each))
    return start, with_vat(Decimal(sums[start]) / half_hours_)


class Asker:
    """Asks for prices over HTTP, without a configuration."""

    def __init__(
        self, octoterm: CommandLine, monkeypatch: pytest.MonkeyPatch, server: Loopback
    ) -> None:
        self.octoterm = octoterm
        self.server = server
        self._monkeypatch = monkeypatch
        self.api = server.answers
        self.it_is(NOW)

    def it_is(self, now: str) -> None:
        """Set the time."""
        instant = float(utc(now))
        clock = SimpleNamespace(time=lambda: instant)
        self._monkeypatch.setattr("octoterm.cli.money.prices.time", clock)

    def __call__(self, *options: object) -> Result:
        self.server.requests.clear()
        url = ("--url", self.server.origin) if not self.is_configured else ()
        return self.octoterm(*url, "prices", *options)

    def json(self, *options: object) -> object:
        """What it prints as JSON."""
        result = self(*options, "--format", "json")
        assert (result.exit_code, result.err) == (0, "")
        return json.loads(result.out)

    @property
    def is_configured(self) -> bool:
        return (self.octoterm.here / "config.json").exists()

    @property
    def asked(self) -> list[str]:
        """The last part of each path that the last command asked for."""
        return [request.path.split("/")[-2] for request in self.server.requests]


@contextmanager
def asking(
    octoterm: CommandLine, monkeypatch: pytest.MonkeyPatch, api: SupplierApi
) -> Iterator[Asker]:
    """An `Asker` for the time in which the supplier answers."""
    with loopback(api) as server:
        yield Asker(octoterm, monkeypatch, server)


def starts(records: Iterable[dict[str, object]]) -> list[int]:
    """When these half hours begin."""
    return [utc(str(each["start"])) for each in records]
