"""One meter of the household, and what it measures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from urllib.parse import quote

from octoterm.household.api_key import ApiKey

UNIT_KWH, UNIT_CUBIC_METRES = "kWh", "m3"
"""What a meter's readings may be counted in."""


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


@dataclass(frozen=True)
class Meter:
    """One meter: where its readings come from, and where they are kept."""

    name: str
    """Fit for showing; no two meters of a configuration have the same."""
    fuel: Fuel
    mpan: str
    """The MPAN, or the MPRN of a gas meter."""
    serial: str
    url: str
    """The consumption endpoint, percent-encoded, ends in `/`."""
    api_key: ApiKey
    csv: Path
    """Absolute."""
    unit: str = UNIT_KWH
    """What the API and the CSV count in: `kWh` or `m3`."""
    calorific_value: float = 39.5
    """MJ per m³, for gas in m³."""

    @property
    def kwh_per_unit(self) -> float:
        """What one unit of the CSV is in kWh."""
        return 1.02264 * self.calorific_value / 3.6 if self.unit == UNIT_CUBIC_METRES else 1.0
