"""The legend of the trends: what each mark on screen means, and the averages in figures."""

from __future__ import annotations

from collections.abc import Iterator

from octoterm.analysis.trend.parts import TrendPart
from octoterm.analysis.trend.shown import ShownTrend
from octoterm.periods.period import Granularity
from octoterm.ui.drawing.cells import Cell, styled
from octoterm.ui.drawing.symbols import Symbols


def mark_of(part: TrendPart, symbols: Symbols) -> Cell | None:
    """What the axis says of a part."""
    if part.missing:
        return symbols.missing, "missing"
    if part.is_part_of_day:
        return symbols.dot, "axis"
    return (symbols.unusual, "unusual") if part.unusual else None


def entries(trend: ShownTrend, symbols: Symbols, *, has_colours: bool) -> Iterator[list[Cell]]:
    """An entry for each mark that is on screen. Without colours to tell bars apart, those that
    stand out have a heavy axis."""
    if any(map(trend.stands_out, trend.parts)):
        about = styled(f" {symbols.plain(trend.about)}", "axis")
        if has_colours:
            yield [(symbols.full, "lit"), *about]
            yield [(symbols.full, "light"), *styled(f" other {trend.kind.value}s", "axis")]
        else:
            yield [*styled(symbols.heavy_line * 2, "axis"), *about]
    yield from _averages(trend, symbols)
    marks = {mark_of(part, symbols) for part in trend.parts}
    is_day = trend.kind is Granularity.DAY
    hatched = any(part.value is not None and part.missing for part in trend.parts)
    missing = f"{symbols.incomplete} {symbols.missing}" if is_day and hatched else symbols.missing
    if (symbols.missing, "missing") in marks:
        yield styled(f"{missing} readings missing", "missing")
    if (symbols.dot, "axis") in marks:
        yield styled(f"{symbols.dot} part of a day", "axis")
    if (symbols.unusual, "unusual") in marks:
        yield styled(f"{symbols.unusual} {'' if is_day else 'with an '}unusual day", "unusual")


def _averages(trend: ShownTrend, symbols: Symbols) -> Iterator[list[Cell]]:
    """The averages at the end of the period, the one that is drawn first and with its unit."""
    averages = list(zip(trend.average_days, trend.last_lit.averages, strict=True))
    averages.sort(key=lambda each: each[0] != trend.days_of_average)
    for number, (days, average) in enumerate(averages):
        text = trend.form.number if number else trend.form.number_with_unit
        said = symbols.dash if average is None else text(average)
        sample = "" if number else f"{symbols.curve * 2} average of "
        yield styled(f"{sample}{days} days {said}", "axis" if number else "average")
