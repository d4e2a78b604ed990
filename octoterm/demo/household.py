"""The simulated household's meters and configuration, for `--demo`.

This is separate from the simulator, which imports httpx: the dashboard appears before httpx is
loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from random import Random

from octoterm.config.accounts import ConfiguredAccount
from octoterm.config.points import points_of
from octoterm.config.reader import Config
from octoterm.demo import usage
from octoterm.demo.account import (
    ACCOUNT,
    EXPORT,
    GAS,
    IMPORT,
    LEFT,
    MOVED_IN,
    demo_account,
    today_in_london,
)
from octoterm.household.account_json import read_account
from octoterm.household.api_key import ApiKey
from octoterm.household.meter import UNIT_CUBIC_METRES, UNIT_KWH, Fuel, consumption_path
from octoterm.periods.london import LONDON
from octoterm.storage.folders import Folders
from octoterm.storage.state.account_file import KnownAccount

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

    begins: int = -36
    """When its readings begin, in months before yesterday."""
    ends: int = 0
    """When they end, in months before yesterday."""

    @property
    def path(self) -> str:
        """The path of its consumption endpoint in the API."""
        return f"/v1{consumption_path(self.fuel, self.mpan, self.serial)}"


DEMO_METERS = (
    DemoMeter(Fuel.ELECTRICITY, IMPORT, "21L0000001", usage.electricity, seed="electricity"),
    DemoMeter(Fuel.GAS, GAS, "G4P00000000001", usage.gas, seed="gas", unit=UNIT_CUBIC_METRES),
    DemoMeter(
        Fuel.ELECTRICITY, IMPORT, "19L0000002", usage.electricity, seed="electricity",
        begins=MOVED_IN, ends=-36,
    ),
    DemoMeter(Fuel.ELECTRICITY, EXPORT, "23S0000004", usage.solar, seed="solar", begins=-24),
    DemoMeter(Fuel.ELECTRICITY, LEFT, "18L0000003", usage.electricity, seed="left", begins=0),
)  # fmt: skip


def demo_config(folders: Folders, today: date | None = None) -> Config:
    """The configuration of the demo's account as it is on a day, by default today, with its files
    in `folders`."""
    account = ConfiguredAccount(
        number=ACCOUNT,
        base=f"{ORIGIN}/v1",
        api_key=ApiKey(API_KEY),
        file="the demo",
        folders=(folders.data, folders.data),
        gas_unit=UNIT_CUBIC_METRES,
    )
    today = today or today_in_london()
    asked_at = int(datetime.combine(today, time(), LONDON).timestamp())
    known = KnownAccount(read_account(demo_account(today)), asked_at)
    return Config(None, points_of([account], lambda _: known), entries=(account,))
