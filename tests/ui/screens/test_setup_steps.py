"""From one step of the set-up to the next, and back."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.theme import BUILTIN_THEMES

from octoterm.setup.steps import keep
from octoterm.ui.contrast import TEXT, contrast
from tests.support.accounts import gas
from tests.support.loopback import KEY, Response
from tests.support.screens import place_of, style_at, text_of
from tests.support.setting_up import NUMBER, Person, person, the_api
from tests.support.slow import slow

FAINT = ("textual-light", "atom-one-light")
"""Themes whose own colour of warnings has too little contrast."""
OTHERS = [name for name, theme in BUILTIN_THEMES.items() if not theme.ansi and name not in FAINT]


async def test_escape_leads_back_and_then_out(tmp_path: Path) -> None:
    async with person(tmp_path, the_api()) as someone:
        await someone.logs_in()
        await someone.sees("Save and fetch")
        await someone.press("escape")
        await someone.sees("Welcome to octoterm")
        await someone.press("escape")
        assert not someone.app.is_running


async def test_escape_stops_asking_and_then_nothing_says_that_it_goes_on(tmp_path: Path) -> None:
    api = the_api()
    api.instead = Response.json({"detail": "Server error."}, 500)
    async with person(tmp_path, api) as someone:
        await someone.logs_in()
        await someone.sees("Trying again · Esc stops")
        await someone.press("escape")
        await someone.until(lambda: "Trying again" not in someone.text, "the end of it")
        api.instead = None
        await someone.press("enter")
        await someone.sees("Found 1 meter")


@pytest.mark.extended
async def test_escape_does_not_stop_what_is_being_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing, may_end = Event(), Event()

    def slowly(*given: Any, **named: Any) -> None:
        writing.set()
        may_end.wait(10)
        keep(*given, **named)

    monkeypatch.setattr("octoterm.ui.screens.setup.screen.keep", slowly)
    async with person(tmp_path, the_api()) as someone:
        await someone.logs_in()
        await someone.sees("Save and fetch")
        await someone.press("enter")
        await someone.until(writing.is_set, "the write")
        await someone.press("escape")
        may_end.set()
        await someone.sees("Thu 14 Mar 2024")


@pytest.mark.extended
async def test_what_was_found_takes_the_place_of_all_that_was_asked(tmp_path: Path) -> None:
    async with person(tmp_path, the_api()) as someone:
        await someone.sees("--demo", "No configuration found")
        await someone.logs_in()
        await someone.sees("Save and fetch")
        assert "--demo" not in someone.text
        assert "No configuration found" not in someone.text
        await someone.press("escape")
        await someone.sees("--demo", "No configuration found")


@pytest.mark.extended
@pytest.mark.parametrize("theme", [FAINT[0], *slow(*FAINT[1:], *OTHERS)])
async def test_every_word_has_contrast_enough(tmp_path: Path, theme: str) -> None:
    async with person(tmp_path, the_api(gas())) as someone:
        someone.app.theme = theme
        await someone.logs_in("nonsense")
        await someone.sees("begins with sk_live_")
        asked = ("Welcome", "Just looking", "octopus.energy:", "An API key", "No config")
        look_at(someone, *asked, "Find my meters", "Quit")
        await someone.paste(KEY)
        await someone.press("enter")
        await someone.sees("Save and fetch")
        look_at(someone, "Found 2", "[ ] m³", "[ ] kWh", "39.5", "Save and fetch", "The key")


def look_at(someone: Person, *words: str) -> None:
    """Each of these words on screen has contrast enough."""
    for word in words:
        style = style_at(someone.app, *place_of(someone.app, word))
        assert style.color is not None
        assert style.bgcolor is not None
        said, below = style.color.get_truecolor(), style.bgcolor.get_truecolor()
        assert contrast(said, below) >= TEXT, word


@pytest.mark.extended
async def test_in_the_smallest_terminal_every_step_is_on_screen_as_a_whole(tmp_path: Path) -> None:
    async with person(tmp_path, the_api(gas()), (40, 12)) as someone:
        for words in ("API key", "Account number", "Find my meters", "Quit"):
            assert words in someone.text
        await someone.logs_in("nonsense", "some number")
        await someone.sees("API key ••••", "Account number some", "Developer settings.")
        await someone.paste(KEY)
        await someone.press("enter")
        await someone.sees("API key ••••", "Account number some", "every bill and email")
        await someone.paste(NUMBER)
        await someone.press("enter")
        await someone.sees("[ ] m³ (SMETS2)", "[ ] kWh (SMETS1)")
        await someone.press("down", "down")
        await someone.sees("Save and fetch my readings Back")
        await someone.press("escape")
        await someone.sees("Welcome to octoterm", "API key ••••", f"Account number {NUMBER}")


@pytest.mark.extended
async def test_a_meter_point_that_takes_several_rows_is_told_from_the_next(tmp_path: Path) -> None:
    async with person(tmp_path, the_api(), (40, 24)) as someone:
        await someone.logs_in()
        await someone.sees("Save and fetch")
        x, y = place_of(someone.app, "Electricity")
        first, second = text_of(someone.app)[y : y + 2]
        assert (first[:x].strip(), second[:x].strip()) == ("–", "")
        assert second[x] != " "
