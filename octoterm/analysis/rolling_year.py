"""The last twelve months to the latest complete day, next to the twelve before. Pure."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from octoterm.analysis.comparison.baselines import PeriodBaseline
from octoterm.analysis.comparison.comparison import Comparison, compare_with
from octoterm.analysis.comparison.words import change_words
from octoterm.consumption.quantity import Form
from octoterm.consumption.series import Series
from octoterm.periods.labels import date_label
from octoterm.periods.london import ONE_DAY
from octoterm.periods.period import Granularity, Period, add_months

MONTHS = 12
ROLLING_KINDS = (Granularity.MONTH, Granularity.YEAR)
"""Kinds of period that end often enough, and not too often, to show how a year's total
develops."""
LEAST_COMPARED = 182
"""Fewest days that both must have to be compared: less than half a year says little about a
year."""
NAME_OF_OTHER = f"the {MONTHS} months before"


class RollingYear(NamedTuple):
    """Twelve months that end with any day."""

    form: Form
    days: Period
    total: float
    """Of the available readings."""
    comparison: Comparison | None
    """With the twelve months before; None if both have too few days."""

    @property
    def amount(self) -> str:
        """`3,104.2 kWh`."""
        return self.form.text(self.total)

    @property
    def words(self) -> str:
        """`3,104.2 kWh, 4% less than the 12 months before`, with only some days compared `… (300
        days compared)`."""
        found = self.comparison
        if found is None or found.own is None or found.other is None:
            return self.amount
        change = change_words(self.form, found.own, found.other, NAME_OF_OTHER)
        of = f" ({found.stretch} compared)" if found.stretch else ""
        return f"{self.amount}, {change}{of}"

    @property
    def sentence(self) -> str:
        """`The last 12 months, to 10 Apr 2024: 3,104.2 kWh, 4% less than the 12 months before`."""
        return f"The last {MONTHS} months, to {date_label(self.days.last)}: {self.words}"


def rolling_year(series: Series) -> RollingYear | None:
    """The twelve months to the latest complete day; None if the readings are of less."""
    latest = series.latest_day()
    if latest is None or not series.is_complete(latest):
        return None
    days = twelve_months_to(series, latest)
    if days is None:
        return None
    total = series.total(days)
    return RollingYear(series.quantity.whole, days, total, _comparison(series, days))


def twelve_months_to(series: Series, last: date) -> Period | None:
    """The twelve months that end with `last`; None if the readings begin later."""
    end = last + ONE_DAY
    first = add_months(end, -MONTHS)
    if first.day < end.day:  # 29 February: the day before is not counted twice
        first += ONE_DAY
    if series.first_day is None or first < series.first_day:
        return None
    return Period.spanning(first, last)


def rolling_year_beside(series: Series, period: Period) -> RollingYear | None:
    """The last twelve months as a figure of `period`: for all readings, or for the year in which
    they end. None for other periods, and if they are the period itself."""
    if period.granularity < Granularity.YEAR:
        return None
    found = rolling_year(series)
    if found is None or found.days.last not in period:
        return None
    is_period = found.days.first == period.first and found.days.end == period.end
    return None if is_period else found


def twelve_months_of(series: Series, period: Period) -> float | None:
    """The total of the twelve months to the end of a month or year, or to the latest complete day
    in it; None if the readings begin later, and for other periods."""
    latest = series.latest_day()
    if period.granularity not in ROLLING_KINDS or latest is None or latest < period.first:
        return None
    days = twelve_months_to(series, min(latest, period.last))
    return None if days is None else series.total(days)


def _comparison(series: Series, days: Period) -> Comparison | None:
    """Compared by calendar day, as weekdays do not matter over a year."""
    before = Period.spanning(add_months(days.first, -MONTHS), days.first - ONE_DAY)
    found = compare_with(
        series, days, PeriodBaseline(series, days, before, days.first - before.first)
    )
    return found if found.whole_days >= LEAST_COMPARED else None
