"""Stretches of time in which nothing changes but the unit rate. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from octoterm.costs.costing import Costing
from octoterm.household.account import Agreement
from octoterm.tariffs.vat import VatRate, vat_between


class Stretch(NamedTuple):
    """Half hours with one agreement and VAT, in which gas has one calorific value."""

    since: int
    until: int
    """UTC seconds, exclusive."""
    agreement: Agreement | None
    vat: VatRate
    kwh_per_unit: Fraction
    """kWh in a unit of the readings."""


def stretches(costing: Costing, start: int, end: int) -> Iterator[Stretch]:
    """The stretches from `start` to `end` (UTC seconds), in order."""
    for agreed in costing.columns.agreed:
        first, last = max(start, agreed.since), min(end, agreed.until)
        for since, until, vat in vat_between(costing.supply.vat, first, last):
            for low, high, factor in _factors(costing.kwh_per_unit, since, until):
                yield Stretch(low, high, agreed.agreement, vat, factor)


def _factors(
    factors: Sequence[tuple[int, Fraction]], start: int, end: int
) -> Iterator[tuple[int, int, Fraction]]:
    """The parts of this time with one factor each: it may change every day for years."""
    first = bisect_right(factors, start, key=lambda each: each[0]) - 1
    for number in range(max(first, 0), len(factors)):
        since, factor = factors[number]
        until = factors[number + 1][0] if number + 1 < len(factors) else end
        low, high = max(start, since), min(end, until)
        if low < high:
            yield low, high, factor
        if until >= end:
            return
