"""The command palette: what one wants to do is found by its words, as fast as they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import MouseScrollDown

from octoterm.analysis.comparison.references import Reference
from octoterm.periods.period import Granularity
from octoterm.ui.palette_entries import (
    PaletteEntry,
    commands_by_name,
    comparisons,
    meters,
    search,
)
from octoterm.ui.screens.list_dialog import FoundLines
from octoterm.ui.screens.palette import Palette
from octoterm.ui.settings import Settings
from tests.support.dashboards import Opened, meter, opened
from tests.support.households import half_hours, readings, write
from tests.support.screens import place_of, press
from tests.support.slow import slow

MARCH = readings(half_hours("2024-03-01T00:00Z", "2024-03-15T01:00Z"))


def under_cursor(here: Opened) -> str:
    entry = here.app.screen.query_one(FoundLines).under_cursor
    return entry.text if entry else ""


@pytest.mark.extended
async def test_a_verb_stands_on_one_line_with_its_key(tmp_path: Path) -> None:
    async with opened(tmp_path, MARCH) as here:
        await here.press("ctrl+p", *"month")
        (line,) = (line for line in here.lines if "Go to month" in line)
        assert line.split("│")[1].split() == ["Go", "to", "month", "m"] or " m " in line
        await here.press("enter")
        await here.shows("◀ March 2024 ▶")


@pytest.mark.parametrize(
    ("typed", "verb"),
    [
        ("download", "Refresh now"),
        ("screenshot", "Save the screen as a picture"),
        ("gas", "Switch to Gas"),
        ("quit", "Quit"),
        ("exit", "Quit"),
        ("theme", "Change theme…"),
        ("dark", "Change theme…"),
        ("light", "Change theme…"),
        ("find", "Go to a date"),
        ("help", "Show the keys"),
        ("YEAR before", "Compare with the year before"),
        ("odd", "Go to the next older unusual day"),
    ],
)
def test_what_people_call_things_finds_them(typed: str, verb: str) -> None:
    there = [
        *commands_by_name(()),
        *comparisons(Granularity.MONTH, None),
        *meters(["Electricity", "Gas"], 0),
        PaletteEntry("Change theme…", "", also="theme colours dark light", fills="theme "),
        PaletteEntry("Theme: textual-dark", "", also="textual dark", theme="textual-dark"),
    ]
    found = [entry.text for entry in search(there, typed)]
    assert verb in found
    if typed in ("theme", "dark"):
        assert found.index(verb) < found.index("Theme: textual-dark")


def test_before_anything_is_typed_there_are_verbs_and_no_themes() -> None:
    theme = PaletteEntry("Theme: nord", "", theme="nord")
    assert search([theme, *commands_by_name(())], "") == list(commands_by_name(()))


def test_what_cannot_be_done_now_is_not_offered() -> None:
    assert "Quit" in {entry.text for entry in commands_by_name(())}
    assert "Quit" not in {entry.text for entry in commands_by_name({"quit"})}
    assert not list(comparisons(Granularity.ALL, None))


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (Granularity.DAY, "a usual day"),
        (Granularity.WEEK, "the 8 weeks before"),
        (Granularity.MONTH, "the 8 weeks before"),
        (Granularity.YEAR, "other years"),
    ],
)
def test_the_usual_is_called_what_the_comparison_calls_it(kind: Granularity, name: str) -> None:
    first = next(comparisons(kind, None))
    assert (first.text, first.action) == (f"Compare with {name}", "compare_with('usual')")
    assert first in search([first], "usual")


def test_a_comparison_can_be_stopped_also_where_all_readings_are_shown() -> None:
    (only,) = comparisons(Granularity.ALL, Reference.USUAL)
    assert (only.text, only.action) == ("Stop comparing", "compare_with('')")


@pytest.mark.parametrize("typed", slow("gas", "switch to gas"))
async def test_keys_typed_as_fast_as_they_go_are_all_in_the_search(
    tmp_path: Path, typed: str
) -> None:
    gas = meter(tmp_path, "Gas")
    write(gas.csv, MARCH)
    async with opened(tmp_path, MARCH, meters=(meter(tmp_path), gas)) as here:
        await press(here.pilot, "ctrl+p", *typed, "enter")
        await here.shows(" Gas 2000")
        await press(here.pilot, "ctrl+p", *"screenshot", *["backspace"] * 10, *"week")
        await here.shows("> week")
        await press(here.pilot, "enter", "5")
        await here.shows("◀ 11–17 Mar 2024 ▶", "Last syncs")


@pytest.mark.extended
async def test_a_theme_is_shown_under_the_cursor_and_escape_brings_the_old_one_back(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, MARCH) as here:
        await here.press("ctrl+p", *"nord")
        assert under_cursor(here) == "Theme: nord"
        assert here.app.theme == "nord"
        await here.press("escape")
        assert here.app.theme == "textual-dark"
        await here.press("escape")
        assert here.app.screen is here.dashboard
        await here.press("ctrl+p", *"nord", "ctrl+p")
        assert here.app.theme == "textual-dark"
        assert Settings(tmp_path / "state").theme == "textual-dark"


@pytest.mark.slow
async def test_enter_on_half_a_word_chooses_no_theme(tmp_path: Path) -> None:
    async with opened(tmp_path, MARCH) as here:
        await press(here.pilot, "ctrl+p", *"them", "enter")
        assert under_cursor(here) == "Theme: textual-dark", "the one in use"
        assert here.app.theme == "textual-dark"
        await here.press("down")
        assert here.app.theme == "textual-light"
        await here.press("up", "enter")
        assert here.app.screen is here.dashboard
        assert here.app.theme == "textual-dark"


@pytest.mark.slow
async def test_a_chosen_theme_is_kept(tmp_path: Path) -> None:
    async with opened(tmp_path, MARCH) as here:
        await here.press("ctrl+p", *"dracula", "enter")
        assert here.app.theme == "dracula"
    assert Settings(tmp_path / "state").theme == "dracula"


@pytest.mark.slow
async def test_it_compares_and_stops_comparing(tmp_path: Path) -> None:
    async with opened(tmp_path, MARCH) as here:
        await here.press("ctrl+p", *"compare day before", "enter")
        assert here.dashboard.shown.against is not None
        await here.press("ctrl+p", *"stop comp", "enter")
        assert here.dashboard.shown.against is None


async def test_more_than_fits_is_said_and_can_be_scrolled_to(tmp_path: Path) -> None:
    async with opened(tmp_path, MARCH, size=(40, 12)) as here:
        await here.press("ctrl+p")
        assert "↓ more" in here.text
        await here.press("end")
        assert "↓ more" not in here.text
        assert under_cursor(here) in here.text
        await here.press("home", "pagedown", "down")
        assert under_cursor(here) in here.text


async def test_where_nothing_is_found_enter_does_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path, MARCH) as here:
        await here.press("ctrl+p", *"xyzzy", "enter", "down", "pageup")
        await here.shows("Nothing found")
        await here.press("ctrl+u")
        assert "Nothing found" not in here.text


@pytest.mark.slow
async def test_a_click_runs_an_entry_and_one_beside_it_closes(tmp_path: Path) -> None:
    async with opened(tmp_path, MARCH) as here:
        await here.press("ctrl+p", *"week")
        await here.pilot.click(offset=place_of(here.app, "Go to week"))
        await here.shows("◀ 11–17 Mar 2024 ▶")
        await here.press("ctrl+p")
        await here.pilot.click(offset=(2, 20))
        assert here.app.screen is here.dashboard


async def test_the_wheel_moves_the_cursor(tmp_path: Path) -> None:
    async with opened(tmp_path, MARCH) as here:
        await here.press("ctrl+p")
        first = under_cursor(here)
        turned = MouseScrollDown(None, 40, 10, 0, 0, 0, False, False, False, 40, 10)
        here.app.screen.post_message(turned)
        await here.pilot.pause()
        assert isinstance(here.app.screen, Palette)
        assert under_cursor(here) != first


@pytest.mark.extended
@pytest.mark.parametrize("size", [(5, 2), *slow((20, 5), (1, 1), (300, 100))])
async def test_every_size_is_drawn(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(tmp_path, MARCH, size=size, ascii_only=True) as here:
        await here.press("ctrl+p", "down", "end", *"theme ", "down")
        assert here.text.isascii()
        await here.press("escape", "escape")
        assert here.app.screen is here.dashboard
