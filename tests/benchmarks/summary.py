"""Totals of months, and a check of many meters, against pandas and polars doing the same.

Both get off lightly: they neither read when a half hour ended, nor look for its peaks and gaps.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.alternating import Process, by_turns, output, python, script
from tests.benchmarks.homes import household
from tests.benchmarks.result import Bench, Result

YEARS = 10
METERS = 10
FIRST = ("--meter", "Meter 1")
SUMMARY = python("-m", "octoterm", "summary", *FIRST, "--by", "month", "--format", "json")
CHECKS = python(
    "-c",
    "from octoterm.__main__ import main\n"
    f"for number in range({METERS}):\n"
    "    assert main(['check', '--meter', f'Meter {number + 1}']) == 0",
)
"""There is no command for all meters at once; one process that runs it for each is as good."""


def measure(bench: Bench) -> Iterator[Result]:
    csv = household(bench.folder, YEARS, meters=METERS)
    assert_alike(bench.folder, csv)
    one = {
        "octoterm": SUMMARY,
        "pandas": script("with_pandas", csv),
        "polars": script("with_polars", csv),
    }
    taken = by_turns(one, bench.folder, bench.runs)
    work = f"summary by month of {YEARS} years, whole process"
    yield _time(work, taken, "pandas", 0.4)
    yield _memory(work, taken, "pandas", 0.25)
    yield _time(work, taken, "polars", 0.85)

    files = sorted(bench.folder.glob("meter-*.csv"))
    many = {"octoterm": CHECKS, "pandas": script("with_pandas", *files)}
    taken = by_turns(many, bench.folder, bench.runs)
    work = f"load and check of {METERS} meters of {YEARS} years, one process"
    yield _time(work, taken, "pandas", 0.9)
    yield _memory(work, taken, "pandas", 0.25)


def assert_alike(folder: Path, csv: Path) -> None:
    """Raises AssertionError where they do not come to the same: then nothing can be compared."""
    ours = {part["start"][:7]: part["kwh"] for part in json.loads(output(SUMMARY, folder))}
    for other in ("with_pandas", "with_polars"):
        theirs = json.loads(output(script(other, csv), folder))[str(csv)]
        if ours.keys() != theirs.keys():
            raise AssertionError(f"{other} finds other months than octoterm")
        for month, kwh in theirs.items():
            if abs(kwh - ours[month]) > 1e-6:
                raise AssertionError(f"{month}: {kwh} by {other}, {ours[month]} by octoterm")


def _time(work: str, taken: dict[str, Process], other: str, goal: float) -> Result:
    ours, theirs = taken["octoterm"].seconds, taken[other].seconds
    return Result(f"time: {work}", other, ours / theirs, goal, ours=ours, theirs=theirs)


def _memory(work: str, taken: dict[str, Process], other: str, goal: float) -> Result:
    ours, theirs = taken["octoterm"].megabytes, taken[other].megabytes
    return Result(
        f"peak memory: {work}", other, ours / theirs, goal, ours=ours, theirs=theirs, measure="MB"
    )
