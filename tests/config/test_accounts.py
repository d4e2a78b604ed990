"""A configuration may name a whole account, whose meters the API lists."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from octoterm.config.reader import Config
from octoterm.config.writer import write_template
from octoterm.errors import ConfigError
from octoterm.household.account import Direction
from octoterm.household.account_json import read_account
from octoterm.household.meter import Fuel
from octoterm.storage.state.account_file import KnownAccount, account_path, save_account
from tests.support.accounts import account, agreement, electricity, gas, home
from tests.support.configuring import ACCOUNT, ELECTRICITY, KEY, SINGLE, Reader
from tests.support.known_accounts import API, NUMBER, know

TWO_STRINGS = {"apikey": KEY, "account": NUMBER}
IMPORT, EXPORT, GAS = "2000000000017", "2000000000025", "3000000017"
SOLAR = electricity(EXPORT, "E1", is_export=True)


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


def names(config: Config) -> list[str]:
    return [point.name for point in config.points]


def files(config: Config) -> list[str]:
    return [meter.csv.name for meter in config.meters]


def test_two_strings_are_enough(read: Reader) -> None:
    know(read.folders.state, home(electricity(), gas_points=(gas(),)))
    config = read(TWO_STRINGS)
    assert config.warnings == ()
    assert names(config) == ["Electricity", "Gas"]
    meter = config.meters[0]
    assert meter.url == f"{API}/electricity-meter-points/{IMPORT}/meters/21L0000017/consumption/"
    assert meter.csv == read.folders.data / f"octopus-{IMPORT}-21L0000017.csv"
    assert meter.api_key.reveal() == KEY


def test_before_the_api_was_asked_there_are_none(read: Reader) -> None:
    config = read(TWO_STRINGS)
    assert config.points == ()
    (found,) = config.accounts
    assert (found.number, found.base) == (NUMBER, API)
    assert KEY not in repr(config)
    assert config.without_keys(f"a {KEY}") == "a •••"


def test_what_is_found_out_while_it_runs_makes_new_points(read: Reader) -> None:
    config = read(TWO_STRINGS)
    known = KnownAccount(read_account(account(home(electricity()))), 0)
    assert names(config.with_known_accounts(lambda _: known)) == ["Electricity"]


@pytest.mark.parametrize(
    "written",
    ["a-1a2b3c4d", " A 1A2B3C4D\n", '"A-1A2B3C4D"', "A\u20111A2B\u200b3C4D", "A1A2B3C4D"],
)
def test_the_number_is_read_however_it_was_pasted(read: Reader, written: str) -> None:
    assert read({**TWO_STRINGS, "account": written}).accounts[0].number == NUMBER


@pytest.mark.parametrize("written", ["A-1", "", "<your account>", 5, None, [], "https://x"])
def test_what_is_no_account_number_is_refused(read: Reader, written: object) -> None:
    read.refusal({**TWO_STRINGS, "account": written}, '"account"')


def test_a_meter_point_is_one_whose_meter_was_exchanged(read: Reader) -> None:
    know(read.folders.state, home(electricity(IMPORT, "OLD1", "NEW2")))
    (point,) = read(TWO_STRINGS).points
    old, new = point.meters
    assert (point.name, new.name, old.name) == ("Electricity", "Electricity", "Electricity (OLD1)")
    assert (old.is_former, new.is_former) == (True, False)
    assert old.csv.name == f"octopus-{IMPORT}-OLD1.csv"


def test_exports_and_their_net_follow_what_is_imported(read: Reader) -> None:
    know(read.folders.state, home(SOLAR, electricity(), gas_points=(gas(),)))
    config = read(TWO_STRINGS)
    assert names(config) == ["Electricity", "Gas", "Exported", "Net"]
    *_, exported, net = config.points
    assert exported.direction is Direction.EXPORT
    assert net.is_net
    assert net.all_meters == (*config.points[0].meters, *exported.meters)
    assert len(config.meters) == 3, "a net use has no meters of its own to ask for"


def test_a_serial_that_both_directions_share_is_two_files(read: Reader) -> None:
    export = electricity(EXPORT, "21L0000017", is_export=True)
    know(read.folders.state, home(electricity(), export))
    assert files(read(TWO_STRINGS)) == [
        f"octopus-{IMPORT}-21L0000017.csv",
        f"octopus-{EXPORT}-21L0000017.csv",
    ]


def test_there_is_no_net_of_two_homes(read: Reader) -> None:
    know(read.folders.state, home(electricity()), home(SOLAR))
    assert names(read(TWO_STRINGS)) == ["Electricity", "Exported"]


def test_the_home_that_was_left_comes_last_and_says_so(read: Reader) -> None:
    left = home(electricity("2000000000033"), moved_out="2021-11-01T00:00:00Z")
    know(read.folders.state, left, home(electricity()))
    config = read(TWO_STRINGS)
    assert names(config) == ["Electricity", "Electricity (moved out 2021)"]
    assert [meter.is_former for meter in config.meters] == [False, True]


def test_homes_that_were_left_come_after_meters_of_all_other_entries(read: Reader) -> None:
    left = home(electricity("2000000000033"), moved_out="2021-11-01T00:00:00Z")
    know(read.folders.state, left, home(electricity()))
    named = [{"mpan": "2000000000033", "name": "Old flat"}]
    config = read({"accounts": [{**TWO_STRINGS, "meters": named}, {**SINGLE, "name": "Mum"}]})
    assert names(config) == ["Electricity", "Mum", "Old flat"]
    assert config.points[-1].label == "Old flat 2000…0033 (moved out 2021)"
    assert config.points[0].label == "Electricity 2000…0017"


def test_a_meter_point_without_a_meter_is_shown_too(read: Reader) -> None:
    know(read.folders.state, home(electricity() | {"meters": []}))
    (point,) = read(TWO_STRINGS).points
    assert (point.meters, point.label) == ((), "Electricity 2000…0017")


@pytest.mark.parametrize("written", ["acount", "accountt", "octopus_account", "_account"])
def test_a_misspelt_account_is_told_as_such_wherever_it_is(read: Reader, written: str) -> None:
    change = f'"{written}" is there: call it "account"'
    misspelt = {"apikey": KEY, written: NUMBER}
    read.refusal(misspelt, '"account" is missing', change)
    read.refusal({"accounts": [misspelt]}, '"account" in account 1 is missing', change)
    assert len(read({**SINGLE, written: NUMBER}).meters) == 1, "a meter is named"


def test_a_meter_that_is_gone_from_the_account_stays_and_is_not_asked_for(read: Reader) -> None:
    before = KnownAccount(read_account(account(home(electricity(IMPORT, "A", "B"), SOLAR))), 0)
    now = before.followed_by(read_account(account(home(electricity(IMPORT, "B")))), 1)
    save_account(read.folders.state, API, NUMBER, now)
    config = read(TWO_STRINGS)
    assert names(config) == ["Electricity", "Exported"]
    assert [point.is_listed for point in config.points] == [True, False]
    assert [meter.serial for meter in config.meters] == ["A", "B"]
    back = now.followed_by(before.account, 2)
    assert (back.gone, back.account) == ((), before.account)


def test_settings_are_for_one_meter_point_each(read: Reader) -> None:
    know(read.folders.state, home(electricity(IMPORT, "OLD1", "NEW2"), SOLAR, gas_points=(gas(),)))
    config = read(
        {
            **TWO_STRINGS,
            "meters": [
                {"mpan": "20 0000 0000 017", "name": "House", "csv": "house.csv"},
                {"mprn": GAS, "unit": "m3", "calorific_value": 40},
                {"mpan": EXPORT, "hidden": True},
            ],
        }
    )
    assert names(config) == ["House", "Gas"]
    assert files(config) == [
        f"octopus-{IMPORT}-OLD1.csv",
        "house.csv",
        f"octopus-{GAS}-G4P00000000017.csv",
    ]
    assert config.points[1].unit == "m3"
    assert config.points[1].kwh_per_unit == pytest.approx(1.02264 * 40 / 3.6)
    assert config.warnings == ()


def test_settings_for_another_meter_are_warned_of(read: Reader) -> None:
    know(read.folders.state, home(electricity()))
    config = read({**TWO_STRINGS, "meters": [{"mpan": "5", "colour": "pink"}]})
    assert len(config.warnings) == 2
    assert '"colour" in meter 1 ignored' in config.warnings[0]
    assert "does not list" in config.warnings[1]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, '"mpan" in meter 1 is missing'),
        ({"mpan": 5}, '"mpan" in meter 1 must be text'),
        ({"mpan": "5", "unit": "m3"}, '"unit" in meter 1 is m3'),
        ({"mpan": "5", "hidden": "yes"}, '"hidden" in meter 1 must be true or false'),
        ({"mpan": "5", "csv": "../x.csv"}, '"csv" in meter 1 leads out'),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(
    read: Reader, settings: dict[str, object], words: str
) -> None:
    read.refusal({**TWO_STRINGS, "meters": [settings]}, words)


def test_a_file_for_a_whole_account_is_refused(read: Reader) -> None:
    read.refusal({**TWO_STRINGS, "csv": "mine.csv"}, '"csv" is for one meter', '"meters"')


def test_an_entry_of_the_accounts_may_be_a_whole_one(read: Reader) -> None:
    know(read.folders.state, home(electricity(), gas_points=(gas(),)), number="A-5E6F7A8B")
    know(read.folders.state, home(electricity("2000000000041")))
    config = read(
        {
            **TWO_STRINGS,
            "accounts": [
                {"name": "Mum's", "apikey": "sk_mum", "account": "A-5E6F7A8B"},
                ACCOUNT,
            ],
        }
    )
    assert names(config) == ["Electricity", "Mum's electricity", "Mum's gas", "Upstairs"]
    assert [meter.api_key.reveal() for meter in config.meters] == [KEY, "sk_mum", "sk_mum", KEY]


def test_a_meter_named_twice_is_one_with_the_settings_given_for_it(read: Reader) -> None:
    know(read.folders.state, home(electricity("2000", "20L", "21L")))
    config = read({**TWO_STRINGS, "accounts": [ACCOUNT]})
    assert [(meter.serial, meter.csv.name) for meter in config.meters] == [
        ("20L", "octopus-2000-20L.csv"),
        ("21L", "upstairs.csv"),
    ]


def test_the_forms_of_the_script_need_no_url(read: Reader) -> None:
    assert read({k: v for k, v in SINGLE.items() if k != "url"}).meters == read(SINGLE).meters
    entry = {"name": "Upstairs", "apikey": KEY, "mpan": "2000", "serial": "21L"}
    (meter,) = read({"accounts": [entry]}).meters
    assert meter.url == f"{ELECTRICITY}/"
    assert read({"accounts": [{**entry, "url": "https://api.octopus.energy"}]}).meters == (meter,)


def test_the_template_can_be_filled_in_and_moved_into_the_accounts(
    read: Reader, tmp_path: Path
) -> None:
    write_template(tmp_path / "template.json")
    template = json.loads((tmp_path / "template.json").read_text())
    filled = template | {key: SINGLE[key] for key in ("apikey", "mpan", "serial")}
    assert read(filled).meters == read(SINGLE).meters
    gas_meter = {**filled, "type": "gas", "mpan": GAS}
    meters = read({"accounts": [filled, gas_meter, {"apikey": KEY, "account": NUMBER}]}).meters
    assert [(meter.fuel, meter.mpan) for meter in meters] == [
        (Fuel.ELECTRICITY, SINGLE["mpan"]),
        (Fuel.GAS, GAS),
    ]


def test_another_origin_is_asked_for_all_of_it(read: Reader) -> None:
    other = "http://127.0.0.1:8000/v1"
    know(read.folders.state, home(electricity()), base=other)
    config = read({**TWO_STRINGS, "url": "http://127.0.0.1:8000"})
    assert config.accounts[0].base == other
    assert config.meters[0].url.startswith(f"{other}/electricity-meter-points/")


def test_the_key_of_the_environment_goes_nowhere_else(read: Reader) -> None:
    from octoterm.config import reader as configuration

    read({"account": NUMBER, "url": "https://elsewhere.example", "apikey": "x"})
    environ = {"OCTOTERM_API_KEY": "sk_env"}
    named = configuration.read(read.file, read.folders, environ)
    assert named.accounts[0].api_key.reveal() == "sk_env"
    found = configuration.read(read.file, read.folders, environ, is_named=False)
    assert found.accounts[0].api_key.reveal() == "x"
    assert "$OCTOTERM_API_KEY" in found.warnings[0]
    read.file.write_text('{"account": "A-1A2B3C4D", "url": "https://elsewhere.example"}')
    with pytest.raises(ConfigError, match="sent nowhere else"):
        configuration.read(read.file, read.folders, environ, is_named=False)


def test_serials_that_look_alike_in_a_file_name_have_files_of_their_own(read: Reader) -> None:
    know(read.folders.state, home(electricity(IMPORT, "A/1", "A_1")))
    assert len(set(files(read(TWO_STRINGS)))) == 2


def test_a_damaged_list_of_meters_is_as_none(read: Reader) -> None:
    know(read.folders.state, home(electricity()))
    account_path(read.folders.state, API, NUMBER).write_text('{"asked_at": 1, "account": 5}')
    assert read(TWO_STRINGS).points == ()


def test_the_direction_is_that_of_the_tariff_if_the_account_does_not_say(read: Reader) -> None:
    solar = electricity(EXPORT, "E1", agreements=[agreement("E-1R-OUTGOING-VAR-24-10-26-C")])
    know(read.folders.state, home(electricity(), solar))
    assert names(read(TWO_STRINGS)) == ["Electricity", "Exported", "Net"]


def test_an_account_of_nothing_is_no_mistake(read: Reader) -> None:
    know(read.folders.state, home())
    assert read(TWO_STRINGS).points == ()
    know(read.folders.state, home(electricity() | {"meters": [], "agreements": []}))
    assert read(TWO_STRINGS).points[0].fuel is Fuel.ELECTRICITY
