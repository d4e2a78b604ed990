"""Every half hour as JSON lines, against Python's own csv writing as many rows; and its memory."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks.alternating import by_turns, output, python, script
from tests.benchmarks.homes import household
from tests.benchmarks.result import Bench, Result

YEARS, MORE_YEARS = 10, 30
EXPORT = python("-m", "octoterm", "export", "--format", "jsonl")


def measure(bench: Bench) -> Iterator[Result]:
    folder, larger = bench.folder / "ten", bench.folder / "thirty"
    for home, years in ((folder, YEARS), (larger, MORE_YEARS)):
        home.mkdir()
        household(home, years)
    rows = output(EXPORT, folder).count(b"\n")
    taken = by_turns({"octoterm": EXPORT, "csv": script("with_csv", rows)}, folder, bench.runs)
    ours, theirs = taken["octoterm"].seconds, taken["csv"].seconds
    work = f"export of {YEARS} years as JSON lines, whole process"
    against = "csv.writer, as many rows at hand"
    yield Result(f"time: {work}", against, ours / theirs, 1.5, ours=ours, theirs=theirs)
    more = by_turns({"octoterm": EXPORT}, larger, 3)["octoterm"].megabytes
    few = taken["octoterm"].megabytes
    yield Result(
        f"peak memory: export of {MORE_YEARS} years",
        f"export of {YEARS}",
        more / few,
        1.1,
        ours=more,
        theirs=few,
        measure="MB",
    )
