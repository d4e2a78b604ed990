"""One meter of the household, and what it measures."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from octoterm.household.api_key import ApiKey

UNIT_KWH, UNIT_CUBIC_METRES = "kWh", "m3"
"""The units that a meter may be configured in."""

USUAL_CALORIFIC_VALUE = 39.5
"""MJ per m³ of gas, about what British bills say."""

SMETS = "Newer gas meters (SMETS2) report cubic metres, older ones (SMETS1) kWh"


def how_to_set_the_unit(mprn: str) -> str:
    """What to write into the configuration for a gas meter of an account."""
    setting = f'{{"mprn": "{mprn}", "unit": "{UNIT_CUBIC_METRES}"}}'
    return f'put "meters": [{setting}] next to "account" in the configuration'


class Fuel(Enum):
    """What a meter measures."""

    ELECTRICITY = "electricity"
    GAS = "gas"

    @property
    def label(self) -> str:
        """`Electricity` or `Gas`."""
        return self.value.capitalize()


def consumption_path(fuel: Fuel, mpan: str, serial: str) -> str:
    """The path of a meter's consumption endpoint below the API's version, percent-encoded:
    `/electricity-meter-points/2000000000001/meters/21L0000001/consumption/`."""
    point, meter = quote(mpan, safe=""), quote(serial, safe="")
    return f"/{fuel.value}-meter-points/{point}/meters/{meter}/consumption/"


class DatedValue(NamedTuple):
    """A calorific value from `since` on, until the next one."""

    since: int
    """UTC seconds."""
    value: float
    """MJ per m³."""


class DatedValues(tuple[DatedValue, ...]):
    """Calorific values in order. Only their number and the last are hashed, as a daily list may
    cover years and is hashed at every look-up of its meter."""

    __slots__ = ()

    def __hash__(self) -> int:
        return hash((len(self), self[-1:]))


class Meter(NamedTuple):
    """One meter, the source of its readings, and the file they are stored in."""

    name: str
    """Safe to show, and unique in a configuration."""
    fuel: Fuel
    mpan: str
    """The MPAN, or the MPRN of a gas meter."""
    serial: str
    url: str
    """The consumption endpoint, percent-encoded, ending in `/`."""
    api_key: ApiKey
    csv: Path
    """Absolute path."""
    unit: str = UNIT_KWH
    """The unit of the API and the CSV: `kWh` or `m3`."""
    calorific_value: float = USUAL_CALORIFIC_VALUE
    """MJ per m³, for gas in m³; the latest, if there are several."""
    calorific_values: DatedValues = DatedValues()
    """In order of `since`; the first also counts before it. Empty if none are given."""
    is_discovered: bool = False
    """Whether an account lists it; otherwise the configuration names it itself."""
    is_former: bool = False
    """Whether another meter has replaced it, or its property was left; the API may not know it."""
    is_unit_assumed: bool = False
    """Whether the unit of a gas meter is stated nowhere, so that kWh is assumed."""

    @property
    def kwh_per_unit(self) -> float:
        """kWh in one unit of the CSV; for gas, 1.02264 is the legal volume correction."""
        return _kwh(self.calorific_value) if self.unit == UNIT_CUBIC_METRES else 1.0

    @property
    def kwh_per_unit_since(self) -> tuple[tuple[int, float], ...]:
        """Times (UTC seconds), the first of them 0, from which one unit of the CSV is this many
        kWh."""
        if self.unit == UNIT_KWH or len(self.calorific_values) < 2:
            return ((0, self.kwh_per_unit),)
        first, *others = self.calorific_values
        return ((0, _kwh(first.value)), *((since, _kwh(value)) for since, value in others))

    @property
    def unit_in_words(self) -> str:
        """`1 m³ counts as 11.22 kWh, at a calorific value of 39.5 MJ/m³`, or the ranges of both;
        empty for kWh, unless that is assumed."""
        if self.is_unit_assumed:
            return "taken to be in kWh, as nothing says otherwise: octoterm doctor"
        if self.unit == UNIT_KWH:
            return ""
        if len(self.calorific_values) > 1:
            values = [each.value for each in self.calorific_values]
            return (
                f"1 m³ counts as {_kwh(min(values)):.2f}–{_kwh(max(values)):.2f} kWh, "
                f"by calorific values of {min(values):g}–{max(values):g} MJ/m³"
            )
        counts = f"1 m³ counts as {self.kwh_per_unit:.2f} kWh"
        return f"{counts}, at a calorific value of {self.calorific_value:g} MJ/m³"


def latest_value(calorific_values: Sequence[DatedValue]) -> float:
    """The latest of these values, MJ per m³; the usual one if there are none."""
    return calorific_values[-1].value if calorific_values else USUAL_CALORIFIC_VALUE


def _kwh(calorific_value: float) -> float:
    return 1.02264 * calorific_value / 3.6
