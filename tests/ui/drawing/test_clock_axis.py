"""The clock along the screen, at every width."""

from __future__ import annotations

import pytest

from octoterm.ui.drawing.clock_axis import ClockColumns


@pytest.mark.parametrize(
    ("room", "width", "together"),
    [(12, 1, 4), (33, 1, 2), (47, 1, 2), (48, 1, 1), (95, 1, 1), (96, 2, 1), (150, 3, 1)],
)
def test_cells_are_as_wide_as_fits_and_added_up_where_they_do_not(
    room: int, width: int, together: int
) -> None:
    columns = ClockColumns.fitting(room)
    assert (columns.width, columns.together) == (width, together)
    assert columns.total == 48 // together * width <= room


@pytest.mark.parametrize("room", [1, 12, 33, 48, 96, 150])
def test_every_half_hour_is_found_where_it_is_drawn(room: int) -> None:
    columns = ClockColumns.fitting(room)
    for half_hour in range(48):
        column = columns.cell_of(half_hour) * columns.width
        assert columns.half_hour_at(column) == half_hour // columns.together * columns.together
    assert columns.half_hour_at(-1) is None
    assert columns.half_hour_at(columns.total) is None


@pytest.mark.parametrize(
    ("room", "axis"),
    [
        (48, "00:00─03:00─06:00─09:00─12:00─15:00─18:00─21:00─"),
        (33, "00:00─06:00─12:00─18:00─"),
        (12, "00:00─12:00─"),
    ],
)
def test_times_begin_at_their_columns(room: int, axis: str) -> None:
    assert ClockColumns.fitting(room).axis("─") == axis
