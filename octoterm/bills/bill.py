"""A bill: blocks of one rate each, VAT once on their sum, and a total to the penny. Pure.

Amounts are added unrounded and rounded once. The exception is Tracker, whose bills have a line
for each day, rounded to a penny, of kWh rounded to hundredths.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from octoterm.bills.blocks import Block, blocks_between
from octoterm.costs.costing import Costing
from octoterm.costs.labels import labels_of
from octoterm.costs.ledger import ledger
from octoterm.costs.rounding import pounds
from octoterm.periods.period import Period


class Vat(NamedTuple):
    """The VAT at one rate."""

    percent: Fraction
    subtotal: Decimal
    """Pounds without VAT."""
    amount: Decimal
    """Pounds."""


class Bill(NamedTuple):
    """What a meter point costs in a stretch of days."""

    start: int
    end: int
    """UTC seconds, exclusive."""
    blocks: tuple[Block, ...]
    vat: tuple[Vat, ...]
    """By rate, lowest first."""
    expected: int
    """Half hours of the days."""
    priced: int
    missing: int
    unpriced: int
    labels: tuple[str, ...]
    days_ahead: int = 0
    """Days after the last reading whose standing charge is in the bill."""

    @property
    def subtotal(self) -> Decimal:
        """Pounds without VAT."""
        return sum((each.subtotal for each in self.vat), Decimal("0.00"))

    @property
    def total(self) -> Decimal:
        """Pounds with VAT."""
        return self.subtotal + sum((each.amount for each in self.vat), Decimal("0.00"))


def bill_of(costing: Costing, period: Period) -> Bill:
    """The bill of the London days of `period`."""
    start, end = costing.days.bounds(period)
    found = ledger(costing, start, end)
    blocks = tuple(blocks_between(costing, start, end))
    return Bill(
        start,
        end,
        blocks,
        vat_of(blocks),
        expected=found.expected,
        priced=found.priced,
        missing=found.missing,
        unpriced=found.without_price,
        labels=labels_of(costing, found, start, end),
        days_ahead=_days_ahead(costing, period, blocks),
    )


def _days_ahead(costing: Costing, period: Period, blocks: Sequence[Block]) -> int:
    starts = costing.readings.starts
    if not starts or not any(block.standing for block in blocks):
        return 0
    days = (period.last - costing.days.day_of(starts[-1])).days
    return min(max(0, days), sum(block.days for block in blocks))


def together(bills: Sequence[Bill]) -> Bill:
    """The bills of several meter points of the same days, at least one, as one."""
    first = bills[0]
    blocks = tuple(block for each in bills for block in each.blocks)
    return Bill(
        first.start,
        first.end,
        blocks,
        vat_of(blocks),
        expected=sum(each.expected for each in bills),
        priced=sum(each.priced for each in bills),
        missing=sum(each.missing for each in bills),
        unpriced=sum(each.unpriced for each in bills),
        labels=tuple(dict.fromkeys(label for each in bills for label in each.labels)),
        days_ahead=max(each.days_ahead for each in bills),
    )


def vat_of(blocks: tuple[Block, ...]) -> tuple[Vat, ...]:
    """For each VAT rate the sum of its blocks, rounded once, and the VAT on the unrounded sum."""
    raw: dict[Fraction, Fraction] = {}
    for block in blocks:
        raw[block.vat_percent] = raw.get(block.vat_percent, Fraction(0)) + block.amount
    return tuple(
        Vat(percent, pounds(pence), pounds(pence * percent / 100))
        for percent, pence in sorted(raw.items())
    )
