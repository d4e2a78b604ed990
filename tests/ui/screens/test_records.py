"""The list of records and unusual days: one key opens it, and each line opens its day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from octoterm.ui.screens.list_dialog import FoundLines
from tests.support.dashboards import Opened, opened
from tests.support.households import half_hours, london_day, readings
from tests.support.screens import place_of, press
from tests.support.slow import slow
from tests.ui.test_unusual_days import household


def listed(here: Opened) -> list[str]:
    """The lines of the list that are in view."""
    place = here.app.screen.query_one(FoundLines).region
    lines = here.lines[place.y + 1 : place.bottom]
    return [text for line in lines if (text := line[place.x : place.right].strip())]


@pytest.mark.slow
async def test_records_come_first_and_then_unusual_days(tmp_path: Path) -> None:
    async with opened(tmp_path, household(), size=(100, 50)) as here:
        await here.press("R")
        lines = listed(here)
        # In half the use: 0.25 to 0.29 kWh for 48 half hours, and 1 kWh on the three odd days.
        assert lines[0] == "Tue 6 Feb 2024   Highest day: 48.00 kWh"
        assert lines[3].endswith("4th highest: 13.92 kWh")
        assert lines[10].endswith("Lowest day: 12.00 kWh")
        days = [line[:16].strip() for line in lines if "Unusual: 48.00 kWh, " in line]
        assert days == ["Sat 9 Mar 2024", "Thu 22 Feb 2024", "Tue 6 Feb 2024"]


@pytest.mark.extended
async def test_a_line_opens_its_day_and_backspace_leads_back(tmp_path: Path) -> None:
    async with opened(tmp_path, household(), size=(100, 40)) as here:
        await here.press("m", "R", "down", "enter")
        assert "◀ March 2024 ▶" not in here.text
        assert "12 Mar 2024 ▶" in here.lines[0] or "Mar 2024 ▶" in here.lines[0]
        assert "2nd highest" in here.lines[-2]
        assert "◀ March 2024 ▶" in await here.press("backspace")


async def test_a_month_has_records_of_its_own_and_tab_leads_to_those_of_all(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, household(), size=(100, 40)) as here:
        await here.press("m", "left", "R")
        assert "February 2024 · records and unusual days" in here.text
        assert "Tab All readings" in here.text
        assert all("Feb 2024" in line for line in listed(here))
        await here.press("tab")
        assert "All readings · records and unusual days" in here.text
        assert any("Unusual: 48.00 kWh" in line and "Mar" in line for line in listed(here))
        assert "February 2024 · records" in await here.press("tab")


@pytest.mark.extended
@pytest.mark.parametrize("kind", ["w", *slow("d", "a")])
async def test_of_shorter_periods_and_of_all_it_lists_all(tmp_path: Path, kind: str) -> None:
    async with opened(tmp_path, household()) as here:
        await here.press(kind, "R")
        assert "All readings · records and unusual days" in here.text
        assert "· Tab" not in here.text


@pytest.mark.extended
async def test_typing_finds_lines_by_day_and_words(tmp_path: Path) -> None:
    async with opened(tmp_path, household()) as here:
        for typed, found in [
            ("unusual", {"9 Mar 2024", "22 Feb 2024", "6 Feb 2024"}),
            ("odd thursday", {"22 Feb 2024"}),
            ("half", {"6 Feb 2024"}),
            ("unusual feb", {"22 Feb 2024", "6 Feb 2024"}),
            ("record february 22", {"22 Feb 2024"}),
        ]:
            await here.press("R", *typed)
            assert {line.split("  ")[0].split(" ", 1)[1] for line in listed(here)} == found, typed
            await here.press("escape", "escape")


@pytest.mark.slow
async def test_what_is_typed_ahead_reaches_the_list(tmp_path: Path) -> None:
    async with opened(tmp_path, household()) as here:
        await press(here.pilot, "R", *"odd tues", "enter")
        assert "◀ Tue 6 Feb 2024 ▶" in here.lines[0]
        assert "Tue 6 Feb 2024: Unusual: 48.00 kWh" in here.lines[-2]


async def test_escape_clears_what_is_typed_and_then_closes(tmp_path: Path) -> None:
    async with opened(tmp_path, household()) as here:
        before = here.lines[0]
        assert "Nothing found" in await here.press("R", *"gibberish", "enter")
        assert "Highest day" in await here.press("escape")
        assert "records and unusual" not in await here.press("escape")
        assert here.lines[0] == before


@pytest.mark.extended
@pytest.mark.parametrize("view", ["3", *slow("5")])
async def test_from_a_view_of_all_days_it_leads_to_the_usage_of_that_day(
    tmp_path: Path, view: str
) -> None:
    async with opened(tmp_path, household()) as here:
        await here.press(view, "R", "enter")
        assert "◀ Tue 6 Feb 2024 ▶" in here.lines[0]
        assert "per half hour" in here.text


@pytest.mark.slow
async def test_a_click_opens_a_day(tmp_path: Path) -> None:
    async with opened(tmp_path, household()) as here:
        await here.press("R", *"unusual")
        await here.pilot.click(offset=place_of(here.app, "Thu 22 Feb"))
        assert "◀ Thu 22 Feb 2024 ▶" in here.lines[0]


@pytest.mark.extended
async def test_the_list_of_a_household_with_one_reading_is_empty(tmp_path: Path) -> None:
    one = readings({london_day(date(2024, 3, 14))[20]: 0.5})
    async with opened(tmp_path, one) as here:
        await here.press("m", "R")
        assert listed(here) == ["Nothing found"]


@pytest.mark.extended
async def test_a_month_without_readings_has_the_list_of_all(tmp_path: Path) -> None:
    around = {
        start: 0.25
        for first, end in (("2024-01-01T00:00Z", "2024-01-05T00:00Z"),
                           ("2024-03-01T00:00Z", "2024-03-05T00:00Z"))
        for start in half_hours(first, end)
    }  # fmt: skip
    async with opened(tmp_path, readings(around)) as here:
        await here.press("m", "left", "R")
        assert "All readings · records and unusual days" in here.text


@pytest.mark.extended
@pytest.mark.parametrize("size", [(20, 5), *slow((40, 12), (5, 2), (76, 20), (200, 60))])
async def test_it_fits_every_terminal_and_stays_usable(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with opened(tmp_path, household(), size=size, ascii_only=True) as here:
        await here.press("R", *"unusual", "end")
        assert here.text.isascii()
        if size == (40, 12):
            assert "6 Feb 24  Unusual: 48.00 kWh" in here.text
        await here.pilot.resize_terminal(100, 30)
        assert "Tue 6 Feb 2024   Unusual: 48.00 kWh" in here.text
        await here.press("enter")
        assert "Tue 6 Feb 2024" in here.lines[0]
