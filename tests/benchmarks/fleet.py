"""Rows a second that octoterm gives to engines, against their own loading of the same rows from a
file. Needs Debian's `victoria-metrics` and `curl`, and DuckDB; what is missing is left out.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from tests.benchmarks.alternating import environment, python, run
from tests.benchmarks.result import Bench, Result
from tests.fleet.homes import homes
from tests.fleet.servers import victoria_metrics

METERS = 20
SINCE, UNTIL = "2022-04-01T00:00+01:00", "2024-04-01T00:00+01:00"
ROWS = METERS * 731 * 48


def measure(bench: Bench) -> Iterator[Result]:
    homes(bench.folder, METERS, SINCE, UNTIL)
    where = bench.folder / "config" / "octoterm"
    where.mkdir(parents=True)
    for path in (*bench.folder.glob("*.csv"), bench.folder / "config.json"):
        path.rename(where / path.name)
    if shutil.which("victoria-metrics") and shutil.which("curl"):
        yield _pushed(bench)
    else:
        print("Left out, as victoria-metrics or curl is not installed: a push", file=sys.stderr)
    try:
        import duckdb  # noqa: F401
    except ImportError:
        print("Left out, as DuckDB is not installed: Parquet", file=sys.stderr)
    else:
        yield _as_parquet(bench, where)


def _pushed(bench: Bench) -> Result:
    lines = bench.folder / "lines"
    with lines.open("wb") as file:
        export = python("-m", "octoterm", "export", "--format", "line-protocol")
        subprocess.run(export, env=environment(bench.folder), stdout=file, check=True)

    def ours(origin: str) -> list[str]:
        return python("-m", "octoterm", "export", "--push", f"{origin}/write", "--quiet")

    def theirs(origin: str) -> list[str]:
        return ["curl", "-sSf", "--data-binary", f"@{lines}", f"{origin}/write"]

    taken = [_seconds(bench, work) for work in (ours, theirs)]
    return _result(f"push of {METERS} meters × 2 years into VictoriaMetrics", "curl", *taken, 8)


def _seconds(bench: Bench, command: Callable[[str], list[str]]) -> float:
    """The median time, into a server without anything each time."""
    taken = []
    for _ in range(min(bench.runs, 3)):
        with tempfile.TemporaryDirectory() as folder, victoria_metrics(Path(folder)) as origin:
            taken.append(run(command(origin), bench.folder).seconds)
    return median(taken)


def _as_parquet(bench: Bench, where: Path) -> Result:
    script = (
        'import duckdb; duckdb.sql("COPY (SELECT parse_filename(filename, true) AS meter, * FROM '
        f"read_csv('{where}/meter-*.csv', filename = true)) TO '{bench.folder}/x.parquet'\")"
    )
    works = {
        "octoterm": python("-m", "octoterm", "export", "--format", "parquet"),
        "duckdb": python("-c", script),
    }
    taken = {
        name: median(run(work, bench.folder).seconds for _ in range(min(bench.runs, 3)))
        for name, work in works.items()
    }
    work = f"{METERS} meters × 2 years as Parquet"
    return _result(work, "DuckDB reading the same CSV files", *taken.values(), 8)


def _result(work: str, against: str, ours: float, theirs: float, goal: float) -> Result:
    print(f"{work}: {ROWS / ours:,.0f} rows a second, {against} {ROWS / theirs:,.0f}")
    return Result(work, against, ours / theirs, goal, ours=ours, theirs=theirs)
