"""What was found is said in a line for each meter point, whatever the account looks like."""

from __future__ import annotations

import pytest

from octoterm.household.account_json import read_account
from octoterm.setup.found import gas_points, in_words, meter_points
from octoterm.setup.login import login_of
from tests.support.accounts import account, agreement, electricity, gas, home
from tests.support.loopback import KEY, utc

NOW = utc("2024-03-15 09:00")
LOGIN = login_of(KEY, "A-1A2B3C4D")
POWER, EXPORT = "2000000000017", "2000000000024"
OUTGOING = "E-1R-OUTGOING-FIX-12M-19-05-13-C"


def lines(*homes: dict[str, object]) -> list[str]:
    found = meter_points(LOGIN, read_account(account(*homes)), NOW)
    return list(in_words(found, NOW))


def supplied(*agreements: object) -> str:
    """What is said of the supply under these agreements."""
    (line,) = lines(home(electricity(POWER, agreements=list(agreements))))
    return line.removeprefix("Electricity 2000…0017: ")


def test_name_since_when_and_tariff() -> None:
    assert lines(
        home(
            electricity(POWER),
            electricity(EXPORT, agreements=[agreement(OUTGOING)]),
            gas_points=(gas(),),
        )
    ) == [
        "Electricity 2000…0017: since 1 Nov 2022, tariff E-1R-VAR-22-11-01-C",
        "Gas 3000…0017: since 1 Nov 2022, tariff G-1R-VAR-22-11-01-C",
        f"Exported 2000…0024: since 1 Nov 2022, tariff {OUTGOING}",
    ]


def test_since_the_first_agreement_and_on_the_one_that_holds() -> None:
    changed = "2024-01-01T00:00:00Z"
    before, after = agreement("E-OLD-C", until=changed), agreement("E-NEW-C", changed)
    assert supplied(after, before) == "since 1 Nov 2022, tariff E-NEW-C"


def test_a_supply_that_has_ended() -> None:
    ended = agreement(until="2023-07-01T00:00:00+01:00")
    assert supplied(ended) == "from 1 Nov 2022 to 30 Jun 2023, last tariff E-1R-VAR-22-11-01-C"


def test_a_supply_that_is_yet_to_come() -> None:
    assert supplied(agreement("E-NEXT-C", "2024-04-01T00:00:00+01:00")) == (
        "starts on 1 Apr 2024, tariff E-NEXT-C"
    )


def test_an_exchanged_meter_and_one_that_is_not_there_yet() -> None:
    exchanged, none_yet = lines(
        home(
            electricity(POWER, "OLD", "NEW"), {**electricity(EXPORT, is_export=True), "meters": []}
        )
    )
    assert exchanged.endswith("2 meters, one after the other")
    assert none_yet.endswith("no meter yet")


def test_import_and_export_with_one_serial_and_two_homes_of_which_one_was_left() -> None:
    left = home(electricity("2000000000031"), moved_out="2021-11-01T00:00:00Z")
    here = home(electricity(POWER, "SAME"), electricity(EXPORT, "SAME", is_export=True))
    assert [line.split(":")[0] for line in lines(left, here)] == [
        "Electricity 2000…0017",
        "Exported 2000…0024",
        "Electricity (moved out 2021) 2000…0031",
    ]


def test_a_home_counts_as_left_only_once_it_is() -> None:
    to_be_left = home(electricity("2000000000031"), moved_out="2024-04-01T00:00:00+01:00")
    next_home = home(electricity(POWER), moved_in="2024-03-28T00:00:00Z")
    left = home(electricity(EXPORT), moved_out="2024-03-01T00:00:00Z")
    assert [line.split(":")[0] for line in lines(left, next_home, to_be_left)] == [
        "Electricity 2000…0031",
        "Electricity (2) 2000…0017",
        "Electricity (moved out 2024) 2000…0024",
    ]


@pytest.mark.parametrize("hostile", ["E-\u202eKO", "E-\u200bKO"])
def test_nothing_of_a_tariff_is_obeyed(hostile: str) -> None:
    assert supplied(agreement(hostile)).endswith("tariff E-KO")


def test_gas_is_asked_about_where_there_is_a_meter() -> None:
    house = home(gas_points=(gas(), {**gas("3000000024"), "meters": []}))
    found = meter_points(LOGIN, read_account(account(house)), NOW)
    assert [point.number for point in gas_points(found)] == ["3000000017"]
