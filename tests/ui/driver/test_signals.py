"""However octoterm is ended, and whenever: the terminal is as it was, and the readings whole."""

from __future__ import annotations

import random
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import pytest

from octoterm.readings_csv.contents import Contents
from tests.support.slow import one_in, slow
from tests.support.storing import load
from tests.support.terminals import AT_HOME, Terminal, furnish, octoterm

KEEPING_ITS_FILES = """
import contextlib, sys, tempfile

@contextlib.contextmanager
def here(prefix):
    yield tempfile.mkdtemp(prefix=prefix, dir=".")

tempfile.TemporaryDirectory = here
from octoterm.__main__ import main
sys.exit(main(["--demo"]))
"""

ENDS = {"SIGTERM": 143, "SIGHUP": 129, "SIGINT": 130, "hung up": 129}

#: Screens to be ended on: the keys that lead to them, and what they show then.
SCREENS: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "idle": (b"", ("Total", "Checked")),
    "sync": (b"", ("Total", "to ")),
    "help": (b"?", ("Esc closes",)),
    "date": (b"p", ("Mo Tu",)),
    "palette": (b"\x10", ("Type what you want",)),
}


@contextmanager
def on_demo(folder: Path) -> Iterator[Terminal]:
    """The demo, whose files are in `folder` and stay there."""
    with octoterm(folder=folder, start=("-c", KEEPING_ITS_FILES)) as terminal:
        yield terminal


@contextmanager
def at_home(folder: Path, shell: str = 'exec "$@"') -> Iterator[Terminal]:
    furnish(folder)
    with octoterm(*AT_HOME, folder=folder, shell=shell) as terminal:
        yield terminal


def end(terminal: Terminal, how: str) -> None:
    if how == "hung up":
        terminal.hang_up()
    else:
        terminal.process.send_signal(signal.Signals[how])


def assert_well_ended(terminal: Terminal, how: str, folder: Path) -> None:
    code = terminal.leave()
    if (how, code, terminal.output) == ("hung up", 2, b""):
        return  # it saw that there is no terminal before it was told
    # Before it has a handler, the interpreter is ended by the signal itself: the same to a shell.
    assert (code if code >= 0 else 128 - code) == ENDS[how], terminal.output
    if how != "hung up":
        assert terminal.is_restored, terminal.leftovers
        assert b"Traceback" not in terminal.output
    for sheet in stored(folder):
        assert (sheet.unreadable, sheet.duplicates, sheet.unordered) == ((), (), ())


def stored(folder: Path) -> list[Contents]:
    return [load(path) for path in folder.rglob("*.csv")]


@contextmanager
def on_screen(screen: str, folder: Path) -> Iterator[Terminal]:
    keys, shown = SCREENS[screen]
    with at_home(folder) if keys else on_demo(folder) as terminal:
        terminal.shows("Total")
        if keys:
            terminal.press(keys)
        terminal.shows(*shown)
        yield terminal


@pytest.mark.parametrize(
    ("screen", "how"),
    one_in(
        5,
        [
            ("date", "hung up"), ("sync", "hung up"), ("date", "SIGTERM"),
            ("help", "SIGINT"), ("palette", "SIGHUP"),
        ],
    ),
)  # fmt: skip
@pytest.mark.slow
def test_on_any_screen_a_signal_restores_the_terminal_and_tells_its_number(
    tmp_path: Path, screen: str, how: str
) -> None:
    with on_screen(screen, tmp_path) as terminal:
        end(terminal, how)
        assert_well_ended(terminal, how, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("how", ENDS)
@pytest.mark.parametrize("screen", SCREENS)
def test_twenty_times_on_every_screen(tmp_path: Path, screen: str, how: str) -> None:
    for n in range(20):
        (folder := tmp_path / str(n)).mkdir()
        with on_screen(screen, folder) as terminal:
            time.sleep(random.Random(f"{screen} {how} {n}").random() / 4)
            end(terminal, how)
            assert_well_ended(terminal, how, folder)


def begun(terminal: Terminal) -> None:
    """Wait until there is a Python that runs octoterm, not only a shell about to start one."""
    terminal.until(lambda: sys.executable.encode() in command_of(terminal), "the start")


def command_of(terminal: Terminal) -> bytes:
    return Path(f"/proc/{terminal.process.pid}/cmdline").read_bytes().partition(b"\0")[0]


def how_long_to_open(folder: Path) -> float:
    with on_demo(folder) as terminal:
        begun(terminal)
        since = time.monotonic()
        terminal.shows("Total")
        return time.monotonic() - since


def end_during_start(folder: Path, how: str, moment: float) -> None:
    folder.mkdir()
    with on_demo(folder) as terminal:
        begun(terminal)
        terminal.read_for(moment)
        end(terminal, how)
        assert_well_ended(terminal, how, folder)


@pytest.mark.parametrize("how", ["SIGTERM", *slow("hung up")])
def test_a_signal_during_the_start_leaves_no_trace(tmp_path: Path, how: str) -> None:
    end_during_start(tmp_path / "a", how, 0.3)


@pytest.mark.slow
@pytest.mark.parametrize("how", ENDS)
def test_a_signal_at_any_moment_of_the_start_leaves_no_trace(tmp_path: Path, how: str) -> None:
    (tmp_path / "first").mkdir()
    longest = how_long_to_open(tmp_path / "first")
    for n in range(40):
        end_during_start(tmp_path / str(n), how, 0.03 + longest * n / 40)


UNDER_A_SHELL = 'set -m\n"$@"\necho shell\nread _\nfg >&2\necho "left $?"'


@pytest.mark.extended
def test_stopped_by_ctrl_z_it_gives_the_terminal_back_and_fg_draws_all_again(
    tmp_path: Path,
) -> None:
    with at_home(tmp_path, UNDER_A_SHELL) as terminal:
        terminal.shows("Total")
        terminal.press(b"\x1a")
        terminal.read_until(b"shell")
        assert terminal.is_restored, terminal.leftovers
        terminal.screen.clear()
        terminal.press(b"\n")
        terminal.shows("Total", "base load", "Help")
        assert terminal.is_raw
        assert "alternate screen" in terminal.screen.modes
        terminal.press(b"q")
        terminal.read_until(b"left 0")
        assert terminal.is_restored, terminal.leftovers


WAITING = """
import subprocess, sys
sys.exit(subprocess.call(sys.argv[1:]))
"""
"""A parent that starts a command and waits for it, like `uv run`."""


@pytest.mark.slow
def test_ctrl_z_also_stops_a_parent_that_waits_so_that_the_shell_gets_the_terminal_back(
    tmp_path: Path,
) -> None:
    waiting = UNDER_A_SHELL.replace('"$@"', f"{sys.executable} -c '{WAITING}' \"$@\"")
    with at_home(tmp_path, waiting) as terminal:
        terminal.shows("Total")
        terminal.press(b"\x1a")
        terminal.read_until(b"shell")
        assert terminal.is_restored, terminal.leftovers
        terminal.screen.clear()
        terminal.press(b"\n")
        terminal.shows("Total", "Help")
        terminal.press(b"q")
        terminal.read_until(b"left 0")
        assert terminal.is_restored, terminal.leftovers


@pytest.mark.slow
def test_where_no_shell_could_continue_it_ctrl_z_changes_nothing(tmp_path: Path) -> None:
    with at_home(tmp_path) as terminal:
        terminal.shows("Total")
        times_cleared = terminal.screen.times_cleared
        terminal.press(b"\x1a")
        terminal.until(lambda: terminal.screen.times_cleared > times_cleared, "a new screen")
        terminal.shows("Total", "Help")
        terminal.press(b"q")
        assert terminal.leave() == 0


@pytest.mark.slow
def test_stopped_by_force_it_draws_all_again_and_later_restores_what_was_before(
    tmp_path: Path,
) -> None:
    with at_home(tmp_path) as terminal:
        terminal.shows("Total")
        terminal.process.send_signal(signal.SIGSTOP)
        terminal.settle(0.1)
        terminal.restore()  # as a shell does
        assert "Total" in terminal.drawn_anew()
        terminal.until(lambda: terminal.is_raw, "a terminal of its own again")
        terminal.press(b"q")
        assert terminal.leave() == 0
        assert terminal.is_restored, terminal.leftovers


@pytest.mark.slow
def test_a_terminal_that_is_gone_ends_it_even_where_hangups_are_ignored(tmp_path: Path) -> None:
    with at_home(tmp_path, "trap '' HUP\nexec \"$@\"") as terminal:
        terminal.shows("Total")
        terminal.hang_up()
        assert terminal.leave() == 129


INTERRUPTED = """
import os, signal, sys

class Part:
    def __set_name__(self, *_):
        os.kill(os.getpid(), signal.{how})

class Loading:
    def find_spec(self, name, *_):
        if name == {name!r}:
            if {in_a_class}:
                type("Made", (), {{"part": Part()}})
            os.kill(os.getpid(), signal.{how})

sys.meta_path.insert(0, Loading())
from octoterm.__main__ import main
sys.exit(main(["--demo"]))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "in_a_class", "how"),
    one_in(
        7,
        product(
            ["octoterm.cli.arguments", "octoterm.ui.app"], [False, True], ["SIGINT", "SIGTERM"]
        ),
    ),
)
def test_interrupted_while_its_parts_are_loaded_it_says_nothing(
    tmp_path: Path, name: str, in_a_class: bool, how: str
) -> None:
    start = ("-c", INTERRUPTED.format(name=name, in_a_class=in_a_class, how=how))
    with octoterm(folder=tmp_path, start=start) as terminal:
        assert_well_ended(terminal, how, tmp_path)
        assert terminal.output == b""
