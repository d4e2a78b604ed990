"""Unit rates as whole numbers, which are multiplied and added up exactly and quickly. Pure."""

from __future__ import annotations

from fractions import Fraction

from octoterm.tariffs.rates import exact

SCALE = 10**30
"""Rates have fewer decimals."""
MOST_RATES = 100_000
"""To cache; ten years of half-hourly rates have some thousands of different ones."""


class _Scaled(dict[float, int | Fraction]):
    """Cache: a rate → exactly SCALE times as much, a whole number but for absurd rates."""

    def __missing__(self, rate: float) -> int | Fraction:
        if len(self) > MOST_RATES:
            self.clear()
        scaled = exact(rate) * SCALE
        self[rate] = found = scaled.numerator if scaled.denominator == 1 else scaled
        return found


scaled = _Scaled()
