"""The line of figures below the chart: what the period comes to, most important first."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual.reactive import reactive

from octoterm import units
from octoterm.breakdown import Part
from octoterm.consumption import Consumption, Figures
from octoterm.period import MONTHS, Granularity, Period, clock_label, london, range_label
from octoterm.ui.widgets.one_line import OneLine, Word

SPACE = "  "


class Figure(NamedTuple):
    """One figure, in full and shorter; `drop` says how soon it goes where room is short."""

    text: str
    shorter: str
    drop: int
    """0 never goes; of the others the larger goes first."""


class FiguresStrip(OneLine):
    """`Total 14.62 kWh  48/48  +8 % on Wed 13 Mar  Peak 1.93 at 18:00  Base 165 W`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"figures--figure"}
    DEFAULT_CSS = """
    FiguresStrip {
        .figures--figure { color: $text; }
    }
    """

    consumption: reactive[Consumption | None] = reactive(None)
    period: reactive[Period | None] = reactive(None)
    part: reactive[Part | None] = reactive(None)
    """The bar or row under the cursor."""

    def words(self, width: int) -> list[Word]:
        if self.consumption is None or self.period is None:
            return []
        texts = fitting(figures_of(self.consumption, self.period, self.part), width - 1)
        return [Word(f" {SPACE.join(texts)}", "figures--figure")]


def figures_of(consumption: Consumption, period: Period, part: Part | None = None) -> list[Figure]:
    """What the strip says of `period`, in its order."""
    figures = consumption.figures(period)
    total = f"Total {units.kwh(figures.kwh)} kWh" if figures.readings else "No readings"
    said = [
        Figure(total, total, 0),
        Figure(readings := f"{figures.readings:,}/{figures.expected:,}", readings, 0),
    ]
    if part is not None:
        said.append(_under_cursor(part))
    elif (change := _change(consumption, period, figures)) is not None:
        said.append(change)
    if figures.peak_kwh is not None and figures.peak_start is not None:
        peak = f"Peak {units.kwh(figures.peak_kwh)}"
        said.append(Figure(f"{peak} {_when(period, figures.peak_start)}", peak, 3))
    if figures.base_load_kw is not None:
        base = f"Base {units.watts(figures.base_load_kw)}"
        said.append(Figure(base, base, 2))
    return said


def fitting(figures: list[Figure], width: int) -> list[str]:
    """The texts that fit: shortened, then left out, those that matter least first."""
    texts = [figure.text for figure in figures]
    by_haste = sorted(
        (number for number, figure in enumerate(figures) if figure.drop),
        key=lambda number: -figures[number].drop,
    )
    for number in by_haste:
        for shorter in (figures[number].shorter, ""):
            if cell_len(SPACE.join(filter(None, texts))) <= width:
                break
            texts[number] = shorter
    said = [text for text in texts if text]
    while len(said) > 1 and cell_len(SPACE.join(said)) > width:  # narrower than anybody works
        said.pop()
    return said


def _under_cursor(part: Part) -> Figure:
    """`▲ Mon 8 7.53 kWh`; a half hour to the watt-hour."""
    kwh = part.figures.kwh
    value = units.number(kwh, 3) if part.period is None else units.kwh(kwh)
    return Figure(f"▲ {part.label} {'no reading' if part.missing else f'{value} kWh'}", "", 1)


def _change(consumption: Consumption, period: Period, figures: Figures) -> Figure | None:
    """The change on the period before, where both are complete and so can be compared."""
    if period.granularity is Granularity.ALL or not figures.complete:
        return None
    before = period.shifted(-1)
    earlier = consumption.figures(before)
    change = units.percent(figures.kwh, earlier.kwh)
    if not earlier.complete or change is None:
        return None
    return Figure(f"{change} on {_name(before)}", "", 4)


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
    day = london(start)
    year = f" {day.year}" if period.granularity is Granularity.ALL else ""
    return f"on {day.day} {MONTHS[day.month - 1]}{year} at {clock_label(start)}"
