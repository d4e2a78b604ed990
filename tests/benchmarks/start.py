"""From a cold start to the first frame, to the latest day, and to all readings.

The first frame is there when the foot of the screen names its keys, `Quit` among them: it is
painted last. So it is in the bare Textual app, whose header and footer are both asked for. The
latest day is there with its bars' scale, their axis and its total. That all readings are there
shows in view 5, to which a key leads as soon as the first frame is there: it says how many are
stored, which nobody knows before the last line is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.benchmarks import alternating
from tests.benchmarks.homes import household
from tests.benchmarks.pages import NOTHING_NEW
from tests.benchmarks.result import Bench, Result
from tests.benchmarks.screens import DAY, KEY_BAR, dashboard, script
from tests.support.loopback import loopback

YEARS = 10
GOALS = {
    "process start to the first frame": 1.15,
    "process start to the latest day's chart, 10 years": 1.6,
    "process start to all 10 years": 2.0,
}


def measure(bench: Bench) -> Iterator[Result]:
    with loopback(NOTHING_NEW) as api:
        csv = household(bench.folder, YEARS, url=f"{api.origin}/")
        readings = csv.read_text(encoding="utf-8").count("\n") - 1
        first, latest, everything = GOALS
        taken = alternating.medians(
            {
                "bare": partial(_bare, bench.folder),
                first: partial(_first_frame, bench.folder),
                latest: partial(_latest_day, bench.folder),
                everything: partial(_everything, bench.folder, readings),
            },
            bench.runs,
        )
    for work, goal in GOALS.items():
        yield Result(
            work=work,
            against="a bare Textual app's first frame",
            figure=taken[work] / taken["bare"],
            goal=goal,
            ours=taken[work],
            theirs=taken["bare"],
        )


def _bare(home: Path) -> float:
    with dashboard(home, start=script("bare_app.py")) as screen:
        return screen.shows("bare", "00:00", "Quit")


def _first_frame(home: Path) -> float:
    with dashboard(home) as screen:
        return screen.shows("octoterm", *KEY_BAR)


def _latest_day(home: Path) -> float:
    with dashboard(home) as screen:
        return screen.shows(*DAY)


def _everything(home: Path, readings: int) -> float:
    with dashboard(home) as screen:
        screen.shows(*KEY_BAR)
        screen.terminal.press(b"5")
        return screen.shows(f"{readings:,} readings from")
