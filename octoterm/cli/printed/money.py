"""Shared by `cost`, `bill` and `reconcile`: how a meter point is charged for, and why a price is
not known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from octoterm.cli import console, readings
from octoterm.cli.reports import Subject
from octoterm.errors import UsageError
from octoterm.household.meter import Meter
from octoterm.household.meter_point import MeterPoint
from octoterm.number_format import count
from octoterm.periods.calendar import FIRST_YEAR, LAST_YEAR, Calendar
from octoterm.periods.labels import range_label
from octoterm.periods.period import Period
from octoterm.readings_csv.contents import Contents
from octoterm.runtime.slices import finish
from octoterm.session.costings import Supplied, Supplies, supplies_of
from octoterm.session.source import Source
from octoterm.tariffs.tariff_code import read_code

MOST_CODES = 3
"""Most tariffs to name; the others are counted."""


def supplies(source: Source, about: Subject, contents: Mapping[Meter, Contents]) -> Supplies:
    """How the meter point is charged for, according to what is stored. Raises OctotermError."""
    readings.fetch_demo_prices(source, about.config, contents)
    return finish(supplies_of(about.config, about.point, source.folders))


def london_days(about: Subject) -> Period | None:
    """The London days from the first reading to the last; None without readings."""
    series = about.series
    if series.first is None or series.last is None:
        return None
    days = Calendar()
    return Period.spanning(days.day_of(series.first), days.day_of(series.last))


def days_between(first: date, last: date) -> Period:
    """The days from `first` to `last`, both inclusive. Raises UsageError if no meter can have been
    read then."""
    if not FIRST_YEAR <= first.year <= last.year <= LAST_YEAR:
        raise UsageError(
            f"There are no prices for {range_label(first, last)}",
            f"Ask for days from {FIRST_YEAR} to {LAST_YEAR}",
        )
    return Period.spanning(first, last)


def say_what_is_not_known(supplies: Supplies) -> None:
    """Print to standard error which prices octoterm does not have."""
    for supplied in supplies.every:
        for sentence in not_known(supplied):
            console.print_error(sentence)


def not_known(supplied: Supplied) -> Iterator[str]:
    """Why half hours have no price, if something can be done about it."""
    point = supplied.point
    if not supplied.supply.agreements:
        yield (
            f"It is not known which tariffs {point.name} has: {_how_to_tell(point)} "
            "in the configuration."
        )
        return
    codes = supplied.not_fetched
    if readable := [code for code in codes if read_code(code)]:
        yield f"There are no prices of {_named(readable)} yet: `octoterm sync` fetches them."
    if others := [code for code in codes if not read_code(code)]:
        yield (
            f"The prices of {_named(others)} cannot be fetched, as octoterm cannot read the code: "
            'put "tariffs" with prices in the configuration.'
        )


def _named(codes: Sequence[str]) -> str:
    more = len(codes) - MOST_CODES
    others = f" and {count(more, 'other tariff')}" if more > 0 else ""
    return f"{' and '.join(codes[:MOST_CODES])}{others}"


def _how_to_tell(point: MeterPoint) -> str:
    is_listed = point.newest is not None and point.newest.is_discovered
    first = "`octoterm sync` asks Octopus, or put" if is_listed else 'put "account" or'
    return f'{first} "tariffs"'
