"""The legend of the trends: what each mark on screen means, and the averages in figures."""

from __future__ import annotations

from collections.abc import Iterator

from octoterm.analysis.trend.parts import TrendPart
from octoterm.analysis.trend.shown import ShownTrend
from octoterm.periods.period import Granularity
from octoterm.ui.drawing.cells import Cell, styled
from octoterm.ui.drawing.legend import Mark
from octoterm.ui.drawing.missing_marks import FIRST_OR_LAST_DAY, mark_of_missing
from octoterm.ui.drawing.symbols import Symbols


def mark_of(trend: ShownTrend, part: TrendPart, symbols: Symbols) -> Mark | None:
    """What the axis says of a part."""
    if mark := mark_of_missing(symbols, part.readings, part.due):
        return mark
    if part.is_part_of_day:
        return Mark(symbols.dot, "axis", FIRST_OR_LAST_DAY)
    if part.unusual and trend.marks_unusual:
        is_day = part.period.granularity is Granularity.DAY
        return Mark(symbols.unusual, "unusual", f"{'' if is_day else 'with an '}unusual day")
    return None


def entries(trend: ShownTrend, symbols: Symbols, *, has_colours: bool) -> Iterator[list[Cell]]:
    """An entry for each mark that is on screen. Without colours to tell bars apart, those that
    stand out have a heavy axis."""
    if any(map(trend.stands_out, trend.parts)):
        about = styled(f" {trend.about}", "axis")
        if has_colours:
            yield [(symbols.full, "lit"), *about]
            yield [(symbols.full, "light"), *styled(f" other {trend.kind.value}s", "axis")]
        else:
            yield [*styled(symbols.heavy_line * 2, "axis"), *about]
    yield from _averages(trend, symbols)
    marks = {mark for part in trend.parts if (mark := mark_of(trend, part, symbols))}
    for mark in sorted(marks, key=lambda mark: (mark.style, mark.meaning)):
        yield mark.cells


def _averages(trend: ShownTrend, symbols: Symbols) -> Iterator[list[Cell]]:
    """The averages at the end of the period, the one that is drawn first and with its unit."""
    averages = list(zip(trend.average_days, trend.last_averages, strict=True))
    averages.sort(key=lambda each: each[0] != trend.days_of_average)
    for number, (days, average) in enumerate(averages):
        text = trend.form.number if number else trend.form.number_with_unit
        said = symbols.dash if average is None else text(average)
        sample = "" if number else f"{symbols.curve * 2} average of "
        yield styled(f"{sample}{days} days {said}", "axis" if number else "average")
