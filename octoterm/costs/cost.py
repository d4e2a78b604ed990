"""What a stretch of time cost: an exact sum, with what is missing from it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from octoterm.costs.costing import Costing
from octoterm.costs.labels import labels_of, partial_words
from octoterm.costs.ledger import Ledger, UnpricedPart, ledger
from octoterm.tariffs.price_columns import Unpriced

NOTHING = Fraction(0)


class Cost(NamedTuple):
    """The cost of a stretch of time. The sums cover what has a price; they are never scaled up."""

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
    is_net: bool = False
    """Whether it is what is paid less what is earned; a kWh of that has no price."""

    @property
    def total(self) -> Fraction:
        """Pence with VAT and standing charges."""
        return self.energy + self.standing + self.vat

    @property
    def pence_per_kwh(self) -> Fraction | None:
        """What a priced kWh cost with VAT, without standing charges. None for a net use, and if
        no kWh has a price."""
        if self.is_net or not self.priced_kwh:
            return None
        return self.energy_with_vat / self.priced_kwh


def cost_between(costing: Costing, start: int, end: int, *, with_days: bool = True) -> Cost:
    """The cost of the half hours from `start` to `end` (UTC seconds) and, `with_days`, the
    standing charges of the London days that begin in them."""
    found = ledger(costing, start, end, with_days=with_days, by_rate=False)
    return cost_of(costing, found, start, end)


def cost_of(costing: Costing, found: Ledger, start: int, end: int) -> Cost:
    """The cost of what is in the ledger, which covers `start` to `end`."""
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


def together(costs: Sequence[Cost]) -> Cost:
    """The costs of several meter points of the same time, at least one, as one."""
    first, *others = costs
    for other in others:
        first = _with(first, other, 1)
    return first


def less(paid: Cost, earned: Cost) -> Cost:
    """What is paid less what is earned in the same time."""
    return _with(paid, earned, -1)._replace(is_net=True)


def _with(one: Cost, other: Cost, sign: int) -> Cost:
    """The sum of both, with the `sign` for the other. A half hour that both have is counted once,
    as they cover the same time."""
    parts: dict[Unpriced, UnpricedPart] = {part.reason: part for part in one.unpriced}
    for part in other.unpriced:
        before = parts.get(part.reason)
        half_hours = max(part.half_hours, before.half_hours if before else 0)
        kwh = (before.kwh if before else NOTHING) + sign * part.kwh
        parts[part.reason] = UnpricedPart(part.reason, half_hours, kwh)
    priced = min(one.priced, other.priced)
    unpriced = sum(part.half_hours for part in parts.values())
    missing = max(0, one.expected - priced - unpriced)
    said = dict.fromkeys((*one.labels, *other.labels))
    of_one = {*_partial_words(one), *_partial_words(other)}
    labels = [label for label in said if label not in of_one]
    return Cost(
        start=one.start,
        end=one.end,
        kwh=one.kwh + sign * other.kwh,
        energy=one.energy + sign * other.energy,
        standing=one.standing + sign * other.standing,
        vat=one.vat + sign * other.vat,
        priced_kwh=one.priced_kwh + sign * other.priced_kwh,
        energy_with_vat=one.energy_with_vat + sign * other.energy_with_vat,
        expected=one.expected,
        priced=priced,
        missing=missing,
        unpriced=tuple(parts.values()),
        labels=(*partial_words(one.expected, missing, parts.values()), *labels),
    )


def _partial_words(cost: Cost) -> Iterator[str]:
    return partial_words(cost.expected, cost.missing, cost.unpriced)
