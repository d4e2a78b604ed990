"""What is drawn in pieces is the screen as it is composed, whoever asks for places when."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual import messages
from textual.events import Key, MouseMove
from textual.geometry import Region
from textual.keys import _character_to_key
from textual.screen import Screen

from octoterm.ui.driver.compositor import StableCompositor
from octoterm.ui.widgets.figures_panel import FiguresPanel
from octoterm.ui.widgets.period_bar import PeriodBar
from tests.support.dashboards import Opened, opened
from tests.support.drawn import Drawn, drawing
from tests.support.slow import one_in
from tests.ui.views.test_table import spring

KEYS = (*"123451234512345dwmyoncp?", "left", "right", "up", "down", "enter", "escape", "pagedown")


@asynccontextmanager
async def on_terminal(folder: Path) -> AsyncIterator[tuple[Opened, Drawn]]:
    """The dashboard, and a terminal that shows all that is drawn from now on."""
    async with opened(folder, spring()) as here:
        await here.shows("Checked")
        with drawing(here.app) as drawn:
            await here.pilot.pause()
            yield here, drawn


@pytest.mark.extended
async def test_what_is_painted_before_the_layout_that_is_due_leaves_nothing_undrawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with on_terminal(tmp_path) as (here, drawn):
        bar, figures = here.dashboard.query_one(PeriodBar), here.dashboard.query_one(FiguresPanel)
        lay_out = Screen._on_layout
        due: list[messages.Layout] = []
        overtaken: list[tuple[Region, Region]] = []

        async def late(screen: Screen[None], message: messages.Layout) -> None:
            """The order on a busy machine: all that is to be laid out comes after a painting."""
            due.append(message)
            if message.widget is figures:
                before = figures.region
                screen._dirty_widgets.add(bar)
                screen._on_timer_update()
                overtaken.append((before, figures.region))
                for each in due:
                    await lay_out(screen, each)
                due.clear()

        monkeypatch.setattr(Screen, "_on_layout", late)
        for view in ("data", "usage", "data", "profile", "data", "trends"):
            here.dashboard.action_view(view)
            await here.pilot.pause()
            drawn.assert_right(view)
        assert len(overtaken) >= 6
        assert all(before == after for before, after in overtaken)


async def test_the_dashboard_shows_beneath_a_dialog(tmp_path: Path) -> None:
    async with on_terminal(tmp_path) as (here, drawn):
        await here.press("p")
        assert "Pick a date" in here.text
        assert here.lines[0].startswith(" octoterm  Electricity")
        drawn.assert_right("p")
        assert isinstance(here.app.screen._compositor, StableCompositor)


async def press_at_random(folder: Path, times: int, seed: int) -> None:
    """Keys, moves of the mouse and other sizes, on a machine so busy that layouts come late, or
    after others, and that it is time to paint at any time.
    """
    dice = random.Random(seed)
    lay_out = Screen._on_layout
    due: list[tuple[Screen[None], messages.Layout]] = []

    async def late(screen: Screen[None], message: messages.Layout) -> None:
        due.append((screen, message))

    async def catch_up(most: int) -> None:
        for screen, message in due[:most]:
            await lay_out(screen, message)
        del due[:most]

    with pytest.MonkeyPatch.context() as patch:
        async with on_terminal(folder) as (here, drawn):
            patch.setattr(Screen, "_on_layout", late)
            for _ in range(times):
                pressed = [dice.choice(KEYS) for _ in range(dice.randint(1, 3))]
                if dice.random() < 0.05:
                    width, height = dice.randint(20, 130), dice.randint(5, 45)
                    drawn.terminal.resize(width, height)
                    await here.pilot.resize_terminal(width, height)
                for key in pressed:
                    press_and_move(here, key, dice.randrange(80), dice.randrange(24))
                    for _ in range(dice.randrange(12)):
                        await asyncio.sleep(0)
                        if dice.random() < 0.2:
                            here.app.screen._on_timer_update()
                        await catch_up(dice.choice([0, 0, 0, 1, 9]))
                await here.pilot.pause()
                while due:
                    await catch_up(len(due))
                    await here.pilot.pause()
                drawn.assert_right(pressed)


def press_and_move(here: Opened, key: str, x: int, y: int) -> None:
    character = key if len(key) == 1 else None
    here.app.post_message(Key(_character_to_key(key) if character else key, character))
    here.app.post_message(
        MouseMove(None, x, y, 0, 0, 0, False, False, False, screen_x=x, screen_y=y)
    )


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "times"), one_in(4, [(1, 10), (0, 20), (1, 20), (2, 20)]))
async def test_whatever_is_pressed_all_is_drawn(tmp_path: Path, seed: int, times: int) -> None:
    await press_at_random(tmp_path, times, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 110))
async def test_thousands_of_changes_of_view_draw_all(tmp_path: Path, seed: int) -> None:
    await press_at_random(tmp_path, 500, seed)
