"""The configuration: what is nearly right is taken as meant, or named with the change to make."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from octoterm.household.meter import Fuel, Meter
from tests.conftest import CommandLine
from tests.support.configuring import ACCOUNT, ELECTRICITY, GAS, KEY, SINGLE, Reader


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


def renamed(key: str, written: str, **more: object) -> dict[str, object]:
    """The usual configuration with `key` under another name."""
    return {written if k == key else k: v for k, v in SINGLE.items()} | more


# Keys


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("mpan", "MPAN"),
        ("mpan", "Mpan"),
        ("mpan", "mpan\u200b"),
        ("serial", "SERIAL"),
        ("serial", "serial_number"),
        ("serial", "serialNumber"),
        ("serial", "Serial Number"),
        ("serial", "meter_serial"),
        ("serial", "meter_serial_number"),
        ("apikey", "api_key"),
        ("apikey", "api-key"),
        ("apikey", "apiKey"),
        ("apikey", "API Key"),
        ("apikey", "OCTOPUS_API_KEY"),
        ("url", "URL"),
    ],
)
def test_a_key_may_be_spelt_as_other_programs_spell_it(
    read: Reader, key: str, written: str
) -> None:
    config = read(renamed(key, written))
    assert config.meters == read(SINGLE).meters
    assert config.warnings == ()


def test_so_it_is_with_settings_and_in_accounts(read: Reader) -> None:
    accounts = [{"Name": "Up", "URL": ELECTRICITY, "api_key": KEY, "CSV": "up.csv"}]
    config = read({"Accounts": accounts, "dayStart": "03:00", "average-days": [7]})
    assert config.meters == read({"accounts": [{**ACCOUNT, "name": "Up", "csv": "up.csv"}]}).meters
    assert config.warnings == ()


def test_a_key_that_is_there_twice_in_two_spellings_must_say_one_thing(read: Reader) -> None:
    assert read({**SINGLE, "MPAN": SINGLE["mpan"]}).meters == read(SINGLE).meters
    read.refusal({**SINGLE, "MPAN": "1"}, '"mpan" and "MPAN"', "differ", "Keep the right one")
    twice = {**ACCOUNT, "api_key": f"{KEY}2"}
    read.refusal({"accounts": [twice]}, '"apikey" and "api_key" in account 1')


def test_a_complaint_calls_a_key_what_the_file_calls_it(read: Reader) -> None:
    read.refusal(renamed("serial", "serial_number", serial_number=5), '"serial_number" must be')


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("mpan", "mpxn"),
        ("mpan", "electricity_mpan"),
        ("mpan", "_mpan"),
        ("serial", "serail"),
        ("serial", "serial_no_of_meter"),
        ("apikey", "key"),
        ("apikey", "token"),
        ("url", "base_url"),
    ],
)
def test_a_key_that_is_missing_is_looked_for_under_other_names(
    read: Reader, key: str, written: str
) -> None:
    change = f'"{written}" is there: call it "{key}"'
    read.refusal(renamed(key, written), f'"{key}" is missing', change)


def test_one_that_is_nothing_like_it_is_not_suggested(read: Reader) -> None:
    told = read.refusal(renamed("mpan", "colour"), '"mpan" is missing', "Developer settings")
    assert "colour" not in told


@pytest.mark.parametrize("written", [[ACCOUNT], {"Upstairs": ACCOUNT}, [ACCOUNT, "x"]])
def test_a_list_of_meters_under_another_name_is_told_the_right_one(
    read: Reader, written: object
) -> None:
    read.refusal({"meters": written}, '"meters" is not a setting', 'is called "accounts"')
    read.refusal({"meters": ["x"]}, '"mpan" is missing')


def test_a_setting_that_is_misspelt_is_ignored_with_a_suggestion(read: Reader) -> None:
    (warning,) = read({**SINGLE, "day_strat": "03:00", "colour": "pink"}).warnings
    assert 'unknown settings "day_strat", "colour" ignored' in warning
    assert warning.endswith('(did you mean "day_start"?)')


def test_a_meters_url_that_is_missing_is_told_whole(read: Reader) -> None:
    account = {k: v for k, v in ACCOUNT.items() if k != "url"}
    read.refusal({"accounts": [account]}, "<MPAN>/meters/<SERIAL>/consumption")


# MPRN


@pytest.mark.parametrize("more", [{}, {"type": "gas"}, {"type": "Gas", "mpan": "3 000"}])
def test_an_mprn_is_that_of_a_gas_meter(read: Reader, more: dict[str, object]) -> None:
    (meter,) = read(renamed("mpan", "MPRN", MPRN="3000", **more)).meters
    assert (meter.fuel, meter.mpan) == (Fuel.GAS, "3000")
    assert "/gas-meter-points/3000/" in meter.url


def test_an_mprn_of_an_electricity_meter_is_a_contradiction(read: Reader) -> None:
    told = ('"mprn" is for gas meters', '"type": "gas"', '"mpan"')
    read.refusal(renamed("mpan", "mprn", type="electricity"), *told)


def test_an_mprn_beside_another_mpan_is_not_chosen_from(read: Reader) -> None:
    read.refusal({**SINGLE, "mprn": "3000"}, '"mprn" and "mpan"', '"accounts"')


def test_an_mprn_must_be_text(read: Reader) -> None:
    read.refusal(renamed("mpan", "mprn", mprn=3000), '"mprn" must be text: put it in quotes')


# Values


@pytest.mark.parametrize(
    "mpan", ["20 0000 0000 001", "2000\u00a0000 000 001", "\ufeff2000000000001\u200b"]
)
def test_an_mpan_may_be_in_groups_as_on_a_bill(read: Reader, mpan: str) -> None:
    assert read.meter(mpan=mpan) == read.meter()
    in_url = ELECTRICITY.replace("2000", "20%2000")
    assert read.account(url=in_url) == read.account()


@pytest.mark.parametrize("key", ["url", "apikey", "serial"])
def test_what_cannot_be_seen_is_not_meant(read: Reader, key: str) -> None:
    value = SINGLE[key]
    assert read.meter(**{key: f"\u200b{value[:3]}\u2060{value[3:]}\u00a0"}) == read.meter()
    read.refusal({**SINGLE, key: "\u200b \u00ad"}, f'"{key}" is empty')


def test_a_space_inside_a_serial_number_may_be_part_of_it(read: Reader) -> None:
    assert read.meter(serial="E6S\u00a010 61").serial == "E6S 10 61"


@pytest.mark.parametrize("value", ["gas\u200b", "ＧＡＳ", " Gas\n"])
def test_a_word_is_compared_as_it_looks(read: Reader, value: str) -> None:
    assert read.meter(type=value).fuel is Fuel.GAS


# The version in the address


@pytest.mark.parametrize("end", ["/v1", "/v1/", "/v1/v1", "/v1//"])
def test_the_version_is_in_the_address_once(read: Reader, end: str) -> None:
    assert read.meter(url=f"https://api.octopus.energy{end}") == read.meter()
    behind = read.meter(url=f"https://proxy.example/octopus{end}").url
    assert behind.startswith("https://proxy.example/octopus/v1/electricity-meter-points/")


def test_so_it_is_in_an_accounts_url(read: Reader) -> None:
    def account(before: str) -> Meter:
        return read.account(url=GAS.replace("/v1", before))

    assert account("") == account("/v1/v1") == account("/v1")
    assert account("/own").url == GAS.replace("/v1", "/own") + "/", "a server of another kind"


# The file


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "utf-8-sig"])
def test_any_unicode_will_do(read: Reader, encoding: str) -> None:
    assert read.text(json.dumps(SINGLE).encode(encoding)).meters == read(SINGLE).meters


def test_json_as_people_type_it_will_do(read: Reader) -> None:
    lines = ",\n".join(f"  '{key}': '{value}'" for key, value in SINGLE.items())
    assert read.text(f"// mine\n{{\n{lines},\n}}\n").meters == read(SINGLE).meters


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (f"API_KEY={KEY}\n", ("a list of settings", '"apikey"')),
        (f'{{"apikey": "{KEY}\n"}}', ("line 1, column 12", "on the same line")),
        (f'{{"apikey": {KEY}}}', ("line 1, column 12", "put quotes around the value")),
        (f'{{"mpan": "1" "apikey": "{KEY}"}}', ("line 1, column 13", "a comma")),
    ],
)
def test_a_slip_is_named_with_file_and_line_in_plain_words(
    read: Reader, content: str, words: tuple[str, ...]
) -> None:
    told = read.refusal(content.encode(), *words)
    for of_python in ("Expecting", "delimiter", "char", "Invalid", "control character"):
        assert of_python not in told


def test_a_slip_hides_no_key_that_is_there_twice(read: Reader) -> None:
    read.refusal(b'{"csv": "a", "csv": "b",}', '"csv" appears twice')


def test_not_even_slips_bring_python_to_its_limits(read: Reader) -> None:
    read.refusal(b"//\n" + b"[" * 100_000, "not a configuration")
    read.refusal(b'{"a": 1' + b"0" * 5000 + b",}", "not a configuration")


SECRET = "sk_live_0123456789abcdef0123456789"


@pytest.mark.parametrize(
    "content",
    [
        f'{{"apikey={SECRET}": "", "mpan": "1", "serial": "A"}}',
        f'{{"apikey: {SECRET}": "", "mpan": "1", "serial": "A"}}',
        f'{{"apikey-{SECRET}": "", "mpan": "1", "serial": "A"}}',
        f'{{"{SECRET}": "apikey", "apikey": "k", "mpan": "1", "serial": "A"}}',
        f'{{"{SECRET}": 1, "{SECRET}": 2}}',
        '{"0123456789abcdef0123456789abcdef": "apikey", "mpan": "1", "serial": "A"}',
    ],
)
def test_an_api_key_that_was_written_into_a_key_is_not_shown(
    octoterm: CommandLine, content: str
) -> None:
    (octoterm.here / "config.json").write_text(content)
    said = octoterm("--config", "config.json", "check")
    assert "0123456789" not in said.err + said.out
    assert "config.json" in said.err
