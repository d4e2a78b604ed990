"""`octoterm profile`: the average day by the London clock, weekdays and weekends apart."""

from __future__ import annotations

from collections.abc import Iterator

from octoterm import number_format
from octoterm.analysis.average_day import average_day, load_profile
from octoterm.cli import report
from octoterm.cli.arguments import Asked
from octoterm.cli.wording import NONE, aligned
from octoterm.export.rows import PROFILE_KEYS, profile_record
from octoterm.periods.period import Period


def run(asked: Asked) -> int:
    """Raises OctotermError."""
    about = report.subject(asked)
    rows = load_profile(about.series, about.since, about.until)

    def table(_: Period) -> Iterator[str]:
        means = [row[1:4] for row in rows]
        lines = [
            ("Time", "weekdays kWh", "weekends kWh", "all days kWh", "readings"),
            *(
                (
                    row.clock.isoformat("minutes"),
                    *(_number(value, 3) for value in each),
                    f"{row.readings:,}",
                )
                for row, each in zip(rows, means, strict=True)
            ),
            (
                "A day",
                *(_number(average_day(each), 2) for each in zip(*means, strict=True)),
                f"{sum(row.readings for row in rows):,}",
            ),
        ]
        return aligned(lines, left={0})

    report.say(about, asked.format, PROFILE_KEYS, map(profile_record, rows), table)
    return 0


def _number(value: float | None, decimals: int) -> str:
    return NONE if value is None else number_format.number(value, decimals)
