"""Reads the configuration of one or more meters from a JSON file.

It has one of the two forms of the script octopus.py: one meter at the top level, or a list of
`accounts`, each with a meter's full URL. Every error names the file and the key, but never quotes
a value, as one of them is the API key.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import time
from pathlib import Path

from octoterm.config import values
from octoterm.config.keys import ACCOUNT_KEYS, TOP_KEYS, quoted
from octoterm.config.search import exists
from octoterm.config.sections import WHERE_FOUND, Section, load
from octoterm.errors import ConfigError, NotFilledIn
from octoterm.household.api_key import ApiKey
from octoterm.household.meter import UNIT_CUBIC_METRES, UNIT_KWH, Fuel, Meter, consumption_path
from octoterm.octopus.api_host import API_ORIGIN
from octoterm.periods.bands import DEFAULT_BANDS, Band
from octoterm.periods.calendar import Calendar
from octoterm.safe_text import clean, name_key
from octoterm.storage.file_errors import as_unwritable
from octoterm.storage.folders import Folders
from octoterm.storage.private_file import create_private
from octoterm.storage.private_folder import make_private_folder

_UNIT = values.one_of(UNIT_KWH, UNIT_CUBIC_METRES)
_FUEL = values.one_of("electricity", "gas")

_VERSION = re.compile(r"(/v1)+$")
"""The API's version at the end of its address, as in settings of other programs."""
_METER_PATH = re.compile(
    r"(?P<base>.*)/(?P<fuel>electricity|gas)-meter-points"
    r"/(?P<mpan>[^/]+)/meters/(?P<serial>[^/]+)/consumption/*"
)

_HOW_A_METERS_URL_ENDS = (
    "It ends in /v1/electricity-meter-points/<MPAN>/meters/<SERIAL>/consumption, "
    "or the same with gas"
)


TO_FILL_IN = ("apikey", "mpan", "mprn", "serial")
"""The fields that `octoterm init` leaves to the user."""


@dataclass(frozen=True)
class Config:
    """The configuration."""

    path: Path | None
    """The file it was read from; None for the demo."""
    meters: tuple[Meter, ...]
    """At least one."""
    day_start: time = time(0)
    average_days: tuple[int, ...] = (7, 30, 90)
    bands: tuple[Band, ...] = DEFAULT_BANDS
    warnings: tuple[str, ...] = ()
    """Sentences about problems that do not prevent its use."""

    def without_keys(self, text: str) -> str:
        """`text` with dots in place of every meter's key."""
        for api_key in {meter.api_key for meter in self.meters}:
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
    reader = _MeterReader(top, path.parent, folders, api_key, is_named)
    accounts = top.sections("accounts")
    meters = [reader.account(account) for account in accounts] or [reader.single()]
    for section, known in ((top, TOP_KEYS), *((account, ACCOUNT_KEYS) for account in accounts)):
        warnings += section.unknown(known)
    if api_key and any(meter.api_key != api_key for meter in meters):
        warnings.append(
            f"$OCTOTERM_API_KEY is not used for {top.file}, which names another host and was only "
            "found in the current folder: name it with --config if you trust it."
        )
    return Config(
        path=path,
        meters=_with_files_of_their_own(top, _with_names_of_their_own(meters)),
        day_start=top.get("day_start", values.day_start, Config.day_start),
        average_days=top.get("average_days", values.average_days, Config.average_days),
        bands=top.get("bands", values.bands, Config.bands),
        warnings=tuple(warnings),
    )


def _refuse_placeholders(top: Section, path: Path, *, with_key: bool) -> None:
    """Raises NotFilledIn, with all fields at the top level that are to be filled in; `apikey` is
    one of them `with_key`."""
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


def write_template(path: Path) -> None:
    """Write a configuration to fill in, readable by its owner only.

    Raises ConfigError if the file exists, Unwritable if it cannot be written.
    """
    template = Path(__file__).with_name("config-template.json")
    with as_unwritable(path):
        make_private_folder(path.parent)
        try:
            create_private([path], template.read_text(encoding="utf-8"))
        except FileExistsError:
            raise ConfigError(f"{clean(str(path))} already exists and was left alone") from None


@dataclass(frozen=True)
class _MeterReader:
    """Makes meters from sections of the configuration."""

    top: Section
    folder: Path
    """The folder of the configuration file."""
    folders: Folders
    api_key: ApiKey | None
    """The key from the environment."""
    is_named: bool
    """Whether the file was named, so that the environment's key may go to any host in it."""

    def single(self) -> Meter:
        """The meter at the top level."""
        top = self.top
        if "url" not in top.values and (key := top.list_of_objects()):
            raise top.wrong(key, "is not a setting", 'A list of meters is called "accounts"')
        origin, path = top.need("url", values.address, f'Put "url": "{API_ORIGIN}"')
        if "-meter-points" in path:
            raise top.wrong(
                "url",
                "is the URL of one meter",
                f'It goes inside "accounts"; at the top, use {API_ORIGIN}',
            )
        fuel, meter_point = self._fuel_and_meter_point()
        serial = top.need("serial", values.identifier)
        base = _VERSION.sub("", path.rstrip("/")) + "/v1"
        return self._meter(top, fuel, fuel.label, (origin, base), meter_point, serial)

    def _fuel_and_meter_point(self) -> tuple[Fuel, str]:
        """The fuel, and the MPAN or MPRN. An MPRN implies gas, even if `type` is absent."""
        top = self.top
        if "mprn" not in top.values:
            fuel = Fuel(top.get("type", _FUEL, "electricity"))
            return fuel, top.need("mpan", values.meter_point)
        if top.get("type", _FUEL, "gas") != "gas":
            change = 'Make it "type": "gas", or call the number "mpan"'
            raise top.wrong("mprn", 'is for gas meters, and "type" says otherwise', change)
        mprn = top.need("mprn", values.meter_point)
        if top.get("mpan", values.meter_point, mprn) != mprn:
            change = 'Two meters go into "accounts", each with its URL'
            raise top.wrong("mprn", 'and "mpan" belong to different meters', change)
        return Fuel.GAS, mprn

    def account(self, account: Section) -> Meter:
        """The meter of one of the `accounts`."""
        origin, path = account.need("url", values.address, _HOW_A_METERS_URL_ENDS)
        match = _METER_PATH.fullmatch(path)
        if not match:
            raise account.wrong(
                "url",
                "is not the URL of a meter",
                _HOW_A_METERS_URL_ENDS,
            )
        fuel = Fuel(match["fuel"])
        if account.get("type", _FUEL, fuel.value) != fuel.value:
            raise account.wrong("type", f"contradicts the URL, which is for {fuel.value}")
        try:
            mpan = values.meter_point(values.decoded(match["mpan"]))
            serial = values.identifier(values.decoded(match["serial"]))
        except ValueError as error:
            raise account.wrong("url", f"has an MPAN or a serial number that {error}") from None
        name = account.get("name", values.name, fuel.label)
        base = _VERSION.sub("/v1", match["base"]) or "/v1"
        return self._meter(account, fuel, name, (origin, base), mpan, serial)

    def _meter(
        self,
        section: Section,
        fuel: Fuel,
        name: str,
        address: tuple[str, str],
        mpan: str,
        serial: str,
    ) -> Meter:
        origin, base = address
        return Meter(
            name=name,
            fuel=fuel,
            mpan=mpan,
            serial=serial,
            url=f"{origin}{base}{consumption_path(fuel, mpan, serial)}",
            api_key=self._key(section, origin),
            csv=self._csv(section, f"octopus-{_fit_for_a_file(f'{mpan}-{serial}')}.csv"),
            unit=self._unit(section, fuel),
            calorific_value=section.get(
                "calorific_value",
                values.calorific_value,
                self.top.get("calorific_value", values.calorific_value, Meter.calorific_value),
            ),
        )

    def _key(self, section: Section, origin: str) -> ApiKey:
        """The environment's key, unless another user may have put the file and its host there;
        otherwise the section's key."""
        is_trusted = self.is_named or origin.lower() in (API_ORIGIN, f"{API_ORIGIN}:443")
        if self.api_key and is_trusted:
            return self.api_key
        if self.api_key and not section.values.get("apikey"):
            raise section.wrong(
                "url",
                f"is not {API_ORIGIN}, and $OCTOTERM_API_KEY is sent nowhere else for a file that "
                "was only found in the current folder",
                "If you trust that address, name the file with --config",
            )
        return ApiKey(section.need("apikey", values.code))

    def _csv(self, section: Section, usual_name: str) -> Path:
        given = section.get("csv", values.csv_path, None)
        if given:
            return self.folder / given
        left_by_the_script = self.folder / usual_name
        if exists(left_by_the_script):
            return left_by_the_script
        return self.folders.data / usual_name

    def _unit(self, section: Section, fuel: Fuel) -> str:
        """The section's unit; a unit at the top level applies to gas meters only."""
        general = self.top.get("unit", _UNIT, UNIT_KWH)
        unit = section.get("unit", _UNIT, general if fuel is Fuel.GAS else UNIT_KWH)
        if unit == UNIT_CUBIC_METRES and fuel is Fuel.ELECTRICITY:
            raise section.wrong("unit", "is m3, which only a gas meter can count in")
        return unit


def _key_from(environ: Mapping[str, str]) -> ApiKey | None:
    name = "OCTOTERM_API_KEY"
    try:
        return ApiKey(values.code(environ[name])) if environ.get(name) else None
    except ValueError as error:
        raise ConfigError(f"${name} {error}") from None


def _with_names_of_their_own(meters: Iterable[Meter]) -> list[Meter]:
    """The meters with unique names: a second `Upstairs` becomes `Upstairs (2)`."""
    taken: set[str] = set()
    distinct = []
    for meter in meters:
        name, number = meter.name, 1
        while name_key(name) in taken:
            number += 1
            name = f"{meter.name} ({number})"
        taken.add(name_key(name))
        distinct.append(replace(meter, name=name))
    return distinct


def _with_files_of_their_own(top: Section, meters: Iterable[Meter]) -> tuple[Meter, ...]:
    """The meters. Raises ConfigError if two of them share a file."""
    owners: dict[str, Meter] = {}
    for meter in meters:
        other = owners.setdefault(os.path.realpath(meter.csv), meter)
        if other is not meter:
            raise top.wrong("csv", f"is the same file for {other.name} and {meter.name}")
    return tuple(owners.values())


def _fit_for_a_file(name: str) -> str:
    """`name` with every character replaced that could have a meaning in a path."""
    return "".join(c if c.isalnum() or c in "-_. " else "_" for c in name)
