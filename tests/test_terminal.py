"""The real program in a real pseudo-terminal: how it starts, and how it leaves."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

MAIN_SCREEN = b"\x1b[?1049l"
CURSOR_SHOWN = b"\x1b[?25h"
MOUSE_OFF = b"\x1b[?1000l"


class Terminal:
    """A pseudo-terminal of 80×24 with octoterm in it."""

    def __init__(self, process: subprocess.Popen[bytes], ours: int, theirs: int) -> None:
        self.process = process
        self._ours = ours
        self._theirs = theirs
        self.output = b""

    def modes(self) -> list[object]:
        return termios.tcgetattr(self._theirs)[:4]

    def press(self, keys: bytes) -> None:
        os.write(self._ours, keys)

    def read_until(self, *texts: bytes) -> None:
        """Read what the program writes until all `texts` were seen."""
        patience_ends = time.monotonic() + 20
        while not all(text in self.output for text in texts):
            assert time.monotonic() < patience_ends, self.output[-2000:]
            self._read(0.5)

    def leave(self) -> int:
        """Read on until the program is gone; its exit code."""
        patience_ends = time.monotonic() + 20
        while self.process.poll() is None:
            assert time.monotonic() < patience_ends, self.output[-2000:]
            self._read(0.05)
        while self._read(0):
            pass
        return self.process.returncode

    def _read(self, patience: float) -> bool:
        if select.select([self._ours], [], [], patience)[0]:
            self.output += os.read(self._ours, 1 << 16)
            return True
        return False


@contextmanager
def octoterm(
    *arguments: str, folder: Path, start: tuple[str, ...] = ("-m", "octoterm"), **environment: str
) -> Iterator[Terminal]:
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    process = subprocess.Popen(
        [sys.executable, *start, *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        cwd=folder,
        env={
            **os.environ,
            "TERM": "xterm-256color",
            "HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "PYTHONPATH": str(Path(__file__).parent.parent),
            **environment,
        },
    )
    terminal = Terminal(process, ours, theirs)
    try:
        yield terminal
    finally:
        process.kill()
        process.wait()
        os.close(ours)
        os.close(theirs)


def is_restored(terminal: Terminal, before: list[object]) -> bool:
    last = terminal.output[-4000:]
    return (
        terminal.modes() == before
        and MAIN_SCREEN in last
        and last.rindex(CURSOR_SHOWN) > last.rfind(b"\x1b[?25l")
        and MOUSE_OFF in last
    )


@pytest.mark.parametrize("key", [b"q", b"\x03"], ids=["q", "Ctrl+C"])
def test_leaving_restores_the_terminal_and_exits_with_zero(tmp_path: Path, key: bytes) -> None:
    with octoterm("--demo", folder=tmp_path) as terminal:
        before = terminal.modes()
        terminal.read_until(b"Total", b"Refresh")
        assert terminal.modes() != before
        terminal.press(key)
        assert terminal.leave() == 0
        assert is_restored(terminal, before)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_restores_the_terminal_and_tells_its_number(
    tmp_path: Path, number: signal.Signals
) -> None:
    with octoterm("--demo", folder=tmp_path) as terminal:
        before = terminal.modes()
        terminal.read_until(b"Total")
        terminal.process.send_signal(number)
        assert terminal.leave() == 128 + number
        assert is_restored(terminal, before)


def test_without_a_configuration_it_says_what_is_needed(tmp_path: Path) -> None:
    with octoterm(folder=tmp_path) as terminal:
        terminal.read_until(b"Welcome to octoterm", b"Developer settings", b"--demo")
        terminal.press(b"q")
        assert terminal.leave() == 0


def test_a_dumb_terminal_is_refused_with_a_hint(tmp_path: Path) -> None:
    with octoterm("--demo", folder=tmp_path, TERM="dumb") as terminal:
        assert terminal.leave() == 2
        assert b"octoterm summary" in terminal.output
        assert b"\x1b" not in terminal.output


def test_without_a_terminal_it_names_the_commands_that_need_none(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "octoterm", "--demo"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
        check=False,
    )
    assert done.returncode == 2
    assert "octoterm summary" in done.stderr
    assert "octoterm sync" in done.stderr
    assert done.stdout == ""
    assert "\x1b" not in done.stderr


BREAKING = """
import sys
from octoterm.__main__ import main
from octoterm.ui.dashboard import Dashboard

def action_show(self, granularity):
    secret = self._household.current.meter.api_key.reveal()
    raise RuntimeError("a fault of ours")

Dashboard.action_show = action_show
sys.exit(main(sys.argv[1:]))
"""


def test_a_crash_leaves_the_terminal_whole_and_shows_no_secret(tmp_path: Path) -> None:
    state = {"XDG_STATE_HOME": str(tmp_path / "state")}
    with octoterm("--demo", folder=tmp_path, start=("-c", BREAKING), **state) as terminal:
        before = terminal.modes()
        terminal.read_until(b"Total")
        terminal.press(b"m")
        assert terminal.leave() == 1
        assert is_restored(terminal, before)
        said = terminal.output[terminal.output.rindex(MAIN_SCREEN) :]
        assert b"octoterm.log" in said.replace(b"\r\n", b"")
        assert b"sk_demo" not in terminal.output
        assert b"Traceback" not in terminal.output
