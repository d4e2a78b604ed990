"""What is known of an account is kept between runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from octoterm.errors import Unwritable
from octoterm.household.account_json import read_account
from octoterm.storage.state.account_file import (
    KnownAccount,
    account_path,
    load_account,
    save_account,
)
from tests.support.accounts import account, electricity, gas, home

ORIGIN, NUMBER = "https://api.octopus.energy", "A-1A2B3C4D"
HOUSE = read_account(account(home(electricity(), gas_points=(gas(),))))
KNOWN = KnownAccount(HOUSE, 1_700_000_000)
DAY = 86_400


def test_an_account_that_was_kept_is_found_again_and_by_its_owner_only(tmp_path: Path) -> None:
    save_account(tmp_path / "state", ORIGIN, NUMBER, KNOWN)
    assert load_account(tmp_path / "state", ORIGIN, NUMBER) == KNOWN
    assert account_path(tmp_path / "state", ORIGIN, NUMBER).stat().st_mode & 0o777 == 0o600


def test_accounts_of_other_numbers_and_servers_are_others(tmp_path: Path) -> None:
    save_account(tmp_path, ORIGIN, NUMBER, KNOWN)
    assert load_account(tmp_path, ORIGIN, "A-1A2B3C4E") is None
    assert load_account(tmp_path, "https://another.invalid", NUMBER) is None


def test_neither_number_nor_address_stands_in_the_name_of_the_file(tmp_path: Path) -> None:
    assert NUMBER not in account_path(tmp_path, ORIGIN, NUMBER).name


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff",
        b'{"asked_at": 1}',
        b'{"asked_at": "1", "account": {"number": "A-1"}}',
        b'{"asked_at": 1, "account": 7}',
        b'{"asked_at": 1, "account": {"number": 7}}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_is_as_none(damaged: bytes, tmp_path: Path) -> None:
    account_path(tmp_path, ORIGIN, NUMBER).write_bytes(damaged)
    assert load_account(tmp_path, ORIGIN, NUMBER) is None


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with pytest.raises(Unwritable, match="list of meters"):
        save_account(tmp_path / "state" / "inner", ORIGIN, NUMBER, KNOWN)


def test_it_is_asked_for_again_after_a_day_or_when_the_clock_was_wrong() -> None:
    assert not KNOWN.is_due(KNOWN.asked_at + DAY - 1)
    assert KNOWN.is_due(KNOWN.asked_at + DAY)
    assert KNOWN.is_due(KNOWN.asked_at - DAY)


def test_what_is_kept_holds_nothing_of_the_person(tmp_path: Path) -> None:
    save_account(tmp_path, ORIGIN, NUMBER, KNOWN)
    kept = account_path(tmp_path, ORIGIN, NUMBER).read_text()
    assert "CANARY" not in kept
    assert json.loads(kept)["account"]["properties"][0].keys() == {
        "moved_in_at",
        "moved_out_at",
        "electricity_meter_points",
        "gas_meter_points",
    }
