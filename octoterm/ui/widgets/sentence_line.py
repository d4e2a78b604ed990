"""The line below the view: the comparison, and what else is worth knowing about the period."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rich.cells import cell_len
from textual.reactive import reactive

from octoterm.analysis.period_readings import PeriodReadings
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
        if (readings := self.shown.readings) is None:
            return []
        symbols, line = symbols_of(self.app), ""
        for sentence in map(symbols.plain, (*_comparison(readings, width), *readings.sentences)):
            longer = f"{line} {sentence}"
            if line and cell_len(longer) > width:
                break
            line = longer
        return [Word(symbols.cut(line, width), "sentence--words")]


def _comparison(readings: PeriodReadings, width: int) -> Iterator[str]:
    """The comparison that was asked for, in the longest of its forms that fits."""
    if (asked := readings.comparison) is not None:
        forms = [f"{form[:1].upper()}{form[1:]}." for form in asked.forms]
        yield next((form for form in forms if cell_len(form) < width), forms[-1])
