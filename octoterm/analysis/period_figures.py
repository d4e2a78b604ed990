"""The figures of a period in words, most important first. Pure.

The panel beside a view and the strip below it show as many of them as they have room for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from octoterm import number_format
from octoterm.analysis.base_load import BaseLoad
from octoterm.analysis.comparison.compared_parts import ComparedPart
from octoterm.analysis.period_readings import PeriodReadings
from octoterm.analysis.rolling_year import MONTHS
from octoterm.analysis.summary import average_a_day
from octoterm.consumption.quantity import Quantity
from octoterm.periods.labels import (
    capitalised,
    clock_label,
    date_label,
    short_date_label,
    weekday_label,
)
from octoterm.periods.london import HALF_HOUR, london
from octoterm.periods.period import Granularity, Period


class Figure(NamedTuple):
    """The text of one figure, with shorter versions."""

    text: str
    shorter: tuple[str, ...] = ()
    drop: int = 0
    """If there is too little room, figures with a higher number are dropped first, those with 0
    never."""
    begins_group: bool = False
    """Whether it is about something other than the figure before it."""
    continues: bool = False
    """Whether it is the rest of what the figure before it says."""

    def with_rest(self, rest: Figure) -> Figure:
        """The two as one figure, which is shortened by shortening `rest`, then by leaving it
        out."""
        longer = tuple(f"{self.text} {each}" for each in (rest.text, *rest.shorter))
        return self._replace(text=longer[0], shorter=(*longer[1:], self.text, *self.shorter))


def period_figures(
    readings: PeriodReadings,
    under_cursor: ComparedPart | None = None,
    *,
    has_sentences: bool = False,
) -> tuple[Figure, ...]:
    """The figures of the period, and of the part under the cursor if there is one; with
    `has_sentences`, without what the sentences next to them say. With fewer readings than half a
    day's, only the total: other figures would say nothing about a household."""
    figures, quantity = readings.figures, readings.quantity
    total = f"{quantity.total_name} {quantity.whole.text(figures.total)}"
    said = [Figure(total if figures.readings else capitalised(quantity.missing))]
    if figures.readings and (rest := _made_of(readings)):
        said.append(rest)
    if under_cursor is not None:
        said.append(_under_cursor(under_cursor, quantity))
    if not (has_sentences and any(each.compares for each in readings.sentences)):
        said += _comparison(readings)
    if figures.has_enough:
        said += _of_enough(readings)
    said.append(_readings_there(readings.of_readings)._replace(begins_group=True))
    said += [Figure(each, drop=1) for each in readings.left_out]
    if readings.supplement is not None and readings.supplement.days:
        said.append(Figure(readings.supplement.days, drop=3))
    return tuple(said)


def _made_of(readings: PeriodReadings) -> Figure | None:
    """`with 61p standing · 24.3 p/kWh`: how much of the total is fixed, and what it comes to per
    unit."""
    quantity, kind = readings.quantity, readings.period.granularity
    days = readings.series.days_between(readings.period.first, readings.period.last)
    fixed = sum(day.fixed for day in days)
    said = []
    if quantity.fixed_name and fixed:
        said.append(f"with {quantity.whole.text(fixed)} {quantity.fixed_name}")
    for each in readings.companions:
        value = each.of(readings.whole) if each.is_figure else None
        if value is not None:
            said.append(each.form(kind).text(value))
    if not said:
        return None
    return Figure(" · ".join(said), tuple(said[:1]) if len(said) > 1 else (), 1, continues=True)


def _of_enough(readings: PeriodReadings) -> Iterator[Figure]:
    """The figures of a period with enough readings."""
    quantity = readings.quantity
    if (year := readings.rolling_year) is not None:
        name = f"Last {MONTHS} months"
        yield Figure(f"{name} {year.words}", (f"{name} {year.amount}",), 2)
    if (course := readings.projection) is not None:
        words, brief = course.words(quantity.whole), course.in_short(quantity.whole)
        yield Figure(f"On course for {words}", (f"On course for {brief}",), 2)
    if (peak := _peak(readings)) is not None:
        yield peak._replace(begins_group=True)
    if readings.base_load is not None:
        yield _base_load(readings.base_load, quantity)
    yield from _bands(readings)
    yield from _days(readings)


def _readings_there(readings: PeriodReadings) -> Figure:
    """`all 48 readings`, `46 of 480 readings missing`, of those due: none can be missing before
    the first reading or after the last."""
    figures = readings.figures
    if figures.complete:
        return Figure(f"all {figures.expected:,} readings", drop=7)
    if not figures.readings:
        there = f"{figures.readings:,} of {figures.expected:,}"
        return Figure(f"{there} readings", (there,), 2)
    due = len(readings.reach) // HALF_HOUR
    if missing := due - figures.readings:
        brief = f"{missing:,} of {due:,}"
        return Figure(f"{brief} readings missing", (f"{brief} missing", f"{missing:,} missing"), 6)
    so_far = "so far" if readings.reach.stop < figures.end else "due"
    return Figure(f"all {number_format.count(due, 'reading')} {so_far}", drop=7)


def _comparison(readings: PeriodReadings) -> Iterator[Figure]:
    """The comparison that was asked for, or otherwise the one that is shown without being asked
    for."""
    if (asked := readings.comparison) is not None:
        yield Figure(asked.words, asked.forms, 1, begins_group=True)
    elif (found := readings.comparison_by_itself) is not None:
        yield Figure(found.forms[0], found.forms[1:], 2, begins_group=True)


def _peak(readings: PeriodReadings) -> Figure | None:
    """`Peak 1.55 kW (0.78 kWh) at 15:00`: the highest half hour, as a rate and as an amount."""
    figures, quantity = readings.figures, readings.quantity
    if figures.peak is None or figures.peak_start is None:
        return None
    if figures.peak <= 0 and not quantity.is_use:  # nothing was paid in any half hour
        return None
    peak = f"Peak {quantity.peak_rate.text(2 * figures.peak)}"
    if not quantity.peak_rate.as_read(2 * figures.peak):
        return Figure(peak, drop=4)
    when = _when(readings.period, figures.peak_start)
    full = f"{peak} ({quantity.whole.text(figures.peak)}) {when}"
    return Figure(full, (f"{peak} {when}", peak), 4)


def _base_load(base: BaseLoad, quantity: Quantity) -> Figure:
    """`7-day base load 163 W ≈ 3.90 kWh (50%)`; a period's own `Base load 163 W`, without a day's
    amount and share."""
    name = capitalised(base.name_of(quantity))
    said = f"{name} {quantity.rate.text(base.rate)}"
    if base.a_day is None:
        return Figure(said, drop=3)
    share = f" ({100 * base.share:.0f}%)" if base.share and base.rate > 0 else ""
    return Figure(f"{said} ≈ {quantity.whole.text(base.a_day)}{share}", (said,), 3)


def _bands(readings: PeriodReadings) -> Iterator[Figure]:
    """`Night 00:30–05:30 0.94 kWh (12%)` for each time band that has readings."""
    there = [(each, each.total) for each in readings.bands if each.total is not None]
    for number, (each, total) in enumerate(there):
        full, brief = map(capitalised, (each.band.full_name, each.band.name))
        amount = readings.quantity.whole.text(total)
        share = "" if each.share is None else f" ({number_format.share(each.share)})"
        yield Figure(
            f"{full} {amount}{share}", (f"{brief} {amount}{share}",), 5, begins_group=not number
        )


def _days(readings: PeriodReadings) -> Iterator[Figure]:
    """The mean, the highest and the lowest day of a longer period."""
    period = readings.period
    if period.granularity is Granularity.DAY:
        return
    form = readings.quantity.whole
    days = [day for day in readings.series.days_between(period.first, period.last) if day.complete]
    mean = average_a_day(readings.whole) if days else None
    if mean is not None:
        yield Figure(
            f"{form.text(mean)} a day on average",
            (f"{form.text(mean)} a day",),
            6,
            begins_group=True,
        )
    if len(days) > 1:
        label = _day_label_in(period)
        highest = max(days, key=lambda day: day.total)
        lowest = min(days, key=lambda day: day.total)
        for name, day, drop in (("Highest", highest, 8), ("Lowest", lowest, 9)):
            if form.as_read(day.total):
                said = f"{name} day {form.text(day.total)} on {label(day.day)}"
                yield Figure(said, drop=drop)


def _day_label_in(period: Period) -> Callable[[date], str]:
    """The label of a day where the larger period is shown elsewhere."""
    if period.granularity in (Granularity.WEEK, Granularity.MONTH):
        return weekday_label
    return short_date_label if period.granularity is Granularity.YEAR else date_label


def _under_cursor(compared: ComparedPart, quantity: Quantity) -> Figure:
    """`▲ Mon 8 7.53 kWh`, compared `▲ Mon 8 7.53 kWh, 12% more than Mon 1 Apr`; a half hour to
    the watt-hour."""
    part, form = compared.part, quantity.form(compared.part.kind)
    value = quantity.missing_half_hour if part.missing else form.text(part.figures.total)
    said = f"▲ {part.label} {value}"
    if compared.comparison is None or not compared.comparison.fair:
        return Figure(said, drop=1)
    words = (compared.comparison.words, *compared.comparison.forms)
    first, *shorter = [f"{said}, {each}" for each in words]
    return Figure(first, (*shorter, said), 1)


def _when(period: Period, start: int) -> str:
    """`at 18:00` on the day itself, otherwise `on 26 Dec at 13:00`, with the year where it may
    vary."""
    if period.granularity is Granularity.DAY:
        return f"at {clock_label(start)}"
    label = date_label if period.granularity is Granularity.ALL else short_date_label
    return f"on {label(london(start))} at {clock_label(start)}"
