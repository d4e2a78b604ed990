"""Writes as many rows as are asked for to standard output with Python's own `csv`, each with the
name of a meter, two times and a value: what `octoterm export` is measured against."""

from __future__ import annotations

import csv
import sys

ROW = ("Meter 1", "2024-03-14T00:30:00Z", "2024-03-14T01:00:00Z", 0.123)


def main(count: int) -> None:
    rows = csv.writer(sys.stdout, lineterminator="\n")
    for _ in range(count):
        rows.writerow(ROW)


if __name__ == "__main__":
    main(int(sys.argv[1]))
