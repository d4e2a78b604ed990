"""The line below the view: the comparison, and what else is worth knowing about the period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.reactive import reactive

from octoterm.analysis.sentences import Sentence
from octoterm.notes.note import words_of_notes
from octoterm.session.shown import Shown
from octoterm.ui.drawing.shortened import cut
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
    said_above: reactive[str] = reactive("")
    """The sentence that the view has drawn itself, without a full stop."""

    def words(self, width: int) -> list[Word]:
        if (readings := self.shown.readings) is None:
            return []
        noted = words_of_notes(self.shown.notes_of_period, readings.period)
        sentences = (*map(Sentence, noted), *readings.sentences)
        said = in_one_line(sentences, width - 1, self.said_above)
        line = f" {said}"
        return [Word(cut(line, width), "sentence--words")]


def in_one_line(sentences: Sequence[Sentence], width: int, said_above: str = "") -> str:
    """As many of the sentences as fit, each in its longest version that fits; the first is there
    even if it does not. The sentence that is `said_above`, without a full stop, is left out."""
    line = ""
    for sentence in sentences:
        if f"{said_above}." in (sentence.text, *sentence.shorter):
            continue
        longer = f"{line} {sentence.within(width - cell_len(line) - 1)}" if line else ""
        if line and cell_len(longer) > width:
            break
        line = longer or sentence.within(width)
    return line
