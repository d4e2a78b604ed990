"""The configuration: calorific values of gas by date, typed in or as National Gas lists them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from octoterm.config.reader import Config
from octoterm.household.meter import USUAL_CALORIFIC_VALUE, DatedValue
from tests.support.accounts import electricity, gas, home
from tests.support.configuring import GAS, KEY, SINGLE, Reader
from tests.support.households import utc
from tests.support.known_accounts import NUMBER, know

METER: dict[str, Any] = {**SINGLE, "type": "gas", "unit": "m3"}
HEADINGS = "Applicable At,Applicable For,Data Item,Value,Generated Time,Quality Indicator\n"
JANUARY, APRIL = utc("2024-01-01T00:00Z"), utc("2024-04-01T00:00+01:00")


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


def values(read: Reader, **settings: object) -> tuple[DatedValue, ...]:
    """The values of a gas meter with these settings, about which there is nothing to warn of."""
    config = read({**METER, **settings})
    assert config.warnings == ()
    return config.meters[0].calorific_values


def row(day: str, value: object, zone: str = "SE", generated: str = "") -> str:
    return f'{day} 10:30:23,{day},"Calorific Value, LDZ({zone})",{value},{generated},\n'


def downloaded(read: Reader, *rows: str, name: str = "gas.csv") -> str:
    """The name of a download of National Gas with these rows."""
    read.file.with_name(name).write_text(HEADINGS + "".join(rows))
    return name


def test_a_list_is_read_in_order_of_time(read: Reader) -> None:
    entries = [{"from": "2024-04-01", "value": 39}, {"from": "1 Jan 2024", "Value": 39.25}]
    found = values(read, calorific_values=entries)
    assert found == (DatedValue(JANUARY, 39.25), DatedValue(APRIL, 39.0))
    always = values(read, CalorificValues=[{"from": None, "value": 38.8}])
    assert always == (DatedValue(0, 38.8),)


def test_without_any_the_usual_one_is_assumed(read: Reader) -> None:
    assert values(read) == ()
    assert values(read, calorific_value=39.5) == (DatedValue(0, 39.5),)
    assert read(METER).meters[0].calorific_value == USUAL_CALORIFIC_VALUE


def one(value: float) -> dict[str, object]:
    return {"calorific_values": [{"from": "2024-01-01", "value": value}]}


def test_the_innermost_wins_whichever_of_both_keys_it_has(read: Reader) -> None:
    def of(top: dict[str, object], meter: dict[str, object]) -> list[float]:
        accounts = [{"url": GAS, "apikey": KEY, "unit": "m3", **meter}]
        (found,) = read({**top, "accounts": accounts}).meters
        return [each.value for each in found.calorific_values]

    assert of(one(39), {}) == [39]
    assert of(one(39), one(40)) == [40]
    assert of(one(39), {"calorific_value": 41}) == [41]
    assert of({"calorific_value": 41}, one(40)) == [40]
    assert of({"calorific_value": 38} | one(39), {}) == [39], "at one level, the dated ones"


def test_those_of_an_account_are_laid_over_those_for_all(read: Reader) -> None:
    know(read.folders.state, home(electricity(), gas_points=(gas(),)))

    def of(**account: object) -> Config:
        listed = {"apikey": KEY, "account": NUMBER, "unit": "m3", **account}
        return read({**one(39), "accounts": [listed]})

    def found(config: Config) -> list[float]:
        return [each.value for each in config.points[1].meters[0].calorific_values]

    assert found(of()) == [39]
    assert found(of(**one(40))) == [40]
    assert found(of(**one(40), meters=[{"mprn": "3000000017", **one(41)}])) == [41]
    assert found(of(**one(40), meters=[{"mprn": "3000000017", "calorific_value": 42}])) == [42]


def test_a_download_of_national_gas_is_read(read: Reader) -> None:
    name = downloaded(
        read,
        row("02/01/2024", 39.1),
        row("01/01/2024", 39),
        row("03/01/2024", 39.1),
        row("01/04/2024", 38.9),
        "x,01/04/2024,Demand Actual,12,,\n",
    )
    assert values(read, calorific_values=name) == (
        DatedValue(JANUARY, 39.0),
        DatedValue(utc("2024-01-02T00:00Z"), 39.1),
        DatedValue(APRIL, 38.9),
    )
    elsewhere = str(read.file.with_name(name))
    assert values(read, calorific_values={"file": elsewhere}) == values(
        read, calorific_values=name
    )


def test_a_value_that_was_corrected_counts_as_it_was_made_known_last(read: Reader) -> None:
    name = downloaded(
        read,
        row("01/01/2024", 39.2, generated="21/02/2024 10:32:01"),
        row("01/01/2024", 39.9, generated="03/01/2024 10:32:01"),
    )
    assert values(read, calorific_values=name) == (DatedValue(JANUARY, 39.2),)


def test_of_several_zones_one_is_named(read: Reader) -> None:
    name = downloaded(read, row("01/01/2024", 39.2), row("01/01/2024", 39.4, "SC"))
    for ldz in ("SC", "sc "):
        (found,) = values(read, calorific_values={"File": name, "LDZ": ldz})
        assert found.value == 39.4
    read.refusal(
        {**METER, "calorific_values": name},
        '"calorific_values" names a file with the values of several LDZs',
        'It has SC, SE: name yours, as in {"file": "gas.csv", "ldz": "SE"}',
    )
    other = {"file": name, "ldz": "EA"}
    read.refusal({**METER, "calorific_values": other}, '"ldz" in "calorific_values"', "SC, SE")


WRONG: list[tuple[Any, str]] = [
    *((value, '"calorific_values" must be a list') for value in (39.5, None, True, [], [39.5])),
    ("", '"calorific_values" is empty'),
    ("../gas.csv", "leads outside its folder"),
    ("none.csv", "does not exist"),
    (".", "is no CSV"),
    ({}, '"file" in "calorific_values" is missing'),
    ({"file": 5}, '"file" in "calorific_values" must be text'),
    ({"file": "gas.csv", "ldz": 5}, '"ldz" in "calorific_values" must be text'),
    ([{"value": 39.5}], '"from" in entry 1 of "calorific_values" is missing'),
    ([{"from": "2024-01-01"}], '"value" in entry 1 of "calorific_values" is missing'),
    ([{"from": "2024-01-01", "vaule": 39}], '"vaule" is there: call it "value"'),
    *(
        ([{"from": "2024-01-01", "value": value}], '"value" in entry 1 of "calorific_values" must')
        for value in ("39", 29, 51, None, True, float("nan"), 10**400)
    ),
    (
        [{"from": "2024-01-01", "value": 39}, {"from": "2024-01-01", "value": 40}],
        '"from" in entry 2 of "calorific_values" is that of another entry as well',
    ),
]


@pytest.mark.parametrize(("value", "words"), WRONG)
def test_what_is_wrong_is_said_when_the_configuration_is_read(
    read: Reader, value: object, words: str
) -> None:
    read.refusal({**METER, "calorific_values": value}, words)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "has no columns"),
        ("Date,Value\n01/01/2024,39\n", "has no columns"),
        (HEADINGS, "has no calorific values"),
        (HEADINGS + row("01/01/2024", 390), "a line that cannot be read: 2"),
        (HEADINGS + row("01/01/2024", 39) + row("32/01/2024", 39), "cannot be read: 3"),
        (HEADINGS + 'x,01/01/2024,"Calorific Value, LDZ(SE)"\n', "cannot be read: 2"),
        ("\x00\x1b[31m", "has no columns"),
        (f"{HEADINGS}{'x' * 200_000}", "has a line that cannot be read"),
    ],
)
def test_a_file_that_is_no_such_download_is_refused(
    read: Reader, content: str, words: str
) -> None:
    read.file.with_name("gas.csv").write_text(content)
    read.refusal({**METER, "calorific_values": "gas.csv"}, "names a file that", words)


def test_a_pipe_is_not_waited_for(read: Reader) -> None:
    os.mkfifo(read.file.with_name("pipe"))
    read.refusal({**METER, "calorific_values": "pipe"}, "names a file that")
