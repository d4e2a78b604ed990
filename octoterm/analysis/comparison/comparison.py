"""Compares a period with a baseline, over what both have. Pure.

Nothing is scaled up. For a week or longer, only days that are complete on both sides count; for an
incomplete day, only half hours that both have by the London clock. Two complete days are compared
as a whole, even if a change of the clocks gives them different numbers of half hours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from octoterm import number_format
from octoterm.analysis.comparison.baselines import Baseline, baseline, missing_words
from octoterm.analysis.comparison.references import Reference
from octoterm.analysis.comparison.words import (
    TOO_LITTLE,
    Names,
    change_in_percent,
    common_words,
    whole_words,
)
from octoterm.consumption.days import Day
from octoterm.consumption.quantity import Form
from octoterm.consumption.series import Series
from octoterm.periods.labels import range_label
from octoterm.periods.london import HALF_HOUR
from octoterm.periods.period import Granularity, Period

LEAST_COMMON_DAYS = 3
"""Fewest days that both must have for a week or longer to be compared: one or two days say little
about their week."""
LEAST_SHARE_OF_DAY = 0.5
"""Smallest share of a day's half hours that both must have for the day to be compared."""


class Comparison(NamedTuple):
    """A period or half hour compared with another, or with what is usual."""

    form: Form
    names: Names
    """What it is compared with."""
    own: float | None = None
    """Its total over what both have; None if that is too little to compare."""
    other: float | None = None
    """The other's total over what both have; None if that is too little to compare."""
    whole_days: int = 0
    """How many days of each were compared as a whole."""
    days: str = ""
    """The days that both have, if some are missing or still to come: `1–10 Apr`."""
    stretch: str = ""
    """How much both have, if not all of either: `8 days`, `21 half hours`."""
    is_partial: bool = False
    """Whether some of what could be compared is missing or still to come."""
    is_usual: bool = False
    """Whether the other is what is usual, and so made of means."""
    refusal: str = ""
    """Why nothing is compared; empty if something is."""

    @property
    def fair(self) -> bool:
        """Whether both have enough to be compared."""
        return self.own is not None

    @property
    def change(self) -> float | None:
        """How much more it is than the other, over what both have; negative if less."""
        return None if self.own is None or self.other is None else self.own - self.other

    @property
    def change_percent(self) -> float | None:
        """None also if the other's total is not above zero, and of signed values."""
        if self.own is None or self.other is None:
            return None
        return change_in_percent(self.form, self.own, self.other)

    @property
    def words(self) -> str:
        """The comparison in full, with the amount of the change; or why there is none."""
        return next(self._said(amount=True))

    @property
    def forms(self) -> tuple[str, ...]:
        """Versions without the amount of the change, longest first."""
        return tuple(dict.fromkeys(self._said(amount=False)))

    def _said(self, *, amount: bool) -> Iterator[str]:
        if self.own is None or self.other is None:
            return iter((self.refusal, self.refusal.partition(":")[0]))
        amounts = self.form, self.own, self.other, self.names
        if self.is_partial:
            return common_words(*amounts, self.days, self.stretch, amount=amount)
        return whole_words(*amounts, self.stretch, amount=amount)


def compare(
    series: Series,
    period: Period,
    against: Reference,
    since: date | None = None,
    until: date | None = None,
) -> Comparison | None:
    """`period` compared with another; None for all readings, which have no other period.

    Only days from `since` to `until` count, on both sides.
    """
    other = baseline(series, period, against)
    return None if other is None else compare_with(series, period, other, since, until)


def compare_with(
    series: Series,
    period: Period,
    other: Baseline,
    since: date | None = None,
    until: date | None = None,
) -> Comparison:
    """`period` compared with `other`; only its days from `since` to `until` count."""
    form, names = series.quantity.whole, other.names
    days = series.days_between(
        max(since or period.first, period.first), min(until or period.last, period.last)
    )
    both = [
        (day, total)
        for day in days
        if day.complete and (total := other.total(day.day)) is not None
    ]
    if period.length == 1:
        if both:
            ((day, total),) = both
            return Comparison(form, names, day.total, total, 1, is_usual=other.is_usual)
        return _compare_incomplete_day(series, period, other, days)
    if len(both) < min(LEAST_COMMON_DAYS, period.length):
        found = number_format.count(len(both), "complete day")
        return _refused(series, period, other, days, f"both have only {found}")
    is_partial = len(both) < other.matched
    if is_partial and period.granularity is Granularity.YEAR:
        names = names._replace(short=f"the same days of {names.short}")
    is_all = len(both) == period.length == other.days.length
    return Comparison(
        form,
        names,
        sum(day.total for day, _ in both),
        sum(total for _, total in both),
        len(both),
        _range_without_year(both[0][0].day, both[-1][0].day) if is_partial else "",
        "" if is_all else f"{len(both)} days",
        is_partial,
        other.is_usual,
    )


def _compare_incomplete_day(
    series: Series, period: Period, other: Baseline, days: Sequence[Day]
) -> Comparison:
    """The comparison over the half hours that both have, as the two are not both complete."""
    both = [
        (value, found.figures.total)
        for day in days
        for start, value in series.readings_of(day)
        if (found := other.half_hour(start)) is not None and not found.missing
    ]
    expected = series.calendar.expected(period)
    if len(both) < LEAST_SHARE_OF_DAY * expected:
        return _refused(series, period, other, days, f"both have only {len(both)} half hours")
    form, names = series.quantity.whole, other.names
    own, total = (sum(values) for values in zip(*both, strict=True))
    stretch = f"{len(both)} half hours"
    return Comparison(form, names, own, total, 0, "", stretch, True, other.is_usual)


def _refused(
    series: Series, period: Period, other: Baseline, days: Sequence[Day], otherwise: str
) -> Comparison:
    """No comparison, with the reason: no readings, missing readings, or the text `otherwise`."""
    if not any(day.readings for day in days):
        reason = f"No readings for {period.label}"
    elif other.nothing:
        reason = other.nothing
    else:
        theirs = other.missing(days[0].day, days[-1].day)
        lacking = " and ".join(filter(None, (_missing_of(series, period, days), theirs)))
        reason = f"{TOO_LITTLE}: {lacking or otherwise}"
    return Comparison(series.quantity.whole, other.names, refusal=reason)


def _missing_of(series: Series, period: Period, days: Sequence[Day]) -> str:
    """What is missing from these days of `period` up to the last reading; if it is the day in
    which the readings end, how much of it there is so far."""
    start, end = max(days[0].start, series.first or 0), days[-1].end
    latest = (series.last or 0) + HALF_HOUR
    if period.length == 1 and days[0].start < latest < end:
        return (
            f"{period.label} has only {days[0].readings} of {days[0].expected} half hours so far"
        )
    expected = (min(end, latest) - start) // HALF_HOUR
    return missing_words(period.label, expected - sum(day.readings for day in days), expected)


def _range_without_year(first: date, last: date) -> str:
    """`1–10 Apr`, `29 Jan – 4 Feb`."""
    label = range_label(first, last)
    return label.removesuffix(f" {last.year}") if first.year == last.year else label
