"""Keys typed ahead of a dialog: however many come at once, each does what it does alone."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from textual.events import Key, Paste

from octoterm.readings_csv.row import Row
from octoterm.ui.driver.type_ahead import TypeAhead
from octoterm.ui.views.usage.view import UsageChart
from tests.support.dashboards import Opened, opened, synced
from tests.support.households import half_hours, march, readings
from tests.support.screens import press
from tests.support.slow import slow_rows
from tests.support.terminals import AT_HOME, furnish, octoterm

KEYS = [
    *("p", "p", "question_mark", "escape", "enter", "left", "down", "pageup", "backspace"),
    *"dwmyatc1 ma",
]


def a_year() -> list[Row]:
    starts = half_hours("2023-01-01T00:00Z", "2024-03-15T01:00Z")
    return readings({start: (start // 1800 % 97) / 100 for start in starts})


async def after(here: Opened, *keys: str) -> str:
    """The first line of the screen once these keys, sent together, are handled."""
    await press(here.pilot, *keys)
    return here.lines[0]


def exports(folder: Path) -> list[Path]:
    return list(folder.glob("octoterm-*"))


@pytest.mark.extended
async def test_a_date_typed_with_the_key_that_opens_the_picker_is_the_pickers(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, a_year()) as here:
        await synced(here)
        assert "Thu 10 Aug 2023" in await after(here, *"p10 aug", "enter")
        assert "Fri 1 Sep 2023" in await after(here, *"p1 sep", "enter")
    assert exports(tmp_path) == []


@pytest.mark.extended
async def test_keys_after_the_one_that_closes_a_dialog_are_the_dashboards(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, a_year()) as here:
        await synced(here)
        assert "Fri 11 Aug 2023" in await after(here, *"p10 aug", "enter", "right")
        assert "August 2023" in await after(here, "question_mark", "down", "escape", "m")
        assert "July 2023" in await after(here, "p", *"1 sep", "escape", "escape", "left")
        assert "Sun 1 Oct 2023" in await after(here, *"p1 sep", "enter", *"p1 oct", "enter", "d")


@pytest.mark.extended
async def test_the_palette_and_the_help_take_what_is_typed_with_the_key_that_opens_them(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, a_year()) as here:
        await synced(here)
        assert "2023" in await after(here, "ctrl+p", *"go to year", "enter", "left")
        await press(here.pilot, "ctrl+p", *"go to weak", *["backspace"] * 2, *"ek", "enter", "t")
        assert "11–17 Mar" in here.lines[0]
        await press(here.pilot, "question_mark", *"quit")
        assert "> quit" in here.text
        assert "Thu 14 Mar" in await after(here, "escape", "escape", "d")


@pytest.mark.extended
@pytest.mark.parametrize(
    ("seed", "times"), [(1, 20), *slow_rows(*((seed, 60) for seed in range(2, 40)))]
)
async def test_keys_sent_together_do_what_they_do_one_by_one(
    tmp_path: Path, seed: int, times: int
) -> None:
    chance = Random(f"typed ahead {seed}")
    keys = [chance.choice(KEYS) for _ in range(times)]
    seen = []
    for sizes in ([times], [1] * times):
        (folder := tmp_path / str(len(sizes))).mkdir()
        async with opened(folder, a_year()) as here:
            await synced(here)
            rest = iter(keys)
            for size in sizes:
                await press(here.pilot, *(next(rest) for _ in range(size)))
            await press(here.pilot, *["escape"] * 3, "d")
            seen.append(here.text)
    assert seen[0] == seen[1], keys


@pytest.mark.slow
def test_in_one_packet_they_reach_the_real_terminals_dialog(tmp_path: Path) -> None:
    furnish(tmp_path)
    with octoterm(*AT_HOME, folder=tmp_path) as terminal:
        terminal.shows("Total")
        terminal.press(b"p2024-02-03")
        terminal.shows("Date: 2024-02-03")
        assert exports(tmp_path) == []


class Held:
    """Type-ahead, and how often it said that held input can be handled."""

    def __init__(self) -> None:
        self.times_released = 0
        self.type_ahead = TypeAhead(self.count)

    def count(self) -> None:
        self.times_released += 1

    def given(self) -> list[str]:
        """The keys that can be handled now."""
        keys = []
        while isinstance(event := self.type_ahead.next(), Key):
            keys.append(event.key)
        return keys


def test_what_is_held_back_comes_in_order_when_the_last_reason_has_gone() -> None:
    held = Held()
    assert not held.type_ahead.keeps(Key("a", "a"))
    held.type_ahead.hold("one")
    held.type_ahead.hold("two")
    assert all(held.type_ahead.keeps(Key(key, key)) for key in "abc")
    held.type_ahead.release("one")
    assert held.given() == []
    held.type_ahead.release("two")
    assert held.times_released == 1
    assert held.type_ahead.keeps(Key("d", "d")), "it comes after those that wait"
    assert held.given() == ["a", "b", "c", "d"]
    assert not held.type_ahead.keeps(Key("e", "e"))


def test_pastes_wait_too_but_not_the_keys_that_end_or_stop_the_program() -> None:
    held = Held()
    held.type_ahead.hold("opening")
    assert held.type_ahead.keeps(Paste("14 mar"))
    for key in ("ctrl+c", "ctrl+q", "ctrl+z"):
        assert not held.type_ahead.keeps(Key(key, None))


@pytest.mark.extended
async def test_what_a_widget_asks_of_its_screen_reaches_no_dialog_opened_since(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, march()) as here:
        await synced(here)
        chart = here.dashboard.query_one(UsageChart)
        await here.press("p")
        picker = here.app.screen
        assert picker is not here.dashboard
        before = here.lines
        await chart.run_action("screen.move(-1)")  # as the wheel does, turned before the key
        assert here.lines[5:] == before[5:]
        await here.press("escape")
        await here.shows("◀ Wed 13 Mar 2024 ▶")
