"""Puts a tariff beside what the household had, over the days that both price whole. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import compress, groupby
from operator import and_

from octoterm.costs.costing import Costing
from octoterm.costs.labels import labels_of_all
from octoterm.tariff_comparison.candidates import Candidate
from octoterm.tariff_comparison.priced_days import PricedDays
from octoterm.tariff_comparison.tariff_row import ENOUGH, Excluded, MonthCosts, TariffRow, Whose
from octoterm.tariff_comparison.use_by_days import UseByDays
from octoterm.tariffs.price_columns import Unpriced

ALL = slice(None)
"""All days."""


def row_of(
    candidate: Candidate,
    costing: Costing,
    its: PricedDays,
    own: PricedDays,
    use: UseByDays,
    *,
    is_own: bool,
) -> TariffRow:
    """The row of a candidate: `its` days, by its `costing`, and the household's `own` ones."""
    compared = bytes(map(and_, own.is_whole, its.is_whole))
    coverage = Fraction(sum(compress(use.readings, compared)), use.half_hours)
    cost, own_cost = _cost(its, compared), _cost(own, compared)
    kwh = Fraction(sum(compress(use.kwh, compared)), use.parts)
    standing = _pence(its, its.standing, compared)
    difference = average_part = timing_part = None
    if cost is not None and own_cost is not None and coverage >= ENOUGH:
        difference = cost - own_cost
        if not its.has_told:
            average_part = _mean_rate(its, use, compared) * kwh + standing - own_cost
            timing_part = difference - average_part
    return TariffRow(
        candidate=candidate,
        is_own=is_own,
        cost=cost,
        own_cost=own_cost,
        standing=standing if any(compared) else None,
        difference=difference,
        average_part=average_part,
        timing_part=timing_part,
        days=sum(compared),
        excluded=tuple(_excluded(its, own, use)),
        coverage=coverage,
        kwh=kwh,
        months=tuple(_months(its, own, use, compared)),
        labels=labels_of_all(costing),
    )


def _pence(
    priced: PricedDays, amounts: Sequence[int], chosen: bytes, some: slice = ALL
) -> Fraction:
    """The amounts of the chosen ones of some days together, in pence."""
    return Fraction(sum(compress(amounts[some], chosen[some])), priced.parts)


def _cost(priced: PricedDays, chosen: bytes, some: slice = ALL) -> Fraction | None:
    """What they cost, in pence; None if there are none."""
    if not any(chosen[some]):
        return None
    return _pence(priced, priced.energy, chosen, some) + _pence(
        priced, priced.standing, chosen, some
    )


def _mean_rate(priced: PricedDays, use: UseByDays, compared: bytes) -> Fraction:
    """The mean of the unit rates of the compared half hours, however much was used in each: p/kWh
    with VAT."""
    return _pence(priced, priced.rates, compared) / sum(compress(use.readings, compared))


def _excluded(its: PricedDays, own: PricedDays, use: UseByDays) -> Iterator[Excluded]:
    """The days that are not compared; those that follow one another for one reason together."""

    def why(number: int) -> tuple[Whose, Unpriced | None] | None:
        for whose, priced in ((Whose.OWN, own), (Whose.TARIFF, its)):
            if not priced.is_whole[number]:
                return whose, priced.reasons[number]
        return None

    for found, numbers in groupby(range(len(use.days)), why):
        if found is not None:
            days = [use.days[number] for number in numbers]
            yield Excluded(days[0], days[-1], *found)


def _months(
    its: PricedDays, own: PricedDays, use: UseByDays, compared: bytes
) -> Iterator[MonthCosts]:
    for month, begin, end in use.months:
        some = slice(begin, end)
        days = sum(compared[some])
        yield MonthCosts(month, days, _cost(its, compared, some), _cost(own, compared, some))
