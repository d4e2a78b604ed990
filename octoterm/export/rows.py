"""What is shown as other programs read it: one form for JSON and CSV. Pure.

Sums are rounded as their quantity says, kWh to the watt-hour, other values, such as means, to six
decimals; None where there is nothing to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from octoterm.analysis.comparison import ComparedPart
from octoterm.analysis.table_columns import (
    MEAN_DECIMALS,
    columns,
    exported_columns,
    record,
    rounded,
)
from octoterm.analysis.trends import Measure, TrendDay
from octoterm.consumption.quantity import Quantity
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity, Period

if TYPE_CHECKING:  # not every report is about these
    from octoterm.analysis.average_day import ProfileRow
    from octoterm.analysis.coverage import CoveredDay
    from octoterm.analysis.period_readings import PeriodReadings

COVERAGE_KEYS = ("date", "readings", "expected", "state")


class Exported(NamedTuple):
    """What a view shows, to be written to a file."""

    what: str
    """For the file's name: `trend-base`; empty for the figures of a period's parts."""
    period: Period
    keys: Sequence[str]
    records: Iterable[Mapping[str, object]]


def exported_parts(readings: PeriodReadings, rows: Sequence[ComparedPart]) -> Exported:
    """These parts of the period for a file, compared if they are."""
    against = readings.against
    kind = rows[0].part.kind if rows else readings.period.natural_parts
    keys, records = records_of(readings.series, kind, rows, compared=against is not None)
    what = f"against-{against.value}" if against else ""
    return Exported(what, readings.period, keys, records)


def records_of(
    series: Series, parts: Granularity, rows: Iterable[ComparedPart], *, compared: bool
) -> tuple[Sequence[str], Iterator[Mapping[str, object]]]:
    """The keys of such parts, and a record for each row: times in ISO 8601 with London's offset,
    `end` exclusive."""
    keys = exported_columns(series.quantity, compared)
    every = columns(series, parts)
    chosen = [every[key] for key in keys]
    return keys, (record(chosen, row) for row in rows)


def trend_keys(average_days: Sequence[int]) -> tuple[str, ...]:
    """The keys of a day of a trend with averages over so many days."""
    return "date", "value", "complete", *(f"average_{days}" for days in average_days)


def trend_record(
    day: TrendDay, measure: Measure, average_days: Sequence[int], quantity: Quantity
) -> dict[str, object]:
    """A day of the trend of `measure` under `trend_keys`."""
    decimals = quantity.sum_decimals if measure is Measure.TOTAL else MEAN_DECIMALS
    values = (
        day.day.isoformat(),
        rounded(day.value, decimals),
        day.complete,
        *map(rounded, day.averages),
    )
    return dict(zip(trend_keys(average_days), values, strict=True))


def profile_keys(quantity: Quantity) -> tuple[str, ...]:
    """The keys of a half hour of the mean day."""
    means = (f"{days}_{quantity.key}" for days in ("weekday", "weekend", "all"))
    return "time", *means, "readings"


def profile_record(row: ProfileRow, quantity: Quantity) -> dict[str, object]:
    """A half hour of the mean day under `profile_keys`; `time` as `18:30`."""
    values = (
        row.clock.isoformat("minutes"),
        rounded(row.weekday),
        rounded(row.weekend),
        rounded(row.all_days),
        row.readings,
    )
    return dict(zip(profile_keys(quantity), values, strict=True))


def coverage_record(day: CoveredDay) -> dict[str, object]:
    """A day under `COVERAGE_KEYS`; `state` as `complete`, `incomplete` or `missing`."""
    values = (day.day.isoformat(), day.readings, day.expected, day.state.value)
    return dict(zip(COVERAGE_KEYS, values, strict=True))


def csv_lines(keys: Sequence[str], records: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """The records as CSV with a header; no value holds a comma, a quote or a newline."""
    yield ",".join(keys)
    for each in records:
        yield ",".join(map(_csv_value, each.values()))


def _csv_value(value: object) -> str:
    """As in JSON, but without quotes, and empty for None."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
