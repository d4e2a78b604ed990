"""View 3: trends, their lines and legend, and the days that stand out."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from octoterm.analysis.trends import Measure, trend
from octoterm.consumption.series import Series
from octoterm.readings_csv.row import Row
from octoterm.ui.drawing.bars import Scale
from octoterm.ui.drawing.lines import Curve, by_column, curve, dots, laid_over, runs_of
from octoterm.ui.views.trends import view
from tests.support.dashboards import opened
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


def test_a_line_has_a_hole_where_a_column_has_no_value() -> None:
    assert runs_of([1.0, 3.0, None, 5.0], 4) == (((0, 1.0), (1, 3.0)), ((3, 5.0),))


def test_few_days_are_spread_over_the_columns() -> None:
    assert runs_of([1.0, None, 2.0], 11) == (((1, 1.0),), ((7, 2.0),))


def test_as_dots_every_day_is_there_however_many_share_a_column() -> None:
    scale = Scale(step=2.0, rows_a_step=1, decimals=0)
    assert dots([1.0, 8.0, None, 1.0], 2, 4, scale, "*") == ["* ", "  ", "  ", "**"]
    assert dots([None], 2, 1, scale, "*") == ["  "]


def test_a_line_is_drawn_at_its_height_and_not_across_a_hole() -> None:
    scale = Scale.reaching(8.0, 4)
    rows = curve(Curve(runs_of([0.0, 0.0, None, 8.0, 8.0], 5), "day", "*"), 5, 4, scale)
    assert [len(row) for row in rows] == [5] * 4
    assert rows[-1][:2] == "**"
    assert all(row[2] == " " for row in rows)
    assert any(row[3:] == "**" for row in rows[:2])


def test_nothing_to_draw_is_a_blank_canvas() -> None:
    assert curve(Curve((), "day"), 4, 2, Scale.reaching(1.0, 2)) == ["    ", "    "]


def test_later_pictures_are_in_front() -> None:
    rows = laid_over([(["ab"], "back"), ([" x"], "front")], "blank")
    assert rows == [[("a", "back"), ("x", "front")]]


async def test_trends_show_the_averages_that_the_analysis_says(tmp_path: Path) -> None:
    rows = half_a_year()
    house = Series.from_readings([row.start for row in rows], [row.value for row in rows])
    last = trend(house, Measure.TOTAL, (7, 30, 90))[-1]
    async with opened(tmp_path, rows) as here:
        await here.press("3")
        for size in SIZES:
            await here.pilot.resize_terminal(*size)
            await here.shows("daily total")
            for days, average in zip((7, 30, 90), last.averages, strict=True):
                assert average is not None
                assert f"{days} days {average:.2f}" in here.text


async def test_from_day_to_day_nothing_of_all_readings_is_worked_out_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(view, "trend", lambda *of: asked.append(of) or trend(*of))
    async with opened(tmp_path, half_a_year()) as here:
        await here.press("3", "left")
        await here.shows("daily total of all readings", "29 Jun 2024")
        before = here.lines[1:-4]
        await here.press("left", "a")
        assert len(asked) == 1
        assert here.lines[1:-4] == before
        await here.press("o")
        await here.shows("daily base load of all readings")
        await here.press("m")
        await here.shows("daily base load of June 2024")


@pytest.mark.slow
async def test_one_odd_day_among_years_is_still_a_dot(tmp_path: Path) -> None:
    starts = half_hours("2020-01-01T00:00Z", "2024-01-01T00:00Z")
    rows = readings(
        {start: 2.0 if 86400 > start - starts[24000] >= 0 else 0.25 for start in starts}
    )
    async with opened(tmp_path, rows) as here:
        await here.press("3", "y", "a")
        await here.shows("daily total of all readings")
        top = next(line for line in here.lines if "·" in line)
        assert top.count("·") == 1
        assert "100┤" in top or "│" in top


async def test_o_goes_round_what_is_followed(tmp_path: Path) -> None:
    async with opened(tmp_path, half_a_year()) as here:
        await here.press("3")
        await here.shows("daily total")
        await here.press("o")
        await here.shows("daily base load")
        await here.press("o")
        await here.shows("daily peak half hour", "90 days 0.2")
        await here.press("o")
        await here.shows("daily total")


async def test_e_writes_the_days_of_the_trend_as_octoterm_trends_prints_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(tmp_path, half_a_year()) as here:
        await here.press("3", "o", "m", "e")
        await here.shows("octoterm-electricity-trend-base-2024-06.csv")
    lines = (tmp_path / "octoterm-electricity-trend-base-2024-06.csv").read_text().splitlines()
    assert lines[:2] == [
        "date,value,complete,average_7,average_30,average_90",
        "2024-06-01,12.0,true,12.0,12.0,11.994444",  # 31 March had 46 half hours
    ]
    assert len(lines) == 31


async def test_o_means_nothing_elsewhere(tmp_path: Path) -> None:
    async with opened(tmp_path, half_a_year()) as here:
        assert here.dashboard.check_action("next_choice", ()) is None


async def test_the_records_are_told_below_the_legend(tmp_path: Path) -> None:
    async with opened(tmp_path, half_a_year(), size=(120, 40)) as here:
        await here.press("3")
        await here.shows("Highest 46.50 kWh on Wed 15 May 2024", "Highest half hour 1.000 kWh")


async def test_too_short_a_history_has_no_average_yet(tmp_path: Path) -> None:
    rows = readings(half_hours("2024-01-01T00:00Z", "2024-01-10T00:00Z"))
    async with opened(tmp_path, rows) as here:
        await here.press("3")
        await here.shows("7 days 12.00", "30 days –", "90 days –")


async def test_s_goes_to_the_next_day_that_stands_out_and_says_by_how_much(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, half_a_year()) as here:
        await here.press("s")
        await here.shows("Wed 15 May 2024", "more than a usual Wednesday")


async def test_where_no_day_stands_out_that_is_said(tmp_path: Path) -> None:
    rows = readings(half_hours("2024-01-01T00:00Z", "2024-04-01T00:00+01:00"))
    async with opened(tmp_path, rows) as here:
        await here.press("s")
        await here.shows("No unusual days")


async def test_trends_are_plain_in_ascii(tmp_path: Path) -> None:
    async with opened(tmp_path, half_a_year(), ascii_only=True) as here:
        await here.press("3")
        await here.shows("daily total")
        assert here.text.isascii()


async def test_without_readings_there_is_no_trend_and_no_crash(tmp_path: Path) -> None:
    async with opened(tmp_path) as here:
        await here.press("3", "o", "s")
        await here.shows("No readings yet")


async def test_ten_years_are_marked_by_their_januaries(tmp_path: Path) -> None:
    starts = half_hours("2015-01-01T00:00Z", "2024-12-31T00:00Z")[::48]
    async with opened(tmp_path, readings(starts)) as here:
        await here.press("3", "a")
        await here.shows("daily total of all readings")
        years = [str(year) for year in range(2015, 2025)]
        assert years in [line.split() for line in here.lines]
