"""`octoterm profile`: the average day by the London clock, for weekdays and weekends."""

from __future__ import annotations

from collections.abc import Iterator

from octoterm.analysis.profile.average_day import average_day, load_profile
from octoterm.analysis.profile.seasons import Season
from octoterm.analysis.profile.words import profile_sentence
from octoterm.analysis.table_columns import EMPTY_CELL
from octoterm.cli import reports
from octoterm.cli.arguments import Arguments
from octoterm.cli.printed.wording import aligned, paragraph
from octoterm.consumption.quantity import Form
from octoterm.export.rows import profile_keys, profile_record
from octoterm.periods.period import Period


def run(asked: Arguments) -> int:
    """Print the profile. Raises OctotermError."""
    about = reports.subject(asked)
    quantity = about.series.quantity
    season = Season(asked.season) if asked.season else None
    rows = load_profile(about.series, about.since, about.until, season)

    def table(_: Period) -> Iterator[str]:
        unit = quantity.half_hour.unit
        means = [row[1:4] for row in rows]
        lines = [
            (
                f"Time in {season.value}" if season else "Time",
                *(f"{days} {unit}" for days in ("weekdays", "weekends", "all days")),
                "readings",
            ),
            *(
                (
                    row.clock.isoformat("minutes"),
                    *(_number(quantity.half_hour, value) for value in each),
                    f"{row.readings:,}",
                )
                for row, each in zip(rows, means, strict=True)
            ),
            (
                "A day",
                *(_number(quantity.whole, average_day(each)) for each in zip(*means, strict=True)),
                f"{sum(row.readings for row in rows):,}",
            ),
        ]
        yield from aligned(lines, left={0})
        if forms := profile_sentence(rows, quantity):
            yield from paragraph(forms[:1])

    records = (profile_record(row, quantity) for row in rows)
    reports.say(about, asked.format, profile_keys(quantity), records, table)
    return 0


def _number(form: Form, value: float | None) -> str:
    return EMPTY_CELL if value is None else form.number(value)
