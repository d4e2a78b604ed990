"""Reads the configuration of one or more meters from a JSON file.

It has one of the two forms of the script octopus.py, one meter at the top level or a list of
`accounts`, each with a meter's full URL; or it names an account, whose meters the API lists. The
forms may be mixed. Every error names the file and the key, but never quotes a value, as one of
them is the API key.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from octoterm.config import values
from octoterm.config.accounts import ConfiguredAccount
from octoterm.config.keys import ACCOUNT_KEYS, ENTRY_KEYS, SETTINGS_KEYS, TOP_KEYS, quoted
from octoterm.config.meter_reader import MeterReader, charges_of
from octoterm.config.points import Entry, Known, points_of, unknown_settings
from octoterm.config.sections import WHERE_FOUND, Section, load
from octoterm.errors import ConfigError, NotFilledIn
from octoterm.household.api_key import ApiKey
from octoterm.household.charge_settings import NOTHING_SAID, ChargeSettings
from octoterm.household.meter import Meter
from octoterm.household.meter_point import MeterPoint
from octoterm.periods.bands import DEFAULT_BANDS, Band
from octoterm.periods.calendar import Calendar
from octoterm.storage.folders import Folders
from octoterm.storage.state.account_file import KnownAccount, load_account

if TYPE_CHECKING:
    from octoterm.alerts.rules import Notify, Rule

TO_FILL_IN = ("apikey", "mpan", "mprn", "serial", "account")
"""The fields that `octoterm init` leaves to the user."""

MIDNIGHT = time(0)
AVERAGE_DAYS = (7, 30, 90)
"""Days of the trends' averages."""


class Config(NamedTuple):
    """The configuration."""

    path: Path | None
    """The file it was read from; None for the demo."""
    points: tuple[MeterPoint, ...]
    """The meter points, in order; empty if it names only accounts that are not known yet."""
    day_start: time = MIDNIGHT
    average_days: tuple[int, ...] = AVERAGE_DAYS
    bands: tuple[Band, ...] = DEFAULT_BANDS
    warnings: tuple[str, ...] = ()
    """Sentences about problems that do not prevent its use."""
    entries: tuple[Entry, ...] = ()
    """What the `points` were made from."""
    charge_settings: ChargeSettings = NOTHING_SAID
    """The settings for charges that apply to all meter points."""
    alerts: tuple[Rule, ...] = ()
    """The alerts that the household wants."""
    notify: Notify = ()
    """The command that reports them; empty without one."""

    @property
    def meters(self) -> tuple[Meter, ...]:
        """The meters whose readings are asked for."""
        asked = (point for point in self.points if point.is_listed and not point.is_net)
        return tuple(meter for point in asked for meter in point.meters)

    @property
    def accounts(self) -> tuple[ConfiguredAccount, ...]:
        """The accounts whose meters the API lists."""
        return tuple(each for each in self.entries if isinstance(each, ConfiguredAccount))

    def with_known_accounts(self, known: Known) -> Config:
        """The configuration with the meter points that its accounts are now known to have."""
        return self._replace(points=points_of(self.entries, known)) if self.accounts else self

    def without_keys(self, text: str) -> str:
        """`text` with dots in place of every key."""
        keys = {each.api_key for each in self.accounts} | {each.api_key for each in self.meters}
        for api_key in keys:
            text = api_key.hidden_in(text)
        return text

    @property
    def calendar(self) -> Calendar:
        """The household's days."""
        return Calendar(self.day_start)


def read(
    path: Path, folders: Folders, environ: Mapping[str, str], *, is_named: bool = True
) -> Config:
    """The configuration in the file at `path`, which is absolute.

    $OCTOTERM_API_KEY takes precedence over keys in the file. If the file was not named but only
    found (see FoundConfig.is_named), that key is only sent to API_ORIGIN, whatever the file says.

    Raises ConfigError, and NotFilledIn if only the user's own details are missing.
    """
    top, warnings = load(path)
    api_key = _key_from(environ)
    _refuse_placeholders(top, path, with_key=api_key is None)
    reader = MeterReader(top, path.parent, folders, api_key, is_named=is_named)
    entries = tuple(reader.entries())
    for section, known_keys in _sections(top):
        warnings += section.unknown(known_keys)

    @cache
    def known(account: ConfiguredAccount) -> KnownAccount | None:
        return load_account(folders.state, account.base, account.number)

    points = points_of(entries, known)
    _refuse_shared_files(top, points)
    warnings += (*reader.warnings, *unknown_settings(entries, known))
    if api_key and any(each != api_key for each in _keys(entries)):
        warnings.append(
            f"$OCTOTERM_API_KEY is not used for {top.file}, which names another host and was only "
            "found in the current folder: name it with --config if you trust it."
        )
    alerts, notify = _alerts(top)
    return Config(
        path=path,
        points=points,
        entries=entries,
        charge_settings=charges_of(top),
        day_start=top.get("day_start", values.day_start, MIDNIGHT),
        average_days=top.get("average_days", values.average_days, AVERAGE_DAYS),
        bands=top.get("bands", values.bands, DEFAULT_BANDS),
        alerts=alerts,
        notify=notify,
        warnings=tuple(warnings),
    )


def _alerts(top: Section) -> tuple[tuple[Rule, ...], Notify]:
    """The alerts that the household wants, and the command that reports them. The module that
    reads them is imported only if there is something to read."""
    if not {"alerts", "notify"} & top.values.keys():
        return (), ()
    from octoterm.config.alert_reader import alerts_of, notify_of

    return alerts_of(top), notify_of(top)


def _refuse_placeholders(top: Section, path: Path, *, with_key: bool) -> None:
    """Raises NotFilledIn, with all fields at the top level that are still to be filled in;
    `apikey` counts only `with_key`."""
    fields = tuple(
        key
        for key, value in top.values.items()
        if key in TO_FILL_IN and values.is_placeholder(value) and (with_key or key != "apikey")
    )
    if fields:
        *others, last = (quoted(top.written[key]) for key in fields)
        names = f"{', '.join(others)} and {last} are" if others else f"{last} is"
        title = f"In {top.file}, {names} not filled in yet"
        raise NotFilledIn(title, WHERE_FOUND, path, fields)


def _key_from(environ: Mapping[str, str]) -> ApiKey | None:
    name = "OCTOTERM_API_KEY"
    try:
        return ApiKey(values.code(environ[name])) if environ.get(name) else None
    except ValueError as error:
        raise ConfigError(f"${name} {error}") from None


def _sections(top: Section) -> Iterator[tuple[Section, frozenset[str]]]:
    """Every section of the file, and the keys that are known there."""
    accounts = top.sections("accounts")
    named = [(top, TOP_KEYS), *((section, ACCOUNT_KEYS) for section in accounts)]
    for section in (top, *accounts):
        named += ((settings, SETTINGS_KEYS) for settings in section.sections("meters"))
    for section, known in named:
        yield section, known
        for key, known_inside in ENTRY_KEYS.items():
            yield from ((inside, known_inside) for inside in section.objects(key))


def _keys(entries: Iterable[Entry]) -> Iterator[ApiKey]:
    for entry in entries:
        if isinstance(entry, ConfiguredAccount):
            yield entry.api_key
        else:
            yield from (meter.api_key for meter in entry.meters)


def _refuse_shared_files(top: Section, points: Iterable[MeterPoint]) -> None:
    """Raises ConfigError if two meters share a file."""
    owners: dict[str, Meter] = {}
    for meter in (meter for point in points if not point.is_net for meter in point.meters):
        other = owners.setdefault(os.path.realpath(meter.csv), meter)
        if other is not meter:
            raise top.wrong("csv", f"is the same file for {other.name} and {meter.name}")
