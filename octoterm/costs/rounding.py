"""Rounds exact amounts once, half up, as bills do. Pure."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
"""More digits than any amount has."""


def half_up(amount: Fraction, decimals: int) -> Decimal:
    """The amount with so many decimals; a half is rounded away from zero."""
    return Decimal(_rounded(amount, decimals)).scaleb(-decimals, _EXACT)


def number(amount: Fraction, decimals: int) -> float:
    """The same as a number, for programs."""
    return _rounded(amount, decimals) / _parts(decimals)


def _rounded(amount: Fraction, decimals: int) -> int:
    """The amount in units of the last decimal, as a whole number."""
    part = amount.denominator
    whole, rest = divmod(abs(amount.numerator) * _parts(decimals), part)
    rounded = whole + (2 * rest >= part)
    return -rounded if amount < 0 else rounded


def pounds(pence: Fraction) -> Decimal:
    """The amount in pounds, to a penny."""
    return half_up(pence / 100, 2)


def _parts(decimals: int) -> int:
    parts: int = 10**decimals
    return parts
