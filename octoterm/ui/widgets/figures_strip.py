"""The lines of figures of the period, shown below the view if there is no room for the panel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip

from octoterm.analysis.comparison.compared_parts import ComparedPart
from octoterm.analysis.period_figures import Figure, period_figures
from octoterm.session.shown import Shown
from octoterm.ui.widgets.styled_widget import StyledWidget
from octoterm.ui.widgets.unscrolled import Unscrolled

SPACE = "  "


class FiguresStrip(StyledWidget, Unscrolled):
    """`Total 14.62 kWh  8% more than a usual Thursday  7-day base load 165 W  all 48 readings`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"figures--figure"}
    DEFAULT_CSS = """
    FiguresStrip {
        height: 1;
        width: 1fr;
        .figures--figure { color: $text; }
    }
    """

    shown: reactive[Shown] = reactive(Shown)
    under_cursor: reactive[ComparedPart | None] = reactive(None)
    """The bar or row under the cursor, if one is used."""
    has_sentences: reactive[bool] = reactive(False)
    """Whether sentences about the period are on screen."""

    def render_line(self, y: int) -> Strip:
        lines = self._lines if self.shown.readings is not None else []
        text = f" {lines[y]}" if y < len(lines) else ""
        style = self.style_of("figures--figure")
        return Strip([Segment(text, style)]).adjust_cell_length(self.size.width, self.style_of())

    @property
    def _lines(self) -> list[str]:
        assert self.shown.readings is not None
        figures = period_figures(
            self.shown.readings, self.under_cursor, has_sentences=self.has_sentences
        )
        width = self.size.width - 1
        return fitting(_joined(figures, width), width, self.size.height)


def _joined(figures: Iterable[Figure], width: int) -> list[Figure]:
    """The figures, each joined to the one that continues it; the latter is left out only if a line
    is too short for both."""
    joined: list[Figure] = []
    for figure in figures:
        if figure.continues:
            both = joined[-1].with_rest(figure)
            joined[-1] = both._replace(shorter=()) if cell_len(both.text) <= width else both
        else:
            joined.append(figure)
    return joined


def fitting(figures: Sequence[Figure], width: int, rows: int = 1) -> list[str]:
    """The lines that fit: as many figures in their shortest form as there is room for, the most
    important first; the remaining room is used for longer forms of the most important."""
    shortest = [figure.shorter[-1] if figure.shorter else figure.text for figure in figures]
    kept: list[int] = []
    by_worth = sorted(range(len(figures)), key=lambda number: figures[number].drop)
    for number in by_worth:
        wanted = sorted([*kept, number])
        if not kept or _fit(_wrapped((shortest[at] for at in wanted), width), width, rows):
            kept = wanted
    texts = {number: shortest[number] for number in kept}
    for number in (each for each in by_worth if each in kept):
        for longer in (figures[number].text, *figures[number].shorter):
            if _fit(_wrapped({**texts, number: longer}.values(), width), width, rows):
                texts[number] = longer
                break
    return _wrapped(texts.values(), width)


def _wrapped(texts: Iterable[str], width: int) -> list[str]:
    """The texts in lines, none of them split."""
    lines: list[str] = []
    for text in texts:
        longer = f"{lines[-1]}{SPACE}{text}" if lines else ""
        if lines and cell_len(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(text)
    return lines


def _fit(lines: Sequence[str], width: int, rows: int) -> bool:
    return len(lines) <= rows and all(cell_len(line) <= width for line in lines)
