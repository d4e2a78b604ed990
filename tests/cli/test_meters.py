"""`octoterm meters`: what is known of each meter, and what is stored."""

from __future__ import annotations

import json

import pytest

from octoterm.storage.folders import Folders
from tests.conftest import CommandLine
from tests.support.accounts import agreement, electricity, gas, home
from tests.support.households import half_hours, readings
from tests.support.known_accounts import NUMBER, know

MARCH = half_hours("2024-03-31T00:00Z", "2024-04-01T00:00Z")


@pytest.fixture
def house(octoterm: CommandLine) -> CommandLine:
    tariffs = [
        agreement("E-1R-AGILE-24-04-03-C", "2024-07-10T00:00:00+01:00"),
        agreement("E-1R-VAR-22-11-01-C", "2022-11-01T00:00:00Z", "2024-07-10T00:00:00+01:00"),
    ]
    know(
        Folders.of_user().state,
        home(
            electricity("2000000000017", "OLD1", "NEW2", agreements=tariffs),
            electricity("2000000000025", is_export=True) | {"meters": [], "agreements": []},
            gas_points=(gas(),),
        ),
    )
    octoterm.configure(
        {
            "apikey": "sk_live_secret",
            "account": NUMBER,
            "meters": [{"mprn": "3000000017", "unit": "m3"}],
        }
    )
    octoterm.store(readings(MARCH[:30]), "octopus-2000000000017-OLD1.csv")
    octoterm.store(readings(MARCH[20:]), "octopus-2000000000017-NEW2.csv")
    return octoterm


def test_as_json_each_meter_point_has_all_that_is_known_of_it(house: CommandLine) -> None:
    imported, heating, exported = json.loads(house("meters", "--format", "json").out)
    files = [f"octopus-2000000000017-{serial}.csv" for serial in ("OLD1", "NEW2")]
    assert imported == {
        "name": "Electricity",
        "fuel": "electricity",
        "direction": "import",
        "mpan": "2000000000017",
        "serials": ["OLD1", "NEW2"],
        "files": [str(house.here / name) for name in files],
        "unit": "kWh",
        "first": "2024-03-31T00:00:00+00:00",
        "last": "2024-04-01T00:30:00+01:00",
        "readings": 48,
        "tariff": "E-1R-AGILE-24-04-03-C",
        "since": "2024-07-10T00:00:00+01:00",
        "until": None,
        "payment_method": "DIRECT_DEBIT",
        "billing_day": 1,
    }
    assert (heating["fuel"], heating["unit"], heating["mpan"]) == ("gas", "m3", "3000000017")
    assert (heating["readings"], heating["first"]) == (0, None)
    assert (exported["direction"], exported["serials"], exported["tariff"]) == ("export", [], None)


def test_as_a_table_it_is_one_line_each(house: CommandLine) -> None:
    result = house("meters")
    assert (result.exit_code, result.err) == (0, "")
    heading, *lines = result.out.splitlines()
    assert heading.split() == [
        "Meter",
        "MPAN",
        "or",
        "MPRN",
        *["Serials", "Readings", "Stored", "Tariff"],
    ]
    assert [line.split()[0] for line in lines] == ["Electricity", "Gas", "Exported"]
    assert "OLD1, NEW2" in lines[0]
    assert "Gas (m³)" in lines[1]


def test_every_name_is_what_meter_takes(house: CommandLine) -> None:
    for each in json.loads(house("meters", "--format", "json").out):
        assert house("summary", "--meter", each["name"]).exit_code == 0
        (one,) = json.loads(house("meters", "--meter", each["name"], "--format", "json").out)
        assert one == each


def test_meters_of_the_script_are_listed_too(octoterm: CommandLine) -> None:
    octoterm.configure()
    octoterm.store(readings(MARCH))
    (meter,) = json.loads(octoterm("meters", "--format", "json").out)
    assert (meter["serials"], meter["readings"], meter["tariff"]) == (["21L0000001"], 48, None)


def test_the_net_use_is_no_meter(octoterm: CommandLine) -> None:
    know(
        Folders.of_user().state,
        home(electricity(), electricity("2000000000025", "S", is_export=True)),
    )
    octoterm.configure({"apikey": "sk_live_secret", "account": NUMBER})
    found = json.loads(octoterm("meters", "--format", "json").out)
    assert [each["name"] for each in found] == ["Electricity", "Exported"]


def test_own_tariffs_and_what_is_unusual_about_the_bill_are_shown(octoterm: CommandLine) -> None:
    own = {"from": "2024-01-01", "unit_rate": 24.5, "standing_charge": 60.1}
    path = octoterm.configure()
    settings = {"tariffs": [own], "billing_day": 15, "payment_method": "not by direct debit"}
    octoterm.configure(json.loads(path.read_text()) | settings)
    heading, line = octoterm("meters").out.splitlines()
    assert heading.split()[-2:] == ["Tariff", "Billing"]
    assert line.endswith("24.5 p/kWh  not by direct debit, billing day 15")
    (meter,) = json.loads(octoterm("meters", "--format", "json").out)
    assert (meter["tariff"], meter["since"], meter["until"]) == (
        "24.5 p/kWh",
        "2024-01-01T00:00:00+00:00",
        None,
    )
    assert (meter["payment_method"], meter["billing_day"]) == ("NON_DIRECT_DEBIT", 15)
