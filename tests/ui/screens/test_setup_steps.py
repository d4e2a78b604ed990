"""From one step of the set-up to the next, and back."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Any

import pytest

from octoterm.setup.steps import keep
from tests.support.accounts import gas
from tests.support.loopback import KEY, Response
from tests.support.setting_up import NUMBER, person, the_api


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
        await someone.sees("Octopus lists 1 meter point")


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
