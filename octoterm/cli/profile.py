"""`octoterm profile`: the average day by the London clock, weekdays and weekends apart."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence

from octoterm import units
from octoterm.cli import report
from octoterm.cli.wording import NONE, aligned
from octoterm.load_profile import load_profile
from octoterm.period import Period
from octoterm.records import PROFILE_KEYS, profile_record


def run(asked: Namespace) -> int:
    """Raises OctotermError."""
    about = report.subject(asked)
    rows = load_profile(about.consumption, about.since, about.until)

    def table(_: Period) -> Iterator[str]:
        means = [row[1:4] for row in rows]
        lines = [
            ("Time", "weekdays kWh", "weekends kWh", "all days kWh", "readings"),
            *(
                (row.clock.isoformat("minutes"), *map(_kwh, each), f"{row.readings:,}")
                for row, each in zip(rows, means, strict=True)
            ),
            (
                "A day",
                *map(_sum, zip(*means, strict=True)),
                f"{sum(row.readings for row in rows):,}",
            ),
        ]
        return aligned(lines, left={0})

    report.say(about, asked.format, PROFILE_KEYS, map(profile_record, rows), table)
    return 0


def _kwh(value: float | None) -> str:
    return NONE if value is None else units.number(value, 3)


def _sum(means: Sequence[float | None]) -> str:
    """Of a whole day's means; without one of them it would be of no day."""
    there = [mean for mean in means if mean is not None]
    return units.number(sum(there), 2) if len(there) == len(means) else NONE
