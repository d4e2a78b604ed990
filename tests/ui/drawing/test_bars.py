"""The geometry of bars, and that plotext draws what it says."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.ui.drawing.bars import Bar, Slots, axis_labels, canvas, grouped, points
from octoterm.ui.drawing.scale import Scale

BLOCKS = " ▁▂▃▄▅▆▇█"
HANGING = " ▔▔▀▀▀▀██"


def bars_of(*values: float | None) -> list[Bar]:
    return [Bar(value, True, str(number)) for number, value in enumerate(values, 1)]


def drawn(values: list[float | None], columns: int, rows: int) -> list[str]:
    slots = Slots.fitting(len(values), columns)
    bars = grouped(bars_of(*values), slots.together)
    heights = [bar.value or 0.0 for bar in bars]
    scale = Scale.spanning(min(heights), max(heights), rows)
    return canvas(columns, rows, points(bars, slots, scale, rows, BLOCKS, HANGING))


@given(bars=st.integers(1, 400), columns=st.integers(1, 300))
def test_every_bar_has_the_same_width_and_all_fit(bars: int, columns: int) -> None:
    slots = Slots.fitting(bars, columns)
    shown = math.ceil(bars / slots.together)
    assert slots.width >= 1
    assert shown * slots.pitch <= columns or shown == 1


@pytest.mark.parametrize(("columns", "width"), [(72, 1), (96, 2), (112, 2), (144, 2), (192, 3)])
def test_half_hours_get_wider_bars_on_wider_terminals(columns: int, width: int) -> None:
    assert Slots.fitting(48, columns).width == width


def test_where_half_hours_do_not_fit_bars_are_hours_and_sums_are_kept() -> None:
    slots = Slots.fitting(48, 33)
    hours = grouped(bars_of(*([0.5] * 48)), slots.together)
    assert slots.together == 2
    assert [bar.value for bar in hours] == [1.0] * 24


def test_an_hour_with_a_missing_half_is_incomplete_and_one_without_any_is_missing() -> None:
    half, none = grouped(bars_of(0.5, None, None, None), 2)
    assert (half.value, half.complete) == (0.5, False)
    assert (none.value, none.complete) == (None, False)


def test_bars_rise_in_eighths_of_a_row() -> None:
    picture = drawn([1.0, 0.5, 0.25, 0.125], columns=4, rows=1)
    assert picture == ["█▄▂▁"]


def test_a_small_value_between_tall_ones_shows() -> None:
    *_, bottom = drawn([5.0, 0.001, 5.0], columns=3, rows=10)
    assert bottom == "█▁█"


def test_zero_and_missing_values_leave_their_column_empty() -> None:
    for row in drawn([0.0, None, 1.0], columns=3, rows=3):
        assert row[:2] == "  "


def test_negative_values_hang_from_where_positive_ones_stand() -> None:
    picture = drawn([2.0, -1.0, 1.0, -2.0], columns=4, rows=6)
    assert picture == ["█   ", "█ ▄ ", "█ █ ", " █ █", " ▀ █", "   █"]
    assert drawn([1.0, -0.01], columns=2, rows=3)[-1] == " ▔"


def test_a_canvas_without_any_bar_is_blank() -> None:
    assert drawn([None, None], columns=6, rows=2) == ["      ", "      "]


@given(
    values=st.lists(st.floats(0.001, 50), min_size=1, max_size=60),
    columns=st.integers(1, 120),
    rows=st.integers(1, 30),
)
def test_plotext_draws_each_bar_to_the_eighth(
    values: list[float], columns: int, rows: int
) -> None:
    slots = Slots.fitting(len(values), columns)
    bars = grouped(bars_of(*values), slots.together)
    scale = Scale.reaching(max(bar.value or 0.0 for bar in bars), rows)
    picture = canvas(columns, rows, points(bars, slots, scale, rows, BLOCKS, HANGING))
    assert [len(row) for row in picture] == [columns] * rows
    for number, bar in enumerate(bars):
        for column in range(number * slots.pitch, number * slots.pitch + slots.width):
            if column < columns:
                height = sum(BLOCKS.index(row[column]) for row in picture)
                assert height == scale.eighths(bar.value or 0.0)


def test_labels_never_touch_and_the_welcome_ones_come_first() -> None:
    bars = [Bar(1.0, True, f"{hour:02d}:00", 2 if hour % 6 == 0 else 1) for hour in range(24)]
    line = axis_labels(bars, Slots(2, 0, 1), 48)
    assert line.split() == ["00:00", "06:00", "12:00", "18:00"]
    assert line.index("12:00") == 24


@given(
    labels=st.lists(st.text("abc123", min_size=1, max_size=9), min_size=1, max_size=60),
    columns=st.integers(1, 100),
)
def test_any_labels_fit_the_line_exactly(labels: list[str], columns: int) -> None:
    slots = Slots.fitting(len(labels), columns)
    bars = grouped([Bar(1.0, True, label) for label in labels], slots.together)
    assert len(axis_labels(bars, slots, columns)) == columns


@pytest.mark.parametrize(
    ("bars", "columns", "width", "gap"),
    [(48, 74, 1, 0), (31, 74, 2, 0), (12, 74, 5, 1), (7, 74, 8, 2)],
)
def test_broad_bars_stand_apart_and_narrow_ones_touch(
    bars: int, columns: int, width: int, gap: int
) -> None:
    slots = Slots.fitting(bars, columns)
    assert (slots.width, slots.gap) == (width, gap)
