"""Copies the rows of the CSV named to standard output with Python's own module, beside the name of
their meter: what `octoterm export` is measured against."""

from __future__ import annotations

import csv
import sys
from pathlib import Path


def main(path: Path) -> None:
    rows = csv.writer(sys.stdout, lineterminator="\n")
    with path.open(newline="", encoding="utf-8") as file:
        readings = csv.reader(file)
        next(readings)
        rows.writerow(["meter", "start", "end", "kwh"])
        for start, end, kwh in readings:
            rows.writerow(["Meter 1", start, end, kwh])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
