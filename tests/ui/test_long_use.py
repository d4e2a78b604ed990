"""A day of use and more: neither memory nor work piles up."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from octoterm.runtime.tuning import COLLECT_AFTER
from tests.support.dashboards import Opened, opened, synced
from tests.support.households import half_hours, readings
from tests.support.screens import press
from tests.support.terminals import octoterm

MOVES = ["left", "left", "right", "pageup", "pagedown", "left", "w", "m", "y", "a", "d", "t"]


def resident() -> int:
    """Bytes of memory that this process holds."""
    gc.collect()
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * 4096


async def refresh(here: Opened, times: int) -> None:
    for _ in range(times):
        await press(here.pilot, "r")
        await synced(here)


async def move(here: Opened, times: int) -> None:
    for n in range(0, times, 10):
        view = str(1 + n // 10 % 5)
        await press(here.pilot, view, *(MOVES[(n + k) % len(MOVES)] for k in range(10)))


async def use(folder: Path, refreshes: int, moves: int, first: int) -> int:
    """Bytes that memory grows by, after the first so many of each."""
    days = readings(half_hours("2023-03-01T00:00Z", "2024-03-20T00:00Z"))
    async with opened(folder, days) as here:
        await synced(here)
        await refresh(here, first)
        await move(here, first)
        before = resident()
        await refresh(here, refreshes - first)
        await move(here, moves - first)
        return resident() - before


@pytest.fixture
def _garbage_is_looked_for_as_in_the_dashboard() -> Iterator[None]:
    """The suite does so less often, and would measure what is yet to be cleared away."""
    of_the_suite = gc.get_threshold()
    gc.set_threshold(COLLECT_AFTER, 10, 10)
    yield
    gc.set_threshold(*of_the_suite)


@pytest.mark.usefixtures("_garbage_is_looked_for_as_in_the_dashboard")
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux tells so simply")
@pytest.mark.slow
async def test_memory_does_not_grow_with_refreshes_and_moves(tmp_path: Path) -> None:
    assert await use(tmp_path, 2_000, 20_000, first=100) < 10_000_000


def seconds_at_work(process: int) -> float:
    """CPU time of all threads so far."""
    tasks = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(task.read_text(encoding="ascii").split()[0]) for task in tasks) / 1e9


def share_at_work(folder: Path, seconds: float) -> float:
    with octoterm("--demo", folder=folder) as terminal:
        terminal.shows("Total", "Stop")
        terminal.until(lambda: "Stop" not in terminal.screen.text, "the end of the sync")
        terminal.settle(1.0)
        before = seconds_at_work(terminal.process.pid)
        since = time.monotonic()
        while (left := since + seconds - time.monotonic()) > 0:
            terminal.read(left)
        return (seconds_at_work(terminal.process.pid) - before) / (time.monotonic() - since)


@pytest.mark.skipif(not Path("/proc/self/schedstat").exists(), reason="only Linux tells so simply")
@pytest.mark.slow
def test_idle_it_takes_less_than_a_hundredth_of_a_processor(tmp_path: Path) -> None:
    assert share_at_work(tmp_path, 30) < 0.01
