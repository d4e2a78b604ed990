"""Rounds exact amounts, once, as bills do: half up. Pure."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
"""More digits than any amount has."""


def half_up(amount: Fraction, decimals: int) -> Decimal:
    """The amount with so many decimals; a half is rounded away from zero."""
    scaled = amount * 10**decimals
    whole, twice = int(abs(scaled)), 2 * (abs(scaled) % 1)
    rounded = whole + (twice >= 1)
    return Decimal(-rounded if scaled < 0 else rounded).scaleb(-decimals, _EXACT)


def pounds(pence: Fraction) -> Decimal:
    """The amount in pounds, to a penny."""
    return half_up(pence / 100, 2)
