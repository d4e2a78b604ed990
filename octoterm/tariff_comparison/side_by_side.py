"""Puts a tariff beside what the household had, over the days that both price whole. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from operator import and_
from typing import NamedTuple

from octoterm.costs.costing import Costing
from octoterm.costs.labels import labels_of_all
from octoterm.costs.ledger import NOTHING
from octoterm.periods.london import ONE_DAY
from octoterm.runtime.slices import Sliced
from octoterm.tariff_comparison.candidates import Candidate
from octoterm.tariff_comparison.priced_days import DaysCost, PricedDays
from octoterm.tariff_comparison.tariff_row import ENOUGH, Excluded, MonthCosts, TariffRow, Whose
from octoterm.tariff_comparison.use_by_days import UseByDays
from octoterm.tariff_comparison.whole_numbers import added


class _Run(NamedTuple):
    """Compared days of a month that follow one another."""

    month: date
    days: int
    its: DaysCost
    own: DaysCost
    kwh: Fraction
    readings: int


def row_of(
    candidate: Candidate, costing: Costing, its: PricedDays, own: PricedDays, *, is_own: bool
) -> Sliced[TariffRow]:
    """The row of a candidate: `its` days, by its `costing`, and the household's `own` ones."""
    compared = bytes(map(and_, own.is_whole, its.is_whole))
    runs = []
    for month, first, end in _runs(compared, its.use):
        costs = its.cost(first, end), own.cost(first, end)
        of_use = its.use.kwh(first, end), its.use.readings(first, end)
        runs.append(_Run(month, end - first, *costs, *of_use))
        yield 0
    readings = sum(run.readings for run in runs)
    coverage = Fraction(readings, its.use.half_hours)
    standing = added(run.its.standing for run in runs)
    kwh = added(run.kwh for run in runs)
    months = tuple(_months(runs, its.use))
    yield 0
    cost = own_cost = None
    if runs:
        cost = added(month.cost or NOTHING for month in months)
        own_cost = added(month.own_cost or NOTHING for month in months)
    difference = average_part = timing_part = None
    if cost is not None and own_cost is not None and coverage >= ENOUGH:
        difference = cost - own_cost
        if not its.has_told:
            mean_rate = added(run.its.rates for run in runs) / readings
            average_part = mean_rate * kwh + standing - own_cost
            timing_part = difference - average_part
    return TariffRow(
        candidate=candidate,
        is_own=is_own,
        cost=cost,
        own_cost=own_cost,
        standing=standing if runs else None,
        difference=difference,
        average_part=average_part,
        timing_part=timing_part,
        days=sum(compared),
        excluded=tuple(_excluded(its, own)),
        coverage=coverage,
        kwh=kwh,
        months=months,
        labels=labels_of_all(costing),
    )


def _runs(compared: bytes, use: UseByDays) -> Iterator[tuple[date, int, int]]:
    """The compared days that follow one another in a month: its 1st, and their numbers from, up
    to."""
    for month, begin, end in use.months:
        first = compared.find(1, begin, end)
        while first >= 0:
            stop = compared.find(0, first, end)
            stop = end if stop < 0 else stop
            yield month, first, stop
            first = compared.find(1, stop, end)


def _months(runs: Iterable[_Run], use: UseByDays) -> Iterator[MonthCosts]:
    by_month: dict[date, list[_Run]] = {month: [] for month, _, _ in use.months}
    for run in runs:
        by_month[run.month].append(run)
    for month, some in by_month.items():
        cost = own_cost = None
        if some:
            cost = added(run.its.total for run in some)
            own_cost = added(run.own.total for run in some)
        yield MonthCosts(month, sum(run.days for run in some), cost, own_cost)


def _excluded(its: PricedDays, own: PricedDays) -> Iterator[Excluded]:
    """The days that are not compared; those that follow one another for one reason together."""
    reasons = {number: (Whose.TARIFF, reason) for number, reason in its.reasons.items()}
    reasons |= {number: (Whose.OWN, reason) for number, reason in own.reasons.items()}
    found: Excluded | None = None
    for number in sorted(reasons):
        day = its.use.days[number]
        if found and found.last + ONE_DAY == day and found[2:] == reasons[number]:
            found = found._replace(last=day)
            continue
        if found:
            yield found
        found = Excluded(day, day, *reasons[number])
    if found:
        yield found
