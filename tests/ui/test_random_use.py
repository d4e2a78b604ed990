"""Whatever is pressed, clicked and resized: it does not break, and the screen is right."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.support.slow import slow
from tests.support.terminals import Terminal, octoterm

KEYS = [
    *(key.encode() for key in "hlgGdwmyatp/1234567cnrosfe?[]kj05678i -"),
    *(b"\r", b"\x7f", b"\t", b"\x1b", b"\x10", b"\x1b[A", b"\x1b[B", b"\x1b[C", b"\x1b[D"),
    *(b"\x1b[5~", b"\x1b[6~", b"\x1b[H", b"\x1b[F", b"\x1bOP", b"\x1b[Z", b"\x1b[I", b"\x1b[O"),
    *(b"\x1b[200~2024-01-01\x1b[201~", b"\xc3\xa9", b"\xff", b"\x01", b"\x0b", b"\x1b[3~"),
]
"""All that are commands, except those that end or stop it, and others that mean nothing."""


def event(dice: random.Random, width: int, height: int) -> bytes:
    """A key, or the mouse moving, pressed, released or its wheel turned somewhere."""
    if dice.random() < 0.7:
        return dice.choice(KEYS)
    x, y = dice.randint(1, width + 2), dice.randint(1, height + 2)
    button, end = dice.choice([(0, "M"), (0, "m"), (35, "M"), (64, "M"), (65, "M"), (2, "M")])
    if y == height and button in (0, 2):
        y = 1  # in the last row are words that quit
    return f"\x1b[<{button};{x};{y}{end}".encode()


def assert_right(terminal: Terminal, dashboard: Terminal) -> None:
    """All that was drawn piece by piece looks as drawn anew, and as a dashboard just opened."""
    come_to_rest(terminal)
    assert terminal.settle() == terminal.drawn_anew()
    come_to_rest(dashboard)
    assert without_sync(terminal.screen.lines) == without_sync(dashboard.screen.lines)


def come_to_rest(terminal: Terminal) -> None:
    """Leave every modal screen, and look at a day of the first meter that has come long ago."""
    for _ in range(4):
        terminal.press(b"\x1b")
        terminal.settle()
    terminal.settle(1.0)  # all that was pressed is done
    press(terminal, b"r")  # some of the demo's readings come only at the second request
    for _ in range(2):  # of readings, then of prices
        terminal.until(lambda: not is_syncing(terminal), "the end of the sync")
        terminal.settle(0.5)
    press(terminal, b"1adGhhh")
    if "Total £" in terminal.screen.text:
        press(terminal, b"u")
    for _ in range(4):  # the other meters of the demo
        if "2000…0001" not in terminal.screen.lines[0]:
            press(terminal, b"n")
    for _ in range(3):
        if "── " in terminal.screen.lines[2]:  # it is compared with something
            press(terminal, b"c")
    press(terminal, b"1adGhhh" + b"[" * 48)  # and the cursor on the first half hour


def is_syncing(terminal: Terminal) -> bool:
    """Whether the status line or the key bar says that something can be stopped."""
    return "Esc to stop" in terminal.screen.text or "Esc Stop" in terminal.screen.text


def press(terminal: Terminal, keys: bytes) -> None:
    """Press keys of the dashboard, and wait until they and all before them are done."""
    terminal.press(keys + b"?")
    terminal.shows("─ Keys ─")
    terminal.press(b"\x1b")
    terminal.until(lambda: "─ Keys ─" not in terminal.screen.text, "the end of the help")
    terminal.settle()


def without_sync(lines: list[str]) -> list[str]:
    """The screen apart from its status line, which tells of the time."""
    return [*lines[:-2], lines[-1]]


def press_at_random(terminal: Terminal, times: int, seed: int) -> bool:
    """Whether it still runs, and has not come upon Quit in the command palette."""
    dice = random.Random(f"random use {seed}")
    terminal.shows("Total")
    for n in range(times):
        if not terminal.is_raw:
            return False
        terminal.press(event(dice, 80, 24))
        if n % 20 == 0:
            terminal.settle(0.05)
    return True


@pytest.mark.parametrize("times", [25, *slow(300)])
@pytest.mark.slow
def test_hundreds_of_keys_and_clicks_during_a_sync(tmp_path: Path, times: int) -> None:
    with octoterm("--demo", folder=tmp_path) as terminal:
        if press_at_random(terminal, times, 1):
            terminal.press(b"\x03")
        assert terminal.leave() == 0
        assert terminal.is_restored, terminal.leftovers


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10, 20))
def test_ten_times_a_thousand_keys_and_clicks_during_a_sync(tmp_path: Path, seed: int) -> None:
    (other := tmp_path / "other").mkdir()
    with octoterm("--demo", folder=tmp_path) as used, octoterm("--demo", folder=other) as fresh:
        if press_at_random(used, 1_000, seed):
            fresh.shows("Checked")
            assert_right(used, fresh)
            used.press(b"q")
        assert used.leave() == 0
        assert used.is_restored, used.leftovers


def resize_at_random(folder: Path, times: int, seed: int) -> None:
    dice = random.Random(f"resizes {seed}")
    with octoterm("--demo", folder=folder) as terminal:
        terminal.shows("Total")
        for n in range(times):
            terminal.resize(dice.randint(1, 500), dice.randint(1, 200))
            terminal.press(
                dice.choice([b"1", b"2", b"3", b"4", b"5", b"?", b"p", b"\x1b", b"\x10"])
            )
            terminal.settle(0.02 if n % 10 else 0.2)
        terminal.settle()
        terminal.resize(80, 24)
        for _ in range(3):
            terminal.press(b"\x1b")
            terminal.settle()
        # Read late, the last Escape would make another key of the one that follows it.
        terminal.press(b"d1d")
        terminal.shows("Total", "Help")
        terminal.until(lambda: "Esc to stop" not in terminal.screen.text, "the end of the sync")
        assert terminal.settle() == terminal.drawn_anew()
        terminal.press(b"q")
        assert terminal.leave() == 0
        assert terminal.is_restored, terminal.leftovers


@pytest.mark.slow
@pytest.mark.parametrize("times", [1, 20, 200])
def test_sizes_from_one_cell_to_a_wall(tmp_path: Path, times: int) -> None:
    resize_at_random(tmp_path, times, 1)
