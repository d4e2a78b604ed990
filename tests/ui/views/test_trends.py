"""View 3: trends, their lines and legend, and the days that stand out."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.analysis.trend.trends import Measure, trend
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity, Period
from octoterm.readings_csv.row import Row
from octoterm.ui.drawing.bars import Scale
from octoterm.ui.drawing.lines import Curve, by_column, curve, laid_over
from octoterm.ui.views.trends import view
from octoterm.ui.views.trends.columns import PartColumns, average_by_column
from octoterm.ui.views.trends.view import TrendsView
from tests.support.dashboards import BESIDE_PANEL, opened
from tests.support.households import half_hours, readings

SIZES = [(80, 24), (120, 40), (40, 12)]


@cache
def half_a_year() -> tuple[Row, ...]:
    """0.25 kWh a half hour, four times as much on one day."""
    odd = set(half_hours("2024-05-15T00:00+01:00", "2024-05-15T23:00+01:00"))
    starts = half_hours("2024-01-01T00:00Z", "2024-07-01T00:00+01:00")
    return tuple(readings({start: 1.0 if start in odd else 0.25 for start in starts}))


def test_in_a_line_more_days_than_columns_are_averaged_and_fewer_take_a_column_each() -> None:
    assert by_column([1.0, 3.0, None, 5.0, None, None], 3) == (2.0, 5.0, None)
    assert by_column([1.0, None, 2.0], 5) == (1.0, None, 2.0)


def test_days_have_their_average_in_the_middle_of_their_bars_and_none_is_a_hole() -> None:
    days = [Period.containing(Granularity.DAY, date(2024, 1, day)) for day in (1, 2, 3)]
    averages = {date(2024, 1, 1): 1.0, date(2024, 1, 3): 5.0}
    runs = average_by_column(averages, days, PartColumns(3, 12))
    assert runs == (((1, 1.0),), ((9, 5.0),))


def test_days_of_a_week_that_share_a_column_are_averaged() -> None:
    week = Period.containing(Granularity.WEEK, date(2024, 1, 1))
    averages = {day: float(number) for number, day in enumerate(week.days())}
    assert average_by_column(averages, [week], PartColumns(1, 1)) == (((0, 3.0),),)
    assert average_by_column(averages, [week], PartColumns(1, 2)) == (((0, 1.0), (1, 4.5)),)


@given(st.integers(1, 200), st.integers(0, 200))
def test_bars_are_apart_and_found_where_they_are_drawn(count: int, more: int) -> None:
    columns = PartColumns(count, count + more)
    drawn = [column for bar in columns.bars for column in bar]
    assert drawn == sorted(set(drawn))
    assert all(0 <= column < columns.total for column in drawn)
    for number, bar in enumerate(columns.bars):
        assert {columns.part_at(column) for column in bar} == {number}
    filled = columns.with_gap(count - 1)[1]
    assert filled >= 0.75 * columns.total or filled == 12 * count


def test_a_line_is_drawn_at_its_height_and_not_across_a_hole() -> None:
    scale = Scale.reaching(8.0, 4)
    rows = curve(Curve((((0, 0.0), (1, 0.0)), ((3, 8.0), (4, 8.0))), "day", "*"), 5, 4, scale)
    assert [len(row) for row in rows] == [5] * 4
    assert rows[-1][:2] == "**"
    assert all(row[2] == " " for row in rows)
    assert rows[-1 - scale.row(8.0)][3:] == "**"


def test_nothing_to_draw_is_a_blank_canvas() -> None:
    assert curve(Curve((), "day"), 4, 2, Scale.reaching(1.0, 2)) == ["    ", "    "]


def test_later_pictures_are_in_front() -> None:
    rows = laid_over([(["ab"], "back"), ([" x"], "front")], "blank")
    assert rows == [[("a", "back"), ("x", "front")]]


async def test_trends_show_the_averages_that_the_analysis_says(tmp_path: Path) -> None:
    rows = half_a_year()
    house = Series.from_readings([row.start for row in rows], [row.value for row in rows])
    last = trend(house, Measure.TOTAL, (7, 30, 90))[-1]
    async with opened(tmp_path, rows, size=BESIDE_PANEL) as here:
        await here.press("3")
        for size in SIZES[:2]:
            await here.pilot.resize_terminal(*size)
            await here.shows("Daily total")
            for days, average in zip((7, 30, 90), last.averages, strict=True):
                assert average is not None
                assert f"{days} days {average:.2f}" in here.text


@pytest.mark.extended
async def test_from_day_to_day_nothing_of_all_readings_is_worked_out_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def counted(*of: object, **how: object) -> object:
        asked.append(of)
        return trend(*of, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(view, "trend", counted)
    async with opened(tmp_path, half_a_year(), size=BESIDE_PANEL) as here:
        await here.press("3", "left")
        await here.shows("Daily total · Sat 29 Jun 2024")
        await here.press("left", "a", "up")
        await here.shows("Daily total by week · all readings")
        assert len(asked) == 1
        await here.press("o")
        await here.shows("Base load by week · all readings")
        await here.press("m")
        await here.shows("Base load · June 2024")
        assert len(asked) == 2


@pytest.mark.slow
async def test_one_odd_day_among_years_is_still_marked(tmp_path: Path) -> None:
    starts = half_hours("2020-01-01T00:00Z", "2024-01-01T00:00Z")
    rows = readings(
        {start: 2.0 if 86400 > start - starts[24000] >= 0 else 0.25 for start in starts}
    )
    async with opened(tmp_path, rows, size=BESIDE_PANEL) as here:
        await here.press("3", "y", "a")
        await here.shows("Daily total by month · all readings", "! with an unusual day")
        axis = next(line for line in here.lines if "└" in line)
        assert axis.count("!") == 1


@pytest.mark.extended
async def test_o_goes_round_what_is_followed_each_in_its_unit_with_its_records(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, half_a_year(), size=BESIDE_PANEL) as here:
        await here.press("3")
        await here.shows("  kWh  Daily total", "Highest of all 46.50 kWh on Wed 15 May 2024")
        await here.press("o")
        await here.shows(
            "    W  Base load", "Highest of all 500 W on Mon 1 Jan 2024", "averages: 7 days 500"
        )
        await here.press("o")
        await here.shows(
            "   kW  Daily peak",
            "Highest of all 2.00 kW on Wed 15 May 2024 at 00:00",
            "90 days 0.5",
        )
        assert "7-day average 0.50" not in here.text, "that of the last day is in the legend"
        await here.press("left_square_bracket")
        await here.shows("7-day average 0.50 kW")
        await here.press("o")
        await here.shows("  kWh  Daily total")


@pytest.mark.extended
async def test_base_load_does_not_begin_at_zero_and_says_where_it_does(tmp_path: Path) -> None:
    starts = half_hours("2024-01-01T00:00Z", "2024-03-01T00:00Z")
    rows = readings({start: 0.08 + 0.0005 * (start % 864000 // 86400) for start in starts})
    async with opened(tmp_path, rows, size=BESIDE_PANEL) as here:
        await here.press("3", "o", "a")
        await here.shows("Base load · all readings, axis from 1")
        axis = next(line for line in here.lines if line[5:6] == "└")
        assert 100 <= float(axis[:5]) < 160


@pytest.mark.slow
async def test_a_sentence_says_where_the_average_stands(tmp_path: Path) -> None:
    starts = half_hours("2024-01-01T00:00Z", "2024-06-01T00:00+01:00")
    late = starts[-7 * 48]
    rows = readings({start: 0.1 if start >= late else 0.05 for start in starts})
    async with opened(tmp_path, rows, size=BESIDE_PANEL) as here:
        await here.press("3", "o")
        await here.shows("7-day base load 200 W, 92 W above its 90-day average")
        assert here.text.count("92 W above") == 1, "also in the line below the view"


@pytest.mark.extended
async def test_a_day_is_lit_amid_those_around_it_and_a_month_after_those_before(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, half_a_year(), size=BESIDE_PANEL) as here:
        await here.go_to("2024-03-13")
        await here.press("3")
        picture = here.dashboard.query_one(TrendsView).picture
        assert picture is not None
        lit = [number for number, part in enumerate(picture.trend.parts) if part.lit]
        assert lit == [len(picture.trend.parts) // 2]
        assert picture.trend.parts[lit[0]].period.first == date(2024, 3, 13)
        await here.press("m")
        await here.shows(f"{'█' if picture.has_colours else '══'} March 2024")
        picture = here.dashboard.query_one(TrendsView).picture
        assert picture is not None
        assert [part.period.first.month for part in picture.trend.parts if part.lit] == [3] * 31
        assert [part.lit for part in picture.trend.parts] == sorted(
            part.lit for part in picture.trend.parts
        )


@pytest.mark.extended
async def test_the_cursor_says_what_is_under_it_and_enter_opens_it(tmp_path: Path) -> None:
    async with opened(tmp_path, half_a_year(), size=BESIDE_PANEL) as here:
        await here.press("3", "m", "up", "left_square_bracket")
        await here.shows(" Fri 28 Jun 2024  12.00 kWh · 7-day average 12.00 kWh")
        dates = next(line for line in here.lines if "▲" in line)
        axis = next(line for line in here.lines if "└" in line)
        assert here.lines.index(dates) == here.lines.index(axis) + 1
        await here.press("enter")
        await here.shows("◀ Fri 28 Jun 2024 ▶", "Total 12.00 kWh")
        assert here.dashboard.views.view == "usage"


async def test_of_many_days_the_cursor_steps_by_weeks(tmp_path: Path) -> None:
    async with opened(tmp_path, half_a_year(), size=BESIDE_PANEL) as here:
        await here.press("3", "a", "up")
        await here.shows(" 17–23 Jun 2024  12.00 kWh a day")
        await here.press("enter")
        await here.shows("◀ 17–23 Jun 2024 ▶")


@pytest.mark.slow
async def test_a_click_puts_the_cursor_and_a_second_opens(tmp_path: Path) -> None:
    async with opened(tmp_path, half_a_year(), size=BESIDE_PANEL) as here:
        await here.press("3", "m")
        picture = here.dashboard.query_one(TrendsView).picture
        assert picture is not None
        x = 6 + picture.columns.bars[-10].start
        await here.pilot.click(offset=(x, 8))
        await here.shows(" Fri 21 Jun 2024  12.00 kWh")
        await here.pilot.click(offset=(x, 9))
        await here.shows("◀ Fri 21 Jun 2024 ▶")


async def test_s_moves_the_cursor_to_the_unusual_day(tmp_path: Path) -> None:
    async with opened(tmp_path, half_a_year(), size=BESIDE_PANEL) as here:
        await here.press("3", "m", "left", "s")
        await here.shows("Wed 15 May 2024  46.50 kWh", "· unusual")


@pytest.mark.extended
async def test_an_incomplete_day_has_no_base_load_and_says_why(tmp_path: Path) -> None:
    starts = half_hours("2024-01-01T00:00Z", "2024-02-01T00:00Z")
    async with opened(tmp_path, readings(starts[:-40]), size=BESIDE_PANEL) as here:
        await here.press("3", "o", "m", "down", "down")
        await here.shows("Wed 31 Jan 2024  8 of 48 readings so far", "· first or last day")


async def test_small_screens_keep_the_bars_and_what_is_under_the_cursor(tmp_path: Path) -> None:
    async with opened(tmp_path, half_a_year(), size=BESIDE_PANEL) as here:
        await here.press("3")
        for size in ((40, 12), (20, 7), (20, 5)):
            await here.pilot.resize_terminal(*size)
            await here.shows("Sun 30 Jun 2024")


async def test_e_writes_the_days_of_the_trend_as_octoterm_trends_prints_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(tmp_path, half_a_year(), size=BESIDE_PANEL) as here:
        await here.press("3", "o", "m", "e")
        await here.shows("octoterm-electricity-trend-base-2024-06.csv")
    lines = (tmp_path / "octoterm-electricity-trend-base-2024-06.csv").read_text().splitlines()
    assert lines[:2] == [
        "date,value,complete,average_7,average_30,average_90,watts",
        "2024-06-01,12.0,true,12.0,12.0,11.994444,500.0",  # 31 March had 46 half hours
    ]
    assert len(lines) == 31


@pytest.mark.slow
async def test_o_means_nothing_elsewhere(tmp_path: Path) -> None:
    async with opened(tmp_path, half_a_year(), size=BESIDE_PANEL) as here:
        assert here.dashboard.check_action("next_choice", ()) is None


@pytest.mark.extended
async def test_too_short_a_history_has_no_average_yet(tmp_path: Path) -> None:
    rows = readings(half_hours("2024-01-01T00:00Z", "2024-01-10T00:00Z"))
    async with opened(tmp_path, rows, size=BESIDE_PANEL) as here:
        await here.press("3")
        await here.shows("7 days 12.00", "30 days –", "90 days –")


@pytest.mark.extended
async def test_s_goes_to_the_next_day_that_stands_out_and_says_by_how_much(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, half_a_year(), size=BESIDE_PANEL) as here:
        await here.press("s")
        await here.shows("Wed 15 May 2024", "more than a usual Wednesday")


async def test_where_no_day_stands_out_that_is_said(tmp_path: Path) -> None:
    rows = readings(half_hours("2024-01-01T00:00Z", "2024-04-01T00:00+01:00"))
    async with opened(tmp_path, rows, size=BESIDE_PANEL) as here:
        await here.press("s")
        await here.shows("No unusual days")


@pytest.mark.extended
async def test_trends_are_plain_in_ascii(tmp_path: Path) -> None:
    async with opened(tmp_path, half_a_year(), ascii_only=True, size=BESIDE_PANEL) as here:
        await here.press("3")
        await here.shows("Daily total")
        assert here.text.isascii()


@pytest.mark.extended
async def test_without_readings_there_is_no_trend_and_no_crash(tmp_path: Path) -> None:
    async with opened(tmp_path, size=BESIDE_PANEL) as here:
        await here.press("3", "o", "s")
        await here.shows("No readings yet")


@pytest.mark.slow
async def test_ten_years_are_marked_by_their_januaries(tmp_path: Path) -> None:
    starts = half_hours("2015-01-01T00:00Z", "2024-12-31T00:00Z")[::48]
    async with opened(tmp_path, readings(starts), size=BESIDE_PANEL) as here:
        await here.press("3", "a")
        await here.shows("Daily total by year · all readings")
        years = [str(year) for year in range(2015, 2024)] + ["▲"]
        assert years in [line.split() for line in here.lines]
