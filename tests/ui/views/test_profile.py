"""View 4: the average day, the heat map below it, and the cursor that reads it out."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from rich.console import ColorSystem

from octoterm.analysis.average_day import load_profile
from octoterm.consumption.quantity import KWH
from octoterm.periods.period import Granularity, Period
from octoterm.readings_csv.row import Row
from octoterm.ui.drawing.clock_axis import ClockColumns
from octoterm.ui.drawing.symbols import UNICODE
from octoterm.ui.views.profile.picture import ProfilePicture, lines
from octoterm.ui.views.profile.view import ProfileView
from tests.conftest import CommandLine
from tests.support.dashboards import Opened, opened
from tests.support.households import half_hours, london_day, readings, utc
from tests.support.plainly import of
from tests.support.screens import style_at
from tests.support.slow import one_in

SIZES = [(80, 24), (120, 40), (40, 12)]


@cache
def weeks() -> tuple[Row, ...]:
    """From 1 February to 17 March: 0.1 kWh a half hour, at weekends 0.3, 1.5 in one on the 14th,
    and without the first three hours of the 12th."""
    usage = {}
    for start in half_hours("2024-02-01T00:00Z", "2024-03-18T00:00Z"):
        weekend = (start // 86400 + 3) % 7 >= 5
        usage[start] = 0.3 if weekend else 0.1
    usage[utc("2024-03-14T18:30Z")] = 1.5
    for start in half_hours("2024-03-12T00:00Z", "2024-03-12T03:00Z"):
        del usage[start]
    return tuple(readings(usage))


async def at(here: Opened, *keys: str) -> ProfileView:
    """The view after `keys`, on 14 March to begin with."""
    await here.go_to("2024-03-14")
    await here.press("4", *keys)
    return here.dashboard.query_one(ProfileView)


def heat(here: Opened, label: str) -> str:
    """The cells of the row with that label."""
    line = next(line for line in here.lines if line.startswith(label))
    return line[7:]


async def test_the_legend_says_what_octoterm_profile_says(
    tmp_path: Path, octoterm: CommandLine
) -> None:
    octoterm.configure()
    octoterm.store(weeks())
    table = octoterm("profile", "--from", "2024-03-01", "--to", "2024-03-31").out
    _, _, weekdays, weekends, *_ = table.splitlines()[-1].split()
    assert (weekdays, weekends) == ("4.93", "14.40")
    async with opened(tmp_path, weeks()) as here:
        await at(here, "m")
        for size in SIZES:
            await here.pilot.resize_terminal(*size)
            await here.shows(f"weekdays {weekdays}", f"weekends {weekends}")


async def test_half_hours_without_a_mean_are_a_hole_and_leave_the_day_without_a_sum(
    tmp_path: Path,
) -> None:
    rows = [row for row in weeks() if (row.start // 1800) % 48 != 10]
    async with opened(tmp_path, rows) as here:
        await at(here, "m")
        await here.shows("weekdays – (1 half hour lacking)")
        canvas = [line for line in here.lines if line[6:7] in "│┤"]
        assert all(line[7 + 10 : 8 + 10].strip() == "" for line in canvas)
        assert any(line[7 + 9 : 8 + 9].strip() for line in canvas)
        assert set(heat(here, "Sat 9")[10]) == {"×"}


async def test_a_day_is_called_by_its_name_and_weekends_without_readings_are_left_out(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, weeks()) as here:
        await at(here)
        await here.shows("⠒⠒ Thursday")
        assert "weekends" not in here.text
        assert "kWh a day" not in here.lines[1]


def test_weekends_keep_their_pen_where_they_are_alone() -> None:
    sunday = date(2024, 3, 17)
    profile = load_profile(of(dict.fromkeys(london_day(sunday), 0.1)))
    for kind, name in ((Granularity.DAY, "Sunday"), (Granularity.WEEK, "weekends")):
        (line,) = lines(profile, Period.containing(kind, sunday))
        assert (line.name, line.pen) == (name, 1)


def test_what_is_below_zero_is_drawn_on_the_axis_and_no_hole() -> None:
    profile = load_profile(of(dict.fromkeys(london_day(date(2024, 3, 14)), -0.1)))
    week = Period.containing(Granularity.WEEK, date(2024, 3, 14))
    picture = ProfilePicture(lines(profile, week), KWH, ClockColumns.fitting(48), 4, 7, UNICODE)
    *above, lowest = ["".join(symbol for symbol, _ in row[7:]) for row in picture.canvas]
    assert " " not in lowest
    assert not "".join(above).strip()


async def test_both_pictures_have_the_same_columns(tmp_path: Path) -> None:
    async with opened(tmp_path, weeks()) as here:
        view = await at(here, "w")
        for size in SIZES:
            await here.pilot.resize_terminal(*size)
            columns = ClockColumns.fitting(size[0] - 7)
            assert len(heat(here, "Thu 14")) == columns.total
            axis = next(line for line in here.lines if "└" in line)
            assert axis.index("12:00") == 7 + columns.cell_of(24) * columns.width
            assert view.half_hour == 37


async def test_missing_half_hours_are_crosses_and_days_after_the_readings_dots(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, weeks(), size=(80, 50)) as here:
        await at(here, "m")
        await here.shows("× missing", "· not due")
        assert heat(here, "Tue 12").count("×") == 6
        assert heat(here, "Tue 12").startswith("××××××░")
        assert heat(here, "Mon 18") == "·" * 48
        assert "×" not in heat(here, "Wed 13")


async def test_half_hours_that_the_clocks_skip_are_dots(tmp_path: Path) -> None:
    starts = half_hours("2024-03-30T00:00Z", "2024-04-02T00:00+01:00")
    async with opened(tmp_path, readings(starts)) as here:
        await here.go_to("2024-03-31")
        await here.press("4", "w")
        await here.shows("Sun 31")
        assert heat(here, "Sun 31")[:6].count("·") == 2
        assert heat(here, "Sun 31")[2:4] == "··"
        await here.press("d")
        await here.shows("· not due")
        assert "×" not in here.text


async def test_many_colours_are_full_cells_in_the_colours_of_the_scale(tmp_path: Path) -> None:
    async with opened(tmp_path, weeks()) as here:
        here.app.console._color_system = ColorSystem.EIGHT_BIT
        await at(here, "w", "left_square_bracket")
        await here.shows("Sat 16")
        row = next(y for y, line in enumerate(here.lines) if line.startswith("Thu 14"))
        assert here.lines[row][7:] == "█" * 36 + "┼" + "█" * 11

        def colour(column: int, row: int) -> str:
            found = style_at(here.app, 7 + column, row).color
            assert found is not None
            assert found.triplet is not None
            return found.triplet.hex

        low, high, weekend = colour(0, row), colour(37, row), colour(0, row + 2)
        assert (low, high) == ("#005f87", "#d7ff5f")
        assert weekend == "#d7ff5f"
        here.app.theme = "textual-light"
        await here.pilot.pause()
        assert colour(37, row) == "#000087"


async def test_o_goes_round_days_and_weekdays_and_months(tmp_path: Path) -> None:
    async with opened(tmp_path, weeks()) as here:
        view = await at(here, "m")
        await here.shows("Thu 14", "o for weekdays")
        await here.press("o")
        await here.shows("Thursdays 18:30  0.800 kWh, mean of 2", "o for days")
        await here.press("y")
        await here.shows("Thursdays 18:30", "o for months")
        await here.press("o")
        await here.shows("March 2024 18:30", "o for weekdays")
        assert view.has_choices
        await here.press("w")
        await here.until(lambda: not view.has_choices)
        assert here.dashboard.check_action("next_choice", ()) is None


async def test_the_cursor_reads_out_what_is_under_it(tmp_path: Path) -> None:
    async with opened(tmp_path, weeks()) as here:
        await at(here, "w")
        await here.shows(" Thu 14 Mar 2024 18:30  1.500 kWh")
        await here.press("up")
        await here.shows(" Wed 13 Mar 2024 18:30  0.100 kWh")
        await here.press("right_square_bracket", "down", "down", "down")
        await here.shows(" Sat 16 Mar 2024 19:00  0.300 kWh")
        assert heat(here, "Sat 16")[38] == "┼"


async def test_a_step_past_the_end_of_a_row_leads_into_the_next(tmp_path: Path) -> None:
    async with opened(tmp_path, weeks()) as here:
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


async def test_rows_that_do_not_fit_are_scrolled_to_the_cursor(tmp_path: Path) -> None:
    rows = readings(half_hours("2024-01-01T00:00Z", "2024-02-01T00:00Z"))
    async with opened(tmp_path, rows) as here:
        await here.go_to("2024-01-03")
        await here.press("4", "m")
        await here.shows("days 1–12 of 31", "Wed 3 ▶")
        await here.press(*["down"] * 9)
        await here.shows("days 1–12 of 31", "Fri 12▶")
        await here.press("down")
        await here.shows("days 2–13 of 31", "Sat 13▶")
        await here.press(*["up"] * 11)
        await here.shows("days 2–13 of 31", "Tue 2 ▶")
        await here.press("up")
        await here.shows("days 1–12 of 31", "Mon 1 ▶")


async def test_rows_with_readings_come_before_those_without(tmp_path: Path) -> None:
    async with opened(tmp_path, weeks()) as here:
        await at(here, "y")
        await here.shows("months 2–9 of 12", "Mar   ▶")


async def test_enter_leads_into_the_day_or_month_and_back(tmp_path: Path) -> None:
    async with opened(tmp_path, weeks()) as here:
        await at(here, "y", "up", "enter")
        await here.shows("◀ February 2024 ▶")
        await here.press("down", "enter")
        await here.shows("◀ Fri 2 Feb 2024 ▶", "Friday")
        await here.press("enter")
        await here.shows("There is nothing to go into here")
        await here.press("backspace")
        await here.shows("◀ February 2024 ▶", "Fri 2 ▶")
        await here.press("o", "enter")
        await here.shows("There is nothing to go into here")


async def test_a_click_puts_the_cursor_and_a_second_goes_in(tmp_path: Path) -> None:
    async with opened(tmp_path, weeks()) as here:
        await at(here, "w")
        await here.shows("Wed 13")
        row = next(y for y, line in enumerate(here.lines) if line.startswith("Wed 13"))
        await here.pilot.click(offset=(7 + 20, row))
        await here.shows(" Wed 13 Mar 2024 10:00  0.100 kWh")
        await here.pilot.click(offset=(2, row))
        await here.pilot.click(offset=(7 + 20, row - 5))
        await here.shows("◀ 11–17 Mar 2024 ▶")
        await here.pilot.click(offset=(7 + 20, row))
        await here.shows("◀ Wed 13 Mar 2024 ▶")


async def test_e_writes_what_octoterm_profile_prints(
    tmp_path: Path, octoterm: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    octoterm.configure()
    octoterm.store(weeks())
    printed = octoterm("profile", "--from", "2024-03-11", "--to", "2024-03-17", "--format", "csv")
    (folder := tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(folder)
    async with opened(folder, weeks()) as here:
        await at(here, "w", "e")
        await here.shows("Written: octoterm-electricity-profile-week-2024-03-11.csv in ")
    written = folder / "octoterm-electricity-profile-week-2024-03-11.csv"
    assert written.read_text() == printed.out


async def test_a_cursor_that_moves_computes_and_draws_nothing_else_anew(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, weeks()) as here:
        view = await at(here, "m")
        await here.shows("Thu 14")
        analysis, picture = view.analysis, view._profile
        await here.press("up", "right_square_bracket")
        await here.shows("Wed 13 Mar 2024 19:00")
        assert view.analysis is analysis
        assert view._profile is picture


async def test_profile_and_heat_map_are_plain_in_ascii(tmp_path: Path) -> None:
    async with opened(tmp_path, weeks(), ascii_only=True) as here:
        await at(here, "m")
        for size in SIZES:
            await here.pilot.resize_terminal(*size)
            await here.shows("weekdays 4.93", "aa ", "bb ", "Thu 14>")
            assert here.text.isascii()


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({}, "No readings yet"),
        ({"2024-03-14T00:00Z": -0.25, "2024-03-14T18:30Z": -0.5}, "00:00  -0.250 kWh"),
        *one_in(
            2,
            [
                ({"2024-03-14T18:30Z": 0.25}, "Thu 14 Mar 2024 18:30  0.250 kWh"),
                (
                    dict.fromkeys(("2024-03-14T00:00Z", "2024-03-14T00:30Z"), 0.0),
                    "00:00  0.000 kWh",
                ),
            ],
        ),
    ],
    ids=["nothing", "negative", "one reading", "zeros"],
)
async def test_little_or_odd_data_is_shown_for_what_it_is(
    tmp_path: Path, values: dict[str, float], shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(tmp_path, readings({utc(at): kwh for at, kwh in values.items()})) as here:
        await here.press(*"4wmyoad")
        await here.shows(shown)
        await here.press(*"mya", "up", "down", "left_square_bracket", "right_square_bracket")
        await here.press("enter", "e")


async def test_a_picked_day_of_the_same_month_has_the_cursor(tmp_path: Path) -> None:
    async with opened(tmp_path, weeks()) as here:
        await here.press("m", "4", "p")
        await here.shows("Pick a date")
        await here.press(*"2024-03-05", "enter")
        await here.shows("Tue 5 Mar 2024")
        assert here.under_cursor == "Tue 5"
