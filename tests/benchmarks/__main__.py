"""`python -m tests.benchmarks`: measure, print a table, write JSON."""

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tests.benchmarks.result import Bench, Benchmark, Result

TOPICS = (
    "start",
    "summary",
    "keys",
    "sync",
    "memory",
    "loop",
    "costs",
    "comparison",
    "exporting",
    "fleet",
    "growth",
    "imports",
)


def main() -> int:
    asked = _parser().parse_args()
    found: list[Result] = []
    print(_machine())
    for topic in asked.topics or TOPICS:
        measure: Benchmark = import_module(f"tests.benchmarks.{topic}").measure
        with tempfile.TemporaryDirectory(prefix="octoterm-bench-") as folder:
            for result in measure(Bench(Path(folder), asked.runs)):
                print(_line(result), flush=True)
                found.append(result)
    content = {"machine": _machine(), "results": [result.as_json() for result in found]}
    asked.json.write_text(json.dumps(content, indent=2, ensure_ascii=False), encoding="utf-8")
    print(f"Written: {asked.json}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("topics", nargs="*", help=f"of {', '.join(TOPICS)}; default: all")
    parser.add_argument("--runs", type=int, default=9, help="of each work by turns (default 9)")
    parser.add_argument("--json", type=Path, default=Path("benchmarks.json"))
    return parser


def _machine() -> str:
    processors = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        if line.startswith("model name")
    ]
    return (
        f"{len(processors)} × {processors[0] if processors else platform.machine()}, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}, "
        f"{', '.join(_libraries())}"
    )


def _libraries() -> Iterator[str]:
    """Those that figures depend on, as far as they are installed."""
    for name in ("textual", "httpx", "pandas", "polars"):
        with suppress(PackageNotFoundError):
            yield f"{name} {version(name)}"


def _line(result: Result) -> str:
    sign, mark = ("≥" if result.at_least else "≤"), ("met" if result.is_met else "MISSED")
    both = (result.ours, result.theirs)
    taken = " : ".join(f"{each:,.3f} {result.measure}" for each in both if each is not None)
    return (
        f"| {result.work} | {result.against} | {result.figure:,.2f} {result.unit} | "
        f"{sign} {result.goal:g} {result.unit} | {mark} | {taken} |"
    )


if __name__ == "__main__":
    sys.exit(main())
