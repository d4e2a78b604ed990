"""The bars of the usage chart: heights, ticks, what is missing, what they are compared with."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from octoterm.analysis.comparison.compared_parts import ComparedPart
from octoterm.analysis.parts import Part
from octoterm.consumption.quantity import Form
from octoterm.periods.labels import MONTHS, WEEKDAYS
from octoterm.periods.london import HALF_HOUR, london
from octoterm.periods.period import Granularity
from octoterm.ui.drawing.bars import Bar, Slots, grouped
from octoterm.ui.drawing.clock_axis import tick_rank


class Bars(NamedTuple):
    """The bars of a chart, each with its place."""

    own: list[Bar]
    others: list[Bar]
    """What each is compared with."""
    slots: Slots
    kind: Granularity

    @property
    def name(self) -> str:
        """What one bar stands for: `half hour`."""
        return _name(self.kind, self.slots.together)

    @property
    def columns(self) -> int:
        """The columns from the first bar to the end of the last, with its gap."""
        return len(self.own) * self.slots.pitch

    def bar_at(self, column: int) -> Bar | None:
        """The bar in a column of the canvas; None between bars and after the last."""
        number, within = divmod(column, self.slots.pitch)
        return self.own[number] if number < len(self.own) and within < self.slots.width else None


def bars_of(
    compared: Sequence[ComparedPart],
    form: Form,
    slots: Slots,
    reach: range,
    whole: Granularity,
    course: float | None = None,
    unusual: Collection[date] = (),
    noted: Collection[date] = (),
) -> Bars:
    """The bars of these parts, with neighbours added up as `slots` requires.

    `reach` goes from the first reading to the end of the last, UTC seconds; `course` is what the
    part in progress is on course for, in the unit of the series. `whole` is the kind of period
    that they are parts of, on which their ticks depend. `unusual` are days, if that
    is what the parts are; `noted` are the days with notes.
    """
    own = [
        _bar(each.part, form, reach, _tick(each.part, whole, number), course, unusual, noted)
        for number, each in enumerate(compared)
    ]
    values = [_value(each.other, form) if each.other else None for each in compared]
    numbers = range(0, len(values), slots.together)
    others = [_bar_of_all(values[number : number + slots.together]) for number in numbers]
    return Bars(grouped(own, slots.together), others, slots, compared[0].part.kind)


def _bar_of_all(values: Sequence[float | None]) -> Bar:
    """One bar for the sum of these values; without a height if any is not known."""
    known = [value for value in values if value is not None]
    return Bar(sum(known) if len(known) == len(values) else None)


def _bar(
    part: Part,
    form: Form,
    reach: range,
    tick: str,
    course: float | None,
    unusual: Collection[date],
    noted: Collection[date],
) -> Bar:
    figures = part.figures
    in_progress = part.period is not None and figures.start < reach.stop < figures.end
    return Bar(
        _value(part, form),
        tick,
        figures.readings,
        _half_hours(max(figures.start, reach.start), min(figures.end, reach.stop)),
        _half_hours(figures.start, min(figures.end, reach.start)),
        _half_hours(max(figures.start, reach.stop), figures.end),
        _tick_rank(part),
        in_progress=in_progress,
        course=form.factor * course if in_progress and course is not None else None,
        unusual=part.period is not None and part.period.first in unusual,
        noted=part.period is not None and any(day in part.period for day in noted),
    )


def _half_hours(start: int, end: int) -> int:
    """The half hours from `start` up to `end`, UTC seconds; 0 if `end` is not later."""
    return max(0, end - start) // HALF_HOUR


def _name(kind: Granularity, together: int) -> str:
    """`half hour`, `8 hours`, `64 months`."""
    number, unit = together, kind.value
    if kind is Granularity.HALF_HOUR:
        number, unit = (1, "half hour") if together == 1 else (together // 2, "hour")
    return unit if number == 1 else f"{number} {unit}s"


def _value(part: Part, form: Form) -> float | None:
    return None if part.missing else form.factor * part.figures.total


def _tick(part: Part, whole: Granularity, number: int) -> str:
    """`06:00`; `14` in a month, `Thu 14` in a week; `Mar`, of all readings with the year at the
    first month and each January; `2024`."""
    if part.period is None:
        return part.label
    if whole is Granularity.MONTH and part.kind is Granularity.DAY:
        return str(part.period.first.day)
    if whole is Granularity.ALL and part.kind is Granularity.MONTH:
        first = part.period.first
        with_year = number == 0 or first.month == 1
        return f"{MONTHS[first.month - 1]} {first:%y}" if with_year else MONTHS[first.month - 1]
    return part.label


def _tick_rank(part: Part) -> int:
    """Mondays before other days; the weeks that begin a month before others."""
    if part.period is None:
        return tick_rank(london(part.figures.start).time())
    first = part.period.first
    if part.period.granularity is Granularity.WEEK:
        return int(first.day <= 7)
    if part.period.granularity is Granularity.MONTH:
        return int(first.month in (1, 7))
    return int(part.period.granularity is Granularity.DAY and first.weekday() == 0)


def weekday_initials(compared: Sequence[ComparedPart], slots: Slots) -> str:
    """The initial of each day's weekday below its bar; empty if the bars are not days."""
    if compared[0].part.kind is not Granularity.DAY or slots.together > 1:
        return ""
    initials = (
        WEEKDAYS[each.part.period.first.weekday()][0] for each in compared if each.part.period
    )
    return "".join(initial.ljust(slots.pitch) for initial in initials)
