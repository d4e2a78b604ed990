"""What is taken from an account, in the shapes that the API has been seen to send."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.household.account import Account, Agreement, Direction, tidy_account_number
from octoterm.household.account_json import account_json, read_account
from octoterm.household.meter import Fuel
from octoterm.periods.london import london
from octoterm.setup.found import in_words, meter_points
from octoterm.setup.login import login_of
from tests.support.accounts import account, agreement, electricity, gas, home
from tests.support.plainly import REAL, REAL_DATA

LOGIN = login_of("sk_live_CANARY", "A-1A2B3C4D")
HOUSE = account(home(electricity(), gas_points=(gas(),)))


def utc(year: int, month: int, day: int, hour: int = 0) -> int:
    return int(datetime(year, month, day, hour, tzinfo=UTC).timestamp())


def only_point(document: dict[str, object]) -> Any:
    (point,) = read_account(document).meter_points
    return point


def test_meter_points_serials_and_agreements_are_taken() -> None:
    power, fuel = read_account(HOUSE).meter_points
    assert (power.fuel, power.number, power.serials) == (
        Fuel.ELECTRICITY,
        "2000000000017",
        ("21L0000017",),
    )
    assert power.agreements == (Agreement("E-1R-VAR-22-11-01-C", utc(2022, 11, 1)),)
    assert (fuel.fuel, fuel.number, fuel.direction) == (Fuel.GAS, "3000000017", Direction.IMPORT)


def test_no_name_and_no_address_is_kept() -> None:
    kept = json.dumps(account_json(read_account(HOUSE)))
    assert "CANARY" not in kept
    assert "CA1" not in kept


def test_what_is_kept_is_read_as_the_same_account() -> None:
    exchanged = electricity("2000000000024", "OLD 1/2", "21L0000024", is_export=True)
    document = account(
        home(electricity(), exchanged, gas_points=(gas(),)),
        home(electricity("2000000000031"), moved_out="2021-11-01T00:00:00Z"),
    )
    read = read_account(document)
    assert read_account(json.loads(json.dumps(account_json(read)))) == read


def test_a_property_that_was_left_comes_last_whatever_the_order_of_the_answer() -> None:
    first, second, third = (electricity(f"200000000010{n}") for n in range(3))
    document = account(
        home(first, moved_in="2015-05-01T00:00:00+01:00", moved_out="2019-11-01T00:00:00Z"),
        home(second, moved_in="2019-11-01T00:00:00Z", moved_out="2021-11-01T00:00:00Z"),
        home(third, moved_in="2021-11-01T00:00:00Z"),
    )
    order = [point.number for point in read_account(document).meter_points]
    assert order == ["2000000000102", "2000000000101", "2000000000100"]


@pytest.mark.parametrize(
    ("tariff", "direction"),
    [
        ("E-1R-OUTGOING-FIX-12M-19-05-13-C", Direction.EXPORT),
        ("E-1R-AGILE-OUTGOING-19-05-13-C", Direction.EXPORT),
        ("E-1R-FLUX-EXPORT-23-02-14-C", Direction.EXPORT),
        ("E-1R-FLUX-IMPORT-23-02-14-C", Direction.IMPORT),
        ("E-1R-AGILE-24-10-01-C", Direction.IMPORT),
    ],
)
def test_where_the_account_does_not_say_whether_it_is_export_the_tariff_does(
    tariff: str, direction: Direction
) -> None:
    silent = electricity(agreements=[agreement(tariff)])
    assert only_point(account(home(silent))).direction is direction
    said = {**silent, "is_export": direction is not Direction.EXPORT}
    assert only_point(account(home(said))).direction is not direction, "what is said counts"


def test_two_meters_with_one_serial_are_one_and_a_meter_without_serial_is_none() -> None:
    point = electricity("2000000000017", "21L0000017", "21L0000017", None, "22L0000001")
    assert only_point(account(home(point))).serials == ("21L0000017", "22L0000001")


@pytest.mark.parametrize("nothing", [{"meters": []}, {"meters": None}, {"agreements": None}])
def test_a_meter_point_may_lack_meters_and_agreements(nothing: dict[str, object]) -> None:
    point = only_point(account(home({**electricity(), **nothing})))
    assert not point.serials or not point.agreements


def test_a_property_may_lack_dates_address_and_meter_points() -> None:
    assert read_account({"number": "A-1", "properties": [{"id": 1}]}).meter_points == ()
    assert read_account({"number": "A-1", "properties": None}).properties == ()


def test_agreements_are_in_order_of_time_and_none_ends_before_it_begins() -> None:
    point = only_point(
        account(
            home(
                electricity(
                    agreements=[
                        agreement("E-1R-THIRD-C", "2024-07-10T00:00:00+01:00"),
                        agreement("E-1R-NONE-C", "2024-03-20T00:00:00Z", "2024-03-20T00:00:00Z"),
                        agreement(
                            "E-1R-SECOND-C", "2024-02-22T00:00:00Z", "2024-07-10T00:00:00+01:00"
                        ),
                    ]
                )
            )
        )
    )
    change = utc(2024, 7, 9, 23)
    assert [each.tariff for each in point.agreements] == ["E-1R-SECOND-C", "E-1R-THIRD-C"]
    assert point.agreement_at(change - 1).tariff == "E-1R-SECOND-C"
    assert point.agreement_at(change).tariff == "E-1R-THIRD-C"
    assert point.agreement_at(utc(2024, 2, 21)) is None
    assert point.latest_agreement(utc(2030, 1, 1)).tariff == "E-1R-THIRD-C"


def test_after_the_last_agreement_has_ended_it_is_still_the_latest() -> None:
    ended = agreement(until="2023-01-01T00:00:00Z")
    point = only_point(account(home(electricity(agreements=[ended]))))
    assert point.agreement_at(utc(2024, 1, 1)) is None
    assert point.latest_agreement(utc(2024, 1, 1)).tariff == "E-1R-VAR-22-11-01-C"


def test_a_time_that_means_always_or_never_has_a_date_in_london_all_the_same() -> None:
    always = agreement(since="0001-01-01T00:00:00Z", until="9999-12-31T23:59:59.999-11:00")
    (only,) = only_point(account(home(electricity(agreements=[always])))).agreements
    assert london(only.since).year == 1970
    assert only.holds_at(utc(2099, 12, 31))
    assert london(only.until or 0).year == 2100


def test_a_time_without_offset_is_in_london() -> None:
    point = only_point(
        account(home(electricity(agreements=[agreement(since="2024-07-10T00:00:00")])))
    )
    assert point.agreements[0].since == utc(2024, 7, 9, 23)


WRONG: list[object] = [
    None,
    True,
    7,
    -1.5,
    "",
    "  ",
    "\x1b[2J",
    "x" * 200,
    "..",
    "a\nb",
    "a\u2028b",
    "0001-01-01T00:00:00",
    "9999-12-31T23:59:59-14:00",
    [],
    [1],
    {},
    {"a": 1},
    [[]],
]


def places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place in a JSON document, the whole one excepted."""
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, inner in items:
        yield (*path, key)
        yield from places(inner, (*path, key))


def changed(document: Any, path: tuple[str | int, ...], value: object) -> Any:
    document = deepcopy(document)
    *way, last = path
    here = document
    for step in way:
        here = here[step]
    here[last] = value
    return document


@given(st.sampled_from(list(places(HOUSE))), st.sampled_from(WRONG))
def test_a_wrong_value_anywhere_is_named_or_does_not_matter(
    path: tuple[str | int, ...], value: object
) -> None:
    found: Account | None = None
    said = ""
    try:
        found = read_account(changed(HOUSE, path, value))
    except ValueError as error:
        said = str(error)
    if found is not None:
        assert read_account(json.loads(json.dumps(account_json(found)))) == found
        lines = in_words(meter_points(LOGIN, found, utc(2024, 3, 15)), utc(2024, 3, 15))
        assert all(line.isprintable() for line in lines)
    else:
        assert str(path[-1]) in said or isinstance(path[-1], int)
        assert "CANARY" not in said
        assert said.isprintable()


@pytest.mark.parametrize(
    "inside", ["\n", "\t", "\r", "\x1b", "\x85", "\u2028", "\ue000", "\ud800"]
)
@pytest.mark.parametrize("key", ["mpan", "serial_number", "tariff_code"])
def test_no_text_holds_what_begins_another_line_or_commands_a_terminal(
    key: str, inside: str
) -> None:
    document = json.dumps(HOUSE).replace(f'"{key}": "', f'"{key}": "A{json.dumps(inside)[1:-1]}')
    with pytest.raises(ValueError, match=f"{key} holds characters"):
        read_account(json.loads(document))


def test_a_serial_keeps_its_spaces_and_loses_what_is_not_seen() -> None:
    point = electricity("2000000000017", " 12  A/345\n", "21\u200bL\u00a01")
    assert only_point(account(home(point))).serials == ("12  A/345", "21L 1")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"number": 7}, "number is not text"),
        ({"number": "A-1", "properties": 7}, "properties is not a list of objects"),
        (account(home({**electricity(), "mpan": None})), "mpan is missing"),
        (
            account(home(electricity(agreements=[agreement(since="soon")]))),
            "properties[0].electricity_meter_points[0].agreements[0].valid_from is not a time",
        ),
        (account(home(electricity(is_export="no"))), "is_export is neither true nor false"),
    ],
)
def test_the_place_of_a_wrong_value_is_named(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=r".") as raised:
        read_account(wrong)
    assert said in str(raised.value)


@pytest.mark.parametrize(
    "typed",
    [
        "A-1A2B3C4D",
        " a-1a2b3c4d\n",
        '"A-1A2B3C4D"',
        "A 1A2B 3C4D",
        "A–1A2B3C4D",
        "a1a2b3c4d",
        "\N{ZERO WIDTH SPACE}A-1A2B3C4D\N{WORD JOINER}",
    ],
)
def test_an_account_number_may_be_pasted_as_it_comes(typed: str) -> None:
    assert tidy_account_number(typed) == "A-1A2B3C4D"


@pytest.mark.parametrize(
    "typed", ["", "A-", "12345678", "sk_live_123", "A-1A2B3C4", "A-1A2B3C4D5"]
)
def test_what_is_no_account_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="A-1A2B3C4D"):
        tidy_account_number(typed)


def test_a_meter_point_that_two_homes_list_is_one_of_the_home_lived_in() -> None:
    left = home(electricity("2000", "OLD", "A"), moved_out="2021-11-01T00:00:00Z")
    lived_in = home(
        electricity("2000", "A", "NEW", agreements=[agreement(since="2024-01-01T00:00:00Z")])
    )
    first, second = read_account(account(left, lived_in)).properties
    (point,) = first.meter_points
    assert second.meter_points == ()
    assert point.serials == ("OLD", "A", "NEW")
    assert len(point.agreements) == 2


def test_an_mpan_that_is_listed_for_both_directions_is_two_meter_points() -> None:
    (house,) = read_account(
        account(
            home(
                electricity("2000", "SAME", "SOLD", is_export=True),
                electricity("2000", "SAME", is_export=False),
            )
        )
    ).properties
    assert [(each.direction, each.serials) for each in house.meter_points] == [
        (Direction.EXPORT, ("SAME", "SOLD")),
        (Direction.IMPORT, ("SAME",)),
    ]


@REAL
def test_all_recorded_accounts_can_be_read() -> None:
    for file in sorted(Path(REAL_DATA, "api").glob("account-*.json")):
        found = read_account(json.loads(file.read_text()))
        assert found.meter_points, file.name
