"""Makes the household's meter points from the configuration and the accounts as last known."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

from octoterm.config.accounts import ConfiguredAccount
from octoterm.config.search import exists
from octoterm.household.account import Direction, ListedPoint, Property
from octoterm.household.meter import (
    UNIT_KWH,
    DatedValues,
    Fuel,
    Meter,
    consumption_path,
    latest_value,
)
from octoterm.household.meter_point import MeterPoint
from octoterm.periods.london import london
from octoterm.safe_text import hash_of, name_key
from octoterm.storage.state.account_file import KnownAccount

Entry: TypeAlias = MeterPoint | ConfiguredAccount
"""A meter that the configuration names itself, or an account."""
Known: TypeAlias = Callable[[ConfiguredAccount], KnownAccount | None]
"""Returns what is known about an account; None before the API was asked for it."""

EXPORTED, NET = "Exported", "Net"
"""The names of a meter point that exports, and of a home's net use."""
_Identity: TypeAlias = tuple[Fuel, str, str]


def points_of(entries: Iterable[Entry], known: Known) -> tuple[MeterPoint, ...]:
    """The meter points in the order of the entries, each with a name and files of its own; those
    of former homes, and those no longer listed, come after all others.

    A meter is not taken from an account if the configuration names it itself, or if an earlier
    account lists it.
    """
    given = tuple(entries)
    named = [meter for each in given if isinstance(each, MeterPoint) for meter in each.meters]
    taken = _Taken({_identity(meter) for meter in named}, {_real(meter.csv) for meter in named})
    points: list[MeterPoint] = []
    for entry in given:
        if isinstance(entry, MeterPoint):
            points.append(entry)
        elif (account := known(entry)) is not None:
            points += _points_of_account(entry, account, taken)
    points.sort(key=lambda point: point.has_ended)  # keeps the order of the others
    return tuple(_with_names_of_their_own(points))


def unknown_settings(entries: Iterable[Entry], known: Known) -> Iterator[str]:
    """A warning for each account with settings for meter points that it does not list."""
    for entry in entries:
        if isinstance(entry, ConfiguredAccount) and (account := known(entry)) is not None:
            listed = {each.number for each in (*account.account.meter_points, *account.gone)}
            if {number for number, _ in entry.settings} - listed:
                yield (
                    f'In {entry.file}, "meters" holds an MPAN or MPRN that the account does not '
                    "list: its settings are ignored."
                )


def default_file(number: str, serial: str) -> str:
    """The name of a meter's CSV, as the script octopus.py called it."""
    return f"octopus-{fit_for_a_file(f'{number}-{serial}')}.csv"


def fit_for_a_file(name: str) -> str:
    """`name` with every character replaced that could have a meaning in a path."""
    return "".join(c if c.isalnum() or c in "-_. " else "_" for c in name)


class _Taken:
    """The meters and files that other meters have already."""

    def __init__(self, meters: set[_Identity], files: set[str]) -> None:
        self._meters = meters
        self._files = files

    def take(self, meter: _Identity) -> bool:
        """Whether the meter is still free; it is taken from now on."""
        is_free = meter not in self._meters
        self._meters.add(meter)
        return is_free

    def file_among(self, candidates: Iterable[Path]) -> Path:
        """The first of these paths that is free; it is taken from now on."""
        path = next(each for each in candidates if _real(each) not in self._files)
        self._files.add(_real(path))
        return path


def _points_of_account(
    configured: ConfiguredAccount, known: KnownAccount, taken: _Taken
) -> Iterator[MeterPoint]:
    """The account's meter points: those of current homes, of future ones, of former ones,
    and those no longer listed, in this order."""
    now = known.asked_at

    def is_left(home: Property) -> bool:
        return home.moved_out is not None and home.moved_out <= now

    def turn(home: Property) -> tuple[bool, bool]:
        return is_left(home), home.moved_in is not None and home.moved_in > now

    for home in sorted(known.account.properties, key=turn):
        left = home.moved_out if is_left(home) else None
        points = [
            point
            for listed in sorted(home.meter_points, key=_turn)
            if (point := _point(configured, listed, taken, left)) is not None
        ]
        yield from points
        yield from _net(configured, points)
    for listed in known.gone:
        if (point := _point(configured, listed, taken, None)) is not None:
            yield point._replace(is_listed=False)


def _turn(listed: ListedPoint) -> tuple[bool, bool]:
    """A sort key: imports come before exports, and electricity before gas."""
    return listed.direction is Direction.EXPORT, listed.fuel is Fuel.GAS


def _net(configured: ConfiguredAccount, points: Iterable[MeterPoint]) -> Iterator[MeterPoint]:
    """The net use of a home that has meters for both directions: that of all its meter points that
    are not hidden."""
    metered = [each for each in points if each.meters and each.fuel is Fuel.ELECTRICITY]
    imports = [each for each in metered if each.direction is Direction.IMPORT]
    exports = [each for each in metered if each.direction is Direction.EXPORT]
    if imports and exports:
        name = _named(configured, NET, imports[0].moved_out)
        yield imports[0]._replace(
            name=name,
            number="",
            meters=tuple(meter for each in imports for meter in each.meters),
            subtracted=tuple(meter for each in exports for meter in each.meters),
        )


def _point(
    configured: ConfiguredAccount, listed: ListedPoint, taken: _Taken, moved_out: int | None
) -> MeterPoint | None:
    """The meter point; None if it is hidden, or if its meters were all taken before."""
    settings = configured.settings_of(listed.number)
    serials = [
        serial
        for serial in listed.serials
        if taken.take((listed.fuel, listed.number, serial)) and not settings.is_hidden
    ]
    if settings.is_hidden or (listed.serials and not serials):
        return None
    what = EXPORTED if listed.direction is Direction.EXPORT else listed.fuel.label
    name = settings.name or _named(configured, what, moved_out)
    is_gas = listed.fuel is Fuel.GAS
    unit = settings.unit or (configured.gas_unit if is_gas else UNIT_KWH)
    newest = serials[-1] if serials else ""
    calorific_values = (
        configured.calorific_values
        if settings.calorific_values is None
        else settings.calorific_values
    )
    point = MeterPoint(
        name=name,
        fuel=listed.fuel,
        number=listed.number,
        direction=listed.direction,
        agreements=listed.agreements,
        moved_out=moved_out,
        meters=tuple(
            Meter(
                name=name if serial == newest else f"{name} ({serial})",
                fuel=listed.fuel,
                mpan=listed.number,
                serial=serial,
                url=f"{configured.base}{consumption_path(listed.fuel, listed.number, serial)}",
                api_key=configured.api_key,
                csv=taken.file_among(
                    _files(configured, listed, serial, is_newest=serial == newest)
                ),
                unit=unit or UNIT_KWH,
                is_unit_assumed=not unit,
                calorific_value=latest_value(calorific_values),
                calorific_values=DatedValues(calorific_values),
                is_discovered=True,
                is_former=serial != newest or moved_out is not None,
            )
            for serial in serials
        ),
    )
    return point.charged(settings.charge_settings.over(configured.charge_settings))


def _named(configured: ConfiguredAccount, what: str, moved_out: int | None) -> str:
    """`Electricity`, `Mum's electricity`, or `Electricity (moved out 2021)`."""
    name = f"{configured.name} {what.lower()}" if configured.name else what
    return name if moved_out is None else f"{name} (moved out {london(moved_out).year})"


def _files(
    configured: ConfiguredAccount, listed: ListedPoint, serial: str, *, is_newest: bool
) -> Iterator[Path]:
    """Where the meter's CSV may be, best first. The last path has a hash, as serials may differ
    only in characters that do not belong in a file's name."""
    number = listed.number
    settings = configured.settings_of(number)
    if is_newest and settings.csv is not None:
        yield settings.csv
    name = default_file(number, serial)
    beside_configuration, usual = configured.folders
    if exists(beside_configuration / name):
        yield beside_configuration / name
    yield usual / name
    unlike = hash_of(f"{listed.fuel.value}\n{number}\n{serial}".encode())[:8]
    yield usual / default_file(number, f"{serial}-{unlike}")


def _with_names_of_their_own(points: Iterable[MeterPoint]) -> Iterator[MeterPoint]:
    """The points with unique names: a second `Upstairs` becomes `Upstairs (2)`."""
    taken: set[str] = set()
    renamed: dict[Meter, Meter] = {}
    for point in points:
        name, number = point.name, 1
        while name_key(name) in taken:
            number += 1
            name = f"{point.name} ({number})"
        taken.add(name_key(name))
        if not point.is_net:
            renamed |= {
                meter: meter._replace(name=name + meter.name.removeprefix(point.name))
                for meter in point.meters
            }
        yield point._replace(
            name=name,
            meters=tuple(renamed[meter] for meter in point.meters),
            subtracted=tuple(renamed[meter] for meter in point.subtracted),
        )


def _identity(meter: Meter) -> _Identity:
    return meter.fuel, meter.mpan, meter.serial


def _real(path: Path) -> str:
    return os.path.realpath(path)
