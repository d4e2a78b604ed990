"""The bill of the month that is looked at, as the dashboard shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from octoterm.analysis.projection import Projection, projection_of
from octoterm.bills.bill import Bill, bill_of, together
from octoterm.bills.billing_month import billing_month_from, billing_month_of
from octoterm.bills.course import Use, course_of
from octoterm.bills.words import is_known, month_label
from octoterm.consumption.days import Columns
from octoterm.consumption.series import Series
from octoterm.costs.costing import Costing, costing
from octoterm.costs.point_costs import PointCosts
from octoterm.costs.quantities import COST
from octoterm.household.account import Direction
from octoterm.periods.london import london
from octoterm.periods.period import Period, add_months
from octoterm.runtime.slices import Sliced
from octoterm.tariffs.supply import Supply


class PartBill(NamedTuple):
    """The bill of a meter point."""

    title: str
    direction: Direction
    bill: Bill


class Net(NamedTuple):
    """What a home with exports pays."""

    paid: Decimal
    earned: Decimal


class BillShown(NamedTuple):
    """The bills of a billing month: one, or for a net use those of all its meter points."""

    month: Period
    """Its London days."""
    parts: tuple[PartBill, ...]
    """Beginning with what is paid for."""
    net: Net | None
    """What is paid less what is earned; None for a single meter point."""
    before: tuple[PartBill, ...]
    """The bills of the same month a year earlier; empty if nothing is known about it."""
    month_before: Period
    net_before: Net | None
    course: Projection | None
    """What the total is on course for, in pence; None if that is not known."""

    @property
    def label(self) -> str:
        """The name of the billing month."""
        return month_label(self.month)

    @property
    def course_in_words(self) -> str:
        """`On course for about £95 (£90–£101)`; empty if that is not known."""
        return f"On course for {self.course.words(COST.whole)}" if self.course else ""

    @property
    def is_known(self) -> bool:
        """Whether there is a bill at all."""
        return any(is_known(part.bill) for part in self.parts)


class MeterBills:
    """The bills of a meter point, or of a net use; the last one made is kept."""

    def __init__(
        self,
        costs: PointCosts,
        titles: Iterable[str],
        readings: Series,
        at_ends: Mapping[Period, Sequence[Costing]],
    ) -> None:
        """`titles` are those of the meter points, in the order of the costings; `at_ends` their
        costings of the billing months in which the readings begin and end, see `meter_bills`."""
        self._costs = costs
        self._every = (*costs.costings, *costs.subtracted)
        self._titles = tuple(titles)
        self._readings = readings
        self._at_ends = at_ends
        self._made: BillShown | None = None

    @property
    def billing_day(self) -> int:
        """The day of the month on which bills begin."""
        return billing_day_of(self._costs)

    def month_of(self, day: date) -> Period:
        """The billing month that contains the day."""
        return billing_month_of(day, self.billing_day)

    def month_after(self, month: Period, steps: int) -> Period:
        """The billing month `steps` months later, or earlier if that is negative."""
        return billing_month_from(add_months(month.first, steps), self.billing_day)

    def at(self, day: date) -> BillShown:
        """The bill of the billing month that contains the day."""
        month = self.month_of(day)
        if self._made is None or self._made.month != month:
            self._made = self._bill(month)
        return self._made

    def _bill(self, month: Period) -> BillShown:
        parts, net = self._parts(month)
        month_before = self.month_after(month, -12)
        begins = self._readings.first_day
        before: tuple[PartBill, ...] = ()
        net_before: Net | None = None
        if begins is not None and begins < month_before.end:
            before, net_before = self._parts(month_before)
        has_before = any(part.bill.priced for part in before)
        return BillShown(
            month,
            parts,
            net,
            before if has_before else (),
            month_before,
            net_before if has_before else None,
            None if self._costs.is_net else self._course(month),
        )

    def _parts(self, month: Period) -> tuple[tuple[PartBill, ...], Net | None]:
        parts = tuple(
            PartBill(title, each.supply.direction, bill_of(each, month))
            for title, each in zip(self._titles, self._costings(month), strict=True)
        )
        paid = [part.bill for part in parts[: len(self._costs.costings)]]
        earned = [part.bill for part in parts[len(paid) :]]
        return parts, Net(together(paid).total, together(earned).total) if earned else None

    def _costings(self, month: Period) -> Sequence[Costing]:
        return self._at_ends.get(month) or [_with_readings_of(each, month) for each in self._every]

    def _course(self, month: Period) -> Projection | None:
        found = projection_of(self._readings, month)
        so_far = self._readings.total_between(*self._readings.calendar.bounds(month))
        if found is None or so_far <= 0:
            return None
        use = Use(*(each / so_far for each in found))
        course = course_of(self._costings(month)[0], month, use)
        return None if course is None else Projection(*course)


def meter_bills(
    costs: PointCosts, named: Sequence[tuple[str, Supply]], readings: Series
) -> Sliced[MeterBills]:
    """The bills of these costs, made in slices. `named` are the titles of their meter points and
    how these are charged for, with all prices. These are needed because the months in which the
    readings begin and end have days without readings, which `costs` does not cover."""
    every = (*costs.costings, *costs.subtracted)
    day = billing_day_of(costs)
    ends = [each for each in (readings.first, readings.last) if each is not None]
    months = dict.fromkeys(billing_month_of(london(each).date(), day) for each in ends)
    at_ends = {}
    for month in months:
        found = []
        for whole, (_, supply) in zip(every, named, strict=True):
            priced = whole.supply._replace(prices=supply.prices)
            cut = _with_readings_of(whole, month).readings
            found.append((yield from costing(priced, cut, month.first, month.last, whole.days)))
        at_ends[month] = found
    return MeterBills(costs, [title for title, _ in named], readings, at_ends)


def billing_day_of(costs: PointCosts) -> int:
    """The day of the month on which the bills of these costs begin."""
    return costs.costings[0].supply.terms.billing_day


def _with_readings_of(whole: Costing, days: Period) -> Costing:
    """The costing with only the readings of these days, so that only they are made exact."""
    places = whole.places(*whole.days.bounds(days))
    cut = slice(places.start, places.stop)
    readings = Columns(whole.readings.starts[cut], whole.readings.values[cut])
    return replace(whole, readings=readings)
