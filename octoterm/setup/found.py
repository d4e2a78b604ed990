"""Describes the meters found in an account, and which of them a person must be asked about.
Pure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from octoterm import number_format
from octoterm.config.accounts import ConfiguredAccount
from octoterm.config.points import points_of
from octoterm.household.account import Account
from octoterm.household.meter import USUAL_CALORIFIC_VALUE, Fuel
from octoterm.household.meter_point import MeterPoint
from octoterm.periods.labels import date_label
from octoterm.periods.london import london
from octoterm.setup.login import Login
from octoterm.storage.state.account_file import KnownAccount

NOWHERE = (Path("/nonexistent"), Path("/nonexistent"))
NONE_LISTED = "Octopus lists no meters for this account yet. They appear once it does."
WHICH_UNIT = "If you do not know: the bill says which of the two the meter's readings are in"


class GasAnswer(NamedTuple):
    """A person's answers about a gas meter."""

    mprn: str
    unit: str
    """`kWh` or `m3`."""
    calorific_value: float = USUAL_CALORIFIC_VALUE
    """MJ per m³, as on the bill."""


def meter_points(login: Login, account: Account, now: int) -> tuple[MeterPoint, ...]:
    """The account's meter points, with the names that they will have; `now` is in UTC seconds."""
    entry = ConfiguredAccount(login.number, login.base, login.api_key, "", NOWHERE)
    points = points_of([entry], lambda _: KnownAccount(account, now))
    return tuple(point for point in points if not point.is_net)


def gas_points(points: tuple[MeterPoint, ...]) -> tuple[MeterPoint, ...]:
    """The gas meter points whose unit must be asked for."""
    return tuple(point for point in points if point.fuel is Fuel.GAS and point.meters)


def heading(points: tuple[MeterPoint, ...]) -> str:
    """The heading above `in_words`: `Found 2 meters:`, or that there are none."""
    return f"Found {number_format.count(len(points), 'meter')}:" if points else NONE_LISTED


def in_words(points: tuple[MeterPoint, ...], now: int) -> Iterator[str]:
    """A line for each: `Electricity 2000…0017: since 1 Nov 2022, tariff E-1R-VAR-22-11-01-C`, and
    what is special about it; `starts on 1 Nov 2022` if the supply has not begun, `from 1 Nov 2022
    to 31 Oct 2023, last tariff …` if it has ended. `now` is in UTC seconds."""
    for point in points:
        facts = ", ".join(_facts(point, now))
        yield f"{point.label}: {facts}" if facts else point.label


def _facts(point: MeterPoint, now: int) -> Iterator[str]:
    if point.agreements:
        yield from _supply(point, now)
    if not point.meters:
        yield "no meter yet"
    elif len(point.meters) > 1:
        yield f"{len(point.meters)} meters, one after the other"


def _supply(point: MeterPoint, now: int) -> Iterator[str]:
    """The dates of the supply, and the tariff."""
    first, latest = point.agreements[0], point.agreement_at(now)
    begin = date_label(london(first.since))
    if latest is None:
        yield f"starts on {begin}"
        yield f"tariff {first.tariff}"
    elif latest.until is not None and latest.until <= now:
        yield f"from {begin} to {date_label(london(latest.until - 1))}"
        yield f"last tariff {latest.tariff}"
    else:
        yield f"since {begin}"
        yield f"tariff {latest.tariff}"
