"""The unit rate of each half hour with VAT, and whether it is published at all. Pure."""

from __future__ import annotations

from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from octoterm.periods.london import HALF_HOUR


class Published(Enum):
    """Whether a half hour has a price."""

    YES = "published"
    NOT_YET = "not published yet"
    MISSING = "no rate"
    """None, or several, although later ones are published."""


class PriceSlot(NamedTuple):
    """A half hour and its price."""

    start: int
    """UTC seconds."""
    state: Published
    pence: Fraction | None = None
    """p/kWh without VAT; None unless published."""
    pence_with_vat: Fraction | None = None

    @property
    def end(self) -> int:
        """UTC seconds, exclusive."""
        return self.start + HALF_HOUR
