"""Reads the meters and accounts of the configuration from its sections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from octoterm.config import values
from octoterm.config.accounts import ConfiguredAccount, PointSettings
from octoterm.config.keys import CHARGE_KEYS, nearest
from octoterm.config.points import Entry, default_file
from octoterm.config.search import exists
from octoterm.config.sections import Section
from octoterm.errors import ConfigError
from octoterm.household.api_key import ApiKey
from octoterm.household.charge_settings import NOTHING_SAID, ChargeSettings
from octoterm.household.meter import (
    UNIT_CUBIC_METRES,
    UNIT_KWH,
    DatedValue,
    DatedValues,
    Fuel,
    Meter,
    consumption_path,
    latest_value,
)
from octoterm.household.meter_point import MeterPoint
from octoterm.octopus.api_host import API_ORIGIN
from octoterm.storage.folders import Folders

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


class MeterReader:
    """Makes meters and accounts from the sections of one configuration file."""

    def __init__(
        self,
        top: Section,
        folder: Path,
        folders: Folders,
        api_key: ApiKey | None,
        *,
        is_named: bool,
    ) -> None:
        """`folder` is the file's, and `api_key` comes from the environment. `is_named` is whether
        the file was named: if so, the environment's key may be sent to any host in it."""
        self.top = top
        self.folder = folder
        self.folders = folders
        self.api_key = api_key
        self.is_named = is_named
        self.warnings: list[str] = []
        """Warnings about what was read so far."""

    def entries(self) -> Iterator[Entry]:
        """The meters and accounts that the configuration names, in its order. Raises
        ConfigError."""
        top = self.top
        accounts = top.sections("accounts")
        if "account" in top.values or (not accounts and _misspells_account(top)):
            yield self.whole_account(top)
        is_one_meter = not accounts and ("account" not in top.values or "serial" in top.values)
        if is_one_meter:
            yield self._charged(self.single(top), top)
        elif "tariffs" in top.values:
            raise _for_one_meter(top, "tariffs")
        for section in accounts:
            if "account" in section.values or _misspells_account(section):
                yield self.whole_account(section)
            elif "serial" in section.values and not _is_url_of_a_meter(section):
                yield self._charged(self.single(section), section)
            else:
                yield self._charged(self.meter_at_url(section), section)

    def single(self, section: Section) -> Meter:
        """The meter with the section's MPAN or MPRN and serial number."""
        named = {"mpan", "mprn", "serial"} & section.values.keys()
        if not named and (key := section.list_of_objects()):
            raise section.wrong(key, "is not a setting", 'A list of meters is called "accounts"')
        origin, base = self._api(section)
        fuel, meter_point = self._fuel_and_meter_point(section)
        serial = section.need("serial", values.identifier)
        name = fuel.label if section is self.top else section.get("name", values.name, fuel.label)
        return self._meter(section, fuel, name, (origin, base), meter_point, serial)

    def _api(self, section: Section) -> tuple[str, str]:
        """The origin of the section's API, and the path below it up to the version."""
        remedy = f'Put "url": "{API_ORIGIN}"'
        if "url" not in section.values and nearest("url", section.written.values()) is None:
            return API_ORIGIN, "/v1"
        origin, path = section.need("url", values.address, remedy)
        if "-meter-points" in path:
            raise section.wrong(
                "url",
                "is the URL of one meter",
                f'It goes inside "accounts"; at the top, use {API_ORIGIN}',
            )
        return origin, _VERSION.sub("", path.rstrip("/")) + "/v1"

    def _fuel_and_meter_point(self, section: Section) -> tuple[Fuel, str]:
        """The fuel, and the MPAN or MPRN. An MPRN implies gas, even if `type` is absent."""
        if "mprn" not in section.values:
            fuel = Fuel(section.get("type", _FUEL, "electricity"))
            return fuel, section.need("mpan", values.meter_point)
        if section.get("type", _FUEL, "gas") != "gas":
            change = 'Make it "type": "gas", or call the number "mpan"'
            raise section.wrong("mprn", 'is for gas meters, and "type" says otherwise', change)
        mprn = section.need("mprn", values.meter_point)
        if section.get("mpan", values.meter_point, mprn) != mprn:
            change = 'Two meters go into "accounts", each with its URL'
            raise section.wrong("mprn", 'and "mpan" belong to different meters', change)
        return Fuel.GAS, mprn

    def meter_at_url(self, account: Section) -> Meter:
        """The meter of an entry in `accounts` that has the meter's full URL."""
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

    def whole_account(self, section: Section) -> ConfiguredAccount:
        """The account that the section names."""
        number = section.need("account", values.account_number)
        origin, base = self._api(section)
        csv = section.get("csv", values.csv_path, None)
        if csv is not None and "serial" not in section.values:
            raise _for_one_meter(section, "csv")
        if "tariffs" in section.values and section is not self.top:
            raise _for_one_meter(section, "tariffs")
        return ConfiguredAccount(
            number=number,
            base=f"{origin}{base}",
            api_key=self._key(section, origin),
            file=section.file,
            folders=(self.folder, self.folders.data),
            name="" if section is self.top else section.get("name", values.name, ""),
            gas_unit=self._unit(section, Fuel.GAS, ""),
            calorific_values=self._calorific_values(section),
            settings=tuple(map(self._settings, section.sections("meters"))),
            charge_settings=NOTHING_SAID if section is self.top else charges_of(section),
        )

    def _settings(self, section: Section) -> tuple[str, PointSettings]:
        """The MPAN or MPRN, and the settings for it."""
        key = "mprn" if "mprn" in section.values else "mpan"
        unit = section.get("unit", _UNIT, "")
        if unit == UNIT_CUBIC_METRES and key == "mpan":
            raise section.wrong("unit", "is m3, which only a gas meter can count in")
        csv = section.get("csv", values.csv_path, None)
        return section.need(key, values.meter_point), PointSettings(
            name=section.get("name", values.name, ""),
            unit=unit,
            calorific_values=self._own_calorific_values(section),
            csv=None if csv is None else self.folder / csv,
            is_hidden=section.get("hidden", values.flag, False),
            charge_settings=self._charges(section, Fuel.GAS if key == "mprn" else None),
        )

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
        calorific_values = self._calorific_values(section)
        return Meter(
            name=name,
            fuel=fuel,
            mpan=mpan,
            serial=serial,
            url=f"{origin}{base}{consumption_path(fuel, mpan, serial)}",
            api_key=self._key(section, origin),
            csv=self._csv(section, default_file(mpan, serial)),
            unit=self._unit(section, fuel, UNIT_KWH),
            calorific_value=latest_value(calorific_values),
            calorific_values=DatedValues(calorific_values),
        )

    def _charged(self, meter: Meter, section: Section) -> MeterPoint:
        """The meter point of the meter, with the section's settings for charges."""
        return MeterPoint.of(meter).charged(self._charges(section, meter.fuel))

    def _charges(self, section: Section, fuel: Fuel | None) -> ChargeSettings:
        """The settings for charges in a meter's section, without those that apply to all."""
        found = NOTHING_SAID if section is self.top else charges_of(section)
        if "tariffs" not in section.values:
            return found
        from octoterm.config import charge_reader

        tariffs = charge_reader.own_tariffs(section, fuel)
        self.warnings.extend(charge_reader.doubts(section, tariffs))
        return found._replace(tariffs=tariffs)

    def _calorific_values(self, section: Section) -> tuple[DatedValue, ...]:
        """The section's calorific values, or those of the top level; empty without any."""
        own = None if section is self.top else self._own_calorific_values(section)
        return self._general_calorific_values if own is None else own

    @cached_property
    def _general_calorific_values(self) -> tuple[DatedValue, ...]:
        return self._own_calorific_values(self.top) or ()

    def _own_calorific_values(self, section: Section) -> tuple[DatedValue, ...] | None:
        """The calorific values in the section itself; None if it has none."""
        value = section.get("calorific_value", values.calorific_value, None)
        if "calorific_values" in section.values:
            from octoterm.config import charge_reader

            return charge_reader.calorific_values(section, self.folder)
        return None if value is None else (DatedValue(0, value),)

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

    def _unit(self, section: Section, fuel: Fuel, default: str) -> str:
        """The section's unit; a unit at the top level applies to gas meters only."""
        general = self.top.get("unit", _UNIT, default)
        unit = section.get("unit", _UNIT, general if fuel is Fuel.GAS else UNIT_KWH)
        if unit == UNIT_CUBIC_METRES and fuel is Fuel.ELECTRICITY:
            raise section.wrong("unit", "is m3, which only a gas meter can count in")
        return unit


def charges_of(section: Section) -> ChargeSettings:
    """The section's settings for charges, except tariffs. The module that reads them is imported
    only if there are any."""
    if not CHARGE_KEYS & section.values.keys():
        return NOTHING_SAID
    from octoterm.config import charge_reader

    return charge_reader.charges(section)


def _for_one_meter(section: Section, key: str) -> ConfigError:
    """The error for a `key` of a meter in a section that names several."""
    if "account" in section.values:
        change = 'An account has several: put it into "meters"'
    else:
        change = 'There are several: put it into one of "accounts"'
    return section.wrong(key, "is for one meter", change)


def _is_url_of_a_meter(section: Section) -> bool:
    """Whether the section's URL is that of a meter, and not only that of the API."""
    return "-meter-points" in str(section.values.get("url", ""))


def _misspells_account(section: Section) -> bool:
    """Whether the section, which names no meter, has a key that is nearly `account`."""
    names_a_meter = {"mpan", "mprn", "serial"} & section.values.keys()
    if names_a_meter or _is_url_of_a_meter(section):
        return False
    near = nearest("account", section.written.values())
    return near is not None and section.list_of_objects() is None
