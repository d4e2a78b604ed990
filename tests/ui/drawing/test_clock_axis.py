"""The clock along the screen, at every width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.ui.drawing.clock_axis import ClockColumns


@pytest.mark.parametrize(
    ("room", "total", "widths", "together"),
    [
        (12, 12, {1}, 4), (33, 33, {1, 2}, 2), (47, 47, {1, 2}, 2), (48, 48, {1}, 1),
        (68, 68, {1, 2}, 1), (88, 88, {1, 2}, 1), (144, 144, {3}, 1), (150, 144, {3}, 1),
    ],
)  # fmt: skip
def test_cells_fill_the_room_and_are_even_where_that_leaves_little(
    room: int, total: int, widths: set[int], together: int
) -> None:
    columns = ClockColumns.fitting(room)
    assert (columns.total, columns.together) == (total, together)
    assert {len(columns.columns_of(cell)) for cell in range(columns.cells)} == widths


@given(st.integers(1, 300))
def test_every_half_hour_is_found_where_it_is_drawn(room: int) -> None:
    columns = ClockColumns.fitting(room)
    assert columns.total <= room
    for half_hour in range(48):
        for column in columns.columns_of(columns.cell_of(half_hour)):
            assert columns.half_hour_at(column) == half_hour // columns.together * columns.together
    drawn = [column for cell in range(columns.cells) for column in columns.columns_of(cell)]
    assert drawn == list(range(columns.total))
    assert columns.half_hour_at(-1) is None
    assert columns.half_hour_at(columns.total) is None


@pytest.mark.parametrize(
    ("room", "axis"),
    [
        (48, "00:00─03:00─06:00─09:00─12:00─15:00─18:00─21:00─"),
        (33, "00:00───06:00───12:00───18:00────"),
        (12, "00:00─12:00─"),
    ],
)
def test_times_begin_at_their_columns(room: int, axis: str) -> None:
    assert ClockColumns.fitting(room).axis("─") == axis
