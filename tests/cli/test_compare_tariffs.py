"""`octoterm compare`: every method against plain arithmetic, refusals, requests, what if."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from octoterm.storage.folders import Folders
from tests.conftest import CommandLine
from tests.support.account_api import AccountApi
from tests.support.accounts import agreement, electricity, gas, home
from tests.support.compared_home import (
    AGILES,
    AS_SOLD,
    COSY,
    DAYS,
    FIXED,
    FLEXIBLE,
    GAS,
    GO,
    IN_PART,
    LAST_OF_COSY,
    OLD,
    ONE_CODE,
    OUTGOING,
    OWN,
    TODAY,
    USAGE,
    market,
    move_in,
    plain_row,
)  # fmt: skip
from tests.support.households import london_day, readings
from tests.support.known_accounts import NUMBER, know
from tests.support.loopback import KEY, Loopback, loopback
from tests.support.market_api import MarketApi, flat
from tests.support.plain_costs import Plain, local, no_vat

pytestmark = pytest.mark.usefixtures("quick_disk")


@pytest.fixture
def api() -> MarketApi:
    return market()


@pytest.fixture
def server(api: MarketApi) -> Iterator[Loopback]:
    with loopback(api) as running:
        yield running


def compare(octoterm: CommandLine, *arguments: object) -> dict[str, Any]:
    result = octoterm("compare", "--format", "json", *arguments)
    assert (result.exit_code, result.err) == (0, "")
    found = json.loads(result.out)
    assert isinstance(found, dict)
    return found


def by_code(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["code"]: each for each in found["tariffs"]}


@pytest.mark.extended
def test_each_method_is_what_its_half_hours_would_have_cost(
    octoterm: CommandLine, server: Loopback, api: MarketApi
) -> None:
    for number, said in enumerate((
        {"is_restricted": True}, {"is_business": True}, {"is_prepay": True}, {"brand": "OTHER"},
    )):  # fmt: skip
        api.sell(f"E-1R-ODD-{number}-24-01-01-C", f"Odd {number}", flat(1.0), **said)
    api.sell("E-1R-ZERO-24-01-01-C", "No bills", flat(0.0))
    move_in(octoterm, server)
    found = compare(octoterm)
    assert found["own"]["tariffs"] == [OLD, FLEXIBLE]
    assert found["own"]["cost_pence"] == OWN.cost(DAYS)["cost_pence"]
    assert (found["from"], found["to"]) == (
        "2024-03-25T00:00:00+00:00",
        "2024-04-07T00:00:00+01:00",
    )
    rows = by_code(found)
    assert set(rows) >= {AGILES[0], GO, COSY, FLEXIBLE, FIXED}
    assert not [code for code in rows if "ODD" in code or "ZERO" in code or "OUT" in code]
    for code, name, method, plain in (
        (AGILES[0], "Agile", "as sold", AS_SOLD),
        (GO, "Go", "one code", ONE_CODE),
        (FIXED, "Octopus 12M Fixed", "today's price", TODAY),
    ):
        row, expected = rows[code], plain_row(plain)
        assert (row["name"], row["method"]) == (name, method)
        assert {key: row[key] for key in expected} == expected, code
    assert rows[AGILES[0]]["tariffs"] == [AGILES[1], AGILES[0]]
    gain = min(rows[code]["difference_pence"] for code in (AGILES[0], GO))
    assert found["verdict"]["kind"] == "cheaper"
    assert found["verdict"]["code"] == AGILES[0]
    assert found["verdict"]["difference_pence"] == gain < -500


@pytest.mark.extended
def test_a_tariff_that_prices_too_little_is_compared_in_part_and_never_ranked(
    octoterm: CommandLine, server: Loopback
) -> None:
    move_in(octoterm, server)
    found = compare(octoterm, "--tariff", "cosy")
    (row,) = found["tariffs"]
    expected = plain_row(IN_PART, days=[day for day in DAYS if day <= LAST_OF_COSY])
    refused = ("difference_pence", "average_part_pence", "timing_part_pence")
    assert {key: row[key] for key in expected} == {**expected, **dict.fromkeys(refused)}
    assert row["excluded"] == [{"from": "2024-04-02", "to": "2024-04-06", "why": "it has no rate"}]
    assert found["verdict"]["kind"] == "not enough data"
    assert (found["verdict"]["code"], found["verdict"]["difference_pence"]) == (None, None)
    table = octoterm("compare", "--tariff", "cosy").out
    assert "Days left out of Cosy: 2–6 Apr 2024 (it has no rate)" in table
    assert "No difference is told of Cosy (8 days): less than 98%" in table
    assert "yours £: on the same days as each tariff" in table


@pytest.mark.extended
def test_a_fixed_tariff_wins_nothing(octoterm: CommandLine, server: Loopback) -> None:
    """However cheap it is today: nobody could have had that price then."""
    move_in(octoterm, server)
    found = compare(octoterm, "--tariff", "12m fixed", "--tariff", FLEXIBLE)
    rows = by_code(found)
    assert rows[FIXED]["difference_pence"] < -500
    assert rows[FLEXIBLE]["is_own"]
    assert found["verdict"]["kind"] == "not enough data"
    table = octoterm("compare", "--tariff", "12m fixed").out
    assert "today's price on your past, not ranked with the others" in table
    assert max(map(len, octoterm("compare").out.splitlines())) <= 80


def test_versions_are_compared_by_their_codes(octoterm: CommandLine, server: Loopback) -> None:
    """Each by itself, over the days that it prices; also of a product that is listed no more."""
    move_in(octoterm, server)
    retired = OLD[5:-2].lower()
    asked = ("agile-23-12-06", AGILES[0].lower(), retired, "OE-FIX-12M-20-01-01")
    found = compare(octoterm, *(word for each in asked for word in ("--tariff", each)))
    assert [(each["name"], each["days"]) for each in found["tariffs"]] == [
        ("Agile (AGILE-23-12-06)", 9),
        ("Agile (AGILE-24-04-03)", 4),
        ("OE-FIX-12M-23-04-01", 13),
    ]
    assert found["tariffs"][2]["method"] == "today's price"
    why = "no prices of this time are published"
    assert found["not_compared"] == [{"name": "OE-FIX-12M-20-01-01", "why": why}]


@pytest.mark.extended
def test_nothing_is_asked_for_twice_a_day_and_no_key_is_sent(
    octoterm: CommandLine, server: Loopback, api: MarketApi
) -> None:
    move_in(octoterm, server)
    first = compare(octoterm)
    assert 0 < len(api.asked) <= 60
    assert all("authorization" not in each.headers for each in server.requests)
    api.asked.clear()
    assert compare(octoterm) == first
    assert api.asked == []


def test_without_a_network_what_is_stored_is_used_and_that_is_said(
    octoterm: CommandLine, server: Loopback
) -> None:
    move_in(octoterm, server)
    first = compare(octoterm, "--tariff", "go")
    server.call(server.refuse)
    again = octoterm("compare", "--tariff", "go", "--from", "2024-03-20", "--format", "json")
    assert again.exit_code == 0
    assert again.err.startswith("octoterm: No connection to 127.0.0.1")
    assert again.err.endswith("What is stored is used.\n")
    (row,) = json.loads(again.out)["tariffs"]
    assert row["cost_pence"] == first["tariffs"][0]["cost_pence"]


def test_it_is_told_which_tariffs_there_are(octoterm: CommandLine, server: Loopback) -> None:
    move_in(octoterm, server)
    result = octoterm("compare", "--tariff", "nonsense")
    assert (result.exit_code, result.out) == (2, "")
    assert result.err.count("\n") == 1
    assert "there are: Agile, Tracker, Go, Cosy" in result.err


@pytest.mark.extended
def test_what_if_a_car_were_charged_at_night(octoterm: CommandLine, server: Loopback) -> None:
    """What is added is the same in each half hour of the window that has a reading."""
    move_in(octoterm, server)
    what_if = ("--tariff", "go", "--shift", "+5kWh@00:30-05:30")
    found = compare(octoterm, *what_if)
    assert found["what_if"] == "5 kWh a day more at 00:30–05:30"
    usage = {start: Decimal(kwh) for start, kwh in USAGE.items()}
    for day in DAYS:
        clocks = {start: local(start) for start in london_day(day) if start in usage}
        night = [each for each, at in clocks.items() if (0, 30) <= (at.hour, at.minute) < (5, 30)]
        usage |= {start: usage[start] + Decimal(5) / len(night) for start in night}
    changed = {start: str(kwh) for start, kwh in usage.items()}
    expected = plain_row(replace(ONE_CODE, usage=changed), replace(OWN, usage=changed))
    row = found["tariffs"][0]
    for key in ("cost_pence", "own_cost_pence", "difference_pence"):
        assert row[key] == pytest.approx(expected[key], abs=0.01)  # to a millionth of a kWh
    text = octoterm("compare", *what_if).out
    assert "What if: 5 kWh a day more at 00:30–05:30" in text
    assert "Your use is taken as it was" not in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--shift", "five"), "--shift: must be"),
        (("--less", "lots"), "--less: "),
        (("--region", "I"), "There is no region ‘I’"),
        (("--region", "C", "--postcode", "AB1 2CD"), "--region and --postcode say the same"),
        (("--meter", "Gas"), "No meter called ‘Gas’"),
        (("--tariff", GAS), "is a tariff for gas"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(
    octoterm: CommandLine, server: Loopback, arguments: tuple[str, ...], said: str
) -> None:
    move_in(octoterm, server)
    result = octoterm("compare", *arguments)
    assert (result.exit_code, result.out) == (2, "")
    assert said in result.err


def test_where_no_tariff_says_the_region_it_is_asked_for(
    octoterm: CommandLine, server: Loopback, api: MarketApi
) -> None:
    own = [{"from": "2023-04-01", "to": None, "unit_rate": 20, "standing_charge": 50}]
    move_in(octoterm, server, tariffs=own)
    result = octoterm("compare")
    assert (result.exit_code, result.out) == (2, "")
    assert "--region" in result.err
    assert api.asked == []
    by_letter = compare(octoterm, "--tariff", "go", "--region", "c")
    assert by_letter == compare(octoterm, "--tariff", "go", "--postcode", "ab1 2cd")
    had = Plain(USAGE, lambda _: Decimal(20), lambda _: Decimal(50))
    expected = plain_row(ONE_CODE, had)
    assert {key: by_letter["tariffs"][0][key] for key in expected} == expected
    assert octoterm("compare", "--postcode", "ZZ1 1ZZ").exit_code == 2
    stored = [path.read_bytes() for path in octoterm.home.rglob("*") if path.is_file()]
    assert not any(b"AB1" in each.upper() for each in stored)


def test_of_a_household_without_tariffs_it_says_what_is_needed(
    octoterm: CommandLine, server: Loopback
) -> None:
    move_in(octoterm, server)
    octoterm.configure({
        "url": server.origin, "apikey": KEY, "mpan": "2000000000001", "serial": "21L0000001",
        "csv": "readings.csv",
    })  # fmt: skip
    result = octoterm("compare", "--region", "C", "--tariff", "go")
    assert result.exit_code == 0
    assert 'put "account" or "tariffs" in the configuration' in result.err
    assert "What you had has no price: no tariff is known" in result.out
    assert "Days left out of Go: 25 Mar – 6 Apr 2024 (you had no agreement)" in result.out


def move_in_with_account(octoterm: CommandLine, server: Loopback, api: MarketApi) -> None:
    """A home that also exports, and has gas; its account is known."""
    api.sell(GAS, "Flexible Octopus", flat(6.1), 30)
    octoterm.configure({"url": server.origin, "apikey": KEY, "account": NUMBER, "unit": "kWh"})
    house = home(
        electricity("2000000000017", "IN1", agreements=[agreement(FLEXIBLE)]),
        electricity("2000000000025", "OUT1", is_export=True, agreements=[agreement(OUTGOING)]),
        gas_points=(gas("3000000017", "GAS1"),),
    )
    know(Folders.of_user().state, house, base=f"{server.origin}/v1")
    usage = readings({start: float(kwh) for start, kwh in USAGE.items()})
    for serial in ("2000000000017-IN1", "2000000000025-OUT1", "3000000017-GAS1"):
        octoterm.store(usage, f"octopus-{serial}.csv")


def test_imports_exports_and_gas_are_compared_apart(
    octoterm: CommandLine, server: Loopback, api: MarketApi
) -> None:
    move_in_with_account(octoterm, server, api)
    net = octoterm("compare", "--meter", "Net")
    assert (net.exit_code, net.out) == (2, "")
    assert "imports and exports are compared apart" in net.err
    exports = compare(octoterm, "--meter", "Exported")
    earned = Plain(USAGE, lambda _: Decimal(15), lambda _: Decimal(0), no_vat)
    (row,) = exports["tariffs"]
    expected = plain_row(earned, earned)
    assert {key: row[key] for key in expected} == expected
    burnt = compare(octoterm, "--meter", "Gas")
    (row,) = burnt["tariffs"]
    costs = Plain(USAGE, lambda _: Decimal("6.1"), lambda _: Decimal(30))
    expected = plain_row(costs, costs)
    assert {key: row[key] for key in expected} == expected


def test_two_strings_are_enough(octoterm: CommandLine, server: Loopback, api: MarketApi) -> None:
    """The account is found, its readings and all prices are fetched: nobody need sync before."""
    house = home(electricity("2000000000017", "IN1", agreements=[agreement(FLEXIBLE)]))
    account = AccountApi(house, readings={"IN1": dict(USAGE)})
    account.prices = api
    server.answers = account
    octoterm.configure({"url": server.origin, "apikey": KEY, "account": "A-1A2B3C4D"})
    found = compare(octoterm, "--tariff", "go")
    assert account.asked == ["account", "IN1"]
    had = Plain(USAGE, lambda _: Decimal("22.2222"), lambda _: Decimal("60.01"))
    expected = plain_row(ONE_CODE, had)
    assert {key: found["tariffs"][0][key] for key in expected} == expected
    asked = len(server.requests)
    assert compare(octoterm, "--tariff", "go") == found
    assert len(server.requests) == asked


@pytest.mark.slow
def test_in_the_demo_a_first_comparison_takes_few_requests(octoterm: CommandLine) -> None:
    result = octoterm("--demo", "compare", "--format", "json")
    assert result.exit_code == 0
    found = json.loads(result.out)
    assert {each["name"] for each in found["tariffs"]} >= {"Agile", "Tracker", "Go", "Flexible"}
    assert all(each["difference_pence"] is not None for each in found["tariffs"])
