"""What a stretch of time cost: exact, and honest about what is not in it. Pure."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from octoterm.costs.costing import Costing
from octoterm.costs.labels import labels_of
from octoterm.costs.ledger import Ledger, UnpricedPart, ledger

NOTHING = Fraction(0)


class Cost(NamedTuple):
    """The cost of a stretch of time. Sums are of what has a price, and never scaled up."""

    start: int
    end: int
    """UTC seconds, exclusive."""
    kwh: Fraction
    """All that was read, with or without a price."""
    energy: Fraction
    """Pence without VAT."""
    standing: Fraction
    """Pence without VAT."""
    vat: Fraction
    """Pence."""
    priced_kwh: Fraction
    energy_with_vat: Fraction
    expected: int
    """Half hours of the stretch."""
    priced: int
    missing: int
    """Half hours without a reading."""
    unpriced: tuple[UnpricedPart, ...]
    labels: tuple[str, ...]
    """What is assumed, and what is not in the sums: sentences."""

    @property
    def total(self) -> Fraction:
        """Pence with VAT and standing charges."""
        return self.energy + self.standing + self.vat

    @property
    def pence_per_kwh(self) -> Fraction | None:
        """What a priced kWh cost with VAT, without standing charges; None without any."""
        return self.energy_with_vat / self.priced_kwh if self.priced_kwh else None


def cost_between(costing: Costing, start: int, end: int) -> Cost:
    """The cost of the half hours from `start` to `end` (UTC seconds), with the standing charges
    of the London days that begin in them."""
    found = ledger(costing, start, end)
    return cost_of(costing, found, start, end)


def cost_of(costing: Costing, found: Ledger, start: int, end: int) -> Cost:
    """The cost of what is in the ledger of these times."""
    energy = sum((line.energy for line in found.energy), NOTHING)
    with_vat = sum((line.energy * line.vat.factor for line in found.energy), NOTHING)
    standing = [(costing.standing_pence(each) * each.days, each.vat) for each in found.standing]
    standing_vat = sum((pence * (vat.factor - 1) for pence, vat in standing), NOTHING)
    priced_kwh = sum((line.kwh for line in found.energy), NOTHING)
    return Cost(
        start=start,
        end=end,
        kwh=priced_kwh + sum((part.kwh for part in found.unpriced), NOTHING),
        energy=energy,
        standing=sum((pence for pence, _ in standing), NOTHING),
        vat=with_vat - energy + standing_vat,
        priced_kwh=priced_kwh,
        energy_with_vat=with_vat,
        expected=found.expected,
        priced=found.priced,
        missing=found.missing,
        unpriced=found.unpriced,
        labels=labels_of(costing, found, start, end),
    )
