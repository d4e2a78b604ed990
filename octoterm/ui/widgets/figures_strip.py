"""The line of figures of the period, below the view, where there is no room for the panel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.reactive import reactive

from octoterm.analysis.comparison.compare import ComparedPart
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
    """The texts that fit: all shortened, then the least important dropped, and what room is left
    goes to longer forms of the most important."""
    shortest = [figure.shorter[-1] if figure.shorter else figure.text for figure in figures]
    kept = list(range(len(figures)))
    while len(kept) > 1 and _length(shortest[number] for number in kept) > width:
        kept.remove(max(kept, key=lambda number: figures[number].drop))
    texts = {number: shortest[number] for number in kept}
    for number in sorted(kept, key=lambda number: figures[number].drop):
        for longer in (figures[number].text, *figures[number].shorter):
            if _length({**texts, number: longer}.values()) <= width:
                texts[number] = longer
                break
    return list(texts.values())


def _length(texts: Iterable[str]) -> int:
    return cell_len(SPACE.join(texts))
