"""A sync that is killed, at every call that touches a file and at any moment.

Killing is `kill -9`, which no program can answer. What is needed to see it: the CSV holds the
rows it had, or those and whole pages more; nothing piles up beside it; the next sync is whole.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest

from octoterm.config import reader
from octoterm.household.meter import Meter
from octoterm.storage.folders import Folders
from octoterm.storage.state.sync_record import SyncRecord, record_path
from tests.conftest import REPOSITORY, CommandLine
from tests.support.households import csv
from tests.support.loopback import KEY, Loopback, ReadingsApi, Request, Response, loopback
from tests.support.slow import one_in
from tests.support.storing import load
from tests.support.syncing import history, row_of

VALUES = history(6)
ROWS = [row_of(start, VALUES[start]) for start in sorted(VALUES)]
PAGE = 96
PAGES = len(ROWS) // PAGE
FIRST = [csv(ROWS[len(ROWS) - count :]) for count in range(0, len(ROWS) + 1, PAGE)]
"""What the file may hold in a first sync: nothing, or some pages, the newest first."""

DAILY = [
    csv([*ROWS[:100], row_of(ROWS[100].start, 9.5), *ROWS[101 : PAGE + 48]]),
    *(csv(ROWS[:count]) for count in (2 * PAGE, 3 * PAGE)),
]
"""In a later one, which goes from the oldest on: a reading of the second page is revised."""

CALLS = "openat,write,fsync,rename,unlink,mkdir,ftruncate,flock,fchmod"


class Home:
    """Where syncs are killed, against an API that says when it is asked for the first time."""

    def __init__(self, octoterm: CommandLine, server: Loopback) -> None:
        self.octoterm = octoterm
        self.server = server
        self.asked = threading.Event()
        self.path = octoterm.here / "disk" / "readings.csv"
        octoterm.configure(
            {
                "url": server.origin,
                "apikey": KEY,
                "mpan": "2000000000001",
                "serial": "21L0000001",
                "csv": "disk/readings.csv",
            }
        )
        pages = ReadingsApi(VALUES, page_size=PAGE)

        def answers(request: Request) -> Response:
            self.asked.set()
            return pages(request)

        server.answers = answers
        self.begin(0)

    def begin(self, pages: int, whole: list[str] = FIRST) -> None:
        """Nothing is there but so many pages, or not even a file; a later sync has a record."""
        self.whole = whole
        shutil.rmtree(self.path.parent, ignore_errors=True)
        shutil.rmtree(self.octoterm.home / ".local", ignore_errors=True)
        if pages or whole is DAILY:
            self.path.parent.mkdir()
            self.path.write_text(whole[pages])
        if whole is DAILY:
            now = int(time.time())
            SyncRecord(ROWS[0].start, now, now).save(self.state, self.meter)
        self.asked.clear()

    def start(self, *before: str) -> subprocess.Popen[bytes]:
        """Start a sync as a process of its own, behind the command `before`."""
        return subprocess.Popen(
            [*before, sys.executable, "-m", "octoterm", "sync", "--quiet"],
            env={**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def is_killed_at(self, inject: str, *only: Path) -> bool:
        """Have strace kill a sync, at a call on one of `only` if given; whether it came to it."""
        paths = [part for path in only for part in ("-P", str(path))]
        strace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={CALLS}", *paths]
        status = self.start(*strace, "-e", f"inject={inject}").wait(60)
        return status in (-signal.SIGKILL, 128 + signal.SIGKILL)

    def check(self, at_least: int) -> int:
        """What was left is whole, and the next sync brings the rest. How many pages it had."""
        text = self.path.read_text() if self.path.exists() else self.whole[0]
        assert text in self.whole[at_least:], f"{len(text)} characters, neither old nor new"
        assert self.octoterm("check").exit_code == 0
        if self.whole is FIRST and self.record.covers(load(self.path).first):
            assert text == self.whole[-1]
        assert self.octoterm("sync", "--quiet").exit_code == 0
        assert self.path.read_text() == self.whole[-1]
        assert {path.name for path in self.path.parent.iterdir()} == {
            "readings.csv",
            ".readings.csv.lock",
        }
        assert {path.suffix for path in self.state.iterdir()} == {".json", ".log"}
        return self.whole.index(text)

    @property
    def record(self) -> SyncRecord:
        return SyncRecord.load(self.state, self.meter)

    @property
    def state(self) -> Path:
        return self.octoterm.home / ".local" / "state" / "octoterm"

    @property
    def meter(self) -> Meter:
        (meter,) = reader.read(self.octoterm.here / "config.json", Folders.of_user(), {}).meters
        return meter

    @property
    def files_of_state(self) -> list[Path]:
        record = record_path(self.state, self.meter)
        return [self.state, *map(record.with_suffix, (".json", ".log"))]


@pytest.fixture
def home(octoterm: CommandLine) -> Iterator[Home]:
    with loopback(Response()) as server:
        yield Home(octoterm, server)


@cache
def strace_works() -> bool:
    """Some containers have no strace, and some let nobody trace."""
    strace = shutil.which("strace")
    command = ["strace", "-f", "-e", "inject=openat:signal=KILL:when=1", "true"]
    return bool(strace) and subprocess.run(
        command, capture_output=True, check=False
    ).returncode in (-signal.SIGKILL, 128 + signal.SIGKILL)


needs_strace = pytest.mark.skipif("not strace_works()", reason="strace is not here, or may not")


def sweep(home: Home, pages: int, call: str, *only: Path, whole: list[str] = FIRST) -> list[int]:
    """Kill at the first such call, then at the second, … What each sync had got to by then.

    strace counts the calls of each thread by itself: to see one in a later thread, begin later.
    """
    got: list[int] = []
    for turn in range(1, 10_000):
        home.begin(pages, whole)
        if not home.is_killed_at(f"{call}:signal=KILL:when={turn}", *only):
            break
        got.append(home.check(at_least=pages))
    return got


@needs_strace
@pytest.mark.parametrize(
    ("call", "turn", "only", "had", "got"),
    [
        ("rename", 2, (), 1, 2),
        ("fsync", 1, (), 0, 0),
        pytest.param("fsync", 1, ("",), 1, 2, marks=pytest.mark.slow),  # of the folder
    ],
)
def test_a_sync_killed_at_a_call_leaves_the_old_rows_or_the_new_ones(
    home: Home, call: str, turn: int, only: tuple[str, ...], had: int, got: int
) -> None:
    home.begin(had)
    paths = [home.path.parent / name for name in only]
    if not home.is_killed_at(f"{call}:signal=KILL:when={turn}", *paths):
        home.begin(had)  # another thread made that call, and strace counts each one's
        assert home.is_killed_at(f"{call}:signal=KILL:when={turn - 1}", *paths)
    assert home.check(at_least=had) == got


@needs_strace
@pytest.mark.slow
@pytest.mark.parametrize("had", range(PAGES + 1))
@pytest.mark.parametrize(
    "call", ["write", "fsync", "rename", "unlink", "mkdir", "ftruncate", "flock", "fchmod"]
)
def test_a_sync_killed_at_any_call_leaves_the_old_rows_or_the_new_ones(
    home: Home, call: str, had: int
) -> None:
    got = sweep(home, had, call)
    got += sweep(home, had, call, home.path.parent)
    got += sweep(home, had, call, *home.files_of_state)
    assert got == [] or min(got) >= had
    assert got != [] or call in ("write", "unlink", "mkdir", "ftruncate", "fchmod")


@needs_strace
@pytest.mark.slow
def test_a_sync_killed_as_it_opens_any_file_leaves_the_old_rows_or_the_new_ones(
    home: Home,
) -> None:
    got = sweep(home, 1, "openat")
    assert len(got) > 100, "its modules are opened, too"
    assert {1, 2} <= set(got)  # once all pages are there, only other threads open files
    got = sweep(home, PAGES, "openat", *home.files_of_state)
    assert len(got) > 1, "they are read, and their folder is looked through"


@needs_strace
@pytest.mark.slow
@pytest.mark.parametrize("had", range(len(DAILY)))
@pytest.mark.parametrize("call", ["write", "fsync", "rename", "unlink", "ftruncate", "flock"])
def test_a_later_sync_killed_at_any_call_leaves_the_old_rows_or_the_new_ones(
    home: Home, call: str, had: int
) -> None:
    got = sweep(home, had, call, whole=DAILY)
    got += sweep(home, had, call, home.path.parent, whole=DAILY)
    assert got == [] or min(got) >= had


# At any moment


def kill_at(home: Home, moments: int, seed: int) -> set[int]:
    """Kill so many syncs at random; how many pages they had got to."""
    chance = random.Random(seed)
    got = set()
    for _ in range(moments):
        whole = chance.choice([FIRST, DAILY])
        had = chance.randrange(len(whole) - 1)
        home.begin(had, whole)
        process = home.start()
        if chance.random() < 0.9:  # nothing happens to files before the API is asked
            assert home.asked.wait(60)
        with suppress(subprocess.TimeoutExpired):
            process.wait(chance.uniform(0, 0.06))
        process.kill()
        process.wait(60)
        got.add(home.check(at_least=had))
    return got


@pytest.mark.extended
@pytest.mark.parametrize(("moments", "seed"), one_in(3, [(1, 1), (3, 1), (3, 2)]))
def test_a_sync_killed_at_some_moments_leaves_the_old_rows_or_the_new_ones(
    home: Home, moments: int, seed: int
) -> None:
    assert kill_at(home, moments, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3, 13))
def test_a_sync_killed_at_500_moments_leaves_the_old_rows_or_the_new_ones(
    home: Home, seed: int
) -> None:
    assert {1, 2} <= kill_at(home, 50, seed)
