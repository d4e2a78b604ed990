"""The line of figures of the period, below the chart."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual.reactive import reactive

from octoterm.analysis.base_load import BASE_DAYS, BaseLoad
from octoterm.analysis.comparison import ComparedPart
from octoterm.analysis.period_readings import PeriodReadings
from octoterm.consumption.quantity import Quantity
from octoterm.periods.labels import clock_label, date_label, short_date_label
from octoterm.periods.london import london
from octoterm.periods.period import Granularity, Period
from octoterm.session.shown import Shown
from octoterm.ui.widgets.one_line import OneLine, Word

SPACE = "  "


class Figure(NamedTuple):
    """The text of one figure, with shorter versions."""

    text: str
    shorter: tuple[str, ...] = ()
    drop: int = 0
    """If there is too little room, figures with a higher number are dropped first; 0 never."""


class FiguresStrip(OneLine):
    """`Total 14.62 kWh  48/48  8% more than a usual Thursday  Peak 1.93 at 18:00  Base 165 W`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"figures--figure"}
    DEFAULT_CSS = """
    FiguresStrip {
        .figures--figure { color: $text; }
    }
    """

    shown: reactive[Shown] = reactive(Shown)
    under_cursor: reactive[ComparedPart | None] = reactive(None)
    """The bar or row under the cursor, if one is used."""

    def words(self, width: int) -> list[Word]:
        if self.shown.readings is None:
            return []
        texts = fitting(figures_of(self.shown.readings, self.under_cursor), width - 1)
        return [Word(f" {SPACE.join(texts)}", "figures--figure")]


def figures_of(readings: PeriodReadings, under_cursor: ComparedPart | None = None) -> list[Figure]:
    """The figures of the period, in the order shown."""
    figures, whole = readings.figures, readings.quantity.whole
    total = f"Total {whole.text(figures.total)}" if figures.readings else "No readings"
    said = [
        Figure(total),
        Figure(f"{figures.readings:,}/{figures.expected:,}"),
    ]
    if under_cursor is not None:
        said.append(_under_cursor(under_cursor, readings.quantity))
    elif (other := readings.comparison) is not None:
        said.append(Figure(other.words, other.in_short, 1))
    elif (usual := readings.against_usual) is not None:
        said.append(Figure(usual.words, usual.in_short, 4))
    if figures.peak is not None and figures.peak_start is not None:
        peak = f"Peak {whole.short(figures.peak)}"
        said.append(Figure(f"{peak} {_when(readings.period, figures.peak_start)}", (peak,), 3))
    if readings.base_load is not None:
        said.append(_base_load(readings.base_load, readings.quantity))
    return said


def _base_load(base: BaseLoad, quantity: Quantity) -> Figure:
    """The base load; for the 7-day one, also per day and as a share of the day's total."""
    rate = quantity.rate.text(base.rate)
    if base.a_day is None:
        return Figure(f"Base {rate}", drop=2)
    said = f"{BASE_DAYS}-day base {rate}"
    share = "" if base.share is None else f", {100 * base.share:.0f} %"
    return Figure(f"{said} = {quantity.whole.text(base.a_day)}{share}", (said,), 2)


def fitting(figures: list[Figure], width: int) -> list[str]:
    """The texts that fit: shortened, then dropped, the least important first."""
    texts = [figure.text for figure in figures]
    by_drop = sorted(
        (number for number, figure in enumerate(figures) if figure.drop),
        key=lambda number: -figures[number].drop,
    )
    for number in by_drop:
        for shorter in (*figures[number].shorter, ""):
            if cell_len(SPACE.join(filter(None, texts))) <= width:
                break
            texts[number] = shorter
    said = [text for text in texts if text]
    while len(said) > 1 and cell_len(SPACE.join(said)) > width:  # extremely narrow
        said.pop()
    return said


def _under_cursor(compared: ComparedPart, quantity: Quantity) -> Figure:
    """`▲ Mon 8 7.53 kWh`, compared `▲ Mon 8 7.53 kWh, 12% more than Mon 1 Apr`; a half hour to
    the watt-hour."""
    part, form = compared.part, quantity.form(compared.part.kind)
    said = f"▲ {part.label} {'no reading' if part.missing else form.text(part.figures.total)}"
    if compared.comparison is None or not compared.fair:
        return Figure(said, drop=1)
    words = (compared.comparison.words, *compared.comparison.in_short)
    first, *shorter = [f"{said}, {each}" for each in words]
    return Figure(first, (*shorter, said), 1)


def _when(period: Period, start: int) -> str:
    """`at 18:00` on the day itself, else `on 26 Dec at 13:00`, with the year where it may vary."""
    if period.granularity is Granularity.DAY:
        return f"at {clock_label(start)}"
    label = date_label if period.granularity is Granularity.ALL else short_date_label
    return f"on {label(london(start))} at {clock_label(start)}"
