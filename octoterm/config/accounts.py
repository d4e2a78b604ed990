"""An account as configured: where to ask for it, and the settings for its meter points."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from octoterm.household.api_key import ApiKey
from octoterm.household.charge_settings import NOTHING_SAID, ChargeSettings
from octoterm.household.meter import DatedValue


class PointSettings(NamedTuple):
    """The configuration's settings for one meter point of an account."""

    name: str = ""
    unit: str = ""
    """`kWh` or `m3`; empty for the account's usual unit of gas."""
    calorific_values: tuple[DatedValue, ...] | None = None
    """None if those of the account apply."""
    csv: Path | None = None
    """The file of its newest meter, an absolute path; None for the usual one."""
    is_hidden: bool = False
    charge_settings: ChargeSettings = NOTHING_SAID


class ConfiguredAccount(NamedTuple):
    """An account whose meters are found by asking the API."""

    number: str
    """Such as `A-1A2B3C4D`."""
    base: str
    """The address of the API, up to its version: `https://…/v1`."""
    api_key: ApiKey
    file: str
    """The configuration that names it, safe to show."""
    folders: tuple[Path, Path]
    """Where the CSVs may be: the folder of the configuration, where the script octopus.py left
    them, and the folder of other CSVs."""
    name: str = ""
    """The beginning of its meters' names; may be empty."""
    gas_unit: str = ""
    """`kWh` or `m3`; empty if it is not set."""
    calorific_values: tuple[DatedValue, ...] = ()
    """Empty if none are set."""
    charge_settings: ChargeSettings = NOTHING_SAID
    """The settings for all its meter points."""
    settings: tuple[tuple[str, PointSettings], ...] = ()
    """The settings for single meter points, by MPAN or MPRN."""

    def settings_of(self, number: str) -> PointSettings:
        """The settings of the meter point with this MPAN or MPRN."""
        return dict(self.settings).get(number) or PointSettings()
