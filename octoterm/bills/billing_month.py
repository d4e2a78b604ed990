"""The months of a bill, which begin on the billing day. Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from octoterm.periods.london import ONE_DAY
from octoterm.periods.period import Period


def billing_month_of(day: date, billing_day: int) -> Period:
    """The billing month that contains `day`.

    In a month that is too short it begins on the last day: for 31, on 28 February.
    """
    begins = _beginning(day.year, day.month, billing_day)
    return billing_month_from(begins if begins <= day else _month_before(begins), billing_day)


def billing_month_from(month: date, billing_day: int) -> Period:
    """The billing month that begins in the calendar month of `month`."""
    first = _beginning(month.year, month.month, billing_day)
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    end = _beginning(following.year, following.month, billing_day)
    return Period.spanning(first, end - ONE_DAY)


def _beginning(year: int, month: int, billing_day: int) -> date:
    return date(year, month, min(billing_day, monthrange(year, month)[1]))


def _month_before(day: date) -> date:
    return day.replace(day=1) - ONE_DAY
