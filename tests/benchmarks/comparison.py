"""What comparing tariffs takes: twelve months on 20 of them, ten years on one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.benchmarks.alternating import output, script
from tests.benchmarks.homes import write
from tests.benchmarks.result import Bench, Result

YEARS = 10
TARIFFS = 20
WORKS = (
    (f"12 months on {TARIFFS} tariffs with half-hourly prices", "months", 1.5),
    (f"{YEARS} years on a tariff with one price", "flat", 0.6),
    (f"{YEARS} years on a tariff with half-hourly prices", "half_hourly", 0.6),
)


def measure(bench: Bench) -> Iterator[Result]:
    csv = write(bench.folder / "meter.csv", YEARS)
    taken = _taken(csv, bench.runs) | _taken(csv, bench.runs, "--stretch")
    for work, name, goal in WORKS:
        ours, theirs = taken[name], taken["loading"]
        against = f"loading {YEARS} years of readings"
        yield Result(work, against, ours / theirs, goal, ours=ours, theirs=theirs)
    yield Result(
        "longest stretch of comparing without a turn for keys",
        "a limit",
        1000 * taken["stretch"],
        5,
        "ms",
    )


def _taken(csv: Path, runs: int, *options: str) -> dict[str, float]:
    command = script("comparing", csv, *options)
    found = [json.loads(output(command, csv.parent)) for _ in range(runs)]
    return {work: median(each[work] for each in found) for work in found[0]}
