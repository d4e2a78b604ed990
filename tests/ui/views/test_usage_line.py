"""The line across the bars of a day has an axis of its own, whose ticks are never cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.costs.quantities import UNIT_RATE
from octoterm.ui.drawing.bars import Slots
from octoterm.ui.drawing.scale import AXIS
from octoterm.ui.drawing.symbols import UNICODE
from octoterm.ui.views.usage.line import Line

PRICES = st.floats(-99.9, 199.9).map(lambda pence: round(pence, 2))


@given(st.lists(PRICES, min_size=1, max_size=48), st.integers(2, 40))
def test_each_tick_is_whole_or_left_out(prices: list[float], rows: int) -> None:
    line = Line(UNIT_RATE, tuple(prices))
    ticks = {"", *line.scale(rows).ticks(rows).values()}
    for row in range(AXIS, rows):
        edge = "".join(symbol for symbol, _ in line.edge(row, rows, UNICODE))
        assert len(edge) == line.margin
        assert edge.strip("│─ ") in ticks


@given(st.lists(PRICES, min_size=1, max_size=48), st.integers(3, 40))
def test_the_line_is_in_the_row_of_its_value(prices: list[float], rows: int) -> None:
    line = Line(UNIT_RATE, tuple(prices))
    scale = line.scale(rows)
    places = line.rows(Slots.fitting(len(prices), 48), rows)
    lowest, highest = min(prices), max(prices)
    assert (min(places.values()), max(places.values())) == (scale.row(lowest), scale.row(highest))


def test_where_there_is_no_price_there_is_no_line() -> None:
    line = Line(UNIT_RATE, (20.0, None, 20.0))
    slots = Slots.fitting(3, 3)
    assert sorted(line.rows(slots, 10)) == [0, 2]


@pytest.mark.parametrize("prices", [(6.2,), (24.5, -1.0), (39.99,)])
def test_usual_prices_leave_room_for_the_figures(prices: tuple[float, ...]) -> None:
    assert Line(UNIT_RATE, prices).margin == 3
