"""Bars in character cells."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.ui.drawing.bars import (
    Bar,
    Fills,
    Outline,
    Slots,
    axis_labels,
    canvas,
    clear_of_ends,
    grouped,
    outline,
    points,
)
from octoterm.ui.drawing.scale import Scale
from octoterm.ui.drawing.symbols import ASCII, CONSOLE, UNICODE, Symbols

BLOCKS = " ▁▂▃▄▅▆▇█"
HANGING = " ▔▔▀▀▀▀██"
FILLS = Fills(BLOCKS, HANGING, "▒", "░")


def bars_of(*values: float | None) -> list[Bar]:
    return [
        Bar(value, str(number), int(value is not None)) for number, value in enumerate(values, 1)
    ]


def drawn(values: list[float | None], columns: int, rows: int) -> list[str]:
    slots = Slots.fitting(len(values), columns)
    bars = grouped(bars_of(*values), slots.together)
    heights = [bar.value or 0.0 for bar in bars]
    scale = Scale.spanning(min(heights), max(heights), rows)
    return canvas(columns, rows, points(bars, slots, scale, rows, FILLS))


@given(bars=st.integers(1, 400), columns=st.integers(1, 300))
def test_every_bar_has_the_same_width_and_all_fit(bars: int, columns: int) -> None:
    slots = Slots.fitting(bars, columns)
    shown = math.ceil(bars / slots.together)
    assert slots.width >= 1
    assert shown * slots.pitch <= columns or shown == 1


@pytest.mark.parametrize(("columns", "width"), [(72, 1), (96, 1), (144, 2), (192, 3)])
def test_half_hours_get_wider_bars_on_wider_terminals(columns: int, width: int) -> None:
    assert Slots.fitting(48, columns).width == width


def test_where_half_hours_do_not_fit_bars_are_hours_and_sums_are_kept() -> None:
    slots = Slots.fitting(48, 33)
    hours = grouped(bars_of(*([0.5] * 48)), slots.together)
    assert slots.together == 2
    assert [bar.value for bar in hours] == [1.0] * 24


def test_an_hour_with_a_missing_half_is_incomplete_and_one_without_any_is_missing() -> None:
    half, none = grouped(bars_of(0.5, None, None, None), 2)
    assert (half.value, half.share) == (0.5, 0.5)
    assert (none.value, none.share) == (None, 0.0)


def test_in_a_sum_only_what_is_due_can_be_missing() -> None:
    last, to_come = Bar(24.0, readings=48, due=48), Bar(None, readings=0, due=0, after=48)
    (both,) = grouped([last, to_come], 2)
    assert (both.value, both.share, both.looks_whole, both.outside) == (24.0, 1.0, True, False)
    assert grouped([to_come, to_come], 2)[0].outside


@pytest.mark.parametrize(
    ("before", "due", "after", "width", "columns"),
    [
        (0, 48, 0, 4, (0, 0)),
        (6, 54, 0, 4, (1, 0)),
        (90, 10, 0, 4, (3, 0)),
        (25, 50, 25, 4, (1, 1)),
        (0, 20, 40, 3, (0, 2)),
        (50, 1, 0, 1, (0, 0)),
        (50, 0, 0, 4, (4, 0)),
    ],
)
def test_the_time_without_data_is_shown_in_proportion(
    before: int, due: int, after: int, width: int, columns: tuple[int, int]
) -> None:
    bar = Bar(1.0, readings=due, due=due, before=before, after=after)
    assert bar.without_data(width) == columns


def test_bars_rise_in_eighths_of_a_row_from_the_middle_of_the_axis() -> None:
    # A row stands for 0.5; the lower half of the first is below the axis' own middle.
    picture = drawn([1.0, 0.75, 0.5, 0.3125, 0.25, 0.01], columns=6, rows=2)
    assert picture == ["▄     ", "██▄▁▁▁"]


def test_a_small_value_between_tall_ones_shows() -> None:
    *_, bottom = drawn([5.0, 0.001, 5.0], columns=3, rows=10)
    assert bottom == "█▁█"


def test_zero_and_missing_values_leave_their_column_empty() -> None:
    for row in drawn([0.0, None, 1.0], columns=3, rows=3):
        assert row[:2] == "  "


def test_negative_values_hang_from_where_positive_ones_stand() -> None:
    # A row stands for 0.83; zero is in the middle of the third from the bottom.
    picture = drawn([2.0, -1.0, 1.0, -2.0], columns=4, rows=5)
    assert picture == ["▇   ", "█ ▆ ", "▀▄▀▄", " ▀ █", "   █"]
    assert drawn([1.0, -0.01], columns=2, rows=3)[-1] == "▀▄"


def test_a_canvas_without_any_bar_is_blank() -> None:
    assert drawn([None, None], columns=6, rows=2) == ["      ", "      "]


@given(
    values=st.lists(st.floats(0.001, 50), min_size=1, max_size=60),
    columns=st.integers(1, 120),
    rows=st.integers(1, 30),
)
def test_each_bar_is_drawn_to_the_eighth(values: list[float], columns: int, rows: int) -> None:
    slots = Slots.fitting(len(values), columns)
    bars = grouped(bars_of(*values), slots.together)
    scale = Scale.reaching(max(bar.value or 0.0 for bar in bars), rows)
    picture = canvas(columns, rows, points(bars, slots, scale, rows, FILLS))
    assert [len(row) for row in picture] == [columns] * rows
    for number, bar in enumerate(bars):
        expected = 8 * (bar.value or 0.0) / scale.a_row - 4
        for column in range(number * slots.pitch, number * slots.pitch + slots.width):
            if column < columns:
                height = sum(BLOCKS.index(row[column]) for row in picture)
                assert height == pytest.approx(max(1, expected), abs=0.51)


@given(
    steps=st.integers(-9, 9).filter(bool),
    lowest=st.integers(-9, 0),
    highest=st.integers(1, 9),
    rows=st.integers(2, 40),
)
def test_a_bar_of_the_value_of_a_tick_ends_in_the_middle_of_its_row(
    steps: int, lowest: int, highest: int, rows: int
) -> None:
    scale = Scale.spanning(lowest, highest, rows)
    at = {label: row for row, label in scale.ticks(rows).items()}
    value = steps * scale.step
    row = at.get(scale.label(value))
    if row is None:
        return
    picture = canvas(1, rows, points([Bar(value)], Slots(1, 0, 1), scale, rows, FILLS))[::-1]
    assert picture[row] == ("▄" if steps > 0 else "▀")
    beyond = picture[row + 1 :] if steps > 0 else picture[:row]
    assert set(beyond) <= {" "}
    between = picture[scale.zero_row + 1 : row] if steps > 0 else picture[row + 1 : scale.zero_row]
    assert set(between) <= {"█"}


def test_labels_never_touch_and_the_welcome_ones_come_first() -> None:
    bars = [Bar(1.0, f"{hour:02d}:00", rank=2 if hour % 6 == 0 else 1) for hour in range(24)]
    line = axis_labels(bars, Slots(2, 0, 1), 48)
    assert line.split() == ["00:00", "06:00", "12:00", "18:00"]
    assert line.index("12:00") == 24


@given(
    labels=st.lists(st.text("abc123", min_size=1, max_size=9), min_size=1, max_size=60),
    columns=st.integers(1, 100),
)
def test_any_labels_fit_the_line_exactly(labels: list[str], columns: int) -> None:
    slots = Slots.fitting(len(labels), columns)
    bars = grouped([Bar(1.0, label) for label in labels], slots.together)
    assert len(axis_labels(bars, slots, columns)) == columns


@pytest.mark.parametrize(
    ("bars", "columns", "width", "gap"),
    [(48, 74, 1, 0), (31, 74, 1, 1), (12, 74, 5, 1), (7, 74, 8, 2)],
)
def test_broad_bars_stand_apart_and_narrow_ones_touch(
    bars: int, columns: int, width: int, gap: int
) -> None:
    slots = Slots.fitting(bars, columns)
    assert (slots.width, slots.gap) == (width, gap)


LINE = Outline("─", "│", ("┘", "┌", "┐", "└"))


def column_of(bar: Bar, rows: int = 10) -> str:
    """The only bar of a chart up to 10, from the bottom."""
    scale = Scale.reaching(10.0, rows)
    picture = canvas(1, rows, points([bar], Slots(1, 0, 1), scale, rows, FILLS))
    return "".join(reversed(picture))


def test_a_bar_that_lacks_readings_is_hatched_at_its_end_by_their_share() -> None:
    assert column_of(Bar(10.0, readings=70, due=100)) == "███████▒▒▒"
    assert column_of(Bar(10.0, readings=97, due=100)) == "█████████▒"


def test_a_bar_with_nearly_all_readings_and_one_in_progress_look_whole() -> None:
    assert column_of(Bar(10.0, readings=99, due=100)) == "█████████▄"
    assert column_of(Bar(4.0, readings=3, due=10, in_progress=True)) == "███▄      "


def test_what_a_bar_in_progress_is_on_course_for_stands_above_it() -> None:
    assert column_of(Bar(4.0, readings=3, due=10, in_progress=True, course=8.0)) == "███▄░░░░  "


@given(value=st.floats(0.1, 10.0), rows=st.integers(1, 30))
def test_an_outline_is_in_the_row_in_which_a_bar_of_that_value_ends(
    value: float, rows: int
) -> None:
    scale, slots = Scale.reaching(10.0, rows), Slots(1, 0, 1)
    (line,) = outline([Bar(value)], slots, scale, rows, LINE)
    ends = [point.row for point in points([Bar(value)], slots, scale, rows, FILLS)]
    assert line.row == max(ends)


def drawn_outline(values: Sequence[float | None], slots: Slots, columns: int) -> list[str]:
    others = [Bar(value) for value in values]
    return canvas(columns, 3, outline(others, slots, Scale.reaching(3.0, 3), 3, LINE))


def test_an_outline_rises_and_falls_where_neighbours_differ() -> None:
    assert drawn_outline([1.0, 3.0, 3.0, 2.0, 2.0], Slots(1, 0, 1), 5) == [
        " ┌─┐ ",
        " │ └─",
        "─┘   ",
    ]


def test_between_bars_with_a_gap_an_outline_turns_in_the_gap() -> None:
    assert drawn_outline([1.0, 3.0, 2.0], Slots(2, 1, 1), 9) == [
        "  ┌──┐   ",
        "  │  └── ",
        "──┘      ",
    ]
    assert drawn_outline([1.0, 2.0], Slots(2, 2, 1), 8) == ["        ", "   ┌──  ", "───┘    "]


def test_an_outline_has_a_hole_where_nothing_is_known() -> None:
    assert drawn_outline([1.0, None, 2.0], Slots(1, 0, 1), 3) == ["   ", "  ─", "─  "]


def test_an_outline_of_nothing_runs_along_the_row_of_zero() -> None:
    others, scale = [Bar(-1.0), Bar(0.0), Bar(1.0)], Scale.spanning(-1.0, 1.0, 3)
    lines = outline(others, Slots(1, 0, 1), scale, 3, LINE)
    assert canvas(3, 3, lines) == ["  ┌", " ┌┘", "─┘ "]


def ends_of(rows: list[str], fills: Fills) -> list[tuple[int, str]]:
    """In each column, the rows above the highest cell of a bar, and its symbol."""
    symbols = set(fills.rising + fills.lacking) - {" "}
    return [
        next(((at, each) for at, each in enumerate(column) if each in symbols), (len(rows), ""))
        for column in zip(*rows, strict=True)
    ]


@pytest.mark.parametrize("symbols", [UNICODE, ASCII, CONSOLE])
@given(
    bars=st.lists(st.tuples(st.floats(0, 9), st.floats(0, 9), st.integers(90, 100)), min_size=1),
    width=st.integers(1, 3),
    gap=st.integers(0, 2),
)
def test_the_end_of_every_bar_can_be_read_through_an_outline_without_colours(
    symbols: Symbols, bars: list[tuple[float, float, int]], width: int, gap: int
) -> None:
    slots, scale, rows = Slots(width, gap, 1), Scale.reaching(9.0, 9), 9
    fills = Fills(symbols.bars, symbols.hanging, symbols.incomplete, symbols.expected)
    own = list(
        points([Bar(value, "", there, 100) for value, _, there in bars], slots, scale, rows, fills)
    )
    line = outline([Bar(other) for _, other, _ in bars], slots, scale, rows, symbols.outline)
    clear = clear_of_ends(line, own, scale, fills, symbols.outline.across)
    columns = len(bars) * slots.pitch
    without, overlaid = (canvas(columns, rows, cells) for cells in (own, [*own, *clear]))
    assert ends_of(overlaid, fills) == ends_of(without, fills)


def test_an_outline_rises_and_falls_only_where_no_bar_is() -> None:
    own = list(points(bars_of(3.0, 1.0, 3.0), Slots(1, 0, 1), Scale.reaching(3.0, 3), 3, FILLS))
    line = outline(bars_of(1.0, 3.0, 2.0), Slots(1, 0, 1), Scale.reaching(3.0, 3), 3, LINE)
    clear = clear_of_ends(line, own, Scale.reaching(3.0, 3), FILLS, LINE.across)
    assert canvas(3, 3, [*own, *clear]) == ["▄┌▄", "█│─", "─▄█"]
