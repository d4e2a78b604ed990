"""Readings and rates as whole numbers, which are multiplied and added up exactly. Pure.

They are floats, which hold whole numbers up to 2^53 exactly and are multiplied in half the time
that ints take; where sums may be larger, they are made ints. Readings are never negative.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import lcm
from operator import mul

from octoterm.costs.usage import MILLIONTHS
from octoterm.runtime.slices import Sliced
from octoterm.tariffs.rates import exact

HALF_HOURS_AT_ONCE = 3000
"""In one slice: under a millisecond, or two where no rate was met before."""

RATE_PARTS = 10_000
"""Of a penny: published rates have four decimals at most."""
_MOST_PENCE = 100
"""p/kWh that rates in floats reach, up or down: the most that Agile may cost."""
MOST_AT_ONCE = 2**53 // (_MOST_PENCE * RATE_PARTS)
"""The sum of readings up to which products with such rates add up exactly as floats: 9,000 kWh in
millionths."""
_ROUND = 1.5 * 2**52
"""Added to a float and taken away again, it rounds that to a whole number, half to even: floats of
this size have no decimals."""
_MOST_CACHED = 100_000
"""Ten years of half-hourly rates have some thousands of different ones."""


def millionths(values: Iterable[float]) -> list[float]:
    """Readings as whole numbers of millionths: what `round(value * 1_000_000)` is."""
    times, rounding = float(MILLIONTHS), _ROUND
    return [value * times + rounding - rounding for value in values]


class _WholeRates(dict[float, float]):
    """Cache: a rate → RATE_PARTS times as much, exactly. KeyError of rates with more decimals,
    and of absurd ones."""

    def __missing__(self, rate: float) -> float:
        whole = rate * RATE_PARTS + _ROUND - _ROUND
        if whole / RATE_PARTS != rate or abs(rate) > _MOST_PENCE:
            raise KeyError(rate)
        if len(self) > _MOST_CACHED:
            self.clear()
        self[rate] = whole
        return whole


_whole_rates = _WholeRates()


def whole_rates(rates: array[float]) -> list[float]:
    """Rates as whole numbers, of which RATE_PARTS are a penny. Raises KeyError if they have more
    decimals; then take `finer_rates`."""
    if rates.tobytes() == rates[:1].tobytes() * len(rates):
        return [_whole_rates[rates[0]]] * len(rates)
    return list(map(_whole_rates.__getitem__, rates))


def finer_rates(rates: array[float]) -> Sliced[tuple[list[float], int]]:
    """The same of rates with any number of decimals, as ints; and how many of them are a penny."""
    found: dict[float, Fraction] = {}
    for begin in range(0, len(rates), HALF_HOURS_AT_ONCE):
        for rate in set(rates[begin : begin + HALF_HOURS_AT_ONCE]).difference(found):
            found[rate] = exact(rate)
        yield 0
    parts = lcm(*(each.denominator for each in found.values()))
    whole = {rate: int(each * parts) for rate, each in found.items()}
    yield 0
    return [whole[rate] for rate in rates], parts


def sum_of_products(counts: Sequence[float], rates: Sequence[float], *, are_floats: bool) -> int:
    """The counts, each times its rate, added up: as ints, unless they `are_floats` which the sum
    of the counts and the size of the rates allow."""
    if are_floats:
        return int(sum(map(mul, counts, rates)))
    return sum(map(mul, map(int, counts), map(int, rates)))


def added(amounts: Iterable[Fraction]) -> Fraction:
    """Their sum: one by one they take three times as long, as each sum is reduced."""
    amounts = tuple(amounts)
    if len(amounts) == 1:
        return amounts[0]
    numerators: dict[int, int] = {}
    for amount in amounts:
        part = amount.denominator
        numerators[part] = numerators.get(part, 0) + amount.numerator
    if len(numerators) == 1:
        ((part, number),) = numerators.items()
        return Fraction(number, part)
    whole = lcm(*numerators)
    return Fraction(sum(number * (whole // part) for part, number in numerators.items()), whole)
