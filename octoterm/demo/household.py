"""The simulated household's meters and configuration, for `--demo`.

Separate from the simulator, which imports httpx: the dashboard appears before that is loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

from octoterm.config.reader import Config
from octoterm.demo import usage
from octoterm.household.api_key import ApiKey
from octoterm.household.meter import UNIT_CUBIC_METRES, UNIT_KWH, Fuel, Meter, consumption_path
from octoterm.household.meter_point import MeterPoint
from octoterm.storage.folders import Folders

API_KEY = "sk_demo_this_is_no_secret"
ORIGIN = "https://api.octoterm.invalid"
"""A host name that can never exist, in case a request escapes the simulation."""


@dataclass(frozen=True)
class DemoMeter:
    """A simulated meter."""

    fuel: Fuel
    mpan: str
    """The MPAN, or the MPRN of a gas meter."""
    serial: str
    usage: Callable[[date, list[int], Random], list[float]]
    """Returns the readings of a day's half hours, in `unit`; see the module `usage`."""
    seed: str
    """The seed of everything that varies from day to day."""
    unit: str = UNIT_KWH

    @property
    def path(self) -> str:
        """Of the API's consumption endpoint."""
        return f"/v1{consumption_path(self.fuel, self.mpan, self.serial)}"

    def configured(self, folders: Folders) -> Meter:
        """The meter as configured, with its file in `folders`."""
        return Meter(
            name=self.fuel.label,
            fuel=self.fuel,
            mpan=self.mpan,
            serial=self.serial,
            url=f"{ORIGIN}{self.path}",
            api_key=ApiKey(API_KEY),
            csv=folders.data / f"octopus-{self.mpan}-{self.serial}.csv",
            unit=self.unit,
        )


DEMO_METERS = (
    DemoMeter(
        Fuel.ELECTRICITY, "2000000000001", "21L0000001", usage.electricity, seed="electricity"
    ),
    DemoMeter(
        Fuel.GAS, "3000000001", "G4P00000000001", usage.gas, seed="gas", unit=UNIT_CUBIC_METRES
    ),
)


def demo_config(folders: Folders) -> Config:
    """Two meters, electricity and gas, whose files are in `folders`."""
    return Config(None, tuple(MeterPoint.of(meter.configured(folders)) for meter in DEMO_METERS))
