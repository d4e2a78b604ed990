"""`octoterm compare`: what its table says, and of which tariffs."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.conftest import CommandLine
from tests.support.compared_home import AGILES, FIXED, FLEXIBLE, GO, OLD, market, move_in
from tests.support.loopback import Loopback, Response, loopback
from tests.support.market_api import MarketApi, flat
from tests.support.prices_api import row

pytestmark = pytest.mark.usefixtures("quick_disk")

ALWAYS_FLEXIBLE = [{"from": "2023-04-01", "to": None, "tariff": FLEXIBLE}]
"""Which costs £81.12 in these days."""


@pytest.fixture
def api() -> MarketApi:
    return market()


@pytest.fixture
def server(api: MarketApi) -> Iterator[Loopback]:
    with loopback(api) as running:
        yield running


def names_of(octoterm: CommandLine, *tariffs: str) -> list[str]:
    asked = [word for each in tariffs for word in ("--tariff", each)]
    found = json.loads(octoterm("compare", "--format", "json", *asked).out)
    return [each["name"] for each in found["tariffs"]]


@pytest.mark.extended
def test_what_you_paid_is_said_once(octoterm: CommandLine, server: Loopback) -> None:
    """By your own tariff in the table, if it is there and you had no other one."""
    move_in(octoterm, server)
    before = octoterm("compare", "--tariff", "flexible").out
    assert f"Your own tariffs cost £89.53: {OLD}, {FLEXIBLE}" in " ".join(before.split())
    move_in(octoterm, server, tariffs=ALWAYS_FLEXIBLE)
    table = octoterm("compare", "--tariff", "flexible").out
    assert "Flexible (yours)   81.12  ±0.00" in table
    assert "Your own" not in table
    assert f"Your own tariff cost £81.12: {FLEXIBLE}" in octoterm("compare", "--tariff", "go").out


def test_with_a_changed_use_it_says_what_you_would_have_paid(
    octoterm: CommandLine, server: Loopback
) -> None:
    move_in(octoterm, server, tariffs=ALWAYS_FLEXIBLE)
    table = octoterm("compare", "--tariff", "go", "--less", "10%").out
    assert f"Your own tariff would have cost £73.83: {FLEXIBLE}" in table


@pytest.mark.extended
def test_no_percentage_is_told_of_what_is_too_close(
    octoterm: CommandLine, server: Loopback
) -> None:
    move_in(octoterm, server)
    day = ("--from", "2024-03-25", "--to", "2024-03-25")
    table = octoterm("compare", "--tariff", "agile", "--tariff", "12m fixed", *day).out
    assert "too little to tell." in table.splitlines()[2]
    rows = [line for line in table.splitlines() if line.startswith(("Agile", "Octopus 12M"))]
    assert [line.split()[-4 if "Agile" in line else -2] for line in rows] == ["≈", "≈"]
    assert "≈: within 2% or £5 of yours, too little to tell" in table
    assert "cheapest" not in table
    assert "≈" not in octoterm("compare", "--tariff", "agile").out


@pytest.mark.extended
def test_a_tariff_named_in_several_ways_is_one_row(
    octoterm: CommandLine, server: Loopback
) -> None:
    move_in(octoterm, server)
    assert names_of(octoterm, "go", GO, "go-var-22-10-14", "Octopus Go") == ["Go"]


@pytest.mark.extended
def test_tariffs_of_other_regions_have_other_names(
    octoterm: CommandLine, server: Loopback, api: MarketApi
) -> None:
    there = GO[:-1] + "J"
    api.sell(there, "Octopus Go", flat(20), is_listed=False)
    move_in(octoterm, server)
    assert names_of(octoterm, GO, there) == ["Go (GO-VAR-22-10-14)", f"Go ({there})"]


@pytest.mark.extended
@pytest.mark.parametrize(
    "dates",
    [
        {"available_from": "2037-01-01T00:00:00Z"},
        {"available_from": "2024-01-01T00:00:00Z", "available_to": "2025-01-01T00:00:00Z"},
    ],
)
def test_what_is_sold_later_or_no_more_is_not_there(
    octoterm: CommandLine, server: Loopback, api: MarketApi, dates: dict[str, object]
) -> None:
    """A product of the same name that is listed nevertheless takes the place of none on sale."""
    code = "E-1R-OE-FIX-12M-37-01-01-C"
    api.sell(code, "Octopus 12M Fixed", flat(1.5), is_variable=False, **dates)
    move_in(octoterm, server)
    found = json.loads(octoterm("compare", "--format", "json").out)
    fixed = [each["code"] for each in found["tariffs"] if each["method"] == "today's price"]
    assert fixed == [FIXED]


def test_todays_standing_charge_is_that_of_how_you_pay(
    octoterm: CommandLine, server: Loopback, api: MarketApi
) -> None:
    """The product tells that of a direct debit; the list of charges has both."""
    methods = (("NON_DIRECT_DEBIT", 40), ("DIRECT_DEBIT", 33.25))
    charges = [row("2024-01-01T00:00:00Z", None, pence, method) for method, pence in methods]
    api.lists[FIXED]["standing-charges"] = charges
    for method, pence in methods:
        move_in(octoterm, server, payment_method=method)
        asked = ("--tariff", "12m fixed", "--format", "json")
        (fixed,) = json.loads(octoterm("compare", *asked).out)["tariffs"]
        assert (fixed["days"], fixed["standing_pence"]) == (13, round(13 * pence * 1.05, 4))


@pytest.mark.extended
def test_what_was_not_fetched_is_not_said_to_be_unpublished(
    octoterm: CommandLine, server: Loopback, api: MarketApi
) -> None:
    """The newest version has no prices of the time; those of an older one could not be had."""
    api.lists[AGILES[0]]["standard-unit-rates"] = []
    api.instead[f"/{AGILES[1]}/standard-unit-rates/"] = Response.json({"detail": "?"}, 400)
    move_in(octoterm, server)
    result = octoterm("compare", "--tariff", "agile")
    assert "Not compared: Agile: its prices have not been fetched." in result.out
    assert "Agile: " in result.err


@pytest.mark.extended
def test_what_is_refused_comes_last_without_any_difference(
    octoterm: CommandLine, server: Loopback
) -> None:
    """However cheap it is on the few days that are known."""
    move_in(octoterm, server)
    asked = ("--tariff", "cosy", "--tariff", "agile", "--tariff", "flexible", "--tariff", "go")
    table = octoterm("compare", *asked).out.splitlines()
    rows = [line.split() for line in table if line.endswith(("13", " 8", "--", "0.60", "0.09"))]
    assert [row[0] for row in rows] == ["Agile", "Flexible", "Go", "Cosy"]
    assert rows[-1] == ["Cosy", "53.20", "58.42", "--", "--", "8", "--", "--"]
