"""A terminal that stops reading, as over a stalled SSH connection: nothing else waits for it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.loopback import KEY, Loopback, ReadingsApi, Request, Response, loopback
from tests.support.storing import load
from tests.support.terminals import REPOSITORY, Terminal, octoterm

HALF_HOURS = 48 * 100
PAGE = 200


@dataclass
class Household:
    """A dashboard in a terminal while its first sync goes on, page by page."""

    terminal: Terminal
    server: Loopback
    csv: Path

    @property
    def stored(self) -> int:
        return len(load(self.csv).starts) if self.csv.exists() else 0

    @property
    def memory(self) -> int:
        """Bytes that the dashboard holds."""
        status = Path(f"/proc/{self.terminal.process.pid}/statm").read_text(encoding="ascii")
        return int(status.split()[1]) * 4096

    def stall(self) -> None:
        """Read no more, with far more to draw than a terminal takes without a reader."""
        self.terminal.shows("Total", "of 4,800 readings")
        self.terminal.press(b"2a1d" * 20)
        for _ in range(4):
            time.sleep(0.1)
            self.terminal.press(b"2a1d")

    def wait_for_all(self) -> None:
        ends = time.monotonic() + 30
        while self.stored < HALF_HOURS:
            assert time.monotonic() < ends, f"{self.stored} are stored"
            time.sleep(0.05)

    def sync(self) -> subprocess.CompletedProcess[str]:
        """What cron would do meanwhile."""
        return subprocess.run(
            [sys.executable, "-m", "octoterm", "--config", "config.json", "sync"],
            cwd=self.csv.parent,
            env={"HOME": str(self.csv.parent), "PYTHONPATH": REPOSITORY},
            capture_output=True,
            text=True,
            check=False,
        )


@contextmanager
def syncing(folder: Path, seconds_a_page: float = 0.02) -> Iterator[Household]:
    last = int(time.time()) // 86400 * 86400 - 1800
    api = ReadingsApi({last - n * 1800: 0.25 for n in range(HALF_HOURS)}, page_size=PAGE)

    def slowly(request: Request) -> Response:
        time.sleep(seconds_a_page)
        return api(request)

    with loopback(slowly) as server:
        config = {"url": server.meter_url, "apikey": KEY, "csv": "readings.csv"}
        file = folder / "config.json"
        file.write_text(json.dumps({"accounts": [{"name": "Home", **config}]}), encoding="utf-8")
        file.chmod(0o600)
        with octoterm("--config", "config.json", folder=folder) as terminal:
            yield Household(terminal, server, folder / "readings.csv")


def stall_for(seconds: float, folder: Path) -> None:
    with syncing(folder) as house:
        house.stall()
        before = house.memory
        house.wait_for_all()
        beside = house.sync()
        assert beside.returncode == 0, beside.stderr
        time.sleep(seconds)
        assert house.memory - before < 8 << 20
        waiting = len(house.terminal.output)
        house.terminal.press(b"t1d?")
        house.terminal.shows("Esc closes")
        house.terminal.press(b"\x1b")
        house.terminal.shows("Total", "Checked")
        assert len(house.terminal.output) - waiting < 400_000, "what was not seen is not sent late"
        assert house.terminal.settle() == house.terminal.drawn_anew()
        house.terminal.press(b"q")
        assert house.terminal.leave() == 0
        assert house.terminal.is_restored, house.terminal.leftovers


@pytest.mark.slow
def test_while_a_terminal_does_not_read_the_sync_goes_on_and_afterwards_the_screen_is_right(
    tmp_path: Path,
) -> None:
    stall_for(0.5, tmp_path)


@pytest.mark.slow
def test_after_a_minute_without_reading_the_screen_is_right(tmp_path: Path) -> None:
    stall_for(60, tmp_path)


@pytest.mark.slow
def test_a_stalled_terminal_that_hangs_up_ends_the_dashboard_and_the_next_sync_goes_on(
    tmp_path: Path,
) -> None:
    with syncing(tmp_path) as house:
        house.stall()
        house.terminal.hang_up()
        assert house.terminal.leave() == 129
        sheet = load(house.csv)
        assert 0 < len(sheet.starts) <= HALF_HOURS
        assert (sheet.unreadable, sheet.duplicates, sheet.unordered) == ((), (), ())
        assert house.sync().returncode == 0
        assert house.stored == HALF_HOURS


@pytest.mark.slow
def test_a_signal_is_heeded_though_the_terminal_does_not_read(tmp_path: Path) -> None:
    with syncing(tmp_path) as house:
        house.stall()
        house.terminal.process.terminate()
        assert house.terminal.process.wait(5) == 143
        assert not house.terminal.is_raw
