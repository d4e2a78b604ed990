"""The configuration of the simulated household that `--demo` shows.

Apart from the simulator, which brings httpx in: the dashboard is on screen before that.
"""

from __future__ import annotations

from octoterm.config.reader import Config
from octoterm.household.api_key import ApiKey
from octoterm.household.meter import CUBIC_METRES, KWH, Fuel, Meter
from octoterm.storage.folders import Folders

API_KEY = "sk_demo_this_is_no_secret"
ORIGIN = "https://api.octoterm.invalid"
"""A name that can never lead anywhere, should a request escape the simulation."""

_IDENTITIES = {
    Fuel.ELECTRICITY: ("2000000000001", "21L0000001"),
    Fuel.GAS: ("3000000001", "G4P00000000001"),
}
"""MPAN or MPRN, and serial number."""


def demo_config(folders: Folders) -> Config:
    """Two meters, electricity and gas, whose files are in `folders`."""
    return Config(None, tuple(_meter(fuel, folders) for fuel in Fuel))


def meter_path(fuel: Fuel) -> str:
    """The path of the meter's consumption endpoint."""
    mpan, serial = _IDENTITIES[fuel]
    return f"/v1/{fuel.value}-meter-points/{mpan}/meters/{serial}/consumption/"


def _meter(fuel: Fuel, folders: Folders) -> Meter:
    mpan, serial = _IDENTITIES[fuel]
    return Meter(
        name=fuel.label,
        fuel=fuel,
        mpan=mpan,
        serial=serial,
        url=f"{ORIGIN}{meter_path(fuel)}",
        api_key=ApiKey(API_KEY),
        csv=folders.data / f"octopus-{mpan}-{serial}.csv",
        unit=CUBIC_METRES if fuel is Fuel.GAS else KWH,
    )
