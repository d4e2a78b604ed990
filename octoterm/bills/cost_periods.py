"""The stretches of time whose costs are shown: half hours, London days to years, bills. Pure.

The supplier charges by London days, whenever the days of the household begin.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from octoterm.bills.billing_month import billing_month_from, billing_month_of
from octoterm.costs.cost import Cost
from octoterm.costs.point_costs import PointCosts
from octoterm.periods.calendar import Calendar
from octoterm.periods.labels import clock_label, day_label, range_label
from octoterm.periods.london import HALF_HOUR, ONE_DAY, london
from octoterm.periods.period import Granularity, Period, add_months


class BillingMonth(Period):
    """A billing month that is called by its days: `15 Mar – 14 Apr 2024`."""

    @property
    def label(self) -> str:
        return range_label(self.first, self.last)

    @property
    def short_label(self) -> str:
        return self.label

    @classmethod
    def of(cls, day: date, billing_day: int) -> BillingMonth:
        """The one that contains `day`."""
        found = billing_month_of(day, billing_day)
        return cls(found.granularity, found.first, found.end)

    def previous(self, billing_day: int) -> BillingMonth:
        """The one before."""
        return self.of(self.first - ONE_DAY, billing_day)

    def a_year_earlier(self, billing_day: int) -> BillingMonth:
        """The one that began in the same month a year earlier."""
        first = billing_month_from(add_months(self.first.replace(day=1), -12), billing_day).first
        return self.of(first, billing_day)


class CostPeriod(NamedTuple):
    """A stretch of time, cut to the days asked for."""

    label: str
    """The name of the whole period: `Thu 14 Mar 2024 18:00`, `March 2024`, `15 Mar – 14 Apr 2024`.
    """
    start: int
    end: int
    """UTC seconds, exclusive."""
    period: Period | None
    """The whole period, before it was cut; None for a half hour."""

    def cost(self, costs: PointCosts) -> Cost:
        """What it cost; for a half hour, without a standing charge."""
        return costs.between(self.start, self.end, with_days=self.period is not None)


def cost_periods(
    kind: Granularity, days: Period, calendar: Calendar, billing_day: int
) -> Iterator[CostPeriod]:
    """The half hours, days, weeks, months or years that overlap `days`, in order, and cut to them;
    for the kind ALL, the billing months. `calendar` is London's."""
    if kind is Granularity.HALF_HOUR:
        for start in range(*calendar.bounds(days), HALF_HOUR):
            label = f"{day_label(london(start).date())} {clock_label(start)}"
            yield CostPeriod(label, start, start + HALF_HOUR, None)
        return
    day = days.first
    while day < days.end:
        period = _period(kind, day, billing_day)
        counted = Period.spanning(day, min(period.last, days.last))
        yield CostPeriod(period.label, *calendar.bounds(counted), period)
        day = period.end


def _period(kind: Granularity, day: date, billing_day: int) -> Period:
    if kind is Granularity.ALL:
        return BillingMonth.of(day, billing_day)
    return Period.containing(kind, day)
