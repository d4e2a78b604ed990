"""View 2: the rows that fit, the one under the cursor among them, and a bar for all the others."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual.events import MouseScrollDown, MouseScrollUp
from textual.geometry import Offset

from octoterm.analysis.period_readings import PeriodReadings
from octoterm.periods.bands import DEFAULT_BANDS
from octoterm.periods.period import Granularity, Period
from octoterm.readings_csv.row import Row
from octoterm.ui.app import OctotermApp
from octoterm.ui.drawing.symbols import UNICODE
from octoterm.ui.views.table import view
from octoterm.ui.views.table.column_texts import fitting_columns
from octoterm.ui.views.table.view import SummaryTable
from tests.support.dashboards import Opened, opened, synced
from tests.support.drawn import drawing
from tests.support.households import half_hours, readings
from tests.support.plainly import of
from tests.support.screens import draw, draw_at_once, style_at, text_of
from tests.support.slow import slow

SIZES = [(20, 6), *slow((80, 24), (120, 40), (40, 12))]


def spring() -> list[Row]:
    """All of January to March 2024, and four days of April."""
    return readings(half_hours("2024-01-01T00:00Z", "2024-04-05T00:00+01:00"))


def table(here: Opened, name: str = "table") -> SummaryTable:
    return here.dashboard.query_one(f"#{name}", SummaryTable)


def shown(here: Opened, name: str = "table") -> list[str]:
    """The lines of the table, with the heading, that are not empty."""
    region = table(here, name).region
    return [line for line in here.lines[region.y : region.bottom] if line]


def labels(here: Opened, name: str = "table") -> list[str]:
    """What the rows in view are called."""
    found = [line.split("  ")[0].strip() for line in shown(here, name)[1:]]
    return [label for label in found if label != "Total"]


def highlighted(here: Opened) -> list[int]:
    """The lines of the screen in which the table has the colours of the cursor's row."""
    region = table(here).region
    heading = style_at(here.app, 0, region.y).bgcolor
    rows = range(region.y + 1, region.bottom)
    return [y for y in rows if style_at(here.app, 0, y).bgcolor != heading]


async def march(here: Opened, *keys: str) -> None:
    """The table of March, the cursor on its 11th day, and some keys more."""
    await here.press("p", *"2024-03-11", "enter", "m", "2", *keys)


async def turn_wheel(here: Opened, turned: type, times: int, name: str = "table") -> None:
    place = table(here, name).region.offset + Offset(5, 2)
    for _ in range(times):
        await here.pilot._post_mouse_events([turned], offset=place)
    await here.pilot.pause()


# The rows in view


@pytest.mark.extended
@pytest.mark.parametrize("size", SIZES)
async def test_the_heading_stays_and_the_cursor_is_in_view_from_end_to_end(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with opened(tmp_path, spring(), size=size) as here:
        await march(here)
        heading = shown(here)[0]
        for key, last in (("down", "Sun 31"), ("up", "Fri 1")):
            for _ in range(32):
                await here.press(key)
                (y,) = highlighted(here)
                assert here.under_cursor in here.lines[y]
                assert shown(here)[0] == heading
            assert here.under_cursor == last


@pytest.mark.slow
async def test_the_window_moves_only_where_the_cursor_would_leave_it(tmp_path: Path) -> None:
    async with opened(tmp_path, spring(), size=(80, 27)) as here:
        await march(here, *["up"] * 10, *["down"] * 17)
        assert (labels(here)[0], labels(here)[-1]) == ("Fri 1", "Mon 18")
        await here.press("down")
        assert (labels(here)[0], labels(here)[-1]) == ("Sat 2", "Tue 19")
        await here.press(*["up"] * 17)
        assert here.under_cursor == "Sat 2"
        assert labels(here)[0] == "Sat 2"
        await here.press("up")
        assert labels(here)[0] == "Fri 1"


@pytest.mark.slow
async def test_it_keeps_its_row_and_what_is_in_view_from_period_to_period(tmp_path: Path) -> None:
    async with opened(tmp_path, spring(), size=(80, 27)) as here:
        await march(here, "d", "c", *["up"] * 48)
        for keys in (["down"] * 25, ["up"] * 5):
            draw(here.app)
            await here.press(*keys)
        before = labels(here), highlighted(here)
        assert labels(here)[0] > "03:00"
        await here.press("left", "left")
        await here.shows("Sat 9 Mar 2024")
        assert (labels(here), highlighted(here)) == before


@pytest.mark.slow
async def test_where_the_row_is_none_of_the_period_the_last_one_is_next(tmp_path: Path) -> None:
    async with opened(tmp_path, spring(), size=(80, 27)) as here:
        await march(here, *["down"] * 20, "left")
        await here.shows("February 2024")
        assert here.under_cursor == labels(here)[-1] == "Thu 29"


@pytest.mark.slow
async def test_another_kind_of_period_is_shown_from_its_first_row_on(tmp_path: Path) -> None:
    async with opened(tmp_path, spring(), size=(80, 27)) as here:
        await march(here, *["down"] * 20, "w")
        assert (labels(here)[0], highlighted(here)) == ("Mon 11", [3])


@pytest.mark.slow
async def test_the_row_of_the_cursor_stands_out_as_far_as_the_bar(tmp_path: Path) -> None:
    async with opened(tmp_path, spring(), size=(80, 27)) as here:
        await march(here)
        (y,) = highlighted(here)
        assert len({str(style_at(here.app, x, y)) for x in range(79)}) == 1
        assert style_at(here.app, 79, y) != style_at(here.app, 78, y)
        await here.press("w")
        (y,) = highlighted(here)
        assert len({str(style_at(here.app, x, y)) for x in range(80)}) == 1


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["ansi-dark", *slow("textual-light", "nord", "ansi-light")])
async def test_the_row_of_the_cursor_stands_out_in_other_themes(
    tmp_path: Path, theme: str
) -> None:
    async with opened(tmp_path, spring(), size=(80, 27)) as here:
        await march(here)
        here.app.theme = theme
        await here.pilot.pause()
        (y,) = highlighted(here)
        assert here.lines[y].startswith(" Mon 11")


@pytest.mark.slow
async def test_short_of_columns_no_figure_is_cut(tmp_path: Path) -> None:
    async with opened(tmp_path, spring(), size=(20, 6)) as here:
        for key, said in (
            ("d", ["00:00", "0.250"]),
            ("m", ["Fri", "1", "12.00"]),
            ("y", ["Jan", "372.00"]),
            ("a", ["Jan", "2024", "372.00"]),
        ):
            await march(here, *["up"] * 10, key, *["up"] * 48)
            assert shown(here)[1].split() == said


# Drawn once


@pytest.mark.extended
async def test_every_view_is_there_in_its_first_frame(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames: list[str] = []
    display = OctotermApp._display

    def watched(app: OctotermApp, *what: object) -> None:
        display(app, *what)  # type: ignore[arg-type]
        frames.append("\n".join(text_of(app)))

    async with opened(tmp_path, spring(), size=(80, 27)) as here:
        await here.shows("Checked")
        draw_at_once(here.app)
        monkeypatch.setattr(OctotermApp, "_display", watched)
        for key in "2345123541":
            frames.clear()
            await here.press(key)
            assert {*frames} == {here.text}, key


@pytest.mark.slow
async def test_a_step_of_the_cursor_sends_two_rows_and_makes_no_text_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []
    fitting_columns = view.fitting_columns
    monkeypatch.setattr(
        view, "fitting_columns", lambda *of: made.append(of) or fitting_columns(*of)
    )
    async with opened(tmp_path, spring(), size=(80, 27)) as here:
        await march(here)
        with drawing(here.app) as drawn:
            await here.pilot.pause()
            made.clear()
            drawn.sent = ""
            await here.press("down")
            top = here.dashboard.query_one(SummaryTable).region.y
            assert {y for _, y in drawn.places} == {top + 11, top + 12}
        assert not made
        await here.press("left")
        assert len(made) == 1


# The mouse


async def test_a_click_puts_the_cursor_on_a_row_and_another_goes_into_it(tmp_path: Path) -> None:
    async with opened(tmp_path, spring(), size=(80, 27)) as here:
        await march(here, *["down"] * 20)
        assert labels(here)[2] == "Sat 16"
        await here.pilot.click(offset=(10, 5))
        assert here.under_cursor == "Sat 16"
        await here.shows("March 2024")
        await here.press("down", "up")
        await here.pilot.click(offset=(60, 5))
        await here.shows("◀ Sat 16 Mar 2024 ▶", "00:00")


@pytest.mark.slow
async def test_clicks_beside_the_rows_do_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path, spring(), size=(80, 27)) as here:
        await synced(here)
        await march(here, "w")
        before = here.text, highlighted(here)
        for y in (2, 10, 21):
            await here.pilot.click(offset=(10, y))
        assert (here.text, highlighted(here)) == before


async def test_a_second_click_on_a_half_hour_says_that_nothing_is_inside(tmp_path: Path) -> None:
    async with opened(tmp_path, spring(), size=(80, 27)) as here:
        await march(here, "d")
        await here.pilot.click(offset=(10, 6))
        assert table(here).row == 3  # below the heading, in the first of four columns
        await here.pilot.click(offset=(10, 6))
        await here.shows("Half hours are the smallest step")


@pytest.mark.slow
async def test_the_wheel_moves_the_window_and_the_cursor_comes_along(tmp_path: Path) -> None:
    async with opened(tmp_path, spring(), size=(80, 27)) as here:
        await march(here, *["up"] * 8)
        assert (here.under_cursor, labels(here)[0]) == ("Sun 3", "Fri 1")
        await turn_wheel(here, MouseScrollDown, 1)
        assert (here.under_cursor, labels(here)[0]) == ("Sun 3", "Sun 3")
        await turn_wheel(here, MouseScrollDown, 1)
        assert (here.under_cursor, labels(here)[0]) == ("Tue 5", "Tue 5")
        await turn_wheel(here, MouseScrollDown, 30)
        assert labels(here)[-1] == "Sun 31"
        await here.press(*["down"] * 31)
        await turn_wheel(here, MouseScrollUp, 30)
        assert (here.under_cursor, labels(here)[0]) == ("Mon 18", "Fri 1")


async def test_a_click_on_the_bar_shows_the_rows_of_that_place(tmp_path: Path) -> None:
    async with opened(tmp_path, spring(), size=(80, 27)) as here:
        await march(here, *["up"] * 10)
        for y, label in ((20, "Thu 14"), (12, "Thu 7"), (3, "Fri 1")):
            await here.pilot.click(offset=(79, y))
            assert labels(here)[0] == label
            assert "March 2024" in here.text


@pytest.mark.slow
async def test_below_the_chart_are_the_last_rows_and_the_wheel_leads_back(tmp_path: Path) -> None:
    async with opened(tmp_path, spring(), size=(120, 40)) as here:
        await synced(here)
        await here.press("p", *"2024-03-11", "enter", "m")
        assert (labels(here, "below")[0], labels(here, "below")[-1]) == ("Thu 21", "Sun 31")
        before = here.text
        for _ in range(2):
            await here.pilot.click(table(here, "below"), offset=(5, 2))
        assert here.text == before
        await turn_wheel(here, MouseScrollUp, 2, "below")
        assert labels(here, "below")[0] == "Sun 17"
        await here.press("left")
        assert labels(here, "below")[0] == "Sat 17"
        await here.press("d")
        assert labels(here, "below")[0].startswith("00:00")
        region = table(here, "below").region
        colours = {style_at(here.app, 0, y).bgcolor for y in range(region.y, region.bottom)}
        assert len(colours) == 1


# The picture and its bar


# Time bands


@pytest.mark.extended
async def test_wide_tables_have_the_share_of_each_band_and_wider_ones_its_total(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, spring(), size=(100, 30)) as here:
        await march(here)
        heading = shown(here)[0]
        assert "night %" in heading
        assert "21%" in shown(here)[1]  # 10 of 48 half hours that are alike
        await here.pilot.resize_terminal(160, 30)
        heading, first, *_ = shown(here)
        total = next(line for line in shown(here) if line.startswith(" Total"))
        at = heading.index("night ") + len("night")
        assert (first[:at].split()[-1], total[:at].split()[-1]) == ("2.50", "77.00")


def test_half_hours_have_no_columns_of_bands_and_dashes_stand_for_no_share() -> None:
    series = of(dict.fromkeys(half_hours("2024-03-01T00:00Z", "2024-03-02T01:00Z"), 0.5))
    march_ = Period.containing(Granularity.MONTH, date(2024, 3, 1))
    readings_ = PeriodReadings(series, march_, None, DEFAULT_BANDS)
    texts = {each.heading: each for each in fitting_columns(readings_, 200, UNICODE)}
    band = DEFAULT_BANDS[1].name
    assert list(texts[f"{band} %"].texts) == ["12%", "–"]
    day = PeriodReadings(
        series, Period.containing(Granularity.DAY, date(2024, 3, 1)), None, DEFAULT_BANDS
    )
    assert not any("%" in each.heading for each in fitting_columns(day, 200, UNICODE))


@pytest.mark.extended
async def test_rows_that_are_left_have_the_last_weeks_or_days(tmp_path: Path) -> None:
    async with opened(tmp_path, spring(), size=(100, 30)) as here:
        await here.press("p", *"2024-03-13", "enter", "w", "2")
        assert labels(here)[6:8] == ["Sun 17", "last weeks"]
        assert labels(here)[-1] == "11–17 Mar 2024"
        await here.press(*["down"] * 20)
        assert here.under_cursor == "Sun 17"
        await here.press("d")
        assert labels(here)[-1] == "Wed 13 Mar 2024"
