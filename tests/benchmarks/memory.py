"""What the dashboard keeps in memory beyond a bare Textual app: resident, in MB.

Ten years are loaded and in sync, and every view has been looked at, of a day and of all readings.
Of what is resident, the libraries' code may be shared with others; both have that alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.benchmarks import alternating
from tests.benchmarks.homes import household
from tests.benchmarks.pages import NOTHING_NEW
from tests.benchmarks.result import Bench, Result
from tests.benchmarks.screens import Watched, dashboard, script, up_to_date
from tests.benchmarks.views import go_through
from tests.support.loopback import loopback

YEARS = 10


def measure(bench: Bench) -> Iterator[Result]:
    with loopback(NOTHING_NEW) as api:
        household(bench.folder, YEARS, url=f"{api.origin}/")
        works = {"bare": partial(_bare, bench.folder), "ours": partial(_ours, bench.folder)}
        taken = alternating.medians(works, bench.runs)
    yield Result(
        work=f"resident memory, {YEARS} years open and every view visited",
        against="a bare Textual app's",
        figure=taken["ours"] - taken["bare"],
        goal=30,
        unit="MB",
        ours=taken["ours"],
        theirs=taken["bare"],
        measure="MB",
    )


def _bare(home: Path) -> float:
    with dashboard(home, start=script("bare_app.py")) as screen:
        screen.shows("Quit")
        screen.settle()
        return resident(screen)


def _ours(home: Path) -> float:
    with up_to_date(home) as screen:
        for period in b"ad":
            screen.moves(bytes([period]))
            go_through(screen)
        return resident(screen)


def resident(screen: Watched) -> float:
    """MB of the process's pages that are in memory now."""
    status = Path(f"/proc/{screen.terminal.process.pid}/status").read_text(encoding="utf-8")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found, status
    return int(found[1]) / 1024
