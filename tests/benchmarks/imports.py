"""How long an import of ten years takes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from tests.benchmarks.alternating import python, run
from tests.benchmarks.homes import household
from tests.benchmarks.result import Bench, Result
from tests.support.imported import N3RGY

YEARS = 10


def measure(bench: Bench) -> Iterator[Result]:
    csv = household(bench.folder, YEARS)
    header, *rows = csv.read_text(encoding="utf-8").splitlines(keepends=True)
    other = bench.folder / "n3rgy.csv"
    other.write_text("".join([f"{N3RGY}\n", *map(_as_n3rgy, rows)]), encoding="utf-8")
    stored = "".join([header, *rows[: len(rows) // 3]])
    taken = [_import(bench.folder, csv, stored, other) for _ in range(bench.runs)]
    seconds, megabytes = (median(each) for each in zip(*taken, strict=True))
    work = f"import of {YEARS} years from n3rgy, a third of them stored, whole process"
    yield Result(work, "", seconds, 2, unit="s")
    yield Result("peak memory of that", "", megabytes, 150, unit="MB")


def _import(folder: Path, csv: Path, stored: str, other: Path) -> tuple[float, float]:
    csv.write_text(stored, encoding="utf-8")
    found = run(python("-m", "octoterm", "import", str(other)), folder)
    return found.seconds, found.megabytes


def _as_n3rgy(row: str) -> str:
    """The same half hour by its end, in UTC."""
    _, end, number = row.replace('"', "").split(",")
    return f"{datetime.fromisoformat(end).astimezone(UTC):%Y-%m-%d %H:%M},{number}"
