"""`octoterm note`: notes on days, and what changed around one."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from tests.conftest import CommandLine
from tests.support.docs_page import arguments, each_example
from tests.support.households import london_day, readings

DAY = date(2024, 3, 13)


@pytest.fixture
def home(octoterm: CommandLine) -> CommandLine:
    octoterm.configure()
    usage = {}
    for number in range(-30, 31):
        for place, start in enumerate(london_day(DAY + timedelta(days=number))):
            usage[start] = (0.2 if number > 0 else 0.4) + 0.01 * (place % 5)
    octoterm.store(readings(usage))
    return octoterm


def test_a_note_is_written_listed_and_deleted(home: CommandLine) -> None:
    assert home("note").out == (
        'There are no notes yet. Add one: `octoterm note yesterday "heat pump fitted"`.\n'
    )
    assert home("note", "13 mar 2024", "heat", "pump").out == "Noted: 13 Mar 2024: heat pump.\n"
    home("note", "2024-03-13", "fitted")
    home("note", "2024-03-01", "away")
    assert home("note").out == " 1 Mar 2024  away\n13 Mar 2024  heat pump; fitted\n"
    assert json.loads(home("note", "--json").out) == [
        {"date": "2024-03-01", "note": "away"},
        {"date": "2024-03-13", "note": "heat pump; fitted"},
    ]
    assert home("note", "2024-03-13", "--delete").out == (
        "Deleted: 13 Mar 2024: heat pump; fitted.\n"
    )
    assert home("note").out == "1 Mar 2024  away\n"


def test_a_day_alone_says_what_changed_around_it(home: CommandLine) -> None:
    home("note", "2024-03-13", "heat pump fitted")
    said = home("note", "2024-03-13").out.splitlines()
    assert said[0].endswith("Four weeks before and after Wed 13 Mar 2024: heat pump fitted")
    assert said[3].split() == ["A", "day", "20.13", "kWh", "10.51", "kWh", "48%", "less"]
    for name in ("--json", "--format=json"):
        record = json.loads(home("note", "2024-03-13", name).out)
        assert (record["date"], record["note"]) == ("2024-03-13", "heat pump fitted")
        assert (record["pairs"], record["of"], record["still_to_come"]) == (28, 28, 0)
        first = record["changes"][0]
        assert (first["what"], first["unit"], first["clear"]) == ("a day", "kWh", True)
        assert first["change"] == pytest.approx(first["after"] - first["before"])


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("march 2024", "x"), "A note is on one day"),
        (("1980-01-01", "x"), "from 1990 to 2099"),
        (("soon", "x"), "‘soon’ is not a date"),
        (("2024-03-13", "x" * 201), "at most 200 characters"),
        (("2024-03-13", "--delete"), "There is no note on 13 Mar 2024"),
        (("--delete",), "--delete needs the day"),
        (("2024-03-13", "x", "--delete"), "--delete takes no words"),
    ],
)
def test_what_cannot_be_noted_is_an_error(
    home: CommandLine, arguments: tuple[str, ...], why: str
) -> None:
    result = home("note", *arguments)
    assert (result.exit_code, result.out) == (2, "")
    assert why in result.err


def test_a_line_that_is_no_note_is_said(home: CommandLine) -> None:
    home("note", "2024-03-01", "away")
    path = next(home.home.rglob("notes.csv"))
    path.write_text(path.read_text() + "nonsense\x1b[2J\n")
    result = home("note")
    assert result.out == "1 Mar 2024  away\n"
    assert "notes.csv has a line that is not a note, which is kept: nonsense�[2J" in result.err


def test_a_joined_emoji_is_kept_and_printed_safely(home: CommandLine) -> None:
    family = "👨\u200d👩\u200d👧"
    assert home("note", "2024-03-13", family).out == "Noted: 13 Mar 2024: 👨👩👧.\n"
    assert home("note").out == "13 Mar 2024  👨👩👧\n"
    assert json.loads(home("note", "--json").out) == [{"date": "2024-03-13", "note": family}]
    assert "Wed 13 Mar 2024: 👨👩👧\n" in home("note", "2024-03-13").out


@pytest.mark.extended
@each_example("NOTES", "command")
def test_the_examples_of_the_page_work(home: CommandLine, example: str) -> None:
    home("note", "13 mar 2024", "there is one")
    assert home(*arguments(example)).exit_code == 0
