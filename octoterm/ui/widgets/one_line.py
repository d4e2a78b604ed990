"""One line of text whose words can be clicked, such as the top and the bottom bar."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.reactive import reactive
from textual.strip import Strip

from octoterm.ui.widgets.styled_widget import StyledWidget
from octoterm.ui.widgets.unscrolled import Unscrolled


class Word(NamedTuple):
    """A text, the component class it is drawn with, and the action of a click on it."""

    text: str
    style: str = ""
    action: str | None = None


class OneLine(StyledWidget, Unscrolled):
    """Draws its words from left to right, cut at the edge."""

    DEFAULT_CSS = """
    OneLine {
        height: 1;
        width: 1fr;
    }
    """

    auto_links: reactive[bool] = reactive(False)
    """False, so that a word under the pointer looks the same; Textual would restyle it."""

    def words(self, width: int) -> list[Word]:
        """What to show in `width` columns."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        if y:
            return Strip.blank(self.size.width, self.style_of())
        return Strip(
            [
                Segment(word.text, self.style_of(word.style) + _clicked(word.action))
                for word in self.words(self.size.width)
            ]
        ).adjust_cell_length(self.size.width, self.style_of())


@cache
def _clicked(action: str | None) -> Style | None:
    """A style that looks like none, but makes Textual run the screen's action on a click."""
    return Style.from_meta({"@click": f"screen.{action}"}) if action else None
