"""The real program in a real pseudo-terminal, and what its screen shows."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.support import REPOSITORY
from tests.support.emulator import AT_FIRST, Emulator
from tests.support.households import reading, write

AT_HOME = ("--config", "config.json")
"""Opens the dashboard on what `furnish` has put into the folder: sooner than the demo opens."""


class Terminal:
    """A pseudo-terminal with octoterm in it."""

    def __init__(self, width: int = 80, height: int = 24) -> None:
        self.ours, self.theirs = pty.openpty()
        self.output = b""
        self.screen = Emulator(width, height)
        self.process: subprocess.Popen[bytes]
        termios.tcsetwinsize(self.theirs, (height, width))
        self._modes = self._attributes()

    def _attributes(self) -> list[object]:
        return list(termios.tcgetattr(self.theirs))

    @property
    def is_raw(self) -> bool:
        return self._attributes() != self._modes

    @property
    def is_restored(self) -> bool:
        """Whether everything about the terminal is as it was before."""
        return not any(self.leftovers)

    @property
    def leftovers(self) -> tuple[object, ...]:
        """What is not as it was before."""
        screen = self.screen
        return (
            self.is_raw,
            screen.modes ^ AT_FIRST,
            screen.keyboard,
            screen.pointer.replace("default", ""),
        )

    def press(self, keys: bytes) -> None:
        os.write(self.ours, keys)

    def resize(self, width: int, height: int) -> None:
        termios.tcsetwinsize(self.ours, (height, width))
        self.screen.resize(width, height)

    def restore(self) -> None:
        """Put its modes back to what they were before."""
        termios.tcsetattr(self.theirs, termios.TCSANOW, self._modes)

    def hang_up(self) -> None:
        """Close the connection, as a broken SSH session does."""
        os.close(self.theirs)
        os.close(self.ours)
        self.ours = self.theirs = -1

    def read_until(self, *texts: bytes) -> None:
        """Read what the program writes until all `texts` were seen."""
        self.until(lambda: all(text in self.output for text in texts), texts)

    def shows(self, *texts: str) -> str:
        """Read until all `texts` are on screen at once; returns the screen."""
        self.until(lambda: all(text in self.screen.text for text in texts), texts)
        return self.screen.text

    def until(self, condition: Callable[[], bool], what: object, patience: float = 20) -> None:
        ends = time.monotonic() + patience
        while not condition():
            assert self.process.poll() is None or self.read(0), (
                f"ended with {self.process.returncode} before {what}:\n{self.screen.text}\n"
                f"{self.output[-1000:]!r}"
            )
            assert time.monotonic() < ends, f"never saw {what} in\n{self.screen.text}"
            self.read(0.1)

    def drawn_anew(self) -> str:
        """The screen once every cell of it has been drawn again."""
        before = self.screen.times_cleared
        self.process.send_signal(signal.SIGCONT)
        self.until(lambda: self.screen.times_cleared > before, "a new screen")
        self.shows("Help")
        return self.settle()

    def settle(self, quiet: float = 0.3) -> str:
        """Read until nothing has been written for a while; returns the screen."""
        while self.read(quiet):
            pass
        return self.screen.text

    def read_for(self, seconds: float) -> None:
        """Read for this long, whatever is written."""
        ends = time.monotonic() + seconds
        while (left := ends - time.monotonic()) > 0:
            self.read(left)

    def leave(self, patience: float = 20) -> int:
        """Read until the program has ended; returns its exit code."""
        assert self.leaves(patience), self.output[-2000:]
        return self.process.returncode

    def leaves(self, patience: float) -> bool:
        """Read until the program has ended; returns whether it has in this time."""
        ends = time.monotonic() + patience
        while self.process.poll() is None:
            if time.monotonic() > ends:
                return False
            self.read(0.05) if self.ours >= 0 else time.sleep(0.01)
        while self.read(0):
            pass
        return True

    def read(self, patience: float) -> bool:
        """Take what the program writes in this time; returns whether there was anything."""
        if self.ours < 0 or not select.select([self.ours], [], [], patience)[0]:
            return False
        read = os.read(self.ours, 1 << 16)
        self.output += read
        self.screen.feed(read)
        return True

    def close(self) -> None:
        for end in (self.ours, self.theirs):
            if end >= 0:
                os.close(end)


def furnish(folder: Path, origin: str = "http://127.0.0.1:9") -> None:
    """Configure a meter with three days of readings and an ASCII name; by default, no network."""
    last = int(time.time()) // 86400 * 86400 - 86400
    write(folder / "readings.csv", [reading(last - n * 1800) for n in range(48 * 3)][::-1])
    account = {
        "name": "Home",
        "url": f"{origin}/v1/electricity-meter-points/2000/meters/21L/consumption/",
        "apikey": "sk_live_canary",
        "csv": "readings.csv",
    }
    (folder / "config.json").write_text(json.dumps({"accounts": [account]}), encoding="utf-8")
    (folder / "config.json").chmod(0o600)


@contextmanager
def octoterm(
    *arguments: str,
    folder: Path,
    start: tuple[str, ...] = ("-m", "octoterm"),
    size: tuple[int, int] = (80, 24),
    without: tuple[str, ...] = (),
    shell: str = 'exec "$@"',
    **environment: str,
) -> Iterator[Terminal]:
    """Start octoterm in a terminal that is its controlling one, with `folder` as its home.

    A shell starts it, and may do more: `"$@"` is octoterm.
    """
    terminal = Terminal(*size)
    given = {
        **os.environ,
        "TERM": "xterm-256color",
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_STATE_HOME": str(folder / "state"),
        "PYTHONPATH": str(REPOSITORY),
        **environment,
    }
    terminal.process = subprocess.Popen(
        # The first terminal that the leader of a session opens becomes its controlling one.
        [
            *("sh", "-c", f'exec <>"$0" >&0 2>&0\n{shell}', os.ttyname(terminal.theirs)),
            *(sys.executable, *start, *arguments),
        ],
        start_new_session=True,
        cwd=folder,
        env={name: value for name, value in given.items() if name not in without},
    )
    try:
        yield terminal
    finally:
        with suppress(ProcessLookupError):
            terminal.process.kill()
        terminal.process.wait()
        terminal.close()
