"""Merges 48 readings into copies of the CSV named, and prints what each way took, as JSON.

`cold` is by a store that never saw the file, `warm` by the same one right after, with the next
48; `copy` is the file copied, flushed and renamed. In a process of its own, or everything would
be known from the time before.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from octoterm.csv_format import Row, read_instant, written
from octoterm.period import HALF_HOUR
from octoterm.steps import finish
from octoterm.store import Store

NEW = 48


def main(original: Path) -> None:
    path = Path(shutil.copy(original, original.with_name("merged.csv")))
    *_, last = original.read_text(encoding="utf-8").splitlines()
    end = read_instant(last.split('"')[3])
    starts = range(end, end + HALF_HOUR * 2 * NEW, HALF_HOUR)
    rows = [Row(start, 0.25, written(start, "0.25")) for start in starts]
    store = Store(path)

    def merge(some: list[Row]) -> None:
        assert finish(store.merge(some)).new == NEW

    taken = {
        "cold": _seconds(lambda: merge(rows[:NEW])),
        "warm": _seconds(lambda: merge(rows[NEW:])),
        "copy": _seconds(lambda: _copy(original, original.with_name("copied.csv"))),
    }
    print(json.dumps(taken))


def _copy(original: Path, path: Path) -> None:
    temporary = path.with_suffix(".new")
    shutil.copyfile(original, temporary)
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    temporary.replace(path)


def _seconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main(Path(sys.argv[1]))
