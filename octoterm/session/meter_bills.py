"""The bill of the month that is looked at, as the dashboard shows it."""

from __future__ import annotations

from collections.abc import Iterable
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
from octoterm.periods.period import Period, add_months
from octoterm.runtime.slices import finish
from octoterm.tariffs.terms import Terms


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
    """The bills of a billing month: one, or of a net use those of all its meter points."""

    month: Period
    """Its London days."""
    parts: tuple[PartBill, ...]
    """What is paid for first."""
    net: Net | None
    """None for a single meter point."""
    before: tuple[PartBill, ...]
    """The bills of the same month a year earlier; empty if nothing is known of it."""
    month_before: Period
    net_before: Net | None
    course: Projection | None
    """What the total is on course for, in pence; None if that cannot be told."""

    @property
    def label(self) -> str:
        """The name of the billing month."""
        return month_label(self.month)

    @property
    def course_in_words(self) -> str:
        """`On course for about £95 (£90–£101)`; empty if that cannot be told."""
        return f"On course for {self.course.words(COST.whole)}" if self.course else ""

    @property
    def is_known(self) -> bool:
        """Whether there is a bill at all."""
        return any(is_known(part.bill) for part in self.parts)


class MeterBills:
    """The bills of a meter point, or of a net use; the one made last is kept."""

    def __init__(self, costs: PointCosts, titles: Iterable[str], readings: Series) -> None:
        """`titles` are those of the meter points: what is paid for first."""
        self._costs = costs
        self._titles = tuple(titles)
        self._readings = readings
        self._made: BillShown | None = None

    @property
    def billing_day(self) -> int:
        """The day of the month on which bills begin."""
        every = self._costs.costings
        return every[0].supply.terms.billing_day if every else Terms().billing_day

    def month_of(self, day: date) -> Period:
        """The billing month that contains the day."""
        return billing_month_of(day, self.billing_day)

    def month_after(self, month: Period, steps: int) -> Period:
        """The billing month so many later, or earlier if negative."""
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
        paid, earned = (
            [bill_of(_of_days(each, month), month) for each in side]
            for side in (self._costs.costings, self._costs.subtracted)
        )
        every = (*self._costs.costings, *self._costs.subtracted)
        parts = tuple(
            PartBill(title, each.supply.direction, bill)
            for title, each, bill in zip(self._titles, every, [*paid, *earned], strict=True)
        )
        if not earned:
            return parts, None
        return parts, Net(together(paid).total, together(earned).total)

    def _course(self, month: Period) -> Projection | None:
        found = projection_of(self._readings, month)
        so_far = self._readings.total_between(*self._readings.calendar.bounds(month))
        if found is None or so_far <= 0:
            return None
        use = Use(*(each / so_far for each in found))
        course = course_of(_of_days(self._costs.costings[0], month), month, use)
        return None if course is None else Projection(*course)


def _of_days(whole: Costing, days: Period) -> Costing:
    """The costing of these days alone, also of those to come."""
    start, end = whole.days.bounds(days)
    places = whole.places(start, end)
    cut = slice(places.start, places.stop)
    readings = Columns(whole.readings.starts[cut], whole.readings.values[cut])
    if whole.columns.first <= start and end <= whole.columns.end:
        return replace(whole, readings=readings)
    return finish(costing(whole.supply, readings, days.first, days.last, whole.days))
