"""Textual's command palette, which can be closed at any time.

A search may end after its palette was closed. Textual 8.2 would then fill a list that is gone,
which fails; `_refresh_command_list` is the only place where that can be prevented.
"""

from __future__ import annotations

from textual.command import Command, CommandList, CommandPalette


class ClosablePalette(CommandPalette):
    """Ignores the results of a search that ends after it was closed."""

    def _refresh_command_list(
        self, command_list: CommandList, commands: list[Command], clear_current: bool
    ) -> None:
        if command_list.is_attached:
            super()._refresh_command_list(command_list, commands, clear_current)
