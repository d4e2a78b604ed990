"""An account as configured: where it is asked for, and settings for its meter points."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from octoterm.household.api_key import ApiKey
from octoterm.household.meter import USUAL_CALORIFIC_VALUE


class PointSettings(NamedTuple):
    """What the configuration says of one meter point of an account."""

    name: str = ""
    unit: str = ""
    """`kWh` or `m3`; empty for the account's usual unit of gas."""
    calorific_value: float | None = None
    """MJ per m³; None for the account's usual one."""
    csv: Path | None = None
    """The file of its newest meter, an absolute path; None for the usual one."""
    is_hidden: bool = False


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
    """Where the CSVs may be: the folder of the configuration, where the script left them, and that
    of other CSVs."""
    name: str = ""
    """What its meters' names begin with; may be empty."""
    gas_unit: str = ""
    """`kWh` or `m3`; empty if that is not said."""
    calorific_value: float = USUAL_CALORIFIC_VALUE
    settings: tuple[tuple[str, PointSettings], ...] = ()
    """By MPAN or MPRN."""

    def settings_of(self, number: str) -> PointSettings:
        """The settings of the meter point with this MPAN or MPRN."""
        return dict(self.settings).get(number) or PointSettings()
