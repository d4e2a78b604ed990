"""Compares a period with what is usual, with the previous one, or with a year earlier. Pure.

Only what both have is compared, and nothing is scaled up: of a week or longer the days that are
complete on both sides (see `counterparts` for which days belong together), of a day that is not
complete the half hours that both have by the London clock. A complete day is compared with a
complete one as a whole, however many half hours the clocks give either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from octoterm.analysis.baselines import Baseline, PeriodBaseline, baseline, missing_words
from octoterm.analysis.comparison_words import (
    TOO_LITTLE,
    change_in_percent,
    common_words,
    whole_words,
)
from octoterm.analysis.counterparts import Reference as Reference
from octoterm.analysis.counterparts import counterpart, days_apart, other_period
from octoterm.analysis.parts import Part, parts_of
from octoterm.consumption.days import Day
from octoterm.consumption.quantity import Form
from octoterm.consumption.series import Figures, Series
from octoterm.periods.labels import range_label
from octoterm.periods.london import HALF_HOUR, ONE_DAY
from octoterm.periods.period import Granularity, Period

LEAST_DAYS = 3
"""Fewest days that both must have for a week or longer to be compared: one or two say more about
themselves than about their week."""
LEAST_SHARE_OF_DAY = 0.5
"""Smallest share of a day's half hours that both must have for the day to be compared."""


class Comparison(NamedTuple):
    """A period or half hour compared with another, or with what is usual."""

    form: Form
    names: tuple[str, str]
    """The full and the short name of what it is compared with: `March 2024`, `March`."""
    own: float | None = None
    """Its total over what both have; None if that is too little to compare."""
    counted: Figures | None = None
    """The other's total over what both have; None if that is too little to compare."""
    days: str = ""
    """The days that both have, if some are missing or still to come: `1–10 Apr`."""
    stretch: str = ""
    """How much both have, if not all of either: `8 days`, `21 half hours`."""
    is_partial: bool = False
    """Whether some of what could be compared is missing or still to come."""
    refusal: str = ""
    """Why nothing is compared; empty if something is."""

    @property
    def fair(self) -> bool:
        """Whether both have enough to be compared."""
        return self.own is not None

    @property
    def change(self) -> float | None:
        """How much more it is than the other, over what both have; negative if less."""
        if self.own is None or self.counted is None:
            return None
        return self.own - self.counted.total

    @property
    def change_percent(self) -> float | None:
        """None also if the other's total is not above zero."""
        if self.own is None or self.counted is None:
            return None
        return change_in_percent(self.own, self.counted.total)

    @property
    def words(self) -> str:
        """The comparison in full, or why there is none."""
        return self._said[0]

    @property
    def in_short(self) -> tuple[str, ...]:
        """Shorter versions, longest first."""
        return tuple(dict.fromkeys(self._said))[1:]

    @property
    def _said(self) -> tuple[str, ...]:
        if self.own is None or self.counted is None:
            return self.refusal, self.refusal.partition(":")[0]
        amounts = self.form, self.own, self.counted.total, self.names
        if self.is_partial:
            return common_words(*amounts, self.days, self.stretch)
        return whole_words(*amounts, self.stretch)


class ComparedPart(NamedTuple):
    """A part of a period with its counterpart in another period, or what is usual for it."""

    part: Part
    other: Part | None
    """The whole counterpart; None if nothing is compared, or there is no such time."""
    comparison: Comparison | None

    @property
    def counted(self) -> Figures | None:
        """The figures of what was compared of `other`; None if nothing was."""
        return self.comparison.counted if self.comparison else None

    @property
    def change(self) -> float | None:
        """As in Comparison."""
        return self.comparison.change if self.comparison else None

    @property
    def change_percent(self) -> float | None:
        """As in Comparison."""
        return self.comparison.change_percent if self.comparison else None

    @property
    def fair(self) -> bool:
        """As in Comparison."""
        return self.comparison is not None and self.comparison.fair

    @property
    def stretch(self) -> str:
        """As in Comparison."""
        return self.comparison.stretch if self.comparison else ""


def not_compared(part: Part) -> ComparedPart:
    """`part` without a counterpart."""
    return ComparedPart(part, None, None)


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
    return None if other is None else _compare(series, period, other, since, until)


def compared_parts(
    series: Series,
    period: Period,
    against: Reference | None,
    granularity: Granularity | None = None,
) -> tuple[ComparedPart, ...]:
    """The parts of `period` (see `parts_of`), without counterparts where `against` is None."""
    if against is None:
        return tuple(map(not_compared, parts_of(series, period, granularity)))
    return compare_parts(series, period, against, granularity)


def compare_parts(
    series: Series,
    period: Period,
    against: Reference,
    granularity: Granularity | None = None,
) -> tuple[ComparedPart, ...]:
    """The parts of `period` (see `parts_of`), each with its counterpart in the other period.

    The days and weeks of a month or year are compared with those that lie under them when the
    other period is shifted by whole weeks (see `days_apart`). All others, and all that are
    compared with the usual, are compared by themselves: see `compare_each`.
    """
    parts = parts_of(series, period, granularity)
    other = other_period(period, against)
    kind = parts[0].kind if parts else Granularity.HALF_HOUR
    if other is None or kind > Granularity.WEEK:
        return tuple(compare_each(series, parts, against))
    apart = days_apart(period, other)
    if kind is Granularity.HALF_HOUR:
        return tuple(
            _compare_half_hours(series, parts, lambda day: _day_within(series, day, other, apart))
        )
    compared = []
    for part in parts:
        assert part.period is not None
        found = counterpart(part.period, other, apart)
        beside = PeriodBaseline(series, part.period, found, apart) if found else None
        compared.append(_compare_part(series, part, beside))
    return tuple(compared)


def compare_each(
    series: Series,
    parts: Sequence[Part],
    against: Reference,
    since: date | None = None,
    until: date | None = None,
) -> Iterator[ComparedPart]:
    """Each of `parts` with its own counterpart (see `Reference`), as in the rows of a summary.

    Only days from `since` to `until` count.
    """
    if parts and parts[0].period is None:
        yield from _compare_half_hours(
            series, parts, lambda day: baseline(series, _day(day), against)
        )
        return
    for part in parts:
        other = baseline(series, part.period, against) if part.period else None
        yield _compare_part(series, part, other, since, until)


def _day(day: date) -> Period:
    return Period.containing(Granularity.DAY, day)


def _day_within(series: Series, day: date, other: Period, apart: timedelta) -> Baseline | None:
    """What `day` is compared with if `other` is another period's counterpart."""
    found = counterpart(_day(day), other, apart)
    return PeriodBaseline(series, _day(day), found, apart) if found else None


def _compare_half_hours(
    series: Series, parts: Iterable[Part], baseline_of: Callable[[date], Baseline | None]
) -> Iterator[ComparedPart]:
    """Half hours in order of time, each with the same clock time of what its day is compared
    with."""
    form = series.quantity.half_hour
    other: Baseline | None = None
    day_ends = 0
    for part in parts:
        start = part.figures.start
        if start >= day_ends:
            day = series.calendar.day_of(start)
            other, day_ends = baseline_of(day), series.calendar.start_of(day + ONE_DAY)
        found = other.half_hour(start) if other else None
        if found is None:
            yield not_compared(part)
        else:
            yield ComparedPart(part, found, _compare_half_hour(form, part, found))


def _compare_half_hour(form: Form, part: Part, other: Part) -> Comparison:
    names = other.full_label, other.full_label
    if other.missing:
        return Comparison(form, names, refusal=f"No reading for {other.full_label}")
    if part.missing:
        return Comparison(form, names, refusal=f"No reading for {part.full_label}")
    return Comparison(form, names, part.figures.total, other.figures)


def _compare_part(
    series: Series,
    part: Part,
    other: Baseline | None,
    since: date | None = None,
    until: date | None = None,
) -> ComparedPart:
    if other is None or part.period is None:
        return not_compared(part)
    return ComparedPart(part, other.part, _compare(series, part.period, other, since, until))


def _compare(
    series: Series,
    period: Period,
    other: Baseline,
    since: date | None = None,
    until: date | None = None,
) -> Comparison:
    form, names = series.quantity.whole, (other.name, other.short_name)
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
            return Comparison(form, names, day.total, _counted(series, other, total, day.expected))
        return _compare_incomplete_day(series, period, other, days)
    if len(both) < min(LEAST_DAYS, period.length):
        return _refused(series, period, other, days, f"both have only {len(both)} complete days")
    half_hours = sum(day.expected for day, _ in both)
    is_partial = len(both) < other.matched
    is_all = len(both) == period.length == other.days.length
    return Comparison(
        form,
        names,
        sum(day.total for day, _ in both),
        _counted(series, other, sum(total for _, total in both), half_hours),
        _range_without_year(both[0][0].day, both[-1][0].day) if is_partial else "",
        "" if is_all else f"{len(both)} days",
        is_partial,
    )


def _compare_incomplete_day(
    series: Series, period: Period, other: Baseline, days: Sequence[Day]
) -> Comparison:
    """Over the half hours that both have, where one of the two is not complete."""
    both = [
        (value, found.figures.total)
        for day in days
        for start, value in series.readings_of(day)
        if (found := other.half_hour(start)) is not None and not found.missing
    ]
    expected = series.calendar.expected(period)
    if len(both) < LEAST_SHARE_OF_DAY * expected:
        return _refused(series, period, other, days, f"both have only {len(both)} half hours")
    form, names = series.quantity.whole, (other.name, other.short_name)
    own, total = (sum(values) for values in zip(*both, strict=True))
    counted = _counted(series, other, total, len(both))
    return Comparison(form, names, own, counted, "", f"{len(both)} half hours", is_partial=True)


def _counted(series: Series, other: Baseline, total: float, half_hours: int) -> Figures:
    """The figures of what was compared of the other: its total over so many half hours."""
    start, end = series.calendar.bounds(other.days)
    return Figures(start, end, total, half_hours, half_hours, None, None, None)


def _refused(
    series: Series, period: Period, other: Baseline, days: Sequence[Day], otherwise: str
) -> Comparison:
    """No comparison, with the reason: no readings, those that are missing, or else `otherwise`."""
    names = other.name, other.short_name
    if not any(day.readings for day in days):
        reason = f"No readings for {period.label}"
    elif other.nothing:
        reason = other.nothing
    else:
        theirs = other.missing(days[0].day, days[-1].day)
        lacking = " and ".join(filter(None, (_missing_of(series, period, days), theirs)))
        reason = f"{TOO_LITTLE}: {lacking or otherwise}"
    return Comparison(series.quantity.whole, names, refusal=reason)


def _missing_of(series: Series, period: Period, days: Sequence[Day]) -> str:
    """What is missing of these days of `period` up to the last reading; of a day that the
    readings end in, how much there is so far."""
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
