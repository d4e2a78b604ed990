"""The panel beside a view: the figures of the period, and the period among its neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from textwrap import wrap
from typing import ClassVar

from rich.cells import cell_len
from textual.events import Click
from textual.geometry import Size
from textual.reactive import reactive

from octoterm.analysis.comparison.compared_parts import ComparedPart
from octoterm.analysis.parts import Part
from octoterm.analysis.period_figures import Figure, period_figures
from octoterm.analysis.period_readings import PeriodReadings
from octoterm.periods.period import Granularity, Period
from octoterm.session.shown import Shown
from octoterm.ui.drawing.bars import LOOKS_WHOLE
from octoterm.ui.drawing.cells import Cell, styled
from octoterm.ui.drawing.missing_marks import INCOMPLETE
from octoterm.ui.drawing.shortened import longest_fitting
from octoterm.ui.drawing.symbols import Symbols, symbols_of
from octoterm.ui.widgets.cell_view import CellView
from octoterm.ui.widgets.view import PeriodEntered

MIN_WIDTH = 24
"""Fewest columns of a panel; with fewer there is none."""
FIGURES_WIDTH = 32
"""Columns of the figures if the neighbours are beside them."""
MIN_NEIGHBOURS_WIDTH = 22
NO_BREAK = "\N{NO-BREAK SPACE}"


class FiguresPanel(CellView):
    """As many figures as fit, the first one large; neighbours can be clicked."""

    STYLES: ClassVar[tuple[str, ...]] = ("large", "text", "muted", "bar", "here", "here-bar")
    styles_of_cells: ClassVar[dict[str, str]] = {style: f"panel--{style}" for style in STYLES}
    COMPONENT_CLASSES: ClassVar[set[str]] = set(styles_of_cells.values())
    DEFAULT_CSS = """
    FiguresPanel {
        height: 1fr;
        .panel--large { background: $panel; color: $text; text-style: bold; }
        .panel--text { color: $text; }
        .panel--muted { color: $quiet; }
        .panel--bar { color: $bar; }
        .panel--here { color: $text; text-style: bold; }
        .panel--here-bar { color: $unusual; }
    }
    """

    shown: reactive[Shown] = reactive(Shown, repaint=False)
    under_cursor: reactive[ComparedPart | None] = reactive(None, repaint=False)
    """The bar or row under the cursor, if one is used."""
    has_sentences: reactive[bool] = reactive(False, repaint=False)
    """Whether sentences about the period are on screen."""

    shows_neighbours: reactive[bool] = reactive(True, repaint=False)
    """Whether the periods around it are listed, if there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._picture: PanelPicture | None = None

    def watch_shown(self, before: Shown, shown: Shown) -> None:
        if shown.readings != before.readings:
            self.changed()

    def watch_under_cursor(self) -> None:
        self.changed()

    def watch_has_sentences(self) -> None:
        self.changed()

    def watch_shows_neighbours(self) -> None:
        self.changed()

    def rows(self) -> list[list[Cell]]:
        if self.shown.readings is None:
            return []
        self._picture = PanelPicture(
            self.shown.readings,
            self.under_cursor,
            self.size,
            symbols_of(self.app),
            has_sentences=self.has_sentences,
            shows_neighbours=self.shows_neighbours,
        )
        return self._picture.rows

    def on_click(self, event: Click) -> None:
        if self._picture is not None and (period := self._picture.period_at(event.x, event.y)):
            self.post_message(PeriodEntered(period))


@dataclass(frozen=True)
class PanelPicture:
    """The panel as rows of cells: figures, and the neighbours beside or below them."""

    readings: PeriodReadings
    under_cursor: ComparedPart | None
    size: Size
    symbols: Symbols
    has_sentences: bool = False
    shows_neighbours: bool = True

    @cached_property
    def rows(self) -> list[list[Cell]]:
        figures = [*self._figures[: self.size.height]]
        at = self._neighbours_at
        if at is None:
            return figures
        left, top = at
        blank = [styled(" " * left, "text")] * self.size.height
        rows = [_padded(row, left) if left else row for row in figures]
        rows = [*rows, *blank[len(rows) :]]
        for number, row in enumerate(self._neighbours):
            rows[top + number] = [*rows[top + number][:left], *row]
        return rows

    def period_at(self, x: int, y: int) -> Period | None:
        """The neighbour in this place."""
        if self._neighbours_at is None:
            return None
        left, top = self._neighbours_at
        number = y - top - 1
        parts = self._parts
        return parts[number].period if x >= left and 0 <= number < len(parts) else None

    @property
    def _is_wide(self) -> bool:
        return self.size.width >= FIGURES_WIDTH + MIN_NEIGHBOURS_WIDTH

    @property
    def _figures_width(self) -> int:
        return FIGURES_WIDTH if self._is_wide else self.size.width

    @cached_property
    def _figures(self) -> list[list[Cell]]:
        first, *others = period_figures(
            self.readings, self.under_cursor, has_sentences=self.has_sentences
        )
        width = self._figures_width - 2
        large = styled(f"  {first.text}".ljust(width), "large")
        edge = styled(" " * width, "large")
        indent: list[Cell] = [(" ", "text")]
        rows = (
            [indent + edge, indent + large, indent + edge]
            if self.size.height > 12
            else [indent + large]
        )
        room = self.size.height - len(rows)
        for line in fitting(others, width, room):
            rows.append([(" ", "text"), *styled(line, "text")])
        return rows

    @cached_property
    def _neighbours_at(self) -> tuple[int, int] | None:
        """Column and row of the neighbours' heading; None if there is no room for any."""
        if not self.shows_neighbours or len(self.readings.neighbours(2)) < 2:
            return None
        left, top = (FIGURES_WIDTH, 0) if self._is_wide else (0, len(self._figures) + 1)
        return (left, top) if self.size.height - top >= 5 else None

    @cached_property
    def _parts(self) -> tuple[Part, ...]:
        """As many neighbours as there are rows for, with the period in the middle if possible."""
        assert self._neighbours_at is not None
        return self.readings.neighbours(self.size.height - self._neighbours_at[1] - 1)

    def _heading(self, width: int, unit: str) -> str:
        """` Nearby days (kWh)`, with a legend if some are incomplete, shorter if there is too
        little room."""
        name, kind = " Nearby", f"{self.readings.period.granularity.value}s"
        hatched = any(map(_is_in_part, self._parts))
        legend = f"  {self.symbols.incomplete} {INCOMPLETE}" if hatched else ""
        versions = f"{name} {kind} ({unit}){legend}", f"{name} {kind}{legend}", f"{name}{legend}"
        return longest_fitting(versions, width + 1)

    @property
    def _neighbours(self) -> list[list[Cell]]:
        assert self._neighbours_at is not None
        width = self.size.width - self._neighbours_at[0] - 1
        form = self.readings.quantity.whole
        labels = [f" {_name(part)}" for part in self._parts]
        values = ["–" if part.missing else form.number(part.figures.total) for part in self._parts]
        name, value = max(map(len, labels)), max(map(len, values))
        room = max(1, width - name - value - 2)
        highest = max((abs(part.figures.total) for part in self._parts), default=0.0) or 1.0
        rows = [styled(self._heading(width, form.unit), "muted")]
        for part, label, number in zip(self._parts, labels, values, strict=True):
            is_here = part.period == self.readings.period
            text, bar = ("here", "here-bar") if is_here else ("muted", "bar")
            length = max(0, round(room * abs(part.figures.total) / highest))
            fill = self.symbols.incomplete if _is_in_part(part) else self.symbols.whole
            rows.append(
                [
                    *styled(f"{label:<{name}} ", text),
                    *styled((fill * length).ljust(room), bar),
                    *styled(f" {number:>{value}}", text),
                ]
            )
        return rows


def _is_in_part(part: Part) -> bool:
    """Whether readings begin or end in it, or some are missing."""
    return part.figures.readings < LOOKS_WHOLE * part.figures.expected


def _name(part: Part) -> str:
    """The name of a neighbour: a month with its year."""
    is_month = part.kind is Granularity.MONTH and part.period is not None
    return f"{part.label} {part.period.first.year}" if is_month and part.period else part.label


def fitting(figures: Sequence[Figure], width: int, room: int) -> list[str]:
    """The lines of the figures: with an empty line before each if all fit, otherwise before each
    group, otherwise close together, without the least important ones if necessary."""
    kept = list(figures)
    while kept:
        wrapped = [_wrapped(figure.text, width) for figure in kept]
        for is_apart in (lambda _: True, lambda figure: figure.begins_group, lambda _: False):
            apart = [not number or is_apart(figure) for number, figure in enumerate(kept)]
            if sum(map(len, wrapped)) + sum(apart) <= room:
                blank = [[""] if before else [] for before in apart]
                return [line for rows in zip(blank, wrapped, strict=True) for line in chain(*rows)]
        kept.remove(max(kept, key=lambda figure: figure.drop))
    return []


def _wrapped(text: str, width: int) -> list[str]:
    """The lines of a figure, in which numbers are not separated from their units, nor days from
    their months."""
    together = re.sub(r"(?<=\d) (?=[A-Za-z])", NO_BREAK, text)
    return [line.replace(NO_BREAK, " ") for line in wrap(together, width, subsequent_indent="  ")]


def _padded(row: list[Cell], width: int) -> list[Cell]:
    used = sum(cell_len(symbol) for symbol, _ in row)
    return [*row, *styled(" " * (width - used), "text")]
