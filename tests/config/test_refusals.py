"""The configuration: what is refused, and in which words."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from octoterm.config import reader as configuration
from octoterm.errors import ConfigError, ConfigNotFound
from octoterm.household.meter import Fuel
from tests.support.configuring import ACCOUNT, ELECTRICITY, SINGLE, Reader


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


TRAVERSALS = [
    "..",
    "../x.csv",
    "a/../../x.csv",
    "a/..",
    "./../x.csv",
    "..\\x.csv",
    "a\\..\\..\\x.csv",
    "a/..\\x.csv",
    "..//x.csv",
]


@pytest.mark.parametrize("csv", TRAVERSALS)
def test_a_csv_cannot_climb_out_of_its_folder(read: Reader, csv: str) -> None:
    read.refusal({**SINGLE, "csv": csv}, '"csv"', "leads outside its folder")


@pytest.mark.parametrize(
    "serial", [*TRAVERSALS[1:], "/etc/passwd", "~root/x", "a/b", "x\\y", "CON:"]
)
def test_a_serial_number_cannot_lead_out_of_the_data_folder(read: Reader, serial: str) -> None:
    meter = read.meter(serial=serial, mpan="../..")
    assert meter.csv.parent == read.folders.data
    assert not set(meter.csv.name) & set("/\\:~")
    assert meter.url.count("/") == 9


@pytest.mark.parametrize("value", [".", ".."])
@pytest.mark.parametrize("key", ["mpan", "serial"])
def test_dots_are_no_number_of_a_meter(read: Reader, key: str, value: str) -> None:
    read.refusal({**SINGLE, key: value}, f'"{key}"', "only dots")


HALF = "half \ud83d a character"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ({**SINGLE, "serial": HALF}, '"serial"'),
        ({**SINGLE, HALF: 1}, '"half � a character"'),
        ({**SINGLE, "bands": {HALF: "00:30-05:30"}}, '"half � a character"'),
        ({**SINGLE, "notify": ["say", f"{{title}} {HALF}"]}, '"notify"'),
        ({**SINGLE, "alerts": [{"when": "late", "days": 1, "meter": HALF}]}, '"meter"'),
        ({"accounts": [{**ACCOUNT, "name": HALF}]}, '"name"'),
    ],
)
def test_half_a_character_is_refused_wherever_it_is(
    read: Reader, content: dict[str, object], key: str
) -> None:
    read.refusal(content, key, "half a character")


def test_a_character_in_two_halves_is_a_whole_one(read: Reader) -> None:
    account = {**ACCOUNT, "name": "\U0001f600 Home"}
    assert "\\ud83d\\ude00" in json.dumps(account)
    assert read({"accounts": [account]}).meters[0].name == "\U0001f600 Home"


def test_two_meters_cannot_share_a_file(read: Reader) -> None:
    (read.file.parent / "link.csv").symlink_to("upstairs.csv")
    for other in (
        "upstairs.csv",
        "./upstairs.csv",
        "link.csv",
        str(read.file.parent / "upstairs.csv"),
    ):
        accounts = [ACCOUNT, {**ACCOUNT, "name": "Downstairs", "csv": other}]
        read.refusal({"accounts": accounts}, '"csv"', "Upstairs and Downstairs")


# What is refused


@pytest.mark.extended
@pytest.mark.parametrize("key", ["url", "apikey", "mpan", "serial"])
@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("", "is empty"),
        ("  ", "is empty"),
        ("<your secret api key>", "is not filled in"),
        ("<your meter point number", "is not filled in"),
        ("…", "is not filled in"),
        ("...", "is not filled in"),
        (2000000000001, "put it in quotes"),
        (1.5, "put it in quotes"),
        (True, "put it in quotes"),
        (None, "must be text"),
        (["x"], "must be text"),
        ({}, "must be text"),
        ("a\x00b", "cannot be printed"),
        ("a\ue000b", "cannot be printed"),
        ("a\nb", "cannot be printed"),
    ],
)
def test_a_value_that_is_needed_must_be_filled_in_text(
    read: Reader, key: str, value: object, words: str
) -> None:
    read.refusal({**SINGLE, key: value}, f'"{key}"', words)


@pytest.mark.parametrize("key", ["apikey", "mpan", "serial"])
def test_a_key_that_is_missing_is_named(read: Reader, key: str) -> None:
    read.refusal({k: v for k, v in SINGLE.items() if k != key}, f'"{key}" is missing')


@pytest.mark.parametrize("key", ["url", "apikey"])
def test_an_account_says_which_one_it_is(read: Reader, key: str) -> None:
    broken = {k: v for k, v in ACCOUNT.items() if k != key}
    read.refusal({"accounts": [ACCOUNT, broken]}, f'"{key}" in account 2 is missing')


@pytest.mark.parametrize("accounts", [[], {}, None, "x", [1], [[]], [ACCOUNT, None]])
def test_accounts_must_be_a_list_of_objects(read: Reader, accounts: object) -> None:
    read.refusal({**SINGLE, "accounts": accounts}, '"accounts"', "list")


@pytest.mark.parametrize("csv", ["", "<your filename>", 5, None, "a\x1b.csv", "~nobody-at-all/x"])
def test_a_csv_that_is_given_must_be_usable(read: Reader, csv: object) -> None:
    read.refusal({**SINGLE, "csv": csv}, '"csv"')


@pytest.mark.parametrize("name", ["", "…", 5, None])
def test_a_name_that_is_given_must_be_one(read: Reader, name: object) -> None:
    read.refusal({"accounts": [{**ACCOUNT, "name": name}]}, '"name" in account 1')


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://api.octopus.energy", "https://"),
        ("http://127.0.0.1.example.org", "https://"),
        ("http://localhost.example.org", "https://"),
        ("http://10.0.0.1", "https://"),
        ("ftp://api.octopus.energy", "https://"),
        ("api.octopus.energy", "https://"),
        ("https://", "host name"),
        ("https:///v1", "host name"),
        ("https://…", "host name"),
        ("https://user@api.octopus.energy", "no user name"),
        ("https://user:pass@api.octopus.energy", "no user name"),
        ("https://api.octopus.energy\\@example.org", "host name"),
        ("https://api octopus.energy", "host name"),
        ("https://[::1", "not a URL"),
        ("https://api.octopus.energy:99999", "not a URL"),
        ("https://api.octopus.energy:port", "not a URL"),
        ("https://api.octopus.energy/?a=b", "without ? or #"),
        ("https://api.octopus.energy/#", "without ? or #"),
        ("https://api.octopus.energy/../x", "/../"),
        ("https://api.octopus.energy/%2e%2e/x", "/../"),
        (ELECTRICITY, '"accounts"'),
    ],
)
def test_an_address_to_which_a_key_should_not_go_is_refused(
    read: Reader, url: str, words: str
) -> None:
    read.refusal({**SINGLE, "url": url}, '"url"', words)


@pytest.mark.parametrize(
    "origin",
    ["http://localhost:8000", "http://127.0.0.1", "http://[::1]:8000", "https://api.example:8443"],
)
def test_plain_http_is_fine_on_this_machine(read: Reader, origin: str) -> None:
    assert read.meter(url=origin).url.startswith(f"{origin}/v1/")
    account_url = ELECTRICITY.replace("https://api.octopus.energy", origin)
    assert read.account(url=account_url).url == f"{account_url}/"


@pytest.mark.parametrize(
    "url",
    [
        "https://api.octopus.energy",
        "https://api.octopus.energy/v1/water-meter-points/1/meters/2/consumption",
        "https://api.octopus.energy/v1/electricity-meter-points/1/meters/2/",
        "https://api.octopus.energy/v1/electricity-meter-points/1/meters//consumption",
        "https://api.octopus.energy/v1/electricity-meter-points/1/2/meters/3/consumption",
        f"{ELECTRICITY}?page_size=100",
        ELECTRICITY.replace("https", "http"),
        ELECTRICITY.replace("api.", "me:secret@api."),
        ELECTRICITY.replace("21L", "<SERIAL>"),
        ELECTRICITY.replace("21L", "%2e%2e"),
        ELECTRICITY.replace("21L", "%00"),
        ELECTRICITY.replace("21L", "%ff"),
        ELECTRICITY.replace("21L", ".."),
    ],
)
def test_an_accounts_url_must_be_that_of_a_meter(read: Reader, url: str) -> None:
    read.refusal({"accounts": [{**ACCOUNT, "url": url}]}, '"url" in account 1')


def test_a_type_must_not_contradict_the_url(read: Reader) -> None:
    read.refusal({"accounts": [{**ACCOUNT, "type": "gas"}]}, '"type" in account 1', "electricity")
    assert read.account(type="Electricity").fuel is Fuel.ELECTRICITY


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("type", ["water", "", 5, None, []]),
        ("unit", ["MWh", "", 5, None, "m3"]),  # m3 of electricity
        ("calorific_value", ["39.5", 29.9, 50.1, 0, True, None, float("nan"), 10**400]),
        ("day_start", ["24:00", "03:15", "3", "", 3, None, "03:00:00", "-1:00", "0٣:00"]),
        (
            "average_days",
            [[], 7, "7", None, [0], [-1], [367], [7, 7], [7.0], [True], ["7"], [[7]]],
        ),
    ],
)
def test_a_setting_must_be_possible(read: Reader, key: str, values: list[object]) -> None:
    for value in values:
        read.refusal({**SINGLE, key: value}, f'"{key}"')


def test_electricity_is_never_in_cubic_metres(read: Reader) -> None:
    read.refusal({"accounts": [{**ACCOUNT, "unit": "m3"}]}, '"unit" in account 1', "gas")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not valid JSON"),
        (b"{", "line 1, column 2"),
        (b"[]", "not a configuration"),
        (b'"text"', "not a configuration"),
        (b"[" * 100_000, "not a configuration"),
        (b'{"a": 1' + b"0" * 5000 + b"}", "not a configuration"),
        (json.dumps(SINGLE).encode() + b" " * 1_000_000, "not a configuration"),
        (b'{"url": "\xff"}', "UTF-8"),
        (b'{"apikey": "a", "apikey": "b"}', '"apikey" appears twice'),
        (b'{"accounts": [{"csv": "a", "csv": "b"}]}', '"csv" appears twice'),
    ],
)
def test_a_file_that_is_no_such_json_is_refused(read: Reader, content: bytes, words: str) -> None:
    read.refusal(content, words)


def test_a_file_that_is_absent_or_a_folder_is_refused(read: Reader) -> None:
    with pytest.raises(ConfigError, match="does not exist") as caught:
        configuration.read(read.file, read.folders, {})
    assert not isinstance(caught.value, ConfigNotFound)
    with pytest.raises(ConfigError, match="Is a directory"):
        configuration.read(read.file.parent, read.folders, {})


def test_a_file_that_may_not_be_read_is_refused(
    read: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(SINGLE)

    def refuse(*_: object) -> None:  # what the system says to anybody but root
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ConfigError, match="cannot be read: Permission denied"):
        configuration.read(read.file, read.folders, {})


def test_the_path_of_the_file_is_cleaned_too(read: Reader) -> None:
    with pytest.raises(ConfigError) as caught:
        configuration.read(read.file.with_name("\x1b[31mconfig.json"), read.folders, {})
    assert str(caught.value).isprintable()
