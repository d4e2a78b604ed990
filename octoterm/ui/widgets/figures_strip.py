"""The line of figures of the period, below the view, where there is no room for the panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.reactive import reactive

from octoterm.analysis.comparison import ComparedPart
from octoterm.analysis.period_figures import Figure, period_figures
from octoterm.session.shown import Shown
from octoterm.ui.widgets.one_line import OneLine, Word

SPACE = "  "


class FiguresStrip(OneLine):
    """`Total 14.62 kWh  8% more than a usual Thursday  Base load 165 W  all 48 readings`."""

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
        texts = fitting(period_figures(self.shown.readings, self.under_cursor), width - 1)
        return [Word(f" {SPACE.join(texts)}", "figures--figure")]


def fitting(figures: Sequence[Figure], width: int) -> list[str]:
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
