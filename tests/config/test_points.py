"""Whatever an account looks like, its meter points have names and files of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.config.accounts import ConfiguredAccount
from octoterm.config.points import points_of
from octoterm.household.account import Account
from octoterm.household.account_json import account_json, read_account
from octoterm.household.api_key import ApiKey
from octoterm.household.meter_point import MeterPoint
from octoterm.safe_text import name_key
from octoterm.setup.found import gas_points, in_words, meter_points
from octoterm.setup.login import login_of
from octoterm.storage.state.account_file import KnownAccount
from tests.support.accounts import account, agreement, electricity, gas, home
from tests.support.plainly import REAL, REAL_DATA

ENTRY = ConfiguredAccount("A-1A2B3C4D", "https://x/v1", ApiKey("k"), "c", (Path("/x"), Path("/y")))
LOGIN = login_of("sk_live_1", "A-1A2B3C4D")
NOW = 1_700_000_000


def points(found: Account) -> tuple[MeterPoint, ...]:
    return points_of([ENTRY], lambda _: KnownAccount(found, NOW))


def check(found: Account) -> None:
    """Every serial that is listed is there once, in a file of its own, under a name of its own."""
    made = points(found)
    real = [point for point in made if not point.is_net]
    meters = [meter for point in real for meter in point.meters]
    listed = {
        (point.fuel, point.number, serial)
        for point in found.meter_points
        for serial in point.serials
    }
    assert {(meter.fuel, meter.mpan, meter.serial) for meter in meters} == listed
    assert len(meters) == len(listed)
    assert len({meter.csv for meter in meters}) == len(meters)
    assert all(meter.csv.parent in (Path("/x"), Path("/y")) for meter in meters)
    assert len({point.key for point in made}) == len(made)
    names = [name_key(point.name) for point in made]
    assert len(set(names)) == len(names)
    assert all(set(point.all_meters) <= set(meters) for point in made)
    said = list(in_words(meter_points(LOGIN, found, NOW), NOW))
    assert all(line.isprintable() for line in said)
    assert all(point.meters for point in gas_points(made))
    again = KnownAccount(read_account(account_json(found)), NOW)
    assert points_of([ENTRY], lambda _: again) == made


def test_net_is_of_all_meter_points_of_a_home() -> None:
    house = home(
        electricity("2000000000017", "OLD", "NEW"),
        electricity("2000000000025", "SOLD", is_export=True),
        electricity("2000000000033", "HEAT"),
        {**electricity("2000000000041", is_export=True), "meters": []},
    )
    (net,) = (point for point in points(read_account(account(house))) if point.is_net)
    assert [meter.serial for meter in net.meters] == ["OLD", "NEW", "HEAT"]
    assert [meter.serial for meter in net.subtracted] == ["SOLD"]
    assert net.label == "Net (2 imports − export)"


def test_a_meter_of_an_mpan_for_both_directions_counts_as_import() -> None:
    house = home(
        electricity("2000000000017", "SAME", "SOLD", is_export=True),
        electricity("2000000000017", "SAME", is_export=False),
    )
    made = points(read_account(account(house)))
    assert [(point.name, [meter.serial for meter in point.meters]) for point in made] == [
        ("Electricity", ["SAME"]),
        ("Exported", ["SOLD"]),
        ("Net", ["SAME"]),
    ]


numbers = st.sampled_from(["2000000000017", "2000000000025", "2000000000033", "1"])
serials = st.lists(st.sampled_from(["A1", "A/1", "A_1", "A 1", "é", "21L"]), max_size=3)
tariffs = st.lists(
    st.builds(
        agreement,
        st.sampled_from(["E-1R-VAR-22-11-01-C", "E-1R-OUTGOING-FIX-C", "BUS-X", "nonsense"]),
        st.sampled_from(["2020-01-01T00:00:00Z", "2024-04-01T00:00:00+01:00"]),
        st.sampled_from([None, "2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z"]),
    ),
    max_size=3,
)


@st.composite
def homes(draw: st.DrawFn) -> dict[str, object]:
    """A home with any meter points, also the same ones as another."""
    electric = [
        electricity(draw(numbers), *draw(serials), agreements=draw(tariffs), **direction)
        for direction in draw(
            st.lists(st.sampled_from([{}, {"is_export": True}, {"is_export": False}]), max_size=3)
        )
    ]
    gases = [gas(draw(numbers), *draw(serials)) for _ in range(draw(st.integers(0, 2)))]
    moved_out = draw(st.sampled_from([None, "2021-11-01T00:00:00Z", "2023-01-01T00:00:00Z"]))
    return home(*electric, gas_points=tuple(gases), moved_out=moved_out)


@given(st.lists(homes(), max_size=3))
def test_every_account_has_points_that_can_be_told_apart(given: list[dict[str, object]]) -> None:
    check(read_account(account(*given)))


NAMES = ["15-agreements", "economy7", "export-gas", "shares", "odd-cases"]


@REAL
@pytest.mark.parametrize("name", NAMES)
def test_so_it_is_for_all_recorded_accounts(name: str) -> None:
    (file,) = Path(REAL_DATA, "api").glob(f"account-*{name}*.json")
    found = read_account(json.loads(file.read_text()))
    assert points(found)
    check(found)
