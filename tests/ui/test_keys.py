"""Keys that come faster than what they lead to can be drawn, and keys while work is done."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from random import Random

import pytest
from textual import screen
from textual.events import Key

from octoterm.readings_csv.row import Row
from octoterm.runtime import slices
from octoterm.runtime.slices import Sliced, in_slices
from octoterm.session.shown import Shown
from octoterm.ui.app import OctotermApp
from tests.support.dashboards import Opened, opened, synced
from tests.support.households import half_hours, readings
from tests.support.screens import draw_at_once, press
from tests.support.slow import one_in

KEYS = [*"hhhlldwmyatgG1345c[]jko", "left", "right", "pageup", "pagedown", "enter", "backspace"]


def year() -> list[Row]:
    starts = half_hours("2023-01-01T00:00Z", "2024-03-15T01:00Z")
    return readings({start: (start // 1800 % 97) / 100 for start in starts})


async def test_of_fifty_keys_at_once_only_the_last_day_is_shown(tmp_path: Path) -> None:
    shown: list[Shown] = []
    async with opened(tmp_path, year()) as here:
        await synced(here)
        here.dashboard.watch(here.dashboard, "shown", lambda new: shown.append(new), init=False)
        await press(here.pilot, *["left"] * 50)
        assert "Wed 24 Jan 2024" in here.lines[0]
        assert shown == [here.dashboard.shown]


@pytest.mark.slow
async def test_there_and_back_at_once_the_cursor_stays(tmp_path: Path) -> None:
    async with opened(tmp_path, year()) as here:
        await synced(here)
        await press(here.pilot, *["left"] * 43, "m", *"][[[")  # from 31 January
        before = here.text
        assert "▲ Sun 28" in before
        await press(here.pilot, "right", "left")
        assert here.text == before


async def at_once(here: Opened, keys: list[str]) -> str:
    await press(here.pilot, *keys)
    return here.text


async def one_by_one(here: Opened, keys: list[str]) -> str:
    for key in keys:
        await press(here.pilot, key)
    return here.text


@pytest.mark.extended
@pytest.mark.parametrize(("seed", "times"), one_in(5, [(0, 3), (0, 6), (1, 6), (2, 6), (3, 6)]))
async def test_keys_at_once_lead_to_where_they_lead_one_by_one(
    tmp_path: Path, seed: int, times: int
) -> None:
    chance = Random(f"keys at once {seed}")
    bursts = [chance.choices(KEYS, k=chance.randint(2, 9)) for _ in range(times)]
    async with opened(tmp_path, year()) as here:
        await synced(here)
        shown = [await at_once(here, burst) for burst in bursts]
    shutil.rmtree(tmp_path / "state")
    async with opened(tmp_path) as here:
        await synced(here)
        for burst, text in zip(bursts, shown, strict=True):
            assert await one_by_one(here, burst) == text, burst


@pytest.mark.extended
async def test_what_a_key_leads_to_is_drawn_before_work_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "TURN", -1)  # each slice is a turn of its own
    monkeypatch.setattr(screen, "UPDATE_PERIOD", 1e-4)  # no picture waits for the time of the next
    log: list[str] = []

    def work() -> Sliced[None]:
        while "drawn" not in log:
            log.append("slice")
            yield 0

    async with opened(tmp_path, year()) as here:
        await synced(here)
        draw_at_once(here.app)
        monkeypatch.setattr(OctotermApp, "post_display_hook", lambda _: log.append("drawn"))
        here.app.post_message(Key("left", None))
        await asyncio.wait_for(in_slices(work()), 10)
        assert "Wed 13 Mar 2024" in here.lines[0]
    assert log[:2] == ["slice", "drawn"]
