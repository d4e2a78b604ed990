"""Households with years of made-up readings on disk, as a sync would have left them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

from tests.support.households import HEADER, LONDON

KEY = "sk_live_BENCHMARK"


Use = Callable[[Random, bool], float]
"""kWh of a half hour, which may be one of the evening."""


def bursts(chance: Random, is_evening: bool) -> float:
    """A household where little is on most of the time."""
    return chance.expovariate(1 / (1.0 if is_evening else 0.2) / 0.4)


def noise(chance: Random, is_evening: bool) -> float:  # noqa: ARG001
    """A household whose half hours are much alike, and none like another."""
    return chance.uniform(0.2, 0.5)


def rows(
    years: float, seed: int = 0, last: datetime | None = None, use: Use = bursts
) -> Iterator[str]:
    """Lines of readings up to `last`, or else midnight, each half hour of `years` with one."""
    chance = Random(seed)
    last = last or datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    start = last - timedelta(days=round(years * 365.25))
    stamps: list[str] = []
    while start <= last:
        stamps.append(start.astimezone(LONDON).isoformat().replace("+00:00", "Z"))
        start += timedelta(minutes=30)
    for first, end in pairwise(stamps):
        yield f'"{first}","{end}",{round(use(chance, "T17" < first[10:13] < "T22"), 3)}\n'


def write(
    path: Path, years: float, seed: int = 0, last: datetime | None = None, use: Use = bursts
) -> Path:
    """A CSV of `years` at `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join([f"{HEADER}\n", *rows(years, seed, last, use)]), encoding="utf-8")
    return path


def household(
    folder: Path,
    years: float,
    *,
    meters: int = 1,
    url: str = "http://127.0.0.1:9/",
    use: Use = bursts,
) -> Path:
    """A home in `folder` with a configuration and a CSV for each meter; the first CSV."""
    (folder / "config" / "octoterm").mkdir(parents=True, exist_ok=True)
    accounts = []
    for number in range(meters):
        csv = folder / f"meter-{number + 1}.csv"
        if years:
            write(csv, years, number, use=use)
        accounts.append(
            {
                "name": f"Meter {number + 1}",
                "url": f"{url}v1/electricity-meter-points/{2000 + number}/meters/21L/consumption/",
                "apikey": KEY,
                "csv": str(csv),
            }
        )
    config = folder / "config" / "octoterm" / "config.json"
    config.write_text(json.dumps({"accounts": accounts}), encoding="utf-8")
    config.chmod(0o600)
    return folder / "meter-1.csv"


def never_synced(csv: Path, before: Path) -> None:
    """Make the home of `csv` one that was never in sync, its readings as they are in `before`."""
    shutil.copy(before, csv)
    shutil.rmtree(csv.parent / "state", ignore_errors=True)
