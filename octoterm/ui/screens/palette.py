"""Textual's command palette, with symbols of one column only."""

from __future__ import annotations

from contextlib import suppress

from textual.app import ComposeResult
from textual.command import Command, CommandList, CommandPalette, SearchIcon
from textual.events import Click

from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.screens.dialog import ClosesOnce
from octoterm.ui.widgets.plain_bar import plain_where_needed


class Matches(CommandList):
    """What the search has found."""

    async def _on_click(self, event: Click) -> None:
        event.prevent_default()
        with suppress(IndexError):  # the search has gone on: what was clicked is no longer there
            await super()._on_click(event)


class Palette(CommandPalette, ClosesOnce[None]):
    """Searches the commands that the app says can be used now."""

    DEFAULT_CSS = """
    Palette {
        &.-ascii #--input { border: none; }
        &.-ascii CommandList { border: none; }
    }
    """

    def compose(self) -> ComposeResult:
        for widget in super().compose():
            yield Matches() if isinstance(widget, CommandList) else widget

    def on_mount(self) -> None:
        symbols = symbols_of(self.app)
        self.set_class(symbols.ascii_only, "-ascii")
        plain_where_needed(self.query_one(CommandList))
        self.query_one(SearchIcon).icon = symbols.plain("→")

    def _action_command_list(self, action: str) -> None:
        with suppress(KeyError):  # raised by a list that is filled but not drawn yet
            super()._action_command_list(action)

    def _refresh_command_list(
        self, command_list: CommandList, commands: list[Command], clear_current: bool
    ) -> None:
        if command_list.is_attached:  # the search may end after the palette was closed
            super()._refresh_command_list(command_list, commands, clear_current)
