"""What the household had, by its real agreements. Pure."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from octoterm.costs.costing import Costing
from octoterm.costs.labels import labels_of_all, partial_words
from octoterm.runtime.slices import Sliced
from octoterm.tariff_comparison.priced_days import PricedDays
from octoterm.tariff_comparison.whole_numbers import added


class OwnSide(NamedTuple):
    """What the household had, over the whole period."""

    cost: Fraction | None
    """Pence with VAT and standing charges, of all that has a price; of exports, what was earned.
    None if no half hour has one."""
    standing: Fraction
    """What of it is standing charges."""
    kwh: Fraction
    """All that was read."""
    tariffs: tuple[str, ...]
    """The codes of its agreements, in order of time, each once."""
    code: str | None
    """That of the last one; None without an agreement."""
    half_hours: int
    """Of the period."""
    priced: int
    """Those with a reading and a price."""
    labels: tuple[str, ...]
    """Why the cost is partial, if it is; what is assumed, and what is not in it: sentences."""


def own_side(costing: Costing, priced: PricedDays) -> Sliced[OwnSide]:
    """That of this costing, the days of which cost what `priced` says."""
    use = priced.use
    agreed = [each.agreement for each in costing.columns.agreed if each.agreement is not None]
    tariffs = tuple(dict.fromkeys(each.tariff for each in agreed))
    costs = []
    for _, begin, end in use.months:
        costs.append(priced.cost(begin, end))
        yield 0
    read = use.readings(0, len(use.days))
    unpriced = sum(part.half_hours for part in priced.unpriced)
    without_charge = sum(each.days for each in costing.standing if each.pence is None)
    partial = partial_words(use.half_hours, use.half_hours - read, priced.unpriced, without_charge)
    return OwnSide(
        cost=added(each.total for each in costs) if read > unpriced else None,
        standing=added(each.standing for each in costs),
        kwh=added(use.kwh(begin, end) for _, begin, end in use.months),
        tariffs=tariffs,
        code=agreed[-1].tariff if agreed else None,
        half_hours=use.half_hours,
        priced=read - unpriced,
        labels=(*partial, *labels_of_all(costing)),
    )
