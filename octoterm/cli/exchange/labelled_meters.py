"""The half hours of meter points with their labels: their readings, or what they cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from octoterm.cli import readings
from octoterm.config.reader import Config
from octoterm.export.stream.labelled import Labelled, Labels, between
from octoterm.household.meter_point import MeterPoint
from octoterm.periods.calendar import Calendar
from octoterm.periods.london import ONE_DAY
from octoterm.readings_csv.line_format import Piece
from octoterm.runtime.slices import finish
from octoterm.session.source import Source
from octoterm.storage.readings_stream import readings_in_pieces

EVER = range(1 << 40)
"""UTC seconds of any reading."""
AT_ONCE = 4096
"""Half hours per piece."""
KWH_DECIMALS = 6
"""Decimals of readings that are calculated: kWh from m³, and net use."""
COST_DECIMALS = 4


def readings_of_meters(
    source: Source,
    config: Config,
    points: Sequence[MeterPoint],
    since: date | None,
    until: date | None,
) -> list[Labelled]:
    """The readings of each meter point in kWh for the days from `since` to `until`, inclusive.
    They are read only when they are written, which may raise FileError."""
    times = _times(config.calendar, since, until)
    return [_labelled(point, _kwh_of(source, config, point), times, "kwh") for point in points]


def costs_of_meters(
    source: Source,
    config: Config,
    points: Sequence[MeterPoint],
    since: date | None,
    until: date | None,
) -> list[Labelled]:
    """What the energy of each half hour of these London days cost, in pence with VAT. Half hours
    without a price and standing charges are left out. FileError is raised when they are
    written."""
    times = _times(Calendar(), since, until)
    return [_labelled(point, _pence_of(source, config, point), times, "pence") for point in points]


def _labelled(point: MeterPoint, pieces: Iterable[Piece], times: range, field: str) -> Labelled:
    """The part of the pieces that begins in `times`, with the labels of the meter point."""
    direction = "net" if point.is_net else point.direction.value
    labels = Labels(point.name, point.fuel.value, direction)
    return Labelled(labels, between(pieces, times.start, times.stop), field)


def _times(calendar: Calendar, since: date | None, until: date | None) -> range:
    """UTC seconds from the beginning of the first day to the end of the last."""
    start = EVER.start if since is None else calendar.start_of(since)
    end = EVER.stop if until in (None, date.max) else calendar.start_of(until + ONE_DAY)
    return range(start, end)


def _kwh_of(source: Source, config: Config, point: MeterPoint) -> Iterator[Piece]:
    """The readings in kWh; those of a single meter are read from its file a piece at a time."""
    if source.demo or len(point.all_meters) != 1 or len(point.kwh_per_unit_since) > 1:
        contents = readings.stored(source, point)
        series = readings.series(contents, point, config)
        is_calculated = point.is_net or any(kwh != 1.0 for _, kwh in point.kwh_per_unit_since)
        yield from _pieces(series.starts, series.values, KWH_DECIMALS if is_calculated else None)
        return
    (meter,) = point.all_meters
    for starts, values in readings_in_pieces(meter.csv, meter.unit):
        if meter.kwh_per_unit != 1.0:
            values = _rounded((meter.kwh_per_unit * value for value in values), KWH_DECIMALS)
        yield starts, values


def _pence_of(source: Source, config: Config, point: MeterPoint) -> Iterator[Piece]:
    from octoterm.cli.printed.money import say_what_is_not_known
    from octoterm.session.costings import costs_of, supplies_of

    contents = readings.stored(source, point)
    readings.fetch_demo_prices(source, config, contents)
    supplies = finish(supplies_of(config, point, source.folders))
    say_what_is_not_known(supplies)
    series = readings.series(contents, point, config)
    if series.first is None or series.last is None:
        return
    days = Calendar()
    first, last = days.day_of(series.first), days.day_of(series.last)
    costs = finish(finish(costs_of(contents, supplies, first, last, days)).series())
    yield from _pieces(costs.starts, costs.values, COST_DECIMALS)


def _pieces(
    starts: Sequence[int], values: Iterable[float], decimals: int | None
) -> Iterator[Piece]:
    values = list(values)
    for first in range(0, len(starts), AT_ONCE):
        some = values[first : first + AT_ONCE]
        yield (
            starts[first : first + AT_ONCE],
            some if decimals is None else _rounded(some, decimals),
        )


def _rounded(values: Iterable[float], decimals: int) -> list[float]:
    return [round(value, decimals) + 0.0 for value in values]  # no negative zero
