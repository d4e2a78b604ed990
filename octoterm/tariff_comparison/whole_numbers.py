"""Readings and rates as whole numbers, which are multiplied and added up exactly. Pure.

They are floats, which hold whole numbers up to 2^53 exactly and are multiplied in half the time
that ints take; where sums may be larger, they are made ints. Readings are never negative.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import lcm
from operator import mul

from octoterm.costs.usage import MILLIONTHS
from octoterm.tariffs.rates import exact

RATE_PARTS = 10_000
"""Of a penny: published rates have four decimals at most."""
_MOST_PENCE = 1000
"""p/kWh that rates in floats reach, up or down."""
MOST_OF_A_DAY = 2**53 // (_MOST_PENCE * RATE_PARTS)
"""The sum of readings up to which products with such rates add up exactly as floats: 900 kWh in
millionths."""
_ROUND = 1.5 * 2**52
"""Added to a float and taken away, it rounds the float to a whole number, half to even: from there
on, up to four thirds of it, floats have no decimals."""


def millionths(values: Iterable[float]) -> list[float]:
    """Readings as whole numbers of millionths: what `round(value * 1_000_000)` is."""
    return [value * MILLIONTHS + _ROUND - _ROUND for value in values]


class _WholeRates(dict[float, float]):
    """Cache: a rate → RATE_PARTS times as much, exactly. KeyError of rates with more decimals,
    and of absurd ones."""

    def __missing__(self, rate: float) -> float:
        whole = round(rate * RATE_PARTS)
        if whole / RATE_PARTS != rate or abs(rate) > _MOST_PENCE:
            raise KeyError(rate)
        self[rate] = found = float(whole)
        return found


_whole_rates = _WholeRates()


def whole_rates(rates: Iterable[float]) -> list[float]:
    """Rates as whole numbers, of which RATE_PARTS are a penny. Raises KeyError if they have more
    decimals; then take `finer_rates`."""
    return list(map(_whole_rates.__getitem__, rates))


def finer_rates(rates: Iterable[float]) -> tuple[Mapping[float, int], int]:
    """The same for rates with any number of decimals: rate → whole number, and how many parts are
    a penny."""
    found = {rate: exact(rate) for rate in set(rates)}
    parts = lcm(*(each.denominator for each in found.values()))
    return {rate: int(each * parts) for rate, each in found.items()}, parts


def sum_of_products(
    counts: Iterable[float], rates: Iterable[float], *, are_floats: bool = True
) -> int:
    """The counts, each times its rate, added up: as ints, unless they `are_floats` which the sum
    of the counts and the size of the rates allow."""
    if not are_floats:
        counts, rates = map(int, counts), map(int, rates)
    return int(sum(map(mul, counts, rates)))
