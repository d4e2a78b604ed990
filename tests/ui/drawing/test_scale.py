"""The vertical axis: round ticks on whole rows, above and below zero."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from octoterm.ui.drawing.scale import AXIS, Scale


def number_in(label: str) -> float:
    """The number that a tick's label tells."""
    return float(label.replace(",", "").replace("−", "-"))


VALUES = st.floats(-1e5, 1e5).filter(lambda value: value == 0 or abs(value) > 1e-4)


@given(highest=st.floats(1e-6, 1e7), rows=st.integers(1, 60))
def test_the_highest_bar_fits_below_the_top_and_uses_more_than_a_third(
    highest: float, rows: int
) -> None:
    scale = Scale.reaching(highest, rows)
    eighths = scale.eighths(highest)
    assert eighths <= 8 * rows
    assert eighths > 8 * rows / 3 - 4


@given(highest=st.floats(1e-3, 1e6), rows=st.integers(3, 60))
def test_ticks_are_round_numbers_that_read_as_what_they_are(highest: float, rows: int) -> None:
    scale = Scale.reaching(highest, rows)
    ticks = scale.ticks(rows)
    assert ticks[AXIS].strip("0.") == ""
    for row, text in ticks.items():
        value = number_in(text)
        assert value == pytest.approx((row + 1) / scale.rows_a_step * scale.step)


@given(one=VALUES, other=VALUES, rows=st.integers(6, 60))
def test_a_bar_of_the_value_of_a_tick_ends_in_the_middle_of_the_row_of_the_tick(
    one: float, other: float, rows: int
) -> None:
    scale = Scale.spanning(min(one, other), max(one, other), rows)
    for row, text in scale.ticks(rows).items():
        value = number_in(text)
        if value:
            assert scale.row(value) == row
            assert scale.eighths(value) % 8 == 4


@pytest.mark.parametrize("highest", [0.0, -3.0, math.nan, math.inf])
def test_a_chart_of_nothing_or_nonsense_still_has_a_scale(highest: float) -> None:
    assert Scale.reaching(highest, 10).ticks(10)[AXIS].startswith("0")


@given(one=VALUES, other=VALUES, rows=st.integers(2, 60))
def test_both_ends_fit_beyond_the_row_of_zero(one: float, other: float, rows: int) -> None:
    lowest, highest = min(one, other, 0.0), max(one, other, 0.0)
    scale = Scale.spanning(lowest, highest, rows)
    assert AXIS <= scale.zero_row < rows
    assert (scale.zero_row == AXIS) == (lowest == 0)
    assert scale.eighths(highest) <= 8 * (rows - 1 - scale.zero_row)
    assert scale.eighths(lowest) <= 8 * max(0, scale.zero_row)
    assert scale.row(lowest) <= max(0, scale.zero_row) <= scale.row(highest) < rows


@given(one=VALUES, other=VALUES, rows=st.integers(6, 60))
def test_ticks_below_zero_read_as_what_they_are_too(one: float, other: float, rows: int) -> None:
    scale = Scale.spanning(min(one, other), max(one, other), rows)
    for row, text in scale.ticks(rows).items():
        value = number_in(text)
        assert value == pytest.approx((row - scale.zero_row) * scale.a_row, abs=1e-9)


@given(lowest=st.floats(-100, -0.01), rows=st.integers(3, 60))
def test_what_is_only_negative_hangs_from_the_top_and_uses_the_room(
    lowest: float, rows: int
) -> None:
    scale = Scale.spanning(lowest, 0.0, rows)
    assert scale.eighths(lowest) > 8 * (rows / 4 - 1)
    assert scale.zero_row > (rows - 2) / 3


@given(highest=st.floats(1e-3, 1e6), rows=st.integers(1, 60))
def test_without_anything_below_zero_no_row_is_kept_for_it(highest: float, rows: int) -> None:
    assert Scale.spanning(0.0, highest, rows).zero_row == AXIS
    assume(rows > 2)
    assert Scale.spanning(-highest, highest, rows).zero_row > 0


def test_the_smallest_value_shows_above_the_axis() -> None:
    scale = Scale.reaching(1.0, 10)
    assert (scale.eighths(1e-9), scale.eighths(0.0)) == (1, 0)


def test_on_a_single_row_what_is_positive_is_drawn() -> None:
    scale = Scale.spanning(-1.0, 1.0, 1)
    assert (scale.zero_row, scale.row(1.0)) == (0, 0)
    assert math.isfinite(scale.step)
