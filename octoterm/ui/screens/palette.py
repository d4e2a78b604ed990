"""Textual's command palette, with symbols that take one column only."""

from __future__ import annotations

from contextlib import suppress

from textual.app import ComposeResult
from textual.command import CommandList, SearchIcon
from textual.events import Click

from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.driver.palette import ClosablePalette
from octoterm.ui.screens.dialog import ClosesOnce
from octoterm.ui.widgets.plain_scroll_bar import use_plain_scroll_bar


class FoundCommands(CommandList):
    """The commands found, which may change between being drawn and a key or click."""

    def on_click(self, event: Click) -> None:
        if event.style.meta.get("option", 0) >= self.option_count:
            event.prevent_default()  # what was clicked is no longer there

    def action_page_up(self) -> None:
        with suppress(KeyError):  # raised if the list is filled but not drawn yet
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        with suppress(KeyError):
            super().action_page_down()  # type: ignore[no-untyped-call]


class Palette(ClosablePalette, ClosesOnce[None]):
    """Searches the commands that are available now."""

    DEFAULT_CSS = """
    Palette {
        &.-ascii #--input { border: none; }
        &.-ascii CommandList { border: none; }
    }
    """

    def compose(self) -> ComposeResult:
        for widget in super().compose():
            yield FoundCommands() if isinstance(widget, CommandList) else widget

    def on_mount(self) -> None:
        symbols = symbols_of(self.app)
        self.set_class(symbols.ascii_only, "-ascii")
        use_plain_scroll_bar(self.query_one(CommandList))
        self.query_one(SearchIcon).icon = symbols.plain("→")
