"""The line of figures below the chart: what the period comes to, most important first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual.reactive import reactive

from octoterm import number_format
from octoterm.analysis.base_load import BASE_DAYS, base_line
from octoterm.analysis.comparison import Against, Beside, compare
from octoterm.consumption.quantity import Quantity
from octoterm.consumption.series import Figures, Series
from octoterm.periods.labels import clock_label, date_label, range_label, short_date_label
from octoterm.periods.london import london
from octoterm.periods.period import Granularity, Period
from octoterm.ui.widgets.one_line import OneLine, Word

SPACE = "  "


class Figure(NamedTuple):
    """One figure, in full and ever shorter."""

    text: str
    shorter: tuple[str, ...] = ()
    drop: int = 0
    """How soon it goes where room is short: 0 never, of the others the larger first."""


class FiguresStrip(OneLine):
    """`Total 14.62 kWh  48/48  +8 % on Wed 13 Mar  Peak 1.93 at 18:00  Base 165 W`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"figures--figure"}
    DEFAULT_CSS = """
    FiguresStrip {
        .figures--figure { color: $text; }
    }
    """

    series: reactive[Series | None] = reactive(None)
    period: reactive[Period | None] = reactive(None)
    against: reactive[Against | None] = reactive(None)
    chosen: reactive[Beside | None] = reactive(None)
    """The bar or row under the cursor."""

    def words(self, width: int) -> list[Word]:
        if self.series is None or self.period is None:
            return []
        texts = fitting(self._figures(self.series, self.period), width - 1)
        return [Word(f" {SPACE.join(texts)}", "figures--figure")]

    def _figures(self, series: Series, period: Period) -> list[Figure]:
        return figures_of(series, period, self.chosen, self.against)


def figures_of(
    series: Series,
    period: Period,
    chosen: Beside | None = None,
    against: Against | None = None,
) -> list[Figure]:
    """What the strip says of `period`, in its order."""
    figures, whole = series.figures(period), series.quantity.whole
    total = f"Total {whole.text(figures.total)}" if figures.readings else "No readings"
    said = [
        Figure(total),
        Figure(f"{figures.readings:,}/{figures.expected:,}"),
    ]
    if chosen is not None:
        said.append(_under_cursor(chosen, series.quantity))
    elif against is not None and (other := compare(series, period, against)) is not None:
        said.append(Figure(other.words, other.in_short, 1))
    elif (change := _change(series, period, figures)) is not None:
        said.append(change)
    if figures.peak is not None and figures.peak_start is not None:
        peak = f"Peak {whole.short(figures.peak)}"
        said.append(Figure(f"{peak} {_when(period, figures.peak_start)}", (peak,), 3))
    said.extend(_base_load(series, period, figures))
    return said


def _base_load(series: Series, period: Period, figures: Figures) -> Iterator[Figure]:
    """A day's usual one, as the line in the chart, and how much of the day it explains; else
    the period's own."""
    quantity, usual = series.quantity, None
    if period.granularity is Granularity.DAY:
        usual = base_line(series, period.first)
    if usual is not None:
        base = f"{BASE_DAYS}-day base {quantity.rate.text(usual.rate)}"
        share = "" if usual.share is None else f", {100 * usual.share:.0f} %"
        yield Figure(f"{base} = {quantity.whole.text(usual.a_day)}{share}", (base,), 2)
    elif figures.base_rate is not None:
        base = f"Base {quantity.rate.text(figures.base_rate)}"
        yield Figure(base, drop=2)


def fitting(figures: list[Figure], width: int) -> list[str]:
    """The texts that fit: shortened, then left out, those that matter least first."""
    texts = [figure.text for figure in figures]
    by_haste = sorted(
        (number for number, figure in enumerate(figures) if figure.drop),
        key=lambda number: -figures[number].drop,
    )
    for number in by_haste:
        for shorter in (*figures[number].shorter, ""):
            if cell_len(SPACE.join(filter(None, texts))) <= width:
                break
            texts[number] = shorter
    said = [text for text in texts if text]
    while len(said) > 1 and cell_len(SPACE.join(said)) > width:  # narrower than anybody works
        said.pop()
    return said


def _under_cursor(chosen: Beside, quantity: Quantity) -> Figure:
    """`▲ Mon 8 7.53 kWh`, compared `▲ Mon 8 7.53 kWh, +1.07 on Mon 1`; a half hour to the
    watt-hour."""
    part = chosen.part
    change, form = chosen.change, quantity.form(part.kind)
    said = f"▲ {part.label} {'no reading' if part.missing else form.text(part.figures.total)}"
    if chosen.other is None or change is None or not chosen.fair:
        return Figure(said, drop=1)
    name = f"{chosen.other.full_label} {chosen.stretch}".rstrip()
    return Figure(f"{said}, {form.signed_alone(change)} on {name}", (said,), 1)


def _change(series: Series, period: Period, figures: Figures) -> Figure | None:
    """The change on the period before, where both are complete and so can be compared."""
    if period.granularity is Granularity.ALL or not figures.complete:
        return None
    before = period.shifted(-1)
    earlier = series.figures(before)
    change = number_format.percent(figures.total, earlier.total)
    if not earlier.complete or change is None:
        return None
    return Figure(f"{change} on {_name(before)}", drop=4)


def _name(period: Period) -> str:
    """The period before, where the year is plain: `Wed 13 Mar`, `4–10 Mar`, `February`."""
    match period.granularity:
        case Granularity.DAY:
            return period.label.rsplit(" ", 1)[0]
        case Granularity.WEEK:
            return range_label(period.first, period.last).rsplit(" ", 1)[0]
        case Granularity.MONTH:
            return period.label.split(" ", 1)[0]
    return period.label


def _when(period: Period, start: int) -> str:
    """`at 18:00` on the day itself, else `on 26 Dec at 13:00`, with the year where it may vary."""
    if period.granularity is Granularity.DAY:
        return f"at {clock_label(start)}"
    label = date_label if period.granularity is Granularity.ALL else short_date_label
    return f"on {label(london(start))} at {clock_label(start)}"
