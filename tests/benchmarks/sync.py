"""A first sync, one that brings nothing, and what a merge costs."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from tests.benchmarks.alternating import NOT_AS_INSTALLED, medians, output, python, run, script
from tests.benchmarks.api import Served, served
from tests.benchmarks.homes import household, write
from tests.benchmarks.result import Bench, Result
from tests.support.terminals import octoterm

YEARS = 10
LATENCY = 0.1
"""Seconds between a request and its answer."""
SYNC = python("-m", "octoterm", "sync", "--quiet")
CHART = ("per half hour", "Total", "21:00")
"""What the dashboard shows as soon as, and not before, it shows readings."""


def measure(bench: Bench) -> Iterator[Result]:
    with served(YEARS, LATENCY) as api:
        home = Home(bench.folder / "first", api)
        yield from _first_sync(home, bench.runs)
        yield _first_picture(home, bench.runs)
    with served(YEARS) as api:
        yield _nothing_new(Home(bench.folder / "nothing", api), bench.runs)
    yield from _merges(write(bench.folder / "merge" / "original.csv", YEARS), bench.runs)


class Home:
    """A household whose one meter's readings come from `api`."""

    def __init__(self, folder: Path, api: Served) -> None:
        self.folder = folder
        self.api = api
        self.csv = household(folder, 0, url=f"{api.origin}/")
        self.old_csv = folder / "old-way.csv"

    def forget(self) -> None:
        """Be as before the first sync; the API too forgets what it was asked."""
        for csv in (self.csv, self.old_csv):
            csv.unlink(missing_ok=True)
        shutil.rmtree(self.folder / "state", ignore_errors=True)
        self.api.arrivals()

    def sync(self) -> float:
        """Seconds of the whole process."""
        return run(SYNC, self.folder).seconds

    def sync_the_old_way(self, since: str) -> float:
        url = f"{self.api.origin}/consumption/"
        command = script("old_way", url, self.old_csv, since)
        return run(command, self.folder).seconds


def _first_sync(home: Home, runs: int) -> Iterator[Result]:
    home.forget()
    home.sync()
    requests = len(home.api.arrivals())
    since = home.csv.read_text(encoding="utf-8").split('"', 2)[1]
    home.sync_the_old_way(since)
    if _rows(home.csv) != _rows(home.old_csv):
        raise AssertionError("The old way brings other readings than octoterm")

    def afresh(work: Callable[[], float]) -> float:
        home.forget()
        return work()

    taken = medians(
        {
            "octoterm": lambda: afresh(home.sync),
            "old way": lambda: afresh(lambda: home.sync_the_old_way(since)),
        },
        runs,
    )
    ours, theirs = taken["octoterm"], taken["old way"]
    work = f"first sync of {YEARS} years, {1000 * LATENCY:.0f} ms latency"
    against = "90 days after 90 days with httpx, whole processes"
    yield Result(
        f"{work}, times faster", against, theirs / ours, 5, at_least=True, ours=ours, theirs=theirs
    )
    yield Result(f"{work}, how many requests", "a limit", requests, 12, unit="requests")


def _first_picture(home: Home, runs: int) -> Result:
    """From when the sync's first request reached the server to when its readings were drawn,
    against the first two of the sync's requests, made again one after the other on a connection
    that is open, from the first's sending to the second's last byte."""
    targets: list[str] = []

    def dashboard() -> float:
        home.forget()
        with octoterm(folder=home.folder, without=NOT_AS_INSTALLED) as terminal:
            terminal.shows(*CHART)
            drawn = time.monotonic()
            first, second, *_ = home.api.next_arrivals(2)
        targets[:] = first.target, second.target
        return drawn - first.at

    def two_requests() -> float:
        connection = home.api.connect()
        connection.connect()
        began = time.monotonic()
        for target in targets:
            connection.request("GET", target)
            connection.getresponse().read()
        taken = time.monotonic() - began
        connection.close()
        return taken

    taken = medians({"dashboard": dashboard, "requests": two_requests}, runs)
    ours, theirs = taken["dashboard"], taken["requests"]
    work = "dashboard without readings, from the first request's arrival to its readings drawn"
    against = "the sync's first two requests, made again on an open connection"
    return Result(work, against, ours / theirs, 1, ours=ours, theirs=theirs)


def _nothing_new(home: Home, runs: int) -> Result:
    home.sync()
    before = home.csv.stat().st_mtime_ns
    bare = python("-c", "import httpx")
    works = {"octoterm": home.sync, "httpx": lambda: run(bare, home.folder).seconds}
    taken = medians(works, runs)
    if home.csv.stat().st_mtime_ns != before:
        raise AssertionError("A sync that should bring nothing has written")
    ours, theirs = taken["octoterm"], taken["httpx"]
    work = f"sync with nothing new, {YEARS} years stored, whole process"
    return Result(work, "python -c 'import httpx'", ours / theirs, 2.7, ours=ours, theirs=theirs)


def _merges(csv: Path, runs: int) -> Iterator[Result]:
    command = script("merging", csv)
    taken: dict[str, list[float]] = {"fresh": [], "loaded": [], "copy": []}
    for turn in range(runs + 1):
        found = json.loads(output(command, csv.parent))
        for way, seconds in found.items() if turn else ():
            taken[way].append(seconds)
    theirs = median(taken["copy"])
    for way, who in (("fresh", "a command"), ("loaded", "the dashboard")):
        ours = median(taken[way])
        work = f"merge of 48 readings into {YEARS} years, by {who}"
        yield Result(
            work, "a flushed copy of the file", ours / theirs, 4, ours=ours, theirs=theirs
        )


def _rows(csv: Path) -> list[str]:
    return csv.read_text(encoding="utf-8").replace('"', "").splitlines()
