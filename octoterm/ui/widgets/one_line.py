"""One line of text whose words can be clicked, such as the top and the bottom bar."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual.events import Click
from textual.strip import Strip

from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.widgets.styled_widget import StyledWidget


class Word(NamedTuple):
    """A text, the component class it is drawn with, and the action of a click on it."""

    text: str
    style: str = ""
    action: str | None = None


class OneLine(StyledWidget):
    """Draws its words from left to right, cut at the edge."""

    DEFAULT_CSS = """
    OneLine {
        height: 1;
        width: 1fr;
    }
    """

    def words(self, width: int) -> list[Word]:
        """What to show in `width` columns."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        if y:
            return Strip.blank(self.size.width, self.style_of())
        return Strip(
            [
                Segment(symbols_of(self.app).plain(word.text), self.style_of(word.style))
                for word in self.words(self.size.width)
            ]
        ).adjust_cell_length(self.size.width, self.style_of())

    async def on_click(self, event: Click) -> None:
        at = 0
        for word in self.words(self.size.width):
            at += cell_len(symbols_of(self.app).plain(word.text))
            if event.x < at:
                if word.action:
                    await self.run_action(f"screen.{word.action}")
                return
