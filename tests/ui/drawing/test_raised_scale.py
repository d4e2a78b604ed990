"""An axis that need not begin at zero."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from octoterm.ui.drawing.raised_scale import RaisedScale
from octoterm.ui.drawing.scale import AXIS

values = st.floats(0.01, 1e6)


@given(values, values, st.integers(2, 60))
def test_all_values_fit_between_the_ends_of_the_axis(one: float, other: float, rows: int) -> None:
    lowest, highest = sorted((one, other))
    scale = RaisedScale.between(lowest, highest, rows)
    assert 0 <= scale.origin <= lowest
    assert scale.origin + (rows + 0.5) * scale.a_row >= highest * (1 - 1e-9)


@given(values, st.floats(1.01, 1.5), st.integers(4, 60))
def test_what_varies_little_takes_a_good_part_of_the_axis(
    lowest: float, times: float, rows: int
) -> None:
    highest = lowest * times
    scale = RaisedScale.between(lowest, highest, rows)
    assert rows * scale.a_row < 0.95 * highest


@given(values, values, st.integers(2, 60))
def test_the_lowest_label_is_the_value_that_bars_begin_at(
    one: float, other: float, rows: int
) -> None:
    lowest, highest = sorted((one, other))
    scale = RaisedScale.between(lowest, highest, rows)
    first = float(scale.ticks(rows)[AXIS].replace(",", ""))
    assert abs(first - scale.origin) <= 1e-6 * max(1.0, scale.origin)


def test_what_reaches_below_zero_has_an_ordinary_axis() -> None:
    scale = RaisedScale.between(-1.0, 2.0, 6)
    assert scale.origin == 0
    assert scale.zero_row != AXIS
    assert RaisedScale.between(0.0, 0.0, 6).origin == 0
