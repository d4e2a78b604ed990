"""The bars of the trends and the average over them: both are whole, whatever the terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Size

from octoterm.analysis.trend.parts import TrendPart
from octoterm.analysis.trend.shown import ShownTrend
from octoterm.analysis.trend.trends import Measure, Trend
from octoterm.consumption.quantity import KWH
from octoterm.costs.quantities import COST
from octoterm.periods.period import Granularity, Period
from octoterm.ui.drawing.legend import Mark
from octoterm.ui.drawing.lines import NOTHING
from octoterm.ui.drawing.symbols import ASCII, CONSOLE, UNICODE, Symbols
from octoterm.ui.views.trends.legend import mark_of
from octoterm.ui.views.trends.picture import MARGIN, TrendPicture
from tests.support.dashboards import meter, opened
from tests.support.households import half_hours, readings, write

SIZE = Size(46, 16)
MONDAY = date(2024, 4, 1)
LOOKS = [(UNICODE, True), (UNICODE, False), (CONSOLE, False), (ASCII, True), (ASCII, False)]


def picture(
    values: list[float], average: float, symbols: Symbols, has_colours: bool, lit: int = 5
) -> TrendPicture:
    """Complete days of these values, the last `lit` of them in the period, under a level line."""
    days = [MONDAY + timedelta(days=number) for number in range(len(values))]
    parts = tuple(
        TrendPart(
            Period.containing(Granularity.DAY, day),
            value,
            48,
            48,
            48,
            number >= len(days) - lit,
            unusual=False,
        )
        for number, (day, value) in enumerate(zip(days, values, strict=True))
    )
    count = len(days)
    of_days = Trend(days, values, [48] * count, [True] * count, [[average] * count])
    trend = ShownTrend(parts, of_days, Measure.TOTAL, KWH, (1,), "April 2024")
    return TrendPicture(trend, SIZE, symbols, has_colours)


@given(
    st.lists(st.floats(1, 20), min_size=8, max_size=8),
    st.floats(1, 20),
    st.sampled_from(LOOKS),
)
def test_the_average_cuts_no_bar_in_two_and_no_bar_hides_it(
    values: list[float], average: float, look: tuple[Symbols, bool]
) -> None:
    drawn = picture(values, average, *look)
    canvas = [row[MARGIN:] for row in drawn._canvas]
    for number, columns in enumerate(drawn.columns.bars):
        style = "lit" if number >= 3 else "light"
        column = [row[columns.start] for row in canvas]
        full = drawn._scale.eighths(values[number]) // 8
        assert all(found.endswith(style) for _, found in column[len(column) - full :])
    for x in range(drawn.columns.bars[0][2], drawn.columns.bars[-1][2]):
        assert any(row[x][1].startswith("average") and row[x][0] not in NOTHING for row in canvas)


def test_a_bar_is_behind_the_average_in_cells_that_it_fills_by_half() -> None:
    drawn = picture([10.0] * 8, 5.0, UNICODE, True)
    incomplete = drawn._fills(UNICODE.incomplete).rising
    for eighths, bar in enumerate(UNICODE.bars):
        _, style = drawn._cell(bar, UNICODE.line, "light")
        assert style == ("average-on-light" if eighths >= 4 else "average")
        assert incomplete[eighths] == (UNICODE.incomplete if eighths >= 4 else bar)


@pytest.mark.parametrize(("symbols", "has_colours"), LOOKS)
def test_the_period_is_told_from_other_days_by_colour_or_else_by_the_axis(
    symbols: Symbols, has_colours: bool
) -> None:
    rows = picture([5.0] * 8, 4.0, symbols, has_colours).rows(cursor=7)
    texts = ["".join(symbol for symbol, _ in row) for row in rows]
    axis = next(text for text in texts if text[MARGIN - 1 :].startswith(symbols.corner))
    legend = "\n".join(texts)
    if has_colours:
        assert symbols.heavy_line not in axis
        assert f"{symbols.full} April 2024   {symbols.full} other days" in legend
    else:
        assert axis.count(symbols.heavy_line) == 25
        assert f"{symbols.heavy_line * 2} April 2024" in legend


@pytest.mark.extended
async def test_a_meter_that_falls_to_nothing_has_no_trend_of_its_base_load(
    tmp_path: Path,
) -> None:
    starts = half_hours("2024-01-01T00:00Z", "2024-03-01T00:00Z")
    gas = meter(tmp_path, "Gas")
    write(gas.csv, readings({start: float(start % 86400 > 43200) for start in starts}))
    electricity = meter(tmp_path)
    write(electricity.csv, readings(dict.fromkeys(starts, 0.1)))
    async with opened(tmp_path, meters=(electricity, gas)) as here:
        await here.press("3", "o")
        await here.shows("W  Base load")
        await here.press("n")
        await here.shows("kWh  Daily total")
        await here.press("o")
        await here.shows("kW  Daily peak")
        await here.press("o")
        await here.shows("kWh  Daily total")


@pytest.mark.parametrize(("unusual", "marked"), [(1, 1), (4, 4), (5, 0)])
def test_unusual_days_are_marked_unless_most_bars_have_one(unusual: int, marked: int) -> None:
    drawn = picture([1.0] * 8, 1.0, UNICODE, True)
    parts = tuple(
        part._replace(unusual=number < unusual) for number, part in enumerate(drawn.trend.parts)
    )
    found = replace(drawn, trend=replace(drawn.trend, parts=parts))
    assert [symbol for symbol, _ in found._axis].count("!") == marked


def test_a_trend_says_the_version_of_its_sentence_that_it_has_room_for() -> None:
    drawn = picture([1.0] * 5, 1.0, UNICODE, has_colours=True)
    drawn = replace(drawn, trend=replace(drawn.trend, sentence=("long " * 12, "short")))
    for size, said in ((Size(80, 16), "long " * 12), (Size(46, 16), "short"), (Size(80, 8), "")):
        assert replace(drawn, size=size).said == said


def test_averages_have_their_name_and_unit_once_where_they_fit_in_a_line() -> None:
    drawn = picture([1.0] * 5, 1.0, UNICODE, has_colours=True)
    days = tuple(day._replace(averages=(10.0, 8.0, None)) for day in drawn.trend.days)
    trend = replace(drawn.trend, days=days, average_days=(7, 30, 90))

    def legend(width: int) -> str:
        lines = replace(drawn, trend=trend, size=Size(width, 20))._legend
        return " / ".join("".join(symbol for symbol, _ in line).strip() for line in lines)

    assert "⠒⠒ averages: 7 days 10.00 · 30 days 8.00 kWh · 90 days –" in legend(80)
    assert "⠒⠒ average of 7 days 10.00 kWh   30 days 8.00 / 90 days –" in legend(46)
    days = tuple(day._replace(averages=(250.0, 61.0, None)) for day in drawn.trend.days)
    trend = replace(trend, days=days, quantity=COST)
    assert "⠒⠒ averages: 7 days £2.50 · 30 days 61p · 90 days –" in legend(80)
    assert "⠒⠒ averages: 7 days £2.50 · 30 61p · 90 –" in legend(46)


def test_days_without_a_price_have_no_cost_but_may_have_readings() -> None:
    trend = replace(picture([1.0] * 5, 1.0, UNICODE, has_colours=True).trend, quantity=COST)
    part = trend.parts[0]._replace(value=None, readings=0)
    trend = replace(trend, parts=(part, *trend.parts[1:]))
    assert trend.words(0)[0] == "Mon 1 Apr 2024  no cost known"
    assert mark_of(trend, part, UNICODE) == Mark("×", "missing", "no cost known")
