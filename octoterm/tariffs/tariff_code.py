"""What the code of a tariff says: `E-1R-AGILE-24-10-01-C`. Pure.

Not every code can be read: some have no prefix, such as `BUS-PANELP-12M-FIXED`. No address of the
API is made from such a code.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from octoterm.household.meter import Fuel

_CODE = re.compile(r"([EG])-([0-9A-Z]+)-([0-9A-Z]+(?:-[0-9A-Z]+)*)-([A-P])", re.ASCII)
_FUELS = {"E": Fuel.ELECTRICITY, "G": Fuel.GAS}


class TariffCode(NamedTuple):
    """The parts of a tariff's code."""

    fuel: Fuel
    registers: str
    """`1R` for one unit rate at a time, `2R` for a day and a night rate."""
    product: str
    """`AGILE-24-10-01`: the product, which has a tariff in each region."""
    region: str
    """The letter of the distribution region, A to P."""

    @property
    def has_night_rate(self) -> bool:
        """Whether it has two unit rates, for two registers of a meter."""
        return self.registers == "2R"


@lru_cache(maxsize=256)
def read_code(text: str) -> TariffCode | None:
    """The parts of the code; None if it is not of the usual form."""
    match = _CODE.fullmatch(text)
    if match is None:
        return None
    fuel, registers, product, region = match.groups()
    return TariffCode(_FUELS[fuel], registers, product, region)


def is_tracker(tariff: str) -> bool:
    """Whether the tariff is a Tracker, whose bills have a line for each day: its product begins
    with `SILVER`."""
    return _product(tariff).startswith("SILVER")


def is_variable(tariff: str) -> bool:
    """Whether it is the standard variable tariff, Flexible: its product begins with `VAR`."""
    return _product(tariff).startswith("VAR-")


def has_smart_charging(tariff: str) -> bool:
    """Whether it is an Intelligent product, with which a car or a battery is charged cheaply at
    times that the published rates do not show."""
    return _product(tariff).startswith(("INTELLI", "IOG"))


def _product(tariff: str) -> str:
    code = read_code(tariff)
    return code.product if code else tariff
