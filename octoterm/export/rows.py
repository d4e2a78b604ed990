"""What is shown as other programs read it: one form for JSON and CSV. Pure.

kWh of a stretch of time are rounded to the watt-hour after summing, other values, such as means,
to six decimals; None where there is nothing to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from octoterm.analysis.comparison import Against, Beside
from octoterm.analysis.parts import Part
from octoterm.analysis.trends import Measure, TrendDay
from octoterm.periods.period import Period, london

if TYPE_CHECKING:  # not every report is about these
    from octoterm.analysis.average_day import ProfileRow
    from octoterm.analysis.coverage import CoveredDay

KEYS = (
    "start", "end", "label", "kwh", "readings", "expected", "peak_kwh", "peak_start",
    "base_load_kw",
)  # fmt: skip
COMPARED_KEYS = (*KEYS, "compare_kwh", "change_kwh", "change_percent")
COVERAGE_KEYS = ("date", "readings", "expected", "state")
PROFILE_KEYS = ("time", "weekday_kwh", "weekend_kwh", "all_kwh", "readings")


class Exported(NamedTuple):
    """What a view shows, to be written to a file."""

    what: str
    """For the file's name: `trend-base`; empty for the figures of a period's parts."""
    period: Period
    keys: Sequence[str]
    records: Iterable[Mapping[str, object]]


def record(part: Part) -> dict[str, object]:
    """The part under `KEYS`: times in ISO 8601 with London's offset, `end` exclusive."""
    figures = part.figures
    values = (
        iso(figures.start),
        iso(figures.end),
        part.full_label,
        _watt_hours(figures.total),
        figures.readings,
        figures.expected,
        _rounded(figures.peak),
        iso(figures.peak_start),
        _rounded(figures.base_rate),
    )
    return dict(zip(KEYS, values, strict=True))


def compared_record(beside: Beside) -> dict[str, object]:
    """The part under `COMPARED_KEYS`: what was counted of its counterpart, and the change."""
    counted = beside.counted
    values = (
        _watt_hours(counted.total) if counted is not None and counted.readings else None,
        _watt_hours(beside.change),
        _rounded(beside.change_percent),
    )
    return record(beside.part) | dict(zip(COMPARED_KEYS[len(KEYS) :], values, strict=True))


def exported_parts(
    period: Period | None, besides: Iterable[Beside], against: Against | None
) -> Exported | None:
    """The parts of `period` for a file, compared if they are; None without a period."""
    if period is None:
        return None
    if against is None:
        return Exported("", period, KEYS, (record(beside.part) for beside in besides))
    return Exported(
        f"against-{against.value}", period, COMPARED_KEYS, map(compared_record, besides)
    )


def trend_keys(average_days: Sequence[int]) -> tuple[str, ...]:
    """The keys of a day of a trend with averages over so many days."""
    return "date", "value", "complete", *(f"average_{days}" for days in average_days)


def trend_record(
    day: TrendDay, measure: Measure, average_days: Sequence[int]
) -> dict[str, object]:
    """A day of the trend of `measure` under `trend_keys`."""
    round_value = _watt_hours if measure is Measure.TOTAL else _rounded
    values = (
        day.day.isoformat(),
        round_value(day.value),
        day.complete,
        *map(_rounded, day.averages),
    )
    return dict(zip(trend_keys(average_days), values, strict=True))


def profile_record(row: ProfileRow) -> dict[str, object]:
    """A half hour of the mean day under `PROFILE_KEYS`; `time` as `18:30`."""
    values = (
        row.clock.isoformat("minutes"),
        _rounded(row.weekday),
        _rounded(row.weekend),
        _rounded(row.all_days),
        row.readings,
    )
    return dict(zip(PROFILE_KEYS, values, strict=True))


def coverage_record(day: CoveredDay) -> dict[str, object]:
    """A day under `COVERAGE_KEYS`; `state` as `complete`, `incomplete` or `missing`."""
    values = (day.day.isoformat(), day.readings, day.expected, day.state.value)
    return dict(zip(COVERAGE_KEYS, values, strict=True))


def csv_lines(keys: Sequence[str], records: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """The records as CSV with a header; no value holds a comma, a quote or a newline."""
    yield ",".join(keys)
    for each in records:
        yield ",".join(map(_csv_value, each.values()))


def iso(instant: int | None) -> str | None:
    """`2024-03-14T18:00:00+00:00`, with London's offset; `instant` in UTC seconds."""
    return None if instant is None else london(instant).isoformat()


def _csv_value(value: object) -> str:
    """As in JSON, but without quotes, and empty for None."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _watt_hours(kwh: float | None) -> float | None:
    return _rounded(kwh, 3)


def _rounded(value: float | None, decimals: int = 6) -> float | None:
    return None if value is None else round(value, decimals) + 0.0  # no minus before a zero
