"""Textual's command palette, closed at any moment.

A search may end after its palette was closed. Textual 8.2 would then fill a list that is no longer
there, which fails; `_refresh_command_list` is the one place where that can be seen to.
"""

from __future__ import annotations

from textual.command import Command, CommandList, CommandPalette


class ClosablePalette(CommandPalette):
    """Shows nothing of a search that ends too late."""

    def _refresh_command_list(
        self, command_list: CommandList, commands: list[Command], clear_current: bool
    ) -> None:
        if command_list.is_attached:
            super()._refresh_command_list(command_list, commands, clear_current)
