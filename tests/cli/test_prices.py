"""`octoterm prices`: what each half hour costs as far ahead as is published."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from tests.conftest import CommandLine
from tests.support.asking_prices import (
    AGILE,
    AGILE_OUT,
    ECONOMY_7,
    FLEXIBLE,
    MIDNIGHT,
    RUNNING,
    TOMORROW,
    TONIGHT,
    Asker,
    asking,
    plain_record,
    sell,
    starts,
    supplier,
    usual,
)
from tests.support.households import london_day, utc
from tests.support.loopback import KEY, Response, loopback
from tests.support.prices_api import row
from tests.support.supplier_api import SupplierApi


@pytest.fixture
def api() -> SupplierApi:
    found = supplier()
    sell(found, usual())
    return found


@pytest.fixture
def ask(
    octoterm: CommandLine, monkeypatch: pytest.MonkeyPatch, api: SupplierApi
) -> Iterator[Asker]:
    with asking(octoterm, monkeypatch, api) as asker:
        yield asker


def configure(ask: Asker, *codes: str, **settings: object) -> None:
    """A meter that is on these tariffs, the first one until noon tomorrow."""
    tariffs = [{"from": "2020-01-01", "to": None, "tariff": codes[0]}]
    if len(codes) > 1:
        tariffs = [
            {"from": "2020-01-01", "to": "2024-01-10", "tariff": codes[0]},
            {"from": "2024-01-10", "to": None, "tariff": codes[1]},
        ]
    meter = {"url": ask.server.origin, "apikey": KEY, "mpan": "2000000000001", "serial": "1"}
    ask.octoterm.configure({**meter, "tariffs": tariffs, **settings})


def test_without_a_configuration_agile_is_shown_from_now_to_its_end(ask: Asker) -> None:
    expected = [plain_record(start, price) for start, price in usual().items() if start >= RUNNING]
    assert ask.json("--region", "C") == expected
    assert ask.asked == ["products", "AGILE-23-12-06", "standard-unit-rates"]


def test_a_second_time_on_the_same_day_nothing_is_asked_for(ask: Asker) -> None:
    first = ask.json("--region", "C")
    assert ask.json("--region", "_c", "--tariff", "agile OCTOPUS") == first
    assert ask.asked == []


def test_no_key_is_sent(ask: Asker, api: SupplierApi) -> None:
    configure(ask, AGILE)
    ask.json()
    ask.json("--tariff", "agile")
    assert api.keys == []
    assert ask.server.requests


def test_only_the_supplier_is_asked_whatever_its_links_say(ask: Asker, api: SupplierApi) -> None:
    with loopback(Response.json({})) as elsewhere:
        api.links_to = elsewhere.origin
        result = ask("--region", "C", "--format", "json")
        assert (result.exit_code, result.out) == (1, "")
        assert "points to another server" in result.err
        assert elsewhere.requests == []


def test_an_account_whose_meters_are_not_known_yet_is_asked_about_at_its_own_api(
    ask: Asker,
) -> None:
    ask.octoterm.configure({"url": ask.server.origin, "apikey": KEY, "account": "A-1A2B3C4D"})
    result = ask()
    assert (result.exit_code, ask.asked) == (2, [])
    assert "octoterm sync" in result.err
    ask.json("--region", "C")
    assert ask.asked == ["products", "AGILE-23-12-06", "standard-unit-rates"]


def test_the_region_is_needed_and_the_error_says_how_to_give_it(ask: Asker) -> None:
    result = ask()
    assert (result.exit_code, result.out) == (2, "")
    assert "--region" in result.err
    assert "--postcode" in result.err
    assert ask.asked == []


def test_a_postcode_is_sent_to_the_supplier_and_kept_nowhere(ask: Asker) -> None:
    found = ask.json("--postcode", "sw1a 1aa")
    assert isinstance(found, list)
    assert ask.asked[0] == "grid-supply-points"
    assert ask.json("--region", "C") == found
    written = [path for path in ask.octoterm.home.rglob("*") if path.is_file()]
    assert written
    assert not [path for path in written if b"1AA" in path.read_bytes().upper()]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--region", "I"), "There is no region ‘I’"),
        (("--region", "C", "--postcode", "SW1A 1AA"), "--region and --postcode"),
        (("--postcode", "AB1 2CD"), "no such postcode"),
        (("--region", "C", "--tariff", " "), "--tariff is empty"),
        (("--region", "C", "--tariff", "nonsense"), "No product on sale is called nonsense"),
        (("--region", "J"), "no tariff in region J"),
        (("--region", "J", "--tariff", AGILE), f"{AGILE} is the tariff of region C, not J"),
    ],
)
def test_what_does_not_exist_is_an_error_of_use(
    ask: Asker, options: tuple[str, ...], said: str
) -> None:
    result = ask(*options)
    assert (result.exit_code, result.out) == (2, "")
    assert said in result.err


@pytest.mark.extended
@pytest.mark.parametrize(
    "named", [AGILE, AGILE.lower(), "AGILE-23-12-06", "agile-23-12-06", "gil"]
)
def test_a_tariff_has_many_names(ask: Asker, named: str) -> None:
    region = () if named.upper() == AGILE else ("--region", "C")
    found = ask.json("--tariff", named, *region)
    assert isinstance(found, list)
    assert starts(found)[0] == RUNNING


def test_by_default_it_is_the_households_own_tariff(ask: Asker, api: SupplierApi) -> None:
    flexible = [row("2022-11-01T00:00:00Z", None, 24.5)]
    api.add(FLEXIBLE, standard_unit_rates=flexible, standing_charges=[])
    configure(ask, FLEXIBLE)
    found = ask.json()
    assert isinstance(found, list)
    assert starts(found) == [*range(RUNNING, utc("2024-01-11T00:00+00:00"), 1800)]
    assert {each["pence_inc_vat"] for each in found} == {25.725}
    assert ask.asked == ["VAR-22-11-01", "standard-unit-rates"]
    ask.json("--tariff", "agile")  # in the region of its own tariff
    assert ask.asked == ["products", "AGILE-23-12-06", "standard-unit-rates"]


def test_the_region_is_also_known_from_a_gas_meter(ask: Asker) -> None:
    gas = {"from": "2020-01-01", "to": None, "tariff": "G-1R-VAR-22-11-01-C"}
    meter = {"url": ask.server.origin, "apikey": KEY, "mprn": "3000000001", "serial": "1"}
    ask.octoterm.configure({**meter, "unit": "kWh", "tariffs": [gas]})
    assert isinstance(ask.json(), list)
    assert ask.asked == ["products", "AGILE-23-12-06", "standard-unit-rates"]


def test_a_change_of_tariff_is_seen_ahead(ask: Asker, api: SupplierApi) -> None:
    api.add(FLEXIBLE, standard_unit_rates=[row("2022-11-01T00:00:00Z", None, 24.5)])
    sell(api, usual(TOMORROW))
    configure(ask, FLEXIBLE, AGILE)
    found = ask.json()
    assert isinstance(found, list)
    change = MIDNIGHT + 86_400
    assert starts(found) == [*range(RUNNING, TOMORROW, 1800)]
    assert {each["pence_exc_vat"] for each in found if utc(each["start"]) < change} == {24.5}
    assert found[-1] == plain_record(TOMORROW - 1800, usual(TOMORROW)[TOMORROW - 1800])


def test_prices_that_were_typed_in_need_no_network(ask: Asker) -> None:
    own = {"from": "2023-01-01", "to": None, "unit_rate": 24.5, "standing_charge": 50}
    configure(ask, AGILE, tariffs=[own])
    found = ask.json()
    assert isinstance(found, list)
    assert {each["pence_exc_vat"] for each in found} == {24.5}
    assert ask().out.startswith("Electricity · 24.5 p/kWh\n")
    assert ask.asked == []


def test_of_two_registers_the_night_has_its_own_price(ask: Asker, api: SupplierApi) -> None:
    begin = "2022-11-01T00:00:00Z"
    api.add(
        ECONOMY_7, day_unit_rates=[row(begin, None, 30)], night_unit_rates=[row(begin, None, 10)]
    )

    def nights(*, is_assumed: bool) -> list[int]:
        result = ask("--from", "2024-01-10", "--to", "2024-01-10", "--format", "json")
        found = json.loads(result.out)
        assert ("Night hours assumed" in result.err) == is_assumed
        return [utc(each["start"]) for each in found if each["pence_exc_vat"] == 10]

    configure(ask, ECONOMY_7)
    assert "Night hours assumed: 00:30–07:30 UTC" in ask().out
    first = MIDNIGHT + 86_400
    assert nights(is_assumed=True) == [*range(first + 1800, first + 7 * 3600 + 1800, 1800)]
    configure(ask, ECONOMY_7, night_hours="02:00-05:00")
    assert nights(is_assumed=False) == [*range(first + 2 * 3600, first + 5 * 3600, 1800)]


def test_export_prices_have_no_vat(ask: Asker, api: SupplierApi) -> None:
    sell(api, usual(), AGILE_OUT)
    expected = [
        plain_record(start, price, 0) for start, price in usual().items() if start >= RUNNING
    ]
    assert ask.json("--export", "--region", "C") == expected
    assert ask.json("--tariff", AGILE_OUT) == expected


@pytest.mark.extended
@pytest.mark.parametrize(
    ("day", "count"), [(date(2024, 3, 31), 46), (date(2023, 10, 29), 50), (date(2024, 1, 9), 48)]
)
def test_a_day_has_all_its_half_hours(ask: Asker, api: SupplierApi, day: date, count: int) -> None:
    whole = london_day(day)
    sell(api, usual(whole[-1] + 86_400, whole[0]))
    ask.it_is(f"{day}T20:00+00:00")
    found = ask.json("--region", "C", "--from", day, "--to", day)
    assert isinstance(found, list)
    assert len(found) == count
    assert starts(found) == whole


def test_vat_is_that_of_each_half_hour(ask: Asker, api: SupplierApi) -> None:
    relief = utc("2026-09-30T23:00+00:00")
    prices = usual(relief + 3600, relief - 3600)
    sell(api, prices)
    ask.it_is("2026-09-30T22:10+00:00")
    assert ask.json("--tariff", AGILE) == [
        plain_record(start, price, 5 if start < relief else 0) for start, price in prices.items()
    ]


def test_gas_has_its_own_vat(ask: Asker, api: SupplierApi) -> None:
    gas, relief = "G-1R-VAR-22-11-01-C", utc("2026-12-01T12:00+00:00")
    api.add(gas, standard_unit_rates=[row("2022-11-01T00:00:00Z", None, 6)])
    configure(ask, AGILE, vat=[{"from": "2020-01-01", "percent": 0}])
    ask.it_is("2026-12-01T12:00+00:00")
    found = ask.json("--tariff", gas, "--to", "2026-12-01T12:30")
    assert found == [plain_record(relief, Decimal(6))]


def test_the_csv_has_the_same_columns(ask: Asker) -> None:
    records = ask.json("--region", "C")
    lines = ask("--region", "C", "--format", "csv").out.splitlines()
    assert lines[0] == "start,end,pence_inc_vat,pence_exc_vat"
    assert isinstance(records, list)
    assert lines[1:] == [",".join(map(str, each.values())) for each in records]


def test_a_half_hour_without_a_price_is_there_and_said(ask: Asker, api: SupplierApi) -> None:
    prices = usual()
    hole = TONIGHT - 3600
    del prices[hole]
    sell(api, prices)
    result = ask("--region", "C", "--format", "json")
    missing = [each for each in json.loads(result.out) if each["pence_inc_vat"] is None]
    assert starts(missing) == [hole]
    assert result.err == "octoterm: 1 half hour of these have no price.\n"
    assert "no price" in ask("--region", "C").out


def test_what_is_not_published_yet_is_said_with_about_when(ask: Asker) -> None:
    result = ask("--region", "C", "--to", "tomorrow", "--format", "json")
    assert result.exit_code == 0
    assert starts(json.loads(result.out))[-1] == TONIGHT - 1800
    about = "Published up to 9 Jan 2024 23:00; more are expected about 9 Jan 16:00."
    assert result.err == f"octoterm: {about}\n"
    assert ask("--region", "C").out.splitlines()[-1] == about
    ask.it_is("2024-01-09T18:00+00:00")
    late = ask("--region", "C").out.splitlines()[-1]
    assert late.endswith("more have been expected since 9 Jan 16:00 and are late.")


@pytest.mark.extended
def test_tomorrow_is_asked_for_from_16_00_on(ask: Asker, api: SupplierApi) -> None:
    ask.json("--region", "C")
    ask.it_is("2024-01-09T16:00+00:00")
    ask.json("--region", "C")
    assert ask.asked == ["standard-unit-rates"]
    sell(api, usual(TOMORROW))
    ask.it_is("2024-01-09T16:09+00:00")
    ask.json("--region", "C")
    assert ask.asked == []
    ask.it_is("2024-01-09T16:10+00:00")
    found = ask.json("--region", "C")
    assert isinstance(found, list)
    assert starts(found)[-1] == TOMORROW - 1800


def test_people_see_clock_times_and_what_is_special(ask: Asker, api: SupplierApi) -> None:
    prices = dict.fromkeys(usual(), Decimal("20"))
    prices |= {
        RUNNING: Decimal(0),
        RUNNING + 1800: Decimal("-1.5"),
        RUNNING + 3600: Decimal("-0.004"),
    }
    sell(api, prices)
    lines = [" ".join(line.split()) for line in ask("--region", "C").out.splitlines()]
    assert lines[0] == f"Agile · {AGILE}"
    assert lines[3:8] == [
        "Tue 9 Jan 2024",
        "12:00–12:30 0.00 free",
        "12:30–13:00 −1.58 you are paid",
        "13:00–13:30 0.00 free",
        "13:30–23:00 21.00",
    ]
    assert "Cheapest 1 hour Tue 9 Jan 2024 12:30–13:30 −0.79" in lines
    assert sum(line.startswith("Cheapest") for line in lines) == 4
