"""One meter point may have had several meters, and a household may import and export."""

from __future__ import annotations

from array import array
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from octoterm.consumption.days import Columns
from octoterm.consumption.merging import ENDED_AFTER, net, of_one_meter_point
from octoterm.periods.london import SECONDS_A_DAY
from octoterm.runtime.slices import finish

FIRST = 1_700_000_000 // 1800 * 1800


def columns(usage: Mapping[int, float]) -> Columns:
    """Half hour, counted from the first → kWh."""
    return Columns(
        array("I", [FIRST + 1800 * number for number in sorted(usage)]),
        array("d", [usage[number] for number in sorted(usage)]),
    )


def usage(found: Columns) -> dict[int, float]:
    assert list(found.starts) == sorted(set(found.starts))
    numbers = ((start - FIRST) // 1800 for start in found.starts)
    return dict(zip(numbers, found.values, strict=True))


def test_a_meter_is_followed_by_the_one_that_replaced_it() -> None:
    old, new = {0: 0.1, 1: 0.2}, {2: 0.3, 3: 0.4}
    assert usage(of_one_meter_point([columns(new), columns(old)])) == {**old, **new}


def test_a_half_hour_of_two_meters_is_that_of_the_later_one_and_never_the_sum() -> None:
    old, new = {0: 0.1, 1: 0.2, 2: 0.0, 5: 0.6}, {1: 0.0, 2: 0.3, 3: 0.4}
    expected = {0: 0.1, 1: 0.0, 2: 0.3, 3: 0.4, 5: 0.6}
    assert usage(of_one_meter_point([columns(old), columns(new)])) == expected
    assert usage(of_one_meter_point([columns(new), columns(old)])) == expected


def test_a_meter_without_readings_changes_nothing() -> None:
    assert usage(of_one_meter_point([columns({}), columns({0: 0.1}), columns({})])) == {0: 0.1}
    assert usage(of_one_meter_point([])) == {}


some_usage = st.dictionaries(st.integers(0, 40), st.sampled_from([0.0, 0.125, 0.5, 3.0]))


@given(st.lists(some_usage, max_size=4))
def test_any_meters_are_joined_as_by_plain_reckoning(meters: list[dict[int, float]]) -> None:
    expected: dict[int, float] = {}
    for each in sorted((each for each in meters if each), key=min):
        expected |= each
    assert usage(of_one_meter_point(map(columns, meters))) == expected


def plain_sum(points: list[dict[int, float]]) -> dict[int, float]:
    """Half hour by half hour: what all have that have begun, as none has ended."""
    there = [each for each in points if each]
    return {
        number: sum(each.get(number, 0.0) for each in there)
        for number in range(41)
        if any(number in each for each in there)
        and all(number in each for each in there if min(each) <= number)
    }


@given(st.lists(some_usage, max_size=3), st.lists(some_usage, max_size=3))
def test_net_is_of_all_meter_points_and_missing_where_any_is_missing(
    bought: list[dict[int, float]], sold: list[dict[int, float]]
) -> None:
    taken, given_back = plain_sum(bought), plain_sum(sold)
    assert usage(finish(net([*map(columns, bought)], [*map(columns, sold)]))) == {
        number: taken[number] - given_back[number] for number in taken if number in given_back
    }


def test_a_meter_point_counts_from_its_first_reading_to_its_last_once_it_has_ended() -> None:
    days = 48 * ENDED_AFTER // SECONDS_A_DAY
    house = dict.fromkeys(range(days + 12), 2.0)
    for last, ended in ((10, True), (11, False)):
        heating = dict.fromkeys(range(4, last + 1), 1.0)
        found = usage(finish(net([columns(house), columns(heating)], [columns(house)])))
        between = {number: 1.0 if number in heating else 0.0 for number in house}
        assert found == (between if ended else {n: between[n] for n in range(last + 1)})


def test_a_meter_point_that_is_not_smart_does_not_count() -> None:
    house = {0: 2.0, 1: 3.0}
    assert usage(finish(net([columns(house), columns({})], [columns({1: 1.0})]))) == {1: 2.0}
    assert usage(finish(net([columns(house)], [columns({})]))) == {}
