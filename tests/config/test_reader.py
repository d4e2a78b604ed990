"""The configuration: what is understood."""

from __future__ import annotations

import json
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from octoterm.config import reader as configuration
from octoterm.errors import ConfigError
from octoterm.household.api_key import ApiKey
from octoterm.household.meter import Fuel
from tests.support.configuring import ACCOUNT, ELECTRICITY, GAS, KEY, SINGLE, Reader


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


# The seed tool's two forms


def test_the_simple_form_is_one_meter(read: Reader) -> None:
    meter = read.meter()
    assert meter.name == "Electricity"
    assert meter.fuel is Fuel.ELECTRICITY
    assert (meter.mpan, meter.serial) == ("2000000000001", "21L0000001")
    assert meter.url == (
        "https://api.octopus.energy/v1/electricity-meter-points/2000000000001"
        "/meters/21L0000001/consumption/"
    )
    assert meter.api_key == ApiKey(KEY)
    assert (meter.unit, meter.kwh_per_unit) == ("kWh", 1.0)


def test_a_gas_meter_has_its_own_path_and_name(read: Reader) -> None:
    meter = read.meter(type="GAS")
    assert (meter.name, meter.fuel) == ("Gas", Fuel.GAS)
    assert "/v1/gas-meter-points/2000000000001/meters/" in meter.url


@pytest.mark.parametrize("base", ["https://api.octopus.energy", "https://api.octopus.energy/"])
def test_a_slash_after_the_address_makes_no_difference(read: Reader, base: str) -> None:
    assert read.meter(url=base).url == read.meter().url


def test_the_serial_number_is_percent_encoded_in_the_url_only(read: Reader) -> None:
    meter = read.meter(serial="E6S 1/2?#é")
    assert meter.serial == "E6S 1/2?#é"
    assert meter.url.endswith("/meters/E6S%201%2F2%3F%23%C3%A9/consumption/")


@pytest.mark.parametrize("end", ["", "/", "//"])
@pytest.mark.parametrize(("url", "fuel"), [(ELECTRICITY, Fuel.ELECTRICITY), (GAS, Fuel.GAS)])
def test_an_accounts_url_says_fuel_and_meter_and_ends_in_one_slash(
    read: Reader, url: str, fuel: Fuel, end: str
) -> None:
    meter = read.account(url=url + end)
    assert (meter.name, meter.fuel) == ("Upstairs", fuel)
    assert (meter.mpan, meter.serial) == (
        ("2000", "21L") if fuel is Fuel.ELECTRICITY else ("3000", "G4A")
    )
    assert meter.url == f"{url}/"


def test_an_accounts_url_is_decoded_and_encoded_again(read: Reader) -> None:
    meter = read.account(url=ELECTRICITY.replace("21L", "E6S%201%2f2+é"))
    assert meter.serial == "E6S 1/2+é"
    assert meter.url.endswith("/meters/E6S%201%2F2%2B%C3%A9/consumption/")


def test_several_accounts_are_several_meters_in_their_order(read: Reader) -> None:
    gas = {"name": "Heating", "url": GAS, "apikey": "sk_other", "csv": "gas.csv"}
    meters = read({"accounts": [ACCOUNT, gas]}).meters
    assert [meter.name for meter in meters] == ["Upstairs", "Heating"]
    assert [meter.api_key.reveal() for meter in meters] == [KEY, "sk_other"]


def test_where_both_forms_are_present_the_accounts_count(read: Reader) -> None:
    config = read({**SINGLE, "apikey": "", "serial": 5, "accounts": [ACCOUNT]})
    assert [meter.name for meter in config.meters] == ["Upstairs"]
    assert config.warnings == ()


def test_name_and_csv_of_an_account_may_be_left_out(read: Reader) -> None:
    account = {"url": GAS, "apikey": KEY}
    (meter,) = read({"accounts": [account]}).meters
    assert meter.name == "Gas"
    assert meter.csv == read.folders.data / "octopus-3000-G4A.csv"


def test_two_meters_of_one_name_can_be_told_apart(read: Reader) -> None:
    accounts = [{**ACCOUNT, "csv": f"{n}.csv"} for n in range(3)]
    accounts[1]["name"] = "UPSTAIRS"
    names = [meter.name for meter in read({"accounts": accounts}).meters]
    assert names == ["Upstairs", "UPSTAIRS (2)", "Upstairs (3)"]


def test_two_meters_whose_names_look_alike_can_be_told_apart(read: Reader) -> None:
    accounts = [{**ACCOUNT, "csv": f"{n}.csv"} for n in range(2)]
    accounts[1]["name"] = "Up\u200bstairs"
    names = [meter.name for meter in read({"accounts": accounts}).meters]
    assert names == ["Upstairs", "Up\N{REPLACEMENT CHARACTER}stairs (2)"]


def test_a_name_is_made_harmless(read: Reader) -> None:
    name = read.account(name="Up\x1b[31m\nstairs\u202e [/x]" + "y" * 500).name
    assert name.isprintable()
    assert len(name) <= 60


def test_a_byte_order_mark_is_fine(read: Reader) -> None:
    assert len(read.text(b"\xef\xbb\xbf" + json.dumps(SINGLE).encode()).meters) == 1


def test_spaces_around_values_are_not_meant(read: Reader) -> None:
    assert read.meter(apikey=f" {KEY}\n", mpan=" 2000000000001 ") == read.meter()


# Where the CSV is


def test_a_csv_is_relative_to_the_configurations_own_folder(read: Reader) -> None:
    assert read.meter(csv="power/mine.csv").csv == read.file.parent / "power" / "mine.csv"


def test_a_csv_may_be_anywhere_that_its_owner_says(
    read: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/somebody")
    assert read.meter(csv="/srv/power.csv").csv == Path("/srv/power.csv")
    assert read.meter(csv="~/power.csv").csv == Path("/home/somebody/power.csv")


def test_without_a_csv_the_one_that_the_seed_tool_left_goes_on(read: Reader) -> None:
    left = read.file.parent / "octopus-2000000000001-21L0000001.csv"
    left.write_text("Start,End,Consumption\n")
    assert read.meter().csv == left


def test_without_either_the_csv_is_in_the_data_folder(read: Reader) -> None:
    assert read.meter().csv == read.folders.data / "octopus-2000000000001-21L0000001.csv"


# Units, days, averages


def test_gas_in_cubic_metres_becomes_kwh(read: Reader) -> None:
    meter = read.meter(type="gas", unit="M3")
    assert meter.unit == "m3"
    assert meter.kwh_per_unit == pytest.approx(1.02264 * 39.5 / 3.6)
    assert read.meter(type="gas", unit="m3", calorific_value=40).kwh_per_unit == pytest.approx(
        1.02264 * 40 / 3.6
    )


def test_gas_in_kwh_is_left_as_it_is(read: Reader) -> None:
    assert read.meter(type="gas", unit="kWh", calorific_value=39.1).kwh_per_unit == 1.0


def test_a_unit_above_the_accounts_is_for_the_gas_among_them(read: Reader) -> None:
    accounts = [
        ACCOUNT,
        {"url": GAS, "apikey": KEY, "csv": "1.csv"},
        {"url": GAS, "apikey": KEY, "csv": "2.csv", "unit": "kWh", "calorific_value": 41},
    ]
    meters = read({"unit": "m3", "calorific_value": 38, "accounts": accounts}).meters
    assert [meter.unit for meter in meters] == ["kWh", "m3", "kWh"]
    assert [meter.calorific_value for meter in meters] == [38, 38, 41]


def test_days_and_averages_have_their_usual_values(read: Reader) -> None:
    config = read(SINGLE)
    assert (config.day_start, config.average_days) == (time(0), (7, 30, 90))
    assert config.path == read.file


def test_days_and_averages_can_be_set(read: Reader) -> None:
    config = read({**SINGLE, "day_start": "03:30", "average_days": [14, 1, 366]})
    assert config.calendar.day_start == time(3, 30)
    assert config.average_days == (14, 1, 366)


# What is only odd


def test_unknown_keys_are_named_with_their_file_and_place(read: Reader) -> None:
    config = read(
        {"mpan_": "x", "accounts": [ACCOUNT, {**ACCOUNT, "csv": "b.csv", "Name\x1b": 1}]}
    )
    top, account = config.warnings
    assert '"mpan_"' in top
    assert str(read.file) in top
    assert '"Name�" in account 2' in account


def test_every_key_that_is_documented_is_known(read: Reader) -> None:
    settings: dict[str, Any] = {"unit": "kWh", "calorific_value": 39.5}
    top = {**SINGLE, **settings, "csv": "a.csv", "type": "gas"}
    top |= {"day_start": "03:00", "average_days": [7]}
    assert read(top).warnings == ()
    assert read({"accounts": [{**ACCOUNT, **settings, "type": "electricity"}]}).warnings == ()


@pytest.mark.parametrize(("mode", "others"), [(0o600, 0), (0o640, 1), (0o604, 1), (0o622, 1)])
def test_a_file_that_others_can_read_or_change_draws_a_warning(
    read: Reader, mode: int, others: int
) -> None:
    read(SINGLE)
    read.file.chmod(mode)
    warnings = configuration.read(read.file, read.folders, {}).warnings
    assert len(warnings) == others
    assert all("chmod 600" in warning and str(read.file) in warning for warning in warnings)


# The API key


def test_the_key_of_the_environment_wins(read: Reader) -> None:
    read.environ["OCTOTERM_API_KEY"] = " sk_env "
    assert read.meter().api_key.reveal() == "sk_env"
    assert read.account().api_key.reveal() == "sk_env"


def test_with_a_key_in_the_environment_the_file_needs_none(read: Reader) -> None:
    read.environ["OCTOTERM_API_KEY"] = "sk_env"
    content = {k: v for k, v in SINGLE.items() if k != "apikey"}
    assert read(content).meters[0].api_key.reveal() == "sk_env"
    assert read.meter(apikey="").api_key.reveal() == "sk_env"


def test_an_empty_key_in_the_environment_is_none(read: Reader) -> None:
    read.environ["OCTOTERM_API_KEY"] = ""
    assert read.meter().api_key.reveal() == KEY


@pytest.mark.parametrize("key", ["sk\x00", "sk\udc80", "<key>", " "])
def test_a_key_in_the_environment_that_cannot_be_one_is_refused(read: Reader, key: str) -> None:
    read.environ["OCTOTERM_API_KEY"] = key
    with pytest.raises(ConfigError, match=r"^\$OCTOTERM_API_KEY"):
        read(SINGLE)


def test_the_key_shows_nowhere(read: Reader) -> None:
    config = read(SINGLE)
    for text in (repr(config), str(config), f"{config.meters[0].api_key}"):
        assert KEY not in text
    assert config.meters[0].api_key.reveal() == KEY
    assert not hasattr(config.meters[0].api_key, "__dict__")


def test_keys_are_equal_by_what_they_are() -> None:
    assert ApiKey("a") == ApiKey("a")
    assert ApiKey("a") != ApiKey("b")
    assert len({ApiKey("a"), ApiKey("a")}) == 1
