"""Products, and their tariffs in each region. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from octoterm.household.account import Direction
from octoterm.household.meter import Fuel

BRAND = "OCTOPUS_ENERGY"
"""The supplier's own brand, as it writes it; it also lists what it sells under other brands."""


class Product(NamedTuple):
    """A product as the supplier lists it."""

    code: str
    """`AGILE-24-10-01`; safe to show."""
    name: str
    """What the supplier calls it, `Agile Octopus`; safe to show."""
    direction: Direction
    available_from: int
    """UTC seconds."""
    available_to: int | None = None
    """UTC seconds; None as long as it is sold."""
    is_variable: bool = True
    """Whether its rates may change; otherwise they are fixed for those who have it."""
    is_prepay: bool = False
    is_business: bool = False
    is_restricted: bool = False
    """Whether not everybody may have it."""
    brand: str = ""
    """As the supplier writes it; empty if it does not say."""
    full_name: str = ""
    """`Agile Octopus October 2024 v1`; safe to show, and empty if there is none."""

    @property
    def is_for_everybody(self) -> bool:
        """Whether any household that pays by direct debit could have it."""
        is_reserved = self.is_prepay or self.is_business or self.is_restricted
        return not is_reserved and self.brand in ("", BRAND)

    def is_sold_at(self, instant: int) -> bool:
        """Whether it is sold at `instant`, UTC seconds."""
        return self.available_from <= instant and (
            self.available_to is None or instant < self.available_to
        )


class OfferedTariff(NamedTuple):
    """A product as one region has it, for one fuel and payment method."""

    product: str
    code: str
    """The code of the tariff: `E-1R-AGILE-24-10-01-C`; safe to show."""
    fuel: Fuel
    region: str
    """The letter of the distribution region, A to P."""
    payment: str
    """As the supplier writes it: `direct_debit_monthly`, `varying`."""
    unit_rate: float | None
    """p/kWh without VAT, as of the day on which it was requested; None if there are several
    rates."""
    standing_charge: float | None
    """p/day without VAT."""
    addresses: Mapping[str, str]
    """Where its lists of prices are: the name of a register, or STANDING → address."""

    @property
    def is_free(self) -> bool:
        """Whether units cost nothing, as for homes without bills."""
        return self.unit_rate == 0
