"""The table as rows of cells: what fits, and the bar where that is not all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Size

from octoterm.ui.drawing.scrolling import first_drawn, scroll_bar
from octoterm.ui.drawing.symbols import ASCII, CONSOLE, UNICODE, Symbols
from octoterm.ui.views.table.column_texts import Texts
from octoterm.ui.views.table.picture import TablePicture
from octoterm.ui.views.table.share_bar import share_bars

HEIGHTS = (1, 2, 3, 7, 19, 39)


def picture(rows: int, cursor: int | None, size: Size, before: int = 0) -> TablePicture:
    columns = [
        Texts("day", [f"n {number}" for number in range(rows)], aligned_left=True),
        Texts("kWh", [f"{number / 10}" for number in range(rows)]),
    ]
    return TablePicture(columns, cursor, size, UNICODE, before=before)


def test_names_are_aligned_left_and_figures_right_and_all_are_spaced() -> None:
    columns = [Texts("day", ["Fri 8", "Sat 10"], aligned_left=True), Texts("kWh", ["9", "12.5"])]
    drawn = TablePicture(columns, 0, Size(15, 3), UNICODE).rows
    assert ["".join(symbol for symbol, _ in row) for row in drawn] == [
        " day      kWh  ",
        " Fri 8      9  ",
        " Sat 10  12.5  ",
    ]


@pytest.mark.extended
@pytest.mark.parametrize("width", [0, 1, 13, 80])
@pytest.mark.parametrize("height", [0, 1, 2, 20])
@pytest.mark.parametrize("rows", [0, 7, 31])
def test_every_size_has_a_picture_that_fits(width: int, height: int, rows: int) -> None:
    for cursor in (None, 0, max(0, rows - 1)):
        drawn = picture(rows, cursor, Size(width, height), before=99)
        assert len(drawn.rows) == min(height, rows + 1)
        assert all(len(row) == width for row in drawn.rows if width)
        assert len(drawn.drawn) == min(rows, max(0, height - 1))


def test_places_are_rows_only_where_there_are_some() -> None:
    scrolled = picture(31, 20, Size(80, 11))
    assert [scrolled.row_at(5, y) for y in (0, 1, 10, 11)] == [None, 11, 20, None]
    assert scrolled.row_at(79, 5) is None
    assert [scrolled.first_at(79, y) for y in (0, 1, 10)] == [None, 0, 21]
    assert scrolled.first_at(78, 5) is None
    whole = picture(7, 0, Size(80, 11))
    assert [whole.row_at(79, y) for y in (0, 1, 7, 8)] == [None, 0, 6, None]
    assert whole.first_at(79, 5) is None


def test_marks_have_a_legend_at_the_foot_where_there_is_room() -> None:
    shown = TablePicture(
        picture(31, 30, Size(80, 20)).columns, 30, Size(80, 20), UNICODE, "× missing"
    )
    assert len(shown.drawn) == 18
    assert shown.first == 13
    assert "".join(symbol for symbol, _ in shown.rows[-1]).strip() == "× missing"
    low = TablePicture(shown.columns, 30, Size(80, 9), UNICODE, "× missing")
    assert len(low.drawn) == 8


@given(
    st.lists(st.floats(-9, 9), min_size=1, max_size=9),
    st.integers(1, 60),
    st.sampled_from((UNICODE, ASCII, CONSOLE)),
)
def test_small_bars_compare_values_by_eighths_of_a_column(
    values: list[float], columns: int, symbols: Symbols
) -> None:
    bars = share_bars(values, columns, symbols)
    assert {len(bar) for bar in bars} == {columns}
    assert [bool(bar.strip()) for bar in bars] == [value != 0 for value in values]
    highest = max(values)
    if min(values) >= 0 and highest > 0 and symbols is UNICODE:
        for value, bar in zip(values, bars, strict=True):
            eighths = sum(symbols.lengths.index(cell) for cell in bar)
            assert abs(eighths - 8 * columns * value / highest) <= 1


def test_a_bar_below_zero_ends_where_the_others_begin() -> None:
    assert share_bars([-2.0, 2.0, 1.0], 4, UNICODE) == ["██  ", "  ██", "  █ "]
    assert share_bars([], 4, UNICODE) == []
    assert share_bars([0.059, 1.276], 3, UNICODE) == ["▏  ", "███"]


@pytest.mark.parametrize("room", HEIGHTS)
def test_what_was_drawn_first_stays_as_far_as_it_can(room: int) -> None:
    for before in range(40):
        stays = min(before, 40 - room)
        for row in range(40):
            first = first_drawn(40, room, before, row)
            assert first <= row < first + room
            assert first in (stays, row, row - room + 1)
            if stays <= row < stays + room:
                assert first == stays
        assert first_drawn(40, room, before) == stays


@pytest.mark.parametrize("symbols", [UNICODE, ASCII], ids=["unicode", "ascii"])
@pytest.mark.parametrize("room", HEIGHTS)
def test_the_bar_touches_an_end_only_where_there_are_no_more_rows(
    room: int, symbols: Symbols
) -> None:
    rows = 50
    for first in range(rows - room + 1):
        bar = scroll_bar(first, rows, room, symbols)
        assert len(bar) == room
        assert any(style != "track" for _, style in bar)
        if room > 2:
            full = (" ", "thumb-end")
            assert (bar[0] == full) is (first == 0)
            assert (bar[-1] == full) is (first == rows - room)


@pytest.mark.parametrize("room", HEIGHTS)
def test_in_ascii_the_bar_has_whole_cells_of_one_look_each(room: int) -> None:
    for first in range(50 - room + 1):
        assert set(scroll_bar(first, 50, room, ASCII)) <= {(" ", "thumb-end"), (" ", "track")}
