"""Records for other programs, the same for JSON and CSV. Pure.

Sums are rounded according to their quantity, kWh to the watt-hour; other values, such as means, to
six decimals. Values that are not known are None.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from octoterm.analysis.band_figures import bands_of_part
from octoterm.analysis.column_lists import exported_columns
from octoterm.analysis.companion_columns import WithCompanions
from octoterm.analysis.comparison.compared_parts import ComparedPart
from octoterm.analysis.parts import Part
from octoterm.analysis.summary import is_counted_whole
from octoterm.analysis.table_columns import (
    MEAN_DECIMALS,
    columns,
    record,
    rounded,
)
from octoterm.analysis.trend.trends import Measure, trend
from octoterm.consumption.quantity import Quantity
from octoterm.consumption.series import Series
from octoterm.periods.bands import Band
from octoterm.periods.period import Granularity, Period

if TYPE_CHECKING:  # not every report needs these
    from octoterm.analysis.coverage import CoveredDay
    from octoterm.analysis.period_readings import PeriodReadings
    from octoterm.analysis.profile.average_day import ProfileRow

COVERAGE_KEYS = ("date", "readings", "expected", "state")


class Exported(NamedTuple):
    """What a view shows, ready to be written to a file."""

    what: str
    """A word for the file's name, such as `trend-base`; empty for the parts of a period."""
    period: Period
    keys: Sequence[str]
    records: Iterable[Mapping[str, object]]


def exported_parts(readings: PeriodReadings, rows: Sequence[ComparedPart]) -> Exported:
    """The parts of the period for a file, with their comparison if there is one."""
    against = readings.against
    kind = rows[0].part.kind if rows else readings.period.natural_parts
    keys, records = records_of(
        readings.series,
        kind,
        rows,
        compared=against is not None,
        more=(WithCompanions(readings.companions),) if readings.companions else (),
        is_old=readings.is_old,
    )
    what = f"against-{against.value}" if against else ""
    return Exported(what, readings.period, keys, records)


class WithBands(NamedTuple):
    """The time bands whose figures are added to each record, over the days that count."""

    bands: Sequence[Band]
    since: date | None
    until: date | None
    as_list: bool
    """Whether they are a list, for JSON, or columns of their own."""

    def keys(self, quantity: Quantity) -> tuple[str, ...]:
        """The keys of a record with these bands: `band_night_kwh`, `band_night_share`."""
        if self.as_list:
            return ("bands",)
        columns = (
            (f"band_{band.name}_{quantity.key}", f"band_{band.name}_share") for band in self.bands
        )
        return tuple(key for pair in columns for key in pair)

    def record(self, series: Series, part: Part) -> dict[str, object]:
        """The figures of the bands in `part`, by key."""
        found = bands_of_part(series, part, self.bands, self.since, self.until)
        key, decimals = series.quantity.key, series.quantity.sum_decimals
        values = [(rounded(each.total, decimals), rounded(each.share)) for each in found]
        if not self.as_list:
            flat = (value for pair in values for value in pair)
            return dict(zip(self.keys(series.quantity), flat, strict=True))
        return {
            "bands": [
                {"name": band.name, key: total, "share": share}
                for band, (total, share) in zip(self.bands, values, strict=True)
            ]
        }


class WithSentences(NamedTuple):
    """The sentences that the dashboard shows of a week, month or year, added to each record.

    They are a list, for JSON; empty for a part of which not all days count. Days have none: each
    would be compared with all readings, which takes seconds for the days of ten years.
    """

    since: date | None
    until: date | None

    def keys(self, _: Quantity) -> tuple[str, ...]:
        """`sentences`."""
        return ("sentences",)

    def record(self, series: Series, part: Part) -> dict[str, object]:
        """The sentences about `part`, by key."""
        from octoterm.analysis.sentences import sentences  # tables and CSV have none

        period = part.period
        if period is None or not is_counted_whole(series, period, self.since, self.until):
            return {"sentences": []}
        return {"sentences": [each.text for each in sentences(series, period, None)]}


def records_of(
    series: Series,
    kind: Granularity,
    rows: Iterable[ComparedPart],
    *,
    compared: bool,
    more: Sequence[WithBands | WithSentences | WithCompanions] = (),
    since: date | None = None,
    until: date | None = None,
    is_old: bool = False,
) -> tuple[Sequence[str], Iterator[Mapping[str, object]]]:
    """The keys for parts of this kind, and a record for each row. Times are in ISO 8601 with
    London's offset; `end` is exclusive.

    Compared rows have `compared_kwh`, the row's own total over what both have, `compare_kwh`, that
    of the other, and `change_kwh`, the difference; `compared_with` is the name of the other, and
    `comparison` the sentence on screen. Nothing is projected if readings are old, or for a part
    with days that are not from `since` to `until`. `more` adds its own keys.
    """
    keys = exported_columns(series.quantity, compared)
    every = columns(series, kind, since=since, until=until, is_old=is_old)
    chosen = [every[key] for key in keys]
    if not more:
        return keys, (record(chosen, row) for row in rows)
    added = (key for each in more for key in each.keys(series.quantity))

    def with_more(row: ComparedPart) -> dict[str, object]:
        found = record(chosen, row)
        for each in more:
            found |= each.record(series, row.part)
        return found

    return (*keys, *added), map(with_more, rows)


def trend_keys(
    measure: Measure, average_days: Sequence[int], quantity: Quantity
) -> tuple[str, ...]:
    """The keys of a day of the trend of `measure`, with averages over these numbers of days."""
    averages = (f"average_{days}" for days in average_days)
    rate = (quantity.small_rate_key,) if measure is Measure.BASE else ()
    return "date", "value", "complete", *averages, *rate


def trend_records(
    series: Series,
    measure: Measure,
    average_days: Sequence[int],
    since: date | None = None,
    until: date | None = None,
) -> Iterator[dict[str, object]]:
    """The days of the trend of `measure`, with `trend_keys`. The value of a base load is that of
    a whole day; it is followed by the rate, which is what people see."""
    quantity = series.quantity
    keys = trend_keys(measure, average_days, quantity)
    decimals = quantity.sum_decimals if measure is Measure.TOTAL else MEAN_DECIMALS
    days = trend(series, measure, average_days, since, until)
    is_base = measure is Measure.BASE
    rates = trend(series, measure, (), since, until, as_shown=True) if is_base else days
    for day, rate in zip(days, rates, strict=True):
        values = (
            day.day.isoformat(),
            rounded(day.value, decimals),
            day.complete,
            *map(rounded, day.averages),
            rounded(None if rate.value is None else quantity.rate.factor * rate.value),
        )
        yield dict(zip(keys, values, strict=False))  # only a base load has the rate


def profile_keys(quantity: Quantity) -> tuple[str, ...]:
    """The keys of a half hour of the average day."""
    means = (f"{days}_{quantity.key}" for days in ("weekday", "weekend", "all"))
    return "time", *means, "readings"


def profile_record(row: ProfileRow, quantity: Quantity) -> dict[str, object]:
    """A half hour of the average day, with `profile_keys`; `time` is like `18:30`."""
    values = (
        row.clock.isoformat("minutes"),
        rounded(row.weekday),
        rounded(row.weekend),
        rounded(row.all_days),
        row.readings,
    )
    return dict(zip(profile_keys(quantity), values, strict=True))


def coverage_record(day: CoveredDay) -> dict[str, object]:
    """A day with `COVERAGE_KEYS`; `state` is `complete`, `incomplete` or `missing`."""
    values = (day.day.isoformat(), day.readings, day.expected, day.state.value)
    return dict(zip(COVERAGE_KEYS, values, strict=True))


def csv_lines(keys: Sequence[str], records: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """The records as CSV lines with a header. No key or value contains a newline."""
    yield ",".join(map(_csv_value, keys))
    for each in records:
        yield ",".join(map(_csv_value, each.values()))


def _csv_value(value: object) -> str:
    """A value as in JSON, but with quotes only where CSV needs them, and empty for None."""
    if isinstance(value, bool):
        return str(value).lower()
    text = "" if value is None else str(value)
    return '"' + text.replace('"', '""') + '"' if "," in text or '"' in text else text
