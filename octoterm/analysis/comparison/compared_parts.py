"""The parts of a period, each with what it is compared with. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from octoterm.analysis.comparison.baselines import Baseline, baseline
from octoterm.analysis.comparison.comparison import Comparison, compare_with
from octoterm.analysis.comparison.references import Reference
from octoterm.analysis.comparison.words import Names
from octoterm.analysis.parts import Part, parts_of
from octoterm.consumption.quantity import Form
from octoterm.consumption.series import Series
from octoterm.periods.london import ONE_DAY
from octoterm.periods.period import Granularity, Period


class ComparedPart(NamedTuple):
    """A part of a period with its counterpart in another period, or what is usual for it."""

    part: Part
    other: Part | None
    """The whole counterpart; None if nothing is compared, or if there is no such time."""
    comparison: Comparison | None


def not_compared(part: Part) -> ComparedPart:
    """`part` without a counterpart."""
    return ComparedPart(part, None, None)


def compared_parts(
    series: Series,
    period: Period,
    against: Reference | None,
    granularity: Granularity | None = None,
) -> tuple[ComparedPart, ...]:
    """The parts of `period` (see `parts_of`), each with its counterpart in what the period is
    compared with, so that they add up to the comparison of the period. None has a counterpart if
    `against` is None.

    For all readings, each part is compared separately: see `compare_each`.
    """
    parts = parts_of(series, period, granularity)
    if against is None:
        return tuple(map(not_compared, parts))
    whole = baseline(series, period, against)
    if whole is None:
        return tuple(compare_each(series, parts, against))
    if parts and parts[0].period is None:
        return tuple(_compare_half_hours(series, parts, lambda day: whole.of_part(_day(day))))
    return tuple(
        _compare_part(series, part, whole.of_part(part.period) if part.period else None)
        for part in parts
    )


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


def _compare_half_hours(
    series: Series, parts: Iterable[Part], baseline_of: Callable[[date], Baseline | None]
) -> Iterator[ComparedPart]:
    """Half hours in order of time, each compared with the same clock time in what its day is
    compared with."""
    form = series.quantity.half_hour
    other: Baseline | None = None
    day_ends = 0
    for part in parts:
        start = part.figures.start
        if start >= day_ends:
            day = series.calendar.day_of(start)
            other, day_ends = baseline_of(day), series.calendar.start_of(day + ONE_DAY)
        found = other.half_hour(start) if other else None
        if found is None or other is None:
            yield not_compared(part)
        else:
            comparison = _compare_half_hour(form, part, found, is_usual=other.is_usual)
            yield ComparedPart(part, found, comparison)


def _compare_half_hour(form: Form, part: Part, other: Part, *, is_usual: bool) -> Comparison:
    names = Names(other.full_label, other.full_label, "")
    if other.missing:
        return Comparison(form, names, refusal=f"No reading for {other.full_label}")
    if part.missing:
        return Comparison(form, names, refusal=f"No reading for {part.full_label}")
    return Comparison(form, names, part.figures.total, other.figures.total, is_usual=is_usual)


def _compare_part(
    series: Series,
    part: Part,
    other: Baseline | None,
    since: date | None = None,
    until: date | None = None,
) -> ComparedPart:
    if other is None or part.period is None:
        return not_compared(part)
    return ComparedPart(part, other.part, compare_with(series, part.period, other, since, until))
