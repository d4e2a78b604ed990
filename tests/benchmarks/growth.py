"""How the cost of loading, of totals and of views grows with the number of readings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from math import log
from pathlib import Path
from statistics import linear_regression, median

from tests.benchmarks.alternating import output, script
from tests.benchmarks.homes import write
from tests.benchmarks.result import Bench, Result

YEARS = (1, 10, 100)
LAST = datetime(2095, 1, 1, tzinfo=UTC)
"""The end of the readings: a century before it, half-hourly settlement had begun."""
AGAINST = f"readings, from {YEARS[0]} to {YEARS[-1]} years of them"
GOAL = 1.05


def measure(bench: Bench) -> Iterator[Result]:
    files = [write(bench.folder / f"{years}.csv", years, last=LAST) for years in YEARS]
    rows, seconds = _taken(files, bench.runs)
    common = set.intersection(*(set(each) for each in seconds))
    views = common - {"loading", "totals"}
    costs = {
        "loading": [each["loading"] for each in seconds],
        "totals of all months": [each["totals"] for each in seconds],
        "all views": [sum(each[view] for view in views) for each in seconds],
    }
    each_view = {view: [each[view] for each in seconds] for view in views}
    steepest = max(views, key=lambda view: exponent(rows, each_view[view]))
    costs[f"the view that grows fastest, {steepest}"] = each_view[steepest]
    for work, cost in costs.items():
        yield Result(work, AGAINST, exponent(rows, cost), GOAL, unit="exponent", ours=cost[-1])


def exponent(rows: Sequence[int], seconds: Sequence[float]) -> float:
    """The slope of time against readings, both as logarithms: 1 is as many times as long."""
    return linear_regression(list(map(log, rows)), list(map(log, seconds))).slope


def _taken(files: Sequence[Path], runs: int) -> tuple[list[int], list[dict[str, float]]]:
    """For each file its number of readings, and the median seconds of each work."""
    taken: list[dict[str, list[float]]] = [{} for _ in files]
    rows = [0 for _ in files]
    for turn in range(runs + 1):
        for at, file in enumerate(files):
            found = json.loads(output(script("growing", file), file.parent))
            rows[at] = found["rows"]
            for work, seconds in found["seconds"].items() if turn else ():
                taken[at].setdefault(work, []).append(seconds)
    return rows, [{work: median(each) for work, each in of.items()} for of in taken]
