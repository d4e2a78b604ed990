"""What is on screen, written to a CSV file of its own."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path

from octoterm.clean import clean
from octoterm.errors import Unwritable
from octoterm.period import Granularity, Period
from octoterm.records import Exported, csv_lines


def write_export(folder: Path, meter: str, exported: Exported) -> Path:
    """Write `exported` to a new file in `folder`, never over one, and say which.

    Named like `octoterm-electricity-2024-03.csv`; where that exists, `…-2.csv` and so on.
    Raises Unwritable.
    """
    words = ("octoterm", _slug(meter), exported.what, _when(exported.period))
    stem = "-".join(filter(None, words))
    text = "".join(f"{line}\n" for line in csv_lines(exported.keys, exported.records))
    for number in count(1):
        path = folder / f"{stem}{f'-{number}' if number > 1 else ''}.csv"
        try:
            with path.open("x", encoding="utf-8", newline="") as file:
                file.write(text)
        except FileExistsError:
            continue
        except OSError as error:
            raise Unwritable(
                f"{clean(str(path))} cannot be written: {error.strerror}",
                "Start octoterm in a folder that may be written to",
            ) from error
        return path
    raise AssertionError("count() ends")


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "meter"


def _when(period: Period) -> str:
    match period.granularity:
        case Granularity.DAY:
            return period.first.isoformat()
        case Granularity.WEEK:
            return f"week-{period.first.isoformat()}"
        case Granularity.MONTH:
            return period.first.isoformat()[:7]
        case Granularity.YEAR:
            return str(period.first.year)
    return "all"
