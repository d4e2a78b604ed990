"""View 4: the average day, the heat map below it, and the cursor that reads it out."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from octoterm.analysis.profile.average_day import load_profile
from octoterm.consumption.quantity import KWH
from octoterm.readings_csv.row import Row
from octoterm.ui.drawing.clock_axis import ClockColumns
from octoterm.ui.drawing.symbols import UNICODE
from octoterm.ui.views.profile.lines_picture import LinesPicture, lines
from octoterm.ui.views.profile.view import ProfileView
from tests.conftest import CommandLine
from tests.support.dashboards import BESIDE_PANEL, Opened, opened
from tests.support.households import half_hours, london_day, readings, utc
from tests.support.plainly import of
from tests.support.screens import draw
from tests.support.slow import one_in, slow

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
    return line[6:]


@pytest.mark.extended
async def test_the_legend_says_what_octoterm_profile_says(
    tmp_path: Path, octoterm: CommandLine
) -> None:
    octoterm.configure()
    octoterm.store(weeks())
    table = octoterm("profile", "--from", "2024-03-01", "--to", "2024-03-31").out
    _, _, weekdays, weekends, *_ = table.splitlines()[-3].split()
    assert (weekdays, weekends) == ("4.93", "14.40")
    async with opened(tmp_path, weeks(), size=BESIDE_PANEL) as here:
        await at(here, "m")
        for size in SIZES:
            await here.pilot.resize_terminal(*size)
            await here.shows(f"weekdays {weekdays}", f"weekends {weekends}")


@pytest.mark.slow
async def test_half_hours_without_a_mean_are_a_hole_and_leave_the_day_without_a_sum(
    tmp_path: Path,
) -> None:
    rows = [row for row in weeks() if (row.start // 1800) % 48 != 10]
    async with opened(tmp_path, rows, size=BESIDE_PANEL) as here:
        await at(here, "m")
        await here.pilot.resize_terminal(160, 40)
        await here.shows("weekdays – (no readings in 1 half hour)")
        await here.pilot.resize_terminal(54, 26)
        await here.shows("weekdays –")
        canvas = [line for line in here.lines if line[5:6] in ("│", "┤")]
        assert all(line[6 + 10 : 7 + 10].strip() == "" for line in canvas)
        assert any(line[6 + 9 : 7 + 9].strip() for line in canvas)
        assert set(heat(here, "Sat 9")[10]) == {"×"}


@pytest.mark.slow
async def test_of_a_day_its_month_is_shown_with_the_cursor_on_it(tmp_path: Path) -> None:
    async with opened(tmp_path, weeks(), size=BESIDE_PANEL) as here:
        await at(here)
        await here.shows("average day, March 2024", "weekdays 4.93", "weekends 14.40")
        assert here.under_cursor == "Thu 14"


def test_weekends_keep_their_pen_where_they_are_alone() -> None:
    sunday = date(2024, 3, 17)
    (line,) = lines(load_profile(of(dict.fromkeys(london_day(sunday), 0.1))))
    assert (line.name, line.pen) == ("weekends", 1)


@pytest.mark.extended
async def test_a_sentence_says_when_most_is_used(tmp_path: Path) -> None:
    async with opened(tmp_path, weeks(), size=BESIDE_PANEL) as here:
        await at(here, "m")
        await here.shows(
            "Most at 18:30 (0.253 kWh), least at 03:00 (0.171 kWh); weekends 192% more"
        )


@pytest.mark.extended
async def test_seasons_are_one_choice_of_a_year(tmp_path: Path) -> None:
    async with opened(tmp_path, weeks(), size=(100, 30)) as here:
        await at(here, "a", "o")
        await here.shows(
            "weekdays, all readings", "winter 4.80", "spring 4.93",
            "On weekdays most in spring (4.93 kWh a day), least in winter (4.80 kWh)",
        )  # fmt: skip
        assert "summer " not in here.text
        await here.shows("Spring weekdays 18:30  0.227 kWh, average of 11")


@pytest.mark.extended
@pytest.mark.parametrize("size", [(80, 24), *slow((100, 30), (120, 40))])
async def test_the_curve_has_eight_rows_or_six_above_a_whole_heat_map(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with opened(tmp_path, weeks(), size=size) as here:
        for period in "wmya":
            view = await at(here, period)
            draw(here.app)
            picture = view._picture
            assert picture is not None
            is_whole = len(picture.heat.drawn) == len(picture.heat.rows)
            assert picture.lines.height >= (6 if is_whole else 8)


def test_what_is_below_zero_is_drawn_on_the_axis_and_no_hole() -> None:
    profile = load_profile(of(dict.fromkeys(london_day(date(2024, 3, 14)), -0.1)))
    columns = ClockColumns.fitting(48)
    picture = LinesPicture(lines(profile), "", "", KWH, columns, 4, 6, UNICODE)
    *above, lowest = ["".join(symbol for symbol, _ in row[6:]) for row in picture.canvas]
    assert " " not in lowest
    assert not "".join(above).strip()


@pytest.mark.extended
async def test_both_pictures_have_the_same_columns(tmp_path: Path) -> None:
    async with opened(tmp_path, weeks(), size=BESIDE_PANEL) as here:
        view = await at(here, "w")
        for size in SIZES:
            await here.pilot.resize_terminal(*size)
            axis = next(line for line in here.lines if "└" in line)
            columns = ClockColumns.fitting(view.size.width - 6)
            assert view._picture is not None
            assert {len(row) for row in view._picture.heat.canvas} == {6 + columns.total}
            assert axis.index("12:00") == 6 + columns.columns_of(columns.cell_of(24)).start
            assert view.half_hour == 37


@pytest.mark.extended
async def test_e_writes_what_octoterm_profile_prints(
    tmp_path: Path, octoterm: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    octoterm.configure()
    octoterm.store(weeks())
    printed = octoterm("profile", "--from", "2024-03-11", "--to", "2024-03-17", "--format", "csv")
    (folder := tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(folder)
    async with opened(folder, weeks(), size=BESIDE_PANEL) as here:
        await at(here, "w", "e")
        await here.shows("Saved", "octoterm-electricity-profile-week-2024-03-11.csv")
    written = folder / "octoterm-electricity-profile-week-2024-03-11.csv"
    assert written.read_text() == printed.out


@pytest.mark.slow
async def test_profile_and_heat_map_are_plain_in_ascii(tmp_path: Path) -> None:
    async with opened(tmp_path, weeks(), ascii_only=True, size=BESIDE_PANEL) as here:
        await at(here, "m")
        for size in SIZES:
            await here.pilot.resize_terminal(*size)
            await here.shows("aa ", "bb ", "Thu!14", "18:30  1.500 kWh")
            assert here.text.isascii()


@pytest.mark.extended
@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({}, "No readings yet"),
        ({"2024-03-14T00:00Z": -0.25, "2024-03-14T18:30Z": -0.5}, "00:00  −0.250 kWh"),
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
    async with opened(
        tmp_path, readings({utc(at): kwh for at, kwh in values.items()}), size=BESIDE_PANEL
    ) as here:
        await here.press(*"4wmyoad")
        await here.shows(shown)
        await here.press(*"mya", "up", "down", "left_square_bracket", "right_square_bracket")
        await here.press("enter", "e")
