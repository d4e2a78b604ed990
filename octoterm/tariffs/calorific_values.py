"""How many kWh a cubic metre of gas has: dated calorific values. Pure.

kWh = m³ × 1.02264 × calorific value ÷ 3.6 (The Gas (Calculation of Thermal Energy) Regulations
1996), unrounded.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

CORRECTION = Fraction("1.02264")
"""The legal correction of the volume for temperature and pressure."""
MJ_PER_KWH = Fraction("3.6")
USUAL = Fraction("39.5")
"""MJ/m³, if the configuration has no value; bills have 37.5 to 43."""


class CalorificValue(NamedTuple):
    """The value from `since` on, until the next one."""

    since: int
    """UTC seconds."""
    value: Fraction
    """MJ/m³."""

    @property
    def kwh_per_cubic_metre(self) -> Fraction:
        """Exact."""
        return CORRECTION * self.value / MJ_PER_KWH
