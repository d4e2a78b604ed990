"""The dashboard as the person whose house it is sees it."""

from __future__ import annotations

from datetime import time
from functools import cache
from pathlib import Path

import pytest

from octoterm.household.meter import Fuel, Meter
from octoterm.readings_csv.row import Row
from octoterm.runtime.slices import finish
from octoterm.storage.readings_file import ReadingsFile
from octoterm.ui.commands import COMMANDS
from octoterm.ui.views.usage.view import UsageChart
from tests.support.dashboards import meter, opened, synced
from tests.support.households import half_hours, reading, readings, write
from tests.support.screens import place_of, press, style_at

SIZES = [(80, 24), (120, 40), (40, 12)]


@cache
def march(last: str = "2024-03-15T01:00Z") -> tuple[Row, ...]:
    """From 1 January to two half hours into Friday 15 March 2024; 0.3 kWh, at six 0.9."""
    starts = half_hours("2024-01-01T00:00Z", last)
    return tuple(readings({s: 0.9 if s % 86400 == 18 * 3600 else 0.3 for s in starts}))


@pytest.mark.parametrize("size", SIZES)
async def test_it_opens_on_the_latest_complete_day(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(tmp_path, march(), size=size) as here:
        await here.shows("Thu 14 Mar 2024", "Total 15.00 kWh", "48/48")
        assert "Thu 14 Mar 2024" in "".join(here.lines[:3])
        assert any("█" in line for line in here.lines)


async def test_the_strip_tells_peak_and_base_load(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await here.shows("Peak 0.90 at 18:00", "7-day base 600 W = 14.40 kWh, 96 %")


async def test_every_kind_of_period_has_its_key(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        for key, label, total, count in (
            ("w", "11–17 Mar 2024", "60.60", "194/336"),
            ("m", "March 2024", "210.60", "674/1,486"),
            ("d", "Thu 14 Mar 2024", "15.00", "48/48"),
            ("y", "2024", "1,110.6", "3,554/17,568"),
            ("a", "All readings", "1,110.6", "3,554/3,600"),
        ):
            await here.press(key)
            await here.shows(label, f"Total {total} kWh", count)


async def test_arrows_lead_to_the_day_after_the_latest_complete_one_and_stop_with_a_word(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, march()) as here:
        await here.press("right")
        await here.shows("Fri 15 Mar 2024", "2/48")
        await here.press("right")
        await here.shows("Fri 15 Mar 2024", "The last readings are of Fri 15 Mar 2024")
        await here.press("home")
        await here.shows("Mon 1 Jan 2024")
        await here.press("left")
        await here.shows("Mon 1 Jan 2024", "The first readings are of Mon 1 Jan 2024")
        await here.press("end")
        await here.shows("Fri 15 Mar 2024")
        await here.press("t")
        await here.shows("Thu 14 Mar 2024")


async def test_a_bigger_step_moves_a_day_by_a_week(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await here.press("pageup")
        await here.shows("Thu 7 Mar 2024")
        await here.press("pagedown", "h", "l", "g")
        await here.shows("Mon 1 Jan 2024")


async def test_a_date_can_be_typed_at_once(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await here.press("p")
        await here.shows("Mo Tu We Th Fr Sa Su")
        await here.press(*"14/2/24", "enter")
        await here.shows("Wed 14 Feb 2024")
        assert "Mo Tu We" not in here.text


async def test_a_date_can_be_picked_with_arrows(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await here.press("slash", "up", "left", "enter")
        await here.shows("Wed 6 Mar 2024")


async def test_into_a_day_and_back_out_through_the_table(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await here.press("y", "2")
        await here.shows("month", "Mar", "674/1,486")
        await here.press("enter")
        await here.shows("March 2024", "Thu 14", "48/48")
        await here.press("up", "up", "enter")
        await here.shows("Tue 12 Mar 2024", "from", "08:30", "0.300")
        await here.press("backspace")
        await here.shows("March 2024", "Tue 12")
        assert here.under_cursor == "Tue 12"
        await here.press("backspace")
        await here.shows("month")
        assert here.under_cursor == "Mar"


async def test_rows_of_the_table_say_what_the_headless_summary_says(tmp_path: Path) -> None:
    async with opened(tmp_path, march(), size=(120, 40)) as here:
        await here.press("m", "2")
        await here.shows("readings")
        row = next(line for line in here.lines if "Thu 14" in line).split()
        assert row[:3] == ["Thu", "14", "15.00"]
        assert row[-1] == "48/48"
        assert {"0.90", "18:00", "600"} <= set(row)


async def test_the_cursor_picks_a_bar_and_enter_opens_it(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await here.press("m", "left_square_bracket")
        await here.shows("▲ Thu 14 15.00 kWh")
        await here.press("left_square_bracket", "enter")
        await here.shows("Wed 13 Mar 2024", "48/48")


async def test_a_half_hour_has_no_parts_to_go_into(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await here.press("right_square_bracket", "enter")
        await here.shows("A half hour has no parts")


async def test_tab_goes_round_the_views(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        for shown in (
            "from",
            "daily total",
            "00:00─03:00",
            "Last syncs",
            "each half hour",
            "from",
        ):
            await here.press("tab")
            await here.shows(shown)


async def test_clock_change_days_have_46_and_50_half_hours(tmp_path: Path) -> None:
    starts = half_hours("2023-10-01T00:00+01:00", "2024-04-05T00:00+01:00")
    async with opened(tmp_path, readings(starts)) as here:
        await here.go_to("2023-10-29")
        await here.shows("Sun 29 Oct 2023", "50/50", "Total 12.50 kWh")
        await here.go_to("2024-03-31")
        await here.shows("Sun 31 Mar 2024", "46/46", "Total 11.50 kWh")


async def test_both_half_past_ones_of_the_autumn_night_can_be_told_apart(tmp_path: Path) -> None:
    starts = half_hours("2023-10-29T00:00+01:00", "2023-10-30T00:00Z")
    async with opened(tmp_path, readings(starts), size=(80, 40)) as here:
        await here.press("2")
        await here.shows("01:30 BST", "01:30 GMT")


async def test_missing_half_hours_are_marked_and_are_not_zeros(tmp_path: Path) -> None:
    rows = [
        row
        for row in march()
        if row.start not in half_hours("2024-03-13T06:00Z", "2024-03-13T09:00Z")
    ]
    async with opened(tmp_path, rows) as here:
        await here.press("left")
        await here.shows("Wed 13 Mar 2024", "42/48")
        assert here.axis.count("×") == 6
        assert here.axis.index("×") == 12
        await here.press("w")
        await here.shows("▒")
        assert "▒" in here.axis


async def test_what_comes_after_the_last_reading_is_not_missing(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await here.press("m")
        await here.shows("March 2024")
        assert "×" not in here.axis
        assert here.axis.rstrip("─").endswith("·" * 16 * 2)


async def test_the_base_load_runs_across_the_day(tmp_path: Path) -> None:
    day = half_hours("2024-03-14T00:00Z", "2024-03-15T00:00Z")
    uneven = readings({start: 0.1 if start == day[7] else 0.9 for start in day})
    async with opened(tmp_path, uneven) as here:
        await here.shows("each half hour")
        assert [line.count("┄") for line in here.lines if "┄" in line] == [47 + 2]
        await here.shows("┄┄ base load 200 W")


async def test_after_a_week_the_line_is_that_of_seven_days_over_the_bars(tmp_path: Path) -> None:
    week = half_hours("2024-03-08T00:00Z", "2024-03-15T00:00Z")
    uneven = readings({start: 0.7 if start % 86400 else 0.1 for start in week})
    async with opened(
        tmp_path, [*uneven[:-48], *readings(dict.fromkeys(week[-48:], 0.8))]
    ) as here:
        await here.shows("7-day base load 400 W")  # 6 × 0.1 and 0.8 kWh by 7, twice an hour
        (line,) = (line for line in here.lines if "┄┄ 7-day" in line)
        assert line.count("┄") == 48 + 2


async def test_negative_values_hang_below_zero(tmp_path: Path) -> None:
    rows = [reading(start, -0.5) for start in half_hours("2024-03-14T00:00Z", "2024-03-15T00:00Z")]
    async with opened(tmp_path, rows) as here:
        await here.shows("Total -24.00 kWh", "0.0┤", "-0.4┤████")
        for key in "wmya2":
            await here.press(key)


async def test_the_day_may_begin_at_three(tmp_path: Path) -> None:
    async with opened(tmp_path, march("2024-03-15T03:00Z"), day_start=time(3)) as here:
        await here.shows("Thu 14 Mar 2024", "48/48", "03:00")


async def test_n_goes_to_the_next_meter_and_keeps_the_date(tmp_path: Path) -> None:
    gas = meter(tmp_path, "Gas", fuel=Fuel.GAS, mpan="3000000", unit="m3")
    write(gas.csv, readings(half_hours("2024-03-01T00:00Z", "2024-03-15T00:00Z")))
    async with opened(tmp_path, march(), meters=(meter(tmp_path), gas)) as here:
        await here.press("left", "n")
        await here.shows("Gas", "from m³", "Wed 13 Mar 2024", "Total 134.65 kWh")
        await here.press("n")
        await here.shows("Electricity", "Total 15.00 kWh")


def two_meters(folder: Path, since: str, until: str) -> tuple[Meter, Meter]:
    """Electricity, and a meter of gas that has readings of another time."""
    gas = meter(folder, "Gas", fuel=Fuel.GAS, mpan="3000000")
    write(gas.csv, readings(half_hours(since, until)))
    return meter(folder), gas


@pytest.mark.parametrize(
    ("since", "until", "there"),
    [
        ("2024-03-10T00:00Z", "2024-03-13T00:00Z", "Tue 12 Mar 2024"),
        ("2024-03-10T00:00Z", "2024-03-12T12:00Z", "Mon 11 Mar 2024"),
        ("2022-03-18T00:00Z", "2022-03-20T00:00Z", "Sat 19 Mar 2022"),
        ("2024-03-17T00:00Z", "2024-03-20T00:00Z", "Sun 17 Mar 2024"),
    ],
    ids=["ends the day before", "ends at noon", "ended years ago", "begins later"],
)
async def test_n_shows_the_nearest_day_with_readings_and_back_again_the_day_that_was_left(
    tmp_path: Path, since: str, until: str, there: str
) -> None:
    meters = two_meters(tmp_path, since, until)
    async with opened(tmp_path, march(), meters=meters) as here:
        await here.shows("Electricity", "Thu 14 Mar 2024", "Up to date")
        assert "Gas" in await here.press("n")
        assert there in here.text
        assert "newer readings" not in here.text
        for key in ("left", "right"):
            assert "No readings" not in await here.press(key)
        await here.press("t", "n", "n", "n")
        assert "Electricity" in here.text
        assert "newer readings" not in here.text


async def test_a_look_at_the_other_meter_moves_nobody_but_steps_there_count_in_both(
    tmp_path: Path,
) -> None:
    meters = two_meters(tmp_path, "2024-03-01T00:00Z", "2024-03-12T00:00Z")
    async with opened(tmp_path, march(), meters=meters) as here:
        await here.press("left", "n")
        assert "Mon 11 Mar 2024" in here.text
        await here.press("n")
        assert "Wed 13 Mar 2024" in here.text
        await here.press("n", "left", "n")
        assert "Sun 10 Mar 2024" in here.text


async def test_steps_on_the_way_to_another_meter_are_steps_in_this_one(tmp_path: Path) -> None:
    meters = two_meters(tmp_path, "2024-03-01T00:00Z", "2024-03-15T00:00Z")
    async with opened(tmp_path, march(), meters=meters) as here:
        await press(here.pilot, "left", "left", "n")
        assert "Gas" in here.text
        assert "Tue 12 Mar 2024" in here.text


async def test_newer_readings_are_told_of_the_meter_that_they_came_to(tmp_path: Path) -> None:
    meters = two_meters(tmp_path, "2024-03-01T00:00Z", "2024-03-13T00:00Z")
    async with opened(tmp_path, march(), meters=meters) as here:
        await here.press("left", "left", "n")
        for store, until in (
            (meters[0].csv, "2024-03-18T00:00Z"),
            (meters[1].csv, "2024-03-14T00:00Z"),
        ):
            finish(ReadingsFile(store).merge(readings(half_hours("2024-03-12T00:00Z", until))))
        await here.dashboard._household.look_at_files()
        await here.shows("Gas", "newer readings are here: t")
        await here.press("t")
        await here.shows("Wed 13 Mar 2024", "readings to 13 Mar 2024 24:00")
        assert "newer readings" not in here.text
        await here.press("n")
        await here.shows("Electricity", "Wed 13 Mar 2024", "newer readings are here: t")
        await here.press("n")
        assert "newer readings" not in here.text


async def test_a_meter_that_was_empty_is_looked_at_where_its_first_readings_are(
    tmp_path: Path,
) -> None:
    meters = two_meters(tmp_path, "2024-03-10T00:00Z", "2024-03-10T00:00Z")
    async with opened(tmp_path, march(), meters=meters) as here:
        assert "Gas" in await here.press("n")
        gas = readings(half_hours("2023-05-01T00:00+01:00", "2023-05-04T00:00+01:00"))
        finish(ReadingsFile(meters[1].csv).merge(gas))
        await here.dashboard._household.look_at_files()
        await here.shows("Wed 3 May 2023", "48/48")


async def test_one_meter_alone_has_no_next(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        assert here.dashboard.check_action("next_meter", ()) is False


async def test_e_writes_what_is_shown_and_never_over_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(tmp_path, march()) as here:
        await here.press("m", "e")
        await here.shows("Written: octoterm-electricity-2024-03.csv in ")
        await here.press("e")
        await here.shows("-2.csv")
    lines = (tmp_path / "octoterm-electricity-2024-03.csv").read_text().splitlines()
    assert lines[0].startswith("start,end,label,kwh,readings,expected")
    assert (
        "2024-03-14T00:00:00+00:00,2024-03-15T00:00:00+00:00,Thu 14 Mar 2024,15.0,48,48"
        in (lines[14])
    )


async def test_help_lists_every_command(tmp_path: Path) -> None:
    async with opened(tmp_path, march(), size=(120, 60)) as here:
        await here.press("question_mark")
        await here.shows("Keys", "Previous period of the same kind")
        await here.press("escape")
        assert "Keys" not in here.text


async def test_what_changes_under_a_dialog_shows_once_it_closes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never_painted() -> None:
        """What widgets put off until the dialog has been painted is not done."""

    async with opened(tmp_path, march()) as here:
        await here.press("question_mark")
        monkeypatch.setattr(here.app.screen, "_invoke_and_clear_callbacks", never_painted)
        await here.dashboard.run_action("show('month')")
        await here.pilot.pause()
        await here.press("escape")
        assert "each day" in here.chart[0]


async def test_the_theme_is_kept(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        here.app.theme = "textual-light"
        await here.pilot.pause()
    async with opened(tmp_path, march()) as here:
        assert here.app.theme == "textual-light"


async def test_another_theme_colours_everything_anew(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await here.shows("Total 15.00 kWh", "Up to date")
        words = ("octoterm", "Thu 14 Mar", "day", "kWh", "└", "█", "Total", "Up to date", "Help")
        places = [place_of(here.app, word) for word in words]
        before = [style_at(here.app, *place) for place in places]
        here.app.theme = "textual-light"
        await here.pilot.pause()
        for word, place, style in zip(words, places, before, strict=True):
            assert style_at(here.app, *place).color != style.color, word


async def test_resizing_down_and_up_again_redraws(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        before = await here.shows("Total 15.00 kWh", "Up to date")
        for size in [(20, 5), (1, 1), (6, 20), (200, 60), (40, 12), (80, 24)]:
            await here.pilot.resize_terminal(*size)
        assert here.text == before


async def test_a_tiny_terminal_shows_what_fits(tmp_path: Path) -> None:
    async with opened(tmp_path, march(), size=(20, 5)) as here:
        await here.shows("Thu 14 Mar 2024")
        for key in "wmyad2":
            await here.press(key)


async def test_total_and_readings_stay_at_every_width(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        for key in "dwmya":
            await here.press(key)
            for width in (80, 100, 132, 200):
                await here.pilot.resize_terminal(width, 24)
                strip = next(line for line in here.lines if line.startswith(" Total "))
                assert " kWh  " in strip
                assert "/" in strip


async def test_ascii_has_nothing_but_ascii(tmp_path: Path) -> None:
    async with opened(tmp_path, march(), ascii_only=True) as here:
        await here.shows("48/48")
        for key in ("w", "m", "left_square_bracket", "y", "a", "2", "question_mark"):
            text = await here.press(key)
            assert text.isascii(), [c for c in text if not c.isascii()]


async def test_quit_leaves_with_zero(tmp_path: Path) -> None:
    for key in ("q", "ctrl+q", "ctrl+c"):
        async with opened(tmp_path, march()) as here:
            await here.press(key)
        assert (here.app.return_code or 0) == 0


async def test_wide_years_are_drawn_in_weeks(tmp_path: Path) -> None:
    async with opened(tmp_path, march(), size=(140, 40)) as here:
        await here.press("y")
        await here.shows("each week")
        await here.press("left_square_bracket", "enter")
        await here.shows("11–17 Mar 2024")


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


async def test_a_chart_that_was_tiny_is_whole_again(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await here.press("left")
        before = here.chart
        await here.pilot.resize_terminal(20, 5)
        await here.press("right", "left")
        await here.pilot.resize_terminal(80, 24)
        assert here.chart == before


async def test_a_low_bar_that_lacks_readings_is_marked_too(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await here.press("w")
        await here.shows("11–17 Mar 2024")
        friday = here.axis[4 * 10 : 4 * 10 + 8]
        assert friday == "▒" * 8


async def test_half_hours_that_were_not_delivered_yet_look_like_it(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await here.press("end")
        await here.shows("Fri 15 Mar 2024", "2/48")
        assert here.axis.startswith("──" + "·" * 46)


async def test_where_nothing_was_measured_no_zero_is_shown(tmp_path: Path) -> None:
    rows = [
        *march("2024-03-10T00:00Z"),
        *readings(half_hours("2024-03-12T00:00Z", "2024-03-13T00:00Z")),
    ]
    async with opened(tmp_path, rows) as here:
        await here.press("left")
        await here.shows("Mon 11 Mar 2024", "No readings  0/48")
        assert "0.00 kWh" not in here.text


async def test_the_meter_is_always_named_even_if_shortened(tmp_path: Path) -> None:
    long = meter(tmp_path, "Upstairs flat of the old mill by the river")
    async with opened(tmp_path, march(), meters=(long,)) as here:
        for width in (60, 80, 120):
            await here.pilot.resize_terminal(width, 24)
            await here.shows("Thu 14 Mar 2024")
            assert "Upstair" in here.lines[0]


async def test_a_theme_is_found_by_its_name(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await here.press("ctrl+p", *"nord")
        await here.shows("Theme nord")
        await here.press("enter")
        await here.until(lambda: here.app.theme == "nord", "the theme")


async def test_a_second_click_on_a_bar_opens_it(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await here.press("m")
        await here.pilot.click(UsageChart, offset=(6 + 2 * 12, 10))
        await here.shows("▲ Wed 13 15.00 kWh")
        await here.pilot.click(UsageChart, offset=(6 + 2 * 12, 10))
        await here.shows("Wed 13 Mar 2024")


async def test_the_keys_of_the_views_are_shown_as_one_and_each_end_can_be_clicked(
    tmp_path: Path,
) -> None:
    views = [command.key for command in COMMANDS if command.foot == "Views"]
    shown = f" {views[0]}-{views[-1]} Views "
    async with opened(tmp_path, march()) as here:
        assert shown in here.lines[-1]
        assert here.lines[-1].endswith("? Help q Quit")
        at = here.lines[-1].index(shown)
        await here.pilot.click(offset=(at + 3, 23))
        await here.until(
            lambda: here.dashboard.views.view == list(here.dashboard.views._views)[-1]
        )
        await here.pilot.click(offset=(at + 1, 23))
        await here.until(lambda: here.dashboard.views.view == "usage")


async def test_closed_twice_at_once_a_dialog_closes_nothing_else(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        for opens in ("p", "question_mark", "ctrl+p"):
            await here.press(opens)
            dialog = here.app.screen
            assert dialog is not here.dashboard
            dialog.dismiss(None)
            dialog.dismiss(None)
            await here.pilot.pause()
            assert here.app.screen is here.dashboard


async def test_what_is_not_due_yet_is_no_cross_in_the_table(tmp_path: Path) -> None:
    rows = readings(half_hours("2024-03-13T00:00Z", "2024-03-14T06:00Z"))
    del rows[50]  # 01:00 on the 14th
    async with opened(tmp_path, rows) as here:
        await here.press("G", "2")
        await here.shows("Thu 14 Mar 2024")
        marks = {line.split()[0]: line.split()[-1] for line in here.lines if "/1" in line}
        assert marks["00:30"] == "1/1"
        assert marks["01:00"] == "×"
        assert marks["06:00"] == "·"
