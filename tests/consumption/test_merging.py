"""One meter point may have had several meters, and a household may import and export."""

from __future__ import annotations

from array import array
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from octoterm.consumption.days import Columns
from octoterm.consumption.merging import net, of_one_meter_point
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


@given(st.lists(some_usage, min_size=1, max_size=3), st.lists(some_usage, max_size=3))
def test_net_is_of_all_meter_points_and_missing_where_any_is_missing(
    bought: list[dict[int, float]], sold: list[dict[int, float]]
) -> None:
    expected = {
        number: sum(each[number] for each in bought) - sum(each[number] for each in sold)
        for number in set.intersection(*map(set, bought + sold))
    }
    assert usage(finish(net([*map(columns, bought)], [*map(columns, sold)]))) == expected
