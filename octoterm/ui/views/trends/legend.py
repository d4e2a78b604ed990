"""The legend of the trends: what each mark on screen means, and the averages in figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from octoterm.analysis.trend.parts import TrendPart
from octoterm.analysis.trend.shown import ShownTrend
from octoterm.periods.period import Granularity
from octoterm.ui.drawing.cells import Cell, styled
from octoterm.ui.drawing.legend import Mark
from octoterm.ui.drawing.missing_marks import FIRST_OR_LAST_DAY, mark_of_missing
from octoterm.ui.drawing.symbols import Symbols


def mark_of(
    trend: ShownTrend, part: TrendPart, symbols: Symbols, noted: Sequence[date] = ()
) -> Mark | None:
    """What the axis shows for a part; `noted` are the days with notes."""
    if mark := mark_of_missing(symbols, part.readings, part.due, trend.quantity.missing):
        return mark
    if part.is_part_of_day:
        return Mark(symbols.dot, "axis", FIRST_OR_LAST_DAY)
    if any(day in part.period for day in noted):
        return Mark(symbols.note, "unusual", "note")
    if part.unusual and trend.marks_unusual:
        is_day = part.period.granularity is Granularity.DAY
        return Mark(symbols.unusual, "unusual", f"{'' if is_day else 'with an '}unusual day")
    return None


def entries(
    trend: ShownTrend, symbols: Symbols, width: int, noted: Sequence[date], *, has_colours: bool
) -> Iterator[list[Cell]]:
    """An entry for each mark that is on screen, for lines of `width` columns. If there are no
    colours to tell bars apart, those that stand out have a heavy axis."""
    if any(map(trend.stands_out, trend.parts)):
        about = styled(f" {trend.about}", "axis")
        if has_colours:
            yield [(symbols.full, "lit"), *about]
            yield [(symbols.full, "light"), *styled(f" other {trend.kind.value}s", "axis")]
        else:
            yield [*styled(symbols.heavy_line * 2, "axis"), *about]
    yield from _averages(trend, symbols, width)
    marks = {mark for part in trend.parts if (mark := mark_of(trend, part, symbols, noted))}
    for mark in sorted(marks, key=lambda mark: (mark.style, mark.meaning)):
        yield mark.cells


def _averages(trend: ShownTrend, symbols: Symbols, width: int) -> Iterator[list[Cell]]:
    """The averages at the end of the period, beginning with the one that is drawn: in one entry,
    with their name and unit once, if that fits in a line."""
    averages = list(zip(trend.average_days, trend.last_averages, strict=True))
    averages.sort(key=lambda each: each[0] != trend.days_of_average)
    form, sample = trend.form, symbols.curve * 2

    def said(number: int, *, with_unit: bool) -> str:
        days, average = averages[number]
        text = form.number_with_unit if with_unit else form.number
        if form.unit_first:  # `£2.50`, `61p`: each has its own
            text = form.text
        return f"{days} days {symbols.dash if average is None else text(average)}"

    known = [number for number, (_, average) in enumerate(averages) if average is not None]
    last = known[-1] if known else 0
    drawn, *others = (said(number, with_unit=number == last) for number in range(len(averages)))
    for days in (" days", "") if form.unit_first else (" days",):  # `30 £2.56` where it is narrow
        together = styled(f"{sample} averages: {drawn}", "average")
        shorter = (other.replace(" days", days) for other in others)
        together += styled("".join(f" {symbols.dot} {other}" for other in shorter), "axis")
        if others and len(together) < width:
            yield together
            return
    yield styled(f"{sample} average of {said(0, with_unit=True)}", "average")
    for number in range(1, len(averages)):
        yield styled(said(number, with_unit=False), "axis")
