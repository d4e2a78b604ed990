"""Compares octoterm's figures of half hours with those of the supplier's website. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from octoterm.costs.cost import Cost, cost_between
from octoterm.costs.costing import Costing
from octoterm.periods.london import HALF_HOUR, ONE_DAY
from octoterm.readings_csv.website_csv import WebsiteRow


class ReconciledDay(NamedTuple):
    """A London day, ours and theirs. What is not known is None."""

    day: date
    kwh_ours: Fraction | None
    kwh_theirs: Fraction | None
    pence_ours: Fraction | None
    """Pence with VAT, without the standing charge; of the half hours with a price."""
    pence_theirs: Fraction | None

    @property
    def difference(self) -> Fraction | None:
        """How many pence more ours are."""
        if self.pence_ours is None or self.pence_theirs is None:
            return None
        return self.pence_ours - self.pence_theirs


class Reconciled(NamedTuple):
    """All days of the supplier's file."""

    days: tuple[ReconciledDay, ...]
    only_ours: tuple[int, ...]
    """Starts (UTC seconds) of half hours that only octoterm has, except those without use, which
    the supplier leaves out."""
    only_theirs: tuple[int, ...]
    unpriced: int
    """Half hours of ours without a price."""
    labels: tuple[str, ...]
    """What is assumed in ours."""

    @property
    def difference(self) -> Fraction | None:
        """How many pence more ours are, over the days whose cost both know; None without any."""
        known = [each.difference for each in self.days if each.difference is not None]
        return sum(known, Fraction(0)) if known else None


def days_of(theirs: Mapping[int, WebsiteRow], costing: Costing) -> Sequence[date]:
    """The London days from the first half hour of the file to the last."""
    first, last = costing.days.day_of(min(theirs)), costing.days.day_of(max(theirs))
    return [first + number * ONE_DAY for number in range((last - first).days + 1)]


def reconcile(costing: Costing, theirs: Mapping[int, WebsiteRow]) -> Reconciled:
    """Both, day by day. `theirs` has at least one half hour, and `costing` reaches over them."""
    by_day: dict[date, list[WebsiteRow]] = {}
    for start, row in theirs.items():
        by_day.setdefault(costing.days.day_of(start), []).append(row)
    days = days_of(theirs, costing)
    begin, end = costing.days.start_of(days[0]), costing.days.start_of(days[-1] + ONE_DAY)
    places = costing.places(begin, end)
    usage = costing.usage
    ours = {usage.starts[place]: usage.counts[place] for place in places}
    whole = cost_between(costing, begin, end, with_days=False)
    return Reconciled(
        days=tuple(_day(costing, day, by_day.get(day, ())) for day in days),
        only_ours=tuple(start for start, used in ours.items() if used and start not in theirs),
        only_theirs=tuple(sorted(start for start in theirs if start not in ours)),
        unpriced=sum(part.half_hours for part in whole.unpriced),
        labels=tuple(each for each in whole.labels if not each.startswith("partial")),
    )


def _day(costing: Costing, day: date, theirs: Sequence[WebsiteRow]) -> ReconciledDay:
    start, end = costing.days.start_of(day), costing.days.start_of(day + ONE_DAY)
    cost = cost_between(costing, start, end, with_days=False)
    costs = [row.pence for row in theirs if row.pence is not None]
    return ReconciledDay(
        day,
        cost.kwh if _readings(cost) else None,
        sum((row.kwh for row in theirs), Fraction(0)) if theirs else None,
        cost.energy_with_vat if cost.priced else None,
        sum(costs, Fraction(0)) if costs else None,
    )


def _readings(cost: Cost) -> int:
    return (cost.end - cost.start) // HALF_HOUR - cost.missing
