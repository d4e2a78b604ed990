"""The line below the view: what is worth knowing about the period, in words."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual.reactive import reactive

from octoterm.session.shown import Shown
from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.widgets.one_line import OneLine, Word


class SentenceLine(OneLine):
    """As many whole sentences about the period as fit, the most important first."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"sentence--words"}
    DEFAULT_CSS = """
    SentenceLine {
        .sentence--words { color: $text; }
    }
    """

    shown: reactive[Shown] = reactive(Shown)

    def words(self, width: int) -> list[Word]:
        if self.shown.readings is None:
            return []
        symbols, line = symbols_of(self.app), ""
        for sentence in map(symbols.plain, self.shown.readings.sentences):
            longer = f"{line} {sentence}"
            if line and cell_len(longer) > width:
                break
            line = longer
        return [Word(symbols.cut(line, width), "sentence--words")]
