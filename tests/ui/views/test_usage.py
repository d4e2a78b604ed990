"""View 1: bars of half hours and of days, and what is missing among them."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest
from rich.color import ColorSystem

from octoterm.household.meter import Fuel
from octoterm.ui.views.usage.view import UsageChart
from tests.support.dashboards import meter, opened, synced
from tests.support.households import half_hours, march, reading, readings, write


@pytest.mark.extended
async def test_the_cursor_picks_a_bar_and_enter_opens_it(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await here.press("m", "left_square_bracket")
        await here.shows("▲ Thu 14 15.00 kWh")
        await here.press("left_square_bracket", "enter")
        await here.shows("Wed 13 Mar 2024", "all 48 readings")


@pytest.mark.extended
async def test_a_half_hour_has_no_parts_to_go_into(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await here.press("right_square_bracket", "enter")
        await here.shows("Half hours are the smallest step")


@pytest.mark.extended
async def test_clock_change_days_have_46_and_50_half_hours(tmp_path: Path) -> None:
    starts = half_hours("2023-10-01T00:00+01:00", "2024-04-05T00:00+01:00")
    async with opened(tmp_path, readings(starts), size=(80, 30)) as here:
        await here.go_to("2023-10-29")
        await here.shows("Sun 29 Oct 2023", "all 50 readings", "Total 12.50 kWh")
        await here.go_to("2024-03-31")
        await here.shows("Sun 31 Mar 2024", "all 46 readings", "Total 11.50 kWh")


async def test_both_half_past_ones_of_the_autumn_night_can_be_told_apart(tmp_path: Path) -> None:
    starts = half_hours("2023-10-29T00:00+01:00", "2023-10-30T00:00Z")
    async with opened(tmp_path, readings(starts), size=(80, 40)) as here:
        await here.press("2")
        await here.shows("01:30 BST", "01:30 GMT")


@pytest.mark.extended
async def test_missing_half_hours_are_marked_and_are_not_zeros(tmp_path: Path) -> None:
    rows = [
        row
        for row in march()
        if row.start not in half_hours("2024-03-13T06:00Z", "2024-03-13T09:00Z")
    ]
    async with opened(tmp_path, rows) as here:
        await here.press("left")
        await here.shows("Wed 13 Mar 2024", "6 of 48 readings missing")
        assert here.axis.count("×") == 6
        assert here.axis.index("×") == 12
        await here.press("w")
        await here.shows("▒ incomplete")
        assert "▒" in here.axis


@pytest.mark.extended
async def test_what_comes_after_the_last_reading_is_not_missing(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await here.press("m")
        await here.shows("March 2024")
        assert "×" not in here.axis
        assert here.axis.rstrip("─").endswith("·─" * 15 + "·")


@pytest.mark.extended
async def test_the_base_load_runs_across_the_day(tmp_path: Path) -> None:
    day = half_hours("2024-03-14T00:00Z", "2024-03-15T00:00Z")
    uneven = readings({start: 0.1 if start == day[7] else 0.9 for start in day})
    async with opened(tmp_path, uneven) as here:
        await here.shows("kWh per half hour")
        await here.shows("┄┄ base load 200 W")
        assert [row.count("┄") for row in here.chart if "┄" in row] == [2, 48]


@pytest.mark.extended
async def test_after_a_week_the_line_is_that_of_seven_days_over_the_bars(tmp_path: Path) -> None:
    week = half_hours("2024-03-08T00:00Z", "2024-03-15T00:00Z")
    uneven = readings({start: 0.7 if start % 86400 else 0.1 for start in week})
    async with opened(
        tmp_path, [*uneven[:-48], *readings(dict.fromkeys(week[-48:], 0.8))]
    ) as here:
        await here.shows("7-day base load 400 W")  # 6 × 0.1 and 0.8 kWh by 7, twice an hour
        assert [row.count("┄") for row in here.chart if "┄" in row] == [2, 48]


@pytest.mark.extended
async def test_negative_values_hang_below_zero(tmp_path: Path) -> None:
    rows = [reading(start, -0.5) for start in half_hours("2024-03-14T00:00Z", "2024-03-15T00:00Z")]
    async with opened(tmp_path, rows, size=(80, 26)) as here:
        await here.shows("Total −24.00 kWh", "0.0┤", "−0.4┤████")
        for key in "wmya2":
            await here.press(key)


@pytest.mark.extended
async def test_the_day_may_begin_at_three(tmp_path: Path) -> None:
    async with opened(tmp_path, march("2024-03-15T03:00Z"), day_start=time(3)) as here:
        await here.shows("Thu 14 Mar 2024", "all 48 readings", "03:00")


async def test_wide_years_are_drawn_in_weeks(tmp_path: Path) -> None:
    async with opened(tmp_path, march(), size=(140, 40)) as here:
        await here.press("y")
        await here.shows("kWh per week")
        await here.press("left_square_bracket", "enter")
        await here.shows("11–17 Mar 2024")


@pytest.mark.slow
async def test_what_changed_while_the_table_was_shown_is_in_the_chart_afterwards(
    tmp_path: Path,
) -> None:
    rows = {row.start: (row.start // 86400 % 7 + row.start // 1800 % 5) / 7 for row in march()}
    gas = meter(tmp_path, "Gas", fuel=Fuel.GAS, unit="m3")
    write(gas.csv, march())
    both = (meter(tmp_path), gas)
    async with opened(tmp_path, readings(rows), meters=both) as here:
        await synced(here)
        before = here.chart
        for keys, back in (
            (["left", "left"], ["t"]),
            (["m"], ["d"]),
            (["n"], ["n"]),
            (["y", "enter"], ["d", "t"]),
        ):
            await here.press(*keys)
            straight = here.chart
            assert straight != before
            await here.press(*back)
            assert here.chart == before
            await here.press("2", *keys, "1")
            assert here.chart == straight
            await here.press(*back)


@pytest.mark.extended
async def test_a_chart_that_was_tiny_is_whole_again(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await here.press("left")
        before = here.chart
        await here.pilot.resize_terminal(20, 5)
        await here.press("right", "left")
        await here.pilot.resize_terminal(80, 24)
        assert here.chart == before


@pytest.mark.extended
async def test_a_low_bar_that_lacks_readings_is_marked_too(tmp_path: Path) -> None:
    lost = half_hours("2024-03-12T01:00Z", "2024-03-13T00:00Z")
    async with opened(tmp_path, [row for row in march() if row.start not in lost]) as here:
        await here.press("w")
        await here.shows("11–17 Mar 2024")
        pitch = here.axis.index("▒")
        assert here.axis[: 2 * pitch].strip("─") == "▒" * (pitch - 1)


@pytest.mark.extended
async def test_half_hours_that_were_not_delivered_yet_look_like_it(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await here.press("end")
        await here.shows("Fri 15 Mar 2024", "all 2 readings so far")
        assert here.axis.startswith("──" + "·" * 46)


@pytest.mark.extended
async def test_where_nothing_was_measured_no_zero_is_shown(tmp_path: Path) -> None:
    rows = [
        *march("2024-03-10T00:00Z"),
        *readings(half_hours("2024-03-12T00:00Z", "2024-03-13T00:00Z")),
    ]
    async with opened(tmp_path, rows) as here:
        await here.press("left")
        await here.shows("Mon 11 Mar 2024", "No readings", "0 of 48")
        assert "0.00 kWh" not in here.text


async def test_a_second_click_on_a_bar_opens_it(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await here.press("m")
        await here.pilot.click(UsageChart, offset=(6 + 2 * 12, 10))
        await here.shows("▲ Wed 13 15.00 kWh")
        await here.pilot.click(UsageChart, offset=(6 + 2 * 12, 10))
        await here.shows("Wed 13 Mar 2024")


@pytest.mark.extended
@pytest.mark.parametrize("system", [ColorSystem.TRUECOLOR, ColorSystem.STANDARD])
async def test_weekends_are_in_the_legend_where_their_ground_is_shaded(
    tmp_path: Path, system: ColorSystem
) -> None:
    async with opened(tmp_path, march()) as here:
        here.app.console._color_system = system
        await here.press("m")
        await here.shows("March 2024")
        assert ("weekend" in here.text) is (system is ColorSystem.TRUECOLOR)
