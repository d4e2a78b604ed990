"""From a key to the last byte of what it leads to.

The answer to a left arrow is drawn when the heading names another day, the chart is another one
and no byte came for 30 ms; the time is that of the last byte that changed the picture. It is
measured on ten years that are loaded and in sync, while a sync revises page after page of them,
and while more meters are being loaded. A bare Textual app answers the same key with another
number in a label as large as the screen. Each figure is the 95th percentile over the keys of a
process of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median

from tests.benchmarks import alternating, bytes_sent
from tests.benchmarks.homes import household, never_synced
from tests.benchmarks.pages import NOTHING_NEW, Pages
from tests.benchmarks.result import Bench, Result
from tests.benchmarks.screens import (
    DAY,
    LEFT,
    UP_TO_DATE,
    Condition,
    Watched,
    dashboard,
    p95,
    script,
    up_to_date,
)
from tests.benchmarks.views import QUIET, go_through
from tests.support.loopback import loopback

YEARS = 10
KEYS = 100
BURST = 50
METERS = 30
"""So many take so long to load that dozens of keys can be pressed meanwhile."""
FEW = 20
"""Keys below which a 95th percentile says nothing."""
ROUNDS = 3
"""How often each view is gone to in each kind of period."""
PERIODS = b"myad"


def measure(bench: Bench) -> Iterator[Result]:
    still, syncing, loading = (bench.folder / name for name in ("still", "syncing", "loading"))
    household(loading, YEARS, meters=METERS)
    with loopback(NOTHING_NEW) as quiet, loopback(Pages(YEARS, rounds=3)) as busy:
        household(still, YEARS, url=f"{quiet.origin}/")
        csv = household(syncing, YEARS, url=f"{busy.origin}/")
        before = csv.rename(bench.folder / "before.csv")
        taken = alternating.medians(
            {
                "bare": partial(_bare, bench.folder),
                "key": partial(_still, still),
                "syncing": partial(_syncing, csv, before),
                "loading": partial(_loading, loading),
                "views": partial(_views, still),
                "burst": partial(_burst, still),
                "one": partial(_one, still),
            },
            bench.runs,
        )
        yield from _results(taken)
        yield from bytes_sent.measure(still, bench.folder)


def _results(taken: dict[str, float]) -> Iterator[Result]:
    label, key = "a bare Textual app's label", "left arrow to the new day's chart, p95"
    for work, ours, against, theirs, goal in (
        (key, "key", label, "bare", 4.0),
        (f"{key}, while a sync saves pages", "syncing", label, "bare", 6.0),
        (f"{key}, while readings are loaded", "loading", label, "bare", 6.0),
        (f"any view of {YEARS} years, p95", "views", "a left arrow, p95", "key", 3.0),
        (f"{BURST} left arrows at once", "burst", "one left arrow", "one", 3.0),
    ):
        figure = taken[ours] / taken[theirs]
        yield Result(work, against, figure, goal, ours=taken[ours], theirs=taken[theirs])


def _bare(home: Path) -> float:
    with dashboard(home, start=script("bare_label.py")) as screen:
        screen.shows("Day 0")
        screen.settle()
        return p95([_counts(screen, number) for number in range(1, KEYS + 1)])


def _counts(screen: Watched, number: int) -> float:
    return screen.press(LEFT, lambda: screen.text.startswith(f"Day {number}\n")).seconds


def _still(home: Path) -> float:
    with up_to_date(home) as screen:
        return p95([screen.moves().seconds for _ in range(KEYS)])


def _syncing(csv: Path, before: Path) -> float:
    never_synced(csv, before)
    with dashboard(csv.parent) as screen:
        screen.shows("back to")
        return p95(_keys_until(screen, lambda: UP_TO_DATE in screen.text))


def _loading(home: Path) -> float:
    with dashboard(home) as screen:
        screen.shows(*DAY)
        asks = re.compile("Fetching|No connection|Offline")
        return p95(_keys_until(screen, lambda: bool(asks.search(screen.text))))


def _keys_until(screen: Watched, over: Condition) -> list[float]:
    taken = []
    while not over():
        taken.append(screen.moves().seconds)
    assert len(taken) >= FEW, f"over after {len(taken)} keys:\n{screen.text}"
    return taken


def _views(home: Path) -> float:
    taken: list[float] = []
    with up_to_date(home) as screen:
        for _ in range(ROUNDS):
            for period in PERIODS:
                screen.moves(bytes([period]), QUIET)
                taken += go_through(screen)
            screen.moves(LEFT, QUIET)
    return p95(taken)


def _burst(home: Path) -> float:
    with up_to_date(home) as screen:
        named = re.search(r"\d+ [A-Z][a-z]+ \d{4}", screen.heading)
        assert named, screen.heading
        day = datetime.strptime(named[0], "%d %b %Y") - timedelta(days=BURST)  # noqa: DTZ007
        there = f"{day:%a} {day.day} {day:%b %Y} "
        return screen.press(BURST * LEFT, lambda: there in screen.heading, QUIET).seconds


def _one(home: Path) -> float:
    with up_to_date(home) as screen:
        return median(screen.moves().seconds for _ in range(FEW))
