"""Stretches of time in which nothing changes but the unit rate. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from octoterm.costs.costing import Costing
from octoterm.costs.usage import kwh_per_unit
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
    """Those from `start` to `end` (UTC seconds), in order."""
    factors = kwh_per_unit(costing.supply.terms.calorific_values)
    ends = [since for since, _ in factors[1:]]
    for agreed in costing.columns.agreed:
        first, last = max(start, agreed.since), min(end, agreed.until)
        for since, until, vat in vat_between(costing.supply.vat, first, last):
            for (begun, factor), ended in zip(factors, [*ends, until], strict=True):
                low, high = max(since, begun), min(until, ended)
                if low < high:
                    yield Stretch(low, high, agreed.agreement, vat, factor)
