"""The longest time for which the dashboard's event loop answers nobody.

A heartbeat in the dashboard's own process, every millisecond, tells by how much a beat was late:
from the first frame until ten years are loaded and drawn, and from the beginning of a sync until
its eight pages of 25,000 readings are saved and drawn. Modules that are imported on the way count
as well; what is left without them is a line of its own. Nobody else is measured against, so the
figures are milliseconds of this machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.benchmarks import alternating
from tests.benchmarks.homes import household, never_synced
from tests.benchmarks.pages import NOTHING_NEW, Pages
from tests.benchmarks.result import Bench, Result
from tests.benchmarks.screens import DAY, UP_TO_DATE, dashboard, script
from tests.support.loopback import loopback

YEARS = 10
GOAL = 30.0
SLOW_TO_IMPORT = (
    "octoterm.sync.readings",
    "httpx",
    "httpcore",
    "anyio._backends._asyncio",
    "plotext",
)
"""Modules that octoterm imports when it first needs them."""


def measure(bench: Bench) -> Iterator[Result]:
    opened, synced = bench.folder / "opened", bench.folder / "synced"
    with loopback(NOTHING_NEW) as quiet, loopback(Pages(YEARS)) as busy:
        household(opened, YEARS, url=f"{quiet.origin}/")
        csv = household(synced, YEARS, url=f"{busy.origin}/")
        before = csv.rename(bench.folder / "before.csv")
        works = {
            f"worst stall while {YEARS} years are loaded": partial(_opening, opened),
            "worst stall while a sync saves pages": partial(_syncing, csv, before),
        }
        without = {
            f"{work}, imports apart": partial(run, imported=SLOW_TO_IMPORT)
            for work, run in works.items()
        }
        taken = alternating.medians({**works, **without}, bench.runs)
    for work, seconds in taken.items():
        yield Result(work, "nothing", 1000 * seconds, GOAL, unit="ms")


def _opening(home: Path, imported: tuple[str, ...] = ()) -> float:
    return _most_late(home, "frame", imported)


def _syncing(csv: Path, before: Path, imported: tuple[str, ...] = ()) -> float:
    never_synced(csv, before)
    return _most_late(csv.parent, "sync", imported)


def _most_late(home: Path, since: str, imported: tuple[str, ...]) -> float:
    latest = home / "latest"
    latest.unlink(missing_ok=True)
    with dashboard(home, start=(*script("watched.py"), since, str(latest), *imported)) as screen:
        screen.shows(*DAY, UP_TO_DATE)
        screen.settle()
        return float(latest.read_text(encoding="utf-8"))
