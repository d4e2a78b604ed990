"""The meters that an account was found to have, in words, and what is to be asked about them.
Pure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from octoterm.config.accounts import ConfiguredAccount
from octoterm.config.points import points_of
from octoterm.household.account import Account, Direction
from octoterm.household.meter import Fuel, Meter
from octoterm.household.meter_point import MeterPoint
from octoterm.periods.labels import date_label
from octoterm.periods.london import london
from octoterm.setup.login import Login
from octoterm.storage.account_file import KnownAccount

NOWHERE = (Path("/nonexistent"), Path("/nonexistent"))

WHICH_UNIT = "If you do not know: the bill says which of the two the meter's readings are in"


class GasAnswer(NamedTuple):
    """What a person says of a gas meter."""

    mprn: str
    unit: str
    """`kWh` or `m3`."""
    calorific_value: float = Meter.calorific_value
    """MJ per m³, as on the bill."""


def meter_points(login: Login, account: Account, now: int) -> tuple[MeterPoint, ...]:
    """The meter points of the account, as they will be called; `now` is in UTC seconds."""
    entry = ConfiguredAccount(login.number, login.base, login.api_key, "", NOWHERE)
    points = points_of([entry], lambda _: KnownAccount(account, now))
    return tuple(point for point in points if not point.is_net)


def gas_points(points: tuple[MeterPoint, ...]) -> tuple[MeterPoint, ...]:
    """Those of which the unit is to be asked."""
    return tuple(point for point in points if point.fuel is Fuel.GAS and point.meters)


def in_words(points: tuple[MeterPoint, ...], now: int) -> Iterator[str]:
    """A line for each: `Electricity 2000…0017: imports, since 1 Nov 2022, on E-1R-VAR-22-11-01-C`,
    and what is special about it; `from 1 Nov 2022` if that is yet to come, `1 Nov 2022–31 Oct
    2023, last on …` if it has ended. `now` is in UTC seconds."""
    for point in points:
        yield f"{point.label}: {', '.join(_facts(point, now))}"


def _facts(point: MeterPoint, now: int) -> Iterator[str]:
    yield "exports" if point.direction is Direction.EXPORT else "imports"
    if point.agreements:
        yield from _supply(point, now)
    if not point.meters:
        yield "no meter yet"
    elif len(point.meters) > 1:
        yield f"{len(point.meters)} meters, one after the other"


def _supply(point: MeterPoint, now: int) -> Iterator[str]:
    """Since when the supplier supplies it, and the tariff."""
    first, latest = point.agreements[0], point.agreement_at(now)
    begin = date_label(london(first.since))
    if latest is None:
        yield f"from {begin}"
        yield f"on {first.tariff}"
    elif latest.until is not None and latest.until <= now:
        yield f"{begin}–{date_label(london(latest.until - 1))}"
        yield f"last on {latest.tariff}"
    else:
        yield f"since {begin}"
        yield f"on {latest.tariff}"
