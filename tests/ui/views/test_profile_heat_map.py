"""View 4: the heat map below the average day, and the cursor that reads it out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from rich.console import ColorSystem

from octoterm.analysis.profile.heat_map import HeatBy, heat_map
from octoterm.consumption.quantity import KWH
from octoterm.periods.period import Granularity, Period
from octoterm.ui.colours import rgb
from octoterm.ui.contrast import RGB
from octoterm.ui.drawing.clock_axis import ClockColumns
from octoterm.ui.drawing.colour_depth import ColourDepth
from octoterm.ui.drawing.heat_scale import ramp, shades
from octoterm.ui.drawing.symbols import ASCII, UNICODE, Symbols
from octoterm.ui.views.profile.heat_picture import HeatPicture
from octoterm.ui.views.profile.view import ProfileView
from tests.support.dashboards import BESIDE_PANEL, opened
from tests.support.households import half_hours, london_day, readings
from tests.support.plainly import of
from tests.support.screens import style_at
from tests.support.slow import slow_rows
from tests.ui.views.test_profile import at, heat, weeks


@pytest.mark.slow
async def test_missing_half_hours_are_crosses_and_days_after_the_readings_dots(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, weeks(), size=(54, 50)) as here:
        await at(here, "m")
        await here.shows("× no readings", "· none due")
        assert heat(here, "Tue 12").count("×") == 6
        assert heat(here, "Tue 12").startswith("××××××")
        assert heat(here, "Mon 18") == "·" * 48
        assert "×" not in heat(here, "Wed 13")


@pytest.mark.slow
async def test_half_hours_that_the_clocks_skip_are_dots(tmp_path: Path) -> None:
    starts = half_hours("2024-03-30T00:00Z", "2024-04-02T00:00+01:00")
    async with opened(tmp_path, readings(starts), size=(54, 26)) as here:
        await here.go_to("2024-03-31")
        await here.press("4", "w")
        await here.shows("Sun 31")
        assert heat(here, "Sun 31")[:6].count("·") == 2
        assert heat(here, "Sun 31")[2:4] == "··"
        await here.press("d")
        await here.shows("· none due")
        assert "×" not in here.text


@pytest.mark.extended
@pytest.mark.parametrize(
    ("system", "depth"),
    [
        (ColorSystem.TRUECOLOR, ColourDepth.FULL),
        *slow_rows((ColorSystem.EIGHT_BIT, ColourDepth.EIGHT_BIT)),
    ],
)
async def test_many_colours_are_full_cells_in_one_ramp_from_the_ground_to_the_accent(
    tmp_path: Path, system: ColorSystem, depth: ColourDepth
) -> None:
    async with opened(tmp_path, weeks(), size=(54, 26)) as here:
        here.app.console._color_system = system
        await at(here, "w", "left_square_bracket")
        await here.shows("Sat 16")
        row = next(y for y, line in enumerate(here.lines) if line.startswith("Thu!14"))
        assert here.lines[row][6:] == "█" * 36 + "┼" + "█" * 11

        def colour(column: int, row: int) -> RGB:
            found = style_at(here.app, 6 + column, row).color
            assert found is not None
            return found.get_truecolor()

        for theme in ("textual-dark", "textual-light"):
            here.app.theme = theme
            await here.pilot.pause()
            variables = here.app.theme_variables
            ground, accent = rgb(variables["background"]), rgb(variables["accent"])
            assert ground is not None
            assert accent is not None
            steps = ramp(ground, accent, depth)
            await here.until(lambda: colour(0, row) == steps[0])  # noqa: B023
            assert colour(37, row) == steps[-1]
            assert steps.index(colour(0, row + 2)) > 0


@pytest.mark.extended
async def test_o_goes_round_days_and_weekdays_and_months(tmp_path: Path) -> None:
    async with opened(tmp_path, weeks(), size=BESIDE_PANEL) as here:
        view = await at(here, "m")
        await here.shows("Thu 14", "o By weekday")
        await here.press("o")
        await here.shows("Thursdays 18:30  0.800 kWh, average of 2", "o By day")
        await here.press("y")
        await here.shows("Thursdays 18:30", "o By month")
        await here.press("o")
        await here.shows("March 2024 18:30", "o By season")
        assert view.has_choices
        await here.press("w")
        await here.until(lambda: not view.has_choices)
        assert here.dashboard.check_action("next_choice", ()) is None


@pytest.mark.extended
async def test_the_cursor_reads_out_what_is_under_it(tmp_path: Path) -> None:
    async with opened(tmp_path, weeks(), size=(54, 26)) as here:
        await at(here, "w")
        await here.shows(" Thu 14 Mar 2024 18:30  1.500 kWh")
        await here.press("up")
        await here.shows(" Wed 13 Mar 2024 18:30  0.100 kWh")
        await here.press("right_square_bracket", "down", "down", "down")
        await here.shows(" Sat 16 Mar 2024 19:00  0.300 kWh")
        assert heat(here, "Sat 16")[38] == "┼"


@pytest.mark.extended
async def test_a_step_past_the_end_of_a_row_leads_into_the_next(tmp_path: Path) -> None:
    async with opened(tmp_path, weeks(), size=BESIDE_PANEL) as here:
        view = await at(here, "w")
        view.step(0, 10)
        await here.press("right_square_bracket")
        await here.shows(" Fri 15 Mar 2024 00:00  0.100 kWh")
        await here.press("left_square_bracket")
        await here.shows(" Thu 14 Mar 2024 23:30  0.100 kWh")
        view.step(-99, -99)
        await here.shows(" Mon 11 Mar 2024 00:00")
        view.step(99, 99)
        await here.shows(" Sun 17 Mar 2024 23:30")


@pytest.mark.extended
async def test_rows_that_do_not_fit_are_scrolled_to_the_cursor(tmp_path: Path) -> None:
    rows = readings(half_hours("2024-01-01T00:00Z", "2024-02-01T00:00Z"))
    async with opened(tmp_path, rows, size=BESIDE_PANEL) as here:
        await here.go_to("2024-01-03")
        await here.press("4", "m")
        drawn = len(here.dashboard.query_one(ProfileView)._picture.heat.drawn)  # type: ignore[union-attr]
        await here.shows(" Wed 3 Jan 2024 ", f"days 1–{drawn} of 31")
        await here.press(*["down"] * (drawn - 3))
        await here.shows(f" {drawn} Jan 2024 ", f"1–{drawn}")
        await here.press("down")
        await here.shows(f" {drawn + 1} Jan 2024 ", f"2–{drawn + 1}")
        await here.press(*["up"] * (drawn - 1))
        await here.shows(" Tue 2 Jan 2024 ", f"2–{drawn + 1}")
        await here.press("up")
        await here.shows(" Mon 1 Jan 2024 ", f"1–{drawn}")


@pytest.mark.slow
async def test_rows_with_readings_come_before_those_without(tmp_path: Path) -> None:
    async with opened(tmp_path, weeks(), size=BESIDE_PANEL) as here:
        await at(here, "y")
        await here.shows("March 2024 18:30")
        assert "Feb" in [line[:6].strip() for line in here.lines]


@pytest.mark.extended
async def test_enter_leads_into_the_day_or_month_and_back(tmp_path: Path) -> None:
    async with opened(tmp_path, weeks(), size=BESIDE_PANEL) as here:
        await at(here, "y", "up", "enter")
        await here.shows("◀ February 2024 ▶")
        await here.press("down", "enter")
        await here.shows("◀ Fri 2 Feb 2024 ▶", "Total")
        assert here.dashboard.views.view == "usage"
        await here.press("backspace", "4")
        await here.shows("◀ February 2024 ▶", " Fri 2 Feb 2024 ")
        await here.press("o", "enter")
        await here.shows("Nothing to open here")


async def test_a_click_puts_the_cursor_and_a_second_goes_in(tmp_path: Path) -> None:
    async with opened(tmp_path, weeks(), size=BESIDE_PANEL) as here:
        await at(here, "w")
        await here.shows("Wed 13")
        row = next(y for y, line in enumerate(here.lines) if line.startswith("Wed 13"))
        await here.pilot.click(offset=(6 + 31, row))
        await here.shows(" Wed 13 Mar 2024 10:00  0.100 kWh")
        await here.pilot.click(offset=(2, row))
        await here.pilot.click(offset=(6 + 31, row - 5))
        await here.shows("◀ 11–17 Mar 2024 ▶")
        await here.pilot.click(offset=(6 + 31, row))
        await here.shows("◀ Wed 13 Mar 2024 ▶")


@pytest.mark.extended
async def test_a_cursor_that_moves_computes_and_draws_nothing_else_anew(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, weeks(), size=BESIDE_PANEL) as here:
        view = await at(here, "m")
        await here.shows("Thu 14")
        assert view._picture is not None
        analysis, canvas = view.analysis, view._picture.lines.canvas
        await here.press("up", "right_square_bracket")
        await here.shows("Wed 13 Mar 2024 19:00")
        assert view.analysis is analysis
        assert view._picture.lines.canvas is canvas


@pytest.mark.extended
async def test_a_picked_day_of_the_same_month_has_the_cursor(tmp_path: Path) -> None:
    async with opened(tmp_path, weeks(), size=BESIDE_PANEL) as here:
        await here.press("m", "4", "p")
        await here.shows("Pick a date")
        await here.press(*"2024-03-05", "enter")
        await here.shows("Tue 5 Mar 2024")
        assert here.under_cursor == "Tue 5"


@pytest.mark.parametrize("symbols", [UNICODE, ASCII])
@pytest.mark.parametrize(("unusual", "label"), [(14, "Thu!14"), (5, "Tue!5 ")])
def test_an_unusual_day_has_a_mark_and_the_mark_its_legend(
    symbols: Symbols, unusual: int, label: str
) -> None:
    usage = {
        start: 0.6 if day == date(2024, 3, unusual) else 0.2
        for day in Period.spanning(date(2024, 1, 1), date(2024, 3, 31)).days()
        for start in london_day(day)
    }
    series = of(usage)
    march = Period.containing(Granularity.MONTH, date(2024, 3, 1))
    heat = heat_map(series, march, HeatBy.DAYS)
    columns = ClockColumns.fitting(74)
    ramp_ = shades(symbols, ColourDepth.NONE)
    picture = HeatPicture(heat, KWH, 20, 0, columns, 31, 6, ramp_, symbols)
    lines = ["".join(symbol for symbol, _ in row) for row in picture.canvas]
    assert [line[:6] for line in lines if "!" in line] == [label]
    assert picture.canvas[unusual - 1][3] == ("!", "unusual")
    assert "! unusual day" in "".join(symbol for symbol, _ in picture.scale_bar(74))
