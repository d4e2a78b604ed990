"""A disk that takes a minute to keep what it was given: whoever leaves is not held."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import threading
import time
from pathlib import Path

import pytest

from octoterm.storage.disk_thread import in_thread
from octoterm.ui.settings import Settings
from tests.conftest import CommandLine
from tests.support.dashboards import opened
from tests.support.households import csv, half_hours, readings
from tests.support.loopback import KEY, ReadingsApi, loopback
from tests.support.slow import slow
from tests.support.storing import beside, merge
from tests.support.syncing import history, row_of
from tests.support.terminals import REPOSITORY
from tests.support.terminals import octoterm as in_terminal

VALUES = history(2)
ROWS = [row_of(start, VALUES[start]) for start in sorted(VALUES)]
MARCH = readings(half_hours("2024-03-01T00:00Z", "2024-03-15T00:00Z"))

SLOW = """
import os, time
def slow(_):
    if os.path.exists("let it be quick"):
        return
    open("flushing", "w").close()
    time.sleep(60)
os.fsync = slow
"""
"""What a program that starts with it sees of its disk."""


@pytest.fixture
def python_path(tmp_path: Path) -> str:
    (tmp_path / "slow").mkdir()
    (tmp_path / "slow" / "sitecustomize.py").write_text(SLOW)
    return f"{tmp_path / 'slow'}:{REPOSITORY}"


def appears(file: Path) -> bool:
    ends = time.monotonic() + 30
    while not file.exists() and time.monotonic() < ends:
        time.sleep(0.01)
    return file.exists()


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_a_sync_whose_disk_is_slow(
    octoterm: CommandLine, python_path: str, number: signal.Signals
) -> None:
    path = octoterm.store(ROWS[:48])
    with loopback(ReadingsApi(VALUES)) as server:
        octoterm.configure(
            {"url": server.origin, "apikey": KEY, "mpan": "1", "serial": "2", "csv": path.name}
        )
        with octoterm.start("sync", before=f'export PYTHONPATH="{python_path}"') as process:
            assert appears(octoterm.here / "flushing")
            process.send_signal(number)
            out, err = process.communicate(timeout=20)
    assert process.returncode == 128 + number
    assert "Traceback" not in out + err
    assert path.read_text() == csv(ROWS[:48])
    assert beside(path) == {"config.json", "flushing"}
    merge(path, *ROWS)
    assert path.read_text() == csv(ROWS)


@pytest.mark.extended
@pytest.mark.parametrize("what", ["readings", *slow("theme", "export")])
def test_q_leaves_while_the_disk_is_slow(tmp_path: Path, python_path: str, what: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    days = history(2) if what == "readings" else {}
    with loopback(ReadingsApi(days)) as server:
        account = {"name": "Home", "url": server.meter_url, "apikey": KEY, "csv": "readings.csv"}
        (home / "config.json").write_text(json.dumps({"accounts": [account]}))
        (home / "config.json").chmod(0o600)
        (home / "readings.csv").write_text(csv(ROWS[:48]))
        quick = home / "let it be quick"
        if what != "readings":
            quick.touch()
        with in_terminal(
            "--config", "config.json", folder=home, PYTHONPATH=python_path
        ) as terminal:
            terminal.shows("Total")
            if what != "readings":
                terminal.shows("Checked")
                quick.unlink()
                terminal.press(b"e" if what == "export" else b"\x10")
            if what == "theme":
                terminal.shows("Type what you want to do")
                terminal.press(b"theme nord")
                terminal.shows("Theme: nord")
                terminal.press(b"\r")
            terminal.until(lambda: (home / "flushing").exists(), "a flush")
            terminal.press(b"d1")  # and the screen goes on
            began = time.monotonic()
            terminal.press(b"q")
            assert terminal.leave() == 0
            assert time.monotonic() - began < 10
            assert terminal.is_restored, terminal.leftovers
    assert (home / "readings.csv").read_text() == csv(ROWS[:48])
    left = [each.name for each in home.rglob("*")]
    assert not [name for name in left if "octoterm-" in name or ".new-" in name]


async def test_a_slow_disk_does_not_hold_the_screen_when_a_theme_is_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = threading.Event()
    async with opened(tmp_path, MARCH) as here:
        with monkeypatch.context() as slow:
            slow.setattr(os, "fsync", lambda _: ready.wait(60))
            for theme in ("nord", "dracula", "textual-light"):
                here.app.action_choose_theme(theme)
            await here.press("m")
            await here.shows("March 2024")
            assert Settings(tmp_path / "state").theme == "textual-dark"
            ready.set()
        kept = here.app._saving_theme
        assert kept is not None
        await kept
    assert Settings(tmp_path / "state").theme == "textual-light", "the last one stays"


async def test_what_goes_wrong_in_the_thread_is_raised_and_what_comes_too_late_is_not() -> None:
    def fail() -> None:
        raise ValueError("it broke")

    assert await in_thread(str.upper, "done") == "DONE"
    with pytest.raises(ValueError, match="it broke"):
        await in_thread(fail)
    ready = threading.Event()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await in_thread(ready.wait, 60)
    (thread,) = [each for each in threading.enumerate() if each.name == "disk"]
    assert thread.daemon
    ready.set()
    await asyncio.to_thread(thread.join, 10)


def test_a_loop_that_is_closed_is_not_told() -> None:
    ready = threading.Event()

    async def leave() -> None:
        waiting = asyncio.create_task(in_thread(ready.wait, 60))
        await asyncio.sleep(0)
        waiting.cancel()

    asyncio.run(leave())
    (thread,) = [each for each in threading.enumerate() if each.name == "disk"]
    ready.set()
    thread.join(10)
    assert not thread.is_alive()


async def test_whoever_leaves_waits_for_a_disk_that_works(tmp_path: Path) -> None:
    """A theme chosen just before, or the end of a sync: what is under way is finished."""
    begun = threading.Event()

    def write() -> None:
        begun.set()
        while not waiting.cancelling():
            pass
        (tmp_path / "written").touch()

    waiting = asyncio.create_task(in_thread(write))
    await asyncio.to_thread(begun.wait, 10)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert (tmp_path / "written").exists()
