"""The coverage calendar of view 5, and the cursor on it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from octoterm.analysis.coverage import months
from octoterm.ui.drawing.symbols import ASCII, UNICODE
from octoterm.ui.views.data.coverage_calendar import WIDTH, CoverageCalendar, calendar_legend
from tests.support.dashboards import opened
from tests.support.gaps import series_with_gaps, with_gaps
from tests.support.households import half_hours, readings
from tests.support.screens import press, style_at
from tests.ui.views.test_data import line_of


def drawn(rows: list[list[tuple[str, str]]]) -> list[str]:
    return ["".join(symbol for symbol, _ in row) for row in rows]


def calendar(cursor: date, height: int = 9, before: int | None = None) -> CoverageCalendar:
    return CoverageCalendar(months(series_with_gaps()), cursor, WIDTH, height, UNICODE, before)


def test_each_day_of_a_month_has_a_symbol_that_says_how_whole_it_is() -> None:
    heading, january, february, march = drawn(calendar(date(2024, 3, 14)).rows)
    assert heading == f"{'':9}1      8      15     22     29  missing"
    assert january == f"2024 Jan {'·' * 14}▄{'■' * 16}"
    assert february == f"     Feb {'■' * 9}▒{'■' * 19}{2:10}"
    assert march == f"     Mar▶{'■' * 4}×{'■' * 9}{'·' * 17}{48:8}"


def test_the_legend_says_what_the_symbols_mean() -> None:
    legend = calendar_legend(calendar(date(2024, 3, 14)).months, 48, UNICODE)
    lines = ["".join(symbol for symbol, _ in line).strip() for line in legend]
    assert "   ".join(lines).split("   ") == [
        "■ complete",
        "▄ first or last day",
        "▒ incomplete",
        "× no readings",
        "· none due",
    ]


def test_in_ascii_the_symbols_differ_too() -> None:
    assert len({ASCII.whole, ASCII.part, ASCII.incomplete, ASCII.missing, ASCII.dot}) == 5


def test_short_of_rows_the_newest_months_are_shown_and_then_those_around_the_cursor() -> None:
    low = calendar(date(2024, 3, 14), height=3)
    assert [month.month.label for month in low.drawn] == ["February 2024", "March 2024"]
    assert drawn(low.rows)[0].startswith("↑1 ")
    early = calendar(date(2024, 1, 20), height=3, before=low.first)
    assert [month.month.label for month in early.drawn] == ["January 2024", "February 2024"]
    assert drawn(early.rows)[0].startswith("↓1 ")
    between = calendar(date(2024, 2, 20), height=3, before=early.first)
    assert between.first == early.first


def test_a_place_of_the_calendar_is_a_day_only_where_there_are_readings() -> None:
    shown = calendar(date(2024, 3, 14))
    assert shown.day_at(9, 2) == date(2024, 2, 1)
    assert shown.day_at(37, 2) == date(2024, 2, 29)
    for nowhere in ((38, 2), (8, 2), (9, 0), (9, 4), (9, 1), (9 + 30, 3)):
        assert shown.day_at(*nowhere) is None


@pytest.mark.extended
async def test_the_period_in_the_first_line_is_told_first_and_once(tmp_path: Path) -> None:
    async with opened(tmp_path, with_gaps()) as here:
        await here.go_to("2024-03-14")
        await here.press("5")
        day = "Thu 14 Mar 2024: all 48 half hours"
        assert here.lines[2].strip() == day
        assert here.lines[3].strip().startswith("All readings: ")
        assert here.text.count(day) == 1
        await here.press("m")
        assert here.lines[2].strip() == "March 2024: 624 of 672 half hours, 48 missing"
        assert here.text.count(day) == 1, "the day under the cursor"


@pytest.mark.extended
async def test_the_day_under_the_cursor_is_told_with_what_it_misses(tmp_path: Path) -> None:
    async with opened(tmp_path, with_gaps()) as here:
        await here.press("5")
        await here.shows("Thu 14 Mar 2024: all 48 half hours")
        await here.press("left_square_bracket")
        await here.shows("Wed 13 Mar 2024: all")
        await here.press("up", *["left_square_bracket"] * 3)
        await here.shows("Sat 10 Feb 2024: 46 of 48 half hours, 10:00 to 11:00 missing")
        await here.press("up", "up", "up")
        await here.shows("Mon 15 Jan 2024: 36 of 48 half hours, readings begin at 06:00")
        await here.press("down", "right_square_bracket")
        await here.shows("Fri 16 Feb 2024: all")


@pytest.mark.extended
async def test_the_cursor_is_drawn_on_its_day(tmp_path: Path) -> None:
    async with opened(tmp_path, with_gaps()) as here:
        await here.press("5")
        y = here.lines.index(line_of(here, "Mar▶"))
        x = here.lines[y].index("▶") + 14
        assert style_at(here.app, x, y).reverse
        assert not style_at(here.app, x - 1, y).reverse


@pytest.mark.extended
async def test_s_goes_round_the_days_with_readings_missing(tmp_path: Path) -> None:
    async with opened(tmp_path, with_gaps()) as here:
        await here.press("5", "s")
        await here.shows("Tue 5 Mar 2024: none of 48 half hours")
        await here.press("s")
        await here.shows("Sat 10 Feb 2024: 46 of 48")
        await here.press("S")
        await here.shows("Tue 5 Mar 2024: none of 48 half hours")
        await here.press("S")
        await here.shows("None later, so the oldest: Sat 10 Feb 2024")
        await here.press("S")
        await here.press("s", "s")  # past the first day, on which readings begin
        await here.shows("Tue 5 Mar 2024: none of 48 half hours")


@pytest.mark.extended
async def test_the_period_follows_the_cursor_that_leaves_it(tmp_path: Path) -> None:
    async with opened(tmp_path, with_gaps()) as here:
        await here.press("5", "s")
        await here.shows("◀ Tue 5 Mar 2024 ▶", "Tue 5 Mar 2024: none of 48")
        await here.press("up", "right_square_bracket")
        await here.shows("◀ Tue 6 Feb 2024 ▶", "Tue 6 Feb 2024: all 48")
        await here.press("m", "right_square_bracket")
        await here.shows("◀ February 2024 ▶", "Wed 7 Feb 2024: all 48")
        await press(here.pilot, *["down"], *["right_square_bracket"] * 3)  # at once
        await here.shows("◀ March 2024 ▶", "Sun 10 Mar 2024: all 48")


@pytest.mark.extended
async def test_where_every_day_is_whole_s_says_so(tmp_path: Path) -> None:
    rows = readings(half_hours("2024-03-01T00:00Z", "2024-03-15T00:00Z"))
    async with opened(tmp_path, rows) as here:
        await here.press("5", "s")
        await here.shows("No readings are missing", "No gaps")


@pytest.mark.extended
async def test_enter_leads_to_the_bars_of_the_day_and_5_back_to_it(tmp_path: Path) -> None:
    async with opened(tmp_path, with_gaps()) as here:
        await here.press("m", "5", "s", "s", "enter")
        await here.shows("Sat 10 Feb 2024", "kWh per half hour", "2 of 48 readings missing")
        await here.press("5")
        await here.shows("Sat 10 Feb 2024: 46 of 48 half hours")
        await here.press("enter", "backspace")
        await here.shows("February 2024")


@pytest.mark.extended
async def test_a_day_entered_from_a_day_leads_back_out_to_its_month(tmp_path: Path) -> None:
    async with opened(tmp_path, with_gaps()) as here:
        await here.press("5", "s", "s", "enter", "backspace")
        await here.shows("February 2024", "kWh per day")


async def test_a_click_puts_the_cursor_on_a_day_and_another_enters_it(tmp_path: Path) -> None:
    async with opened(tmp_path, with_gaps()) as here:
        await here.press("5")
        y = here.lines.index(line_of(here, "Feb "))
        place = (here.lines[y].index("Feb ") + 4 + 9, y)
        await here.pilot.click(offset=place)
        await here.shows("Sat 10 Feb 2024: 46 of 48 half hours")
        await here.pilot.click(offset=place)
        await here.shows("kWh per half hour", "Sat 10 Feb 2024")


@pytest.mark.extended
async def test_the_cursor_is_where_the_period_is(tmp_path: Path) -> None:
    async with opened(tmp_path, with_gaps()) as here:
        await here.press("5", "left")
        await here.shows("◀ Wed 13 Mar 2024 ▶", "Wed 13 Mar 2024: all 48")
        await here.press("w", "left")
        await here.shows("Wed 6 Mar 2024: all 48")
        await here.press("home")
        await here.shows("Mon 15 Jan 2024: 36 of 48")
