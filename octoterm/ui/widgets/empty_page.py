"""The page in the middle of the screen if there are no readings to draw."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

LEAST_FOR_SPACES = 12
"""Fewest rows of a page with empty rows between the paragraphs."""


class EmptyPage(VerticalScroll, can_focus=False):
    """Shows paragraphs in the middle, the first one as a heading."""

    DEFAULT_CSS = """
    EmptyPage {
        height: 1fr;
        align: center middle;
        scrollbar-size: 0 0;
        display: none;
        Static { width: 100%; max-width: 72; padding: 0 1; }
    }
    """

    paragraphs: reactive[tuple[str, ...]] = reactive((), repaint=False)

    def __init__(self) -> None:
        super().__init__()
        self._text = Static(markup=False)

    def compose(self) -> ComposeResult:
        yield self._text

    def watch_paragraphs(self) -> None:
        self._write()

    def on_resize(self) -> None:
        self._write()

    def _write(self) -> None:
        parts = [
            Content.styled(text, "" if number else "bold")
            for number, text in enumerate(self.paragraphs)
        ]
        between = "\n\n" if self.size.height >= LEAST_FOR_SPACES else "\n"
        self._text.update(Content(between).join(parts))
