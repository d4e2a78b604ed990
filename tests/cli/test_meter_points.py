"""The commands are about meter points: with all meters that have measured there, and net of
what was exported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from octoterm.storage.folders import Folders
from tests.conftest import CommandLine
from tests.support.accounts import electricity, gas, home
from tests.support.households import half_hours, readings
from tests.support.known_accounts import NUMBER, know

IMPORT, EXPORT = "2000000000017", "2000000000025"
OLD, NEW, SOLAR = (
    f"octopus-{number}-{serial}.csv"
    for number, serial in ((IMPORT, "OLD1"), (IMPORT, "NEW2"), (EXPORT, "SUN3"))
)
MARCH = half_hours("2024-03-01T00:00Z", "2024-03-05T00:00Z")


@pytest.fixture(autouse=True)
def house(octoterm: CommandLine) -> CommandLine:
    """A house whose meter was exchanged on 3 March at noon, with solar panels."""
    octoterm.configure({"apikey": "sk_live_secret", "account": NUMBER})
    know(
        Folders.of_user().state,
        home(
            electricity(IMPORT, "OLD1", "NEW2"),
            electricity(EXPORT, "SUN3", is_export=True),
            gas_points=(gas(),),
        ),
    )
    octoterm.store(readings(dict.fromkeys(MARCH[:121], 0.5)), OLD)
    octoterm.store(readings(dict.fromkeys(MARCH[120:], 0.25)), NEW)
    octoterm.store(readings(dict.fromkeys(MARCH, 0.375)), SOLAR)
    return octoterm


def days(result: str, key: str = "kwh") -> list[float]:
    return [each[key] for each in json.loads(result)]


def test_totals_are_of_the_meter_point(octoterm: CommandLine) -> None:
    result = octoterm("summary", "--by", "day", "--format", "json")
    assert days(result.out) == [24.0, 24.0, 18.0, 12.0]
    assert '--meter "Gas", "Exported", "Net"' in octoterm("summary").err


def test_what_is_exported_is_a_meter_of_its_own(octoterm: CommandLine) -> None:
    result = octoterm("summary", "--by", "day", "--meter", "exported", "--format", "json")
    assert days(result.out) == [18.0] * 4
    by_number = octoterm("summary", "--by", "day", "--meter", EXPORT, "--format", "json")
    assert by_number.out == result.out


@pytest.mark.parametrize("command", ["summary --by day", "trends", "today", "profile", "check"])
def test_the_net_use_is_in_every_command(octoterm: CommandLine, command: str) -> None:
    assert octoterm(*command.split(), "--meter", "net").exit_code == 0


def test_the_net_use_falls_below_zero(octoterm: CommandLine) -> None:
    result = octoterm("summary", "--by", "day", "--meter", "net", "--format", "json")
    assert days(result.out) == [6.0, 6.0, 0.0, -6.0]
    assert "−6.00" in octoterm("summary", "--by", "day", "--meter", "net").out


def test_a_net_use_has_no_base_load(octoterm: CommandLine) -> None:
    result = octoterm("summary", "--by", "day", "--meter", "net", "--format", "json")
    assert days(result.out, "base_load_kw") == [None] * 4
    result = octoterm("trends", "--of", "base", "--meter", "net")
    assert (result.exit_code, result.out) == (2, "")
    assert "Net has no base load: it is a difference, which may be below zero" in result.err


def test_a_net_use_without_one_of_its_sides_is_told_what_it_needs(
    octoterm: CommandLine,
) -> None:
    (octoterm.here / SOLAR).unlink()
    assert "needs readings of both" in octoterm("summary", "--meter", "net").out


def test_each_file_is_checked_and_what_is_missing_is_told_of_all(octoterm: CommandLine) -> None:
    octoterm.store([*readings(MARCH[:120]), "rubbish"], OLD)
    result = octoterm("check")
    assert result.exit_code == 1
    assert OLD in result.out
    assert NEW in result.out
    assert "192 readings" in result.out
    found = json.loads(octoterm("check", "--format", "json").out)
    assert (found["readings"], found["gaps"]) == (192, [])
    assert [len(file["unreadable"]) for file in found["files"]] == [1, 0]
    assert [Path(file["file"]).name for file in found["files"]] == [OLD, NEW]
    fixed = json.loads(octoterm("check", "--fix", "--format", "json").out)
    assert [bool(file["fixed"]) for file in fixed["files"]] == [True, False]
    assert octoterm("check").exit_code == 0


def test_paths_name_every_file_once(octoterm: CommandLine) -> None:
    said = octoterm("paths").out
    assert [said.count(name) for name in (OLD, NEW, SOLAR)] == [1, 1, 1]
    assert "Electricity (OLD1)" in said


def test_an_account_that_was_never_asked_for_is_no_riddle(octoterm: CommandLine) -> None:
    octoterm.configure({"apikey": "sk_live_secret", "account": "A-00000000"})
    for command in ("summary", "today", "check", "trends", "profile"):
        result = octoterm(command)
        assert result.exit_code == 2
        assert "`octoterm sync` asks Octopus" in result.err
    assert octoterm("paths").exit_code == 0


def test_a_meter_point_without_a_meter_says_so(octoterm: CommandLine) -> None:
    know(Folders.of_user().state, home(electricity() | {"meters": []}))
    assert "lists no meter for Electricity yet" in octoterm("summary").out
    assert octoterm("check").exit_code == 0
