"""The command palette: finds commands, meters and themes by their words."""

from __future__ import annotations

from typing import ClassVar

from textual.await_complete import AwaitComplete

from octoterm.ui.palette_entries import PaletteEntry, search
from octoterm.ui.screens.list_dialog import Line, ListDialog


class Palette(ListDialog[str | None]):
    """Returns the action that was chosen; None if it was closed.

    A theme is shown while the cursor is on it; the one before comes back if it is not chosen.
    """

    KEYS: ClassVar[dict[str, str]] = {**ListDialog.KEYS, "ctrl+p": "dismiss(None)"}
    hint = "Type what you want to do"
    enter_does = "Enter runs"

    def __init__(self, entries: tuple[PaletteEntry, ...]) -> None:
        super().__init__()
        self._entries = entries
        self._found: list[PaletteEntry] = []
        self._theme_before = ""

    def on_mount(self) -> None:
        self._theme_before = self.app.theme
        super().on_mount()
        self.query_one("#box").border_title = "Commands"

    def search(self) -> None:
        self._found = search(self._entries, self.typed)
        listed = [entry.theme for entry in self._found]
        # In a list of themes only, it begins on the one in use, so that Enter changes nothing.
        all_themes = bool(self.typed) and all(listed) and self._theme_before in listed
        cursor = listed.index(self._theme_before) if all_themes else 0
        self.show_lines([Line(entry.text, entry.key) for entry in self._found], cursor)

    @property
    def _under_cursor(self) -> PaletteEntry | None:
        return self._found[self.list.cursor] if self._found else None

    def cursor_moved(self) -> None:
        super().cursor_moved()
        self.call_later(self._show_theme)  # after the keys that are waiting

    def _show_theme(self) -> None:
        """Show the theme under the cursor, or the one before."""
        entry = self._under_cursor
        if self.is_active:
            self.app.theme = (entry.theme if entry else "") or self._theme_before

    def dismiss(self, result: str | None = None) -> AwaitComplete:
        if self.is_active:
            self.app.theme = self._theme_before
        return super().dismiss(result)

    def action_choose(self) -> None:
        """Run the entry under the cursor, or search for what it stands for."""
        entry = self._under_cursor
        if entry is None:
            self.app.bell()
        elif entry.fills:
            self.type_text(entry.fills)
        else:
            self.dismiss(entry.action)
