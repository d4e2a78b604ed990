"""How many bytes the dashboard sends to its terminal: upon a key, idle, and during a sync.

Over SSH bytes are what takes time. A key's are measured against the cells that then show another
character: 12 bytes for each, which is one with a colour of its own, and 1,000 for finding the
places. How many they are is no matter of luck: so they are counted once, and nothing by turns.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.benchmarks.homes import household, noise
from tests.benchmarks.pages import NOTHING_NEW, Pages
from tests.benchmarks.result import Result
from tests.benchmarks.screens import UP_TO_DATE, dashboard, up_to_date
from tests.support.loopback import loopback

SIZES = ((80, 24), (120, 40))
KEYS = 50
A_CELL, A_PICTURE = 12, 1000
"""Bytes that a changed cell, and a change of the picture, may take."""
IDLE = 10.0
"""Seconds in which nothing happens."""
PAUSE = 1.5
"""Seconds that each page of the sync takes to come: with eight of them, more than ten in all."""


def measure(home: Path, folder: Path) -> Iterator[Result]:
    """`home` is in sync whenever it is asked; others are made in `folder`."""
    with loopback(NOTHING_NEW) as quiet:
        household(folder / "noise", 1, url=f"{quiet.origin}/", use=noise)
        for size in SIZES:
            yield _of_a_key(home, size)
            yield _of_a_key(folder / "noise", size, ", readings all alike")
    with up_to_date(home) as screen:
        idle = screen.bytes_within(IDLE)
    yield Result(f"idle for {IDLE:g} s", "nothing", idle, 0, unit="bytes")
    yield _of_a_sync(folder / "slow")


def _of_a_key(home: Path, size: tuple[int, int], readings: str = "") -> Result:
    with up_to_date(home, size) as screen:
        answers = [screen.moves(quiet=0.1) for _ in range(KEYS)]
    allowed = [A_CELL * answer.changed + A_PICTURE for answer in answers]
    return Result(
        work="bytes of a left arrow at {}×{}".format(*size) + readings,
        against="12 bytes a changed cell and 1 kB",
        figure=median(
            answer.written / most for answer, most in zip(answers, allowed, strict=True)
        ),
        goal=0.6,
        ours=median(answer.written for answer in answers),
        theirs=median(allowed),
        measure="bytes",
    )


def _of_a_sync(home: Path) -> Result:
    """A complete pass over ten years that are stored with other values."""
    with loopback(Pages(10, pause=PAUSE)) as api:
        household(home, 10, url=f"{api.origin}/")
        with dashboard(home) as screen:
            began = screen.shows("Fetching")
            before = screen.written
            ended = screen.shows(UP_TO_DATE)
            a_second = (screen.written - before) / (ended - began)
    return Result("a running sync", "nothing", a_second, 1000, unit="bytes a second")
