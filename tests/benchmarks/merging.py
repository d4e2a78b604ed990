"""Merges 48 readings into copies of the CSV named, and prints what each way took, as JSON.

`fresh` is by a store as `octoterm sync` makes it, which never saw the file; `loaded` by one as
the dashboard has it, which has read all of it; `copy` is the file copied, flushed and renamed.
In a process of its own, or everything would be known from the time before.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from octoterm.periods.london import HALF_HOUR
from octoterm.readings_csv.line_format import line_of
from octoterm.readings_csv.row import Row, read_instant
from octoterm.runtime.slices import finish
from octoterm.storage.readings_file import ReadingsFile

NEW = 48
GAP_SPAN = 90 * 86_400
"""Seconds: what a sync asks for again, if there is a gap."""


def main(original: Path) -> None:
    *_, last = original.read_text(encoding="utf-8").splitlines()
    end = read_instant(last.split('"')[3])
    starts = range(end, end + HALF_HOUR * NEW, HALF_HOUR)
    rows = [Row(start, 0.25, line_of(start, "0.25")) for start in starts]

    def merge(store: ReadingsFile) -> None:
        assert finish(store.merge(rows)).new == NEW

    fresh = ReadingsFile(_a_copy(original, "fresh.csv"), since=end - GAP_SPAN)
    loaded = ReadingsFile(_a_copy(original, "loaded.csv"))
    finish(loaded.load())
    taken = {
        "fresh": _seconds(lambda: merge(fresh)),
        "loaded": _seconds(lambda: merge(loaded)),
        "copy": _seconds(lambda: _copy(original, original.with_name("copied.csv"))),
    }
    print(json.dumps(taken))


def _a_copy(original: Path, name: str) -> Path:
    return Path(shutil.copy(original, original.with_name(name)))


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
