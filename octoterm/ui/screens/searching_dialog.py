"""A dialog that is searched by typing, without a field that has to be focused first."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key, Paste
from textual.screen import ScreenResultType

from octoterm.safe_text import clean
from octoterm.ui.screens.dialog import Dialog

LONGEST = 40
"""Most characters that can be typed: more than any name has."""


class SearchingDialog(Dialog[ScreenResultType]):
    """Keeps the text typed so far; Escape clears it, then closes.

    The screen itself takes the keys. If a field took them, those typed before it is focused would
    be lost.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("backspace", "erase", show=False),
        Binding("ctrl+w", "erase_word", show=False),
        Binding("ctrl+u", "erase_all", show=False),
        Binding("escape", "back", show=False),
    ]

    typed = ""

    def search(self) -> None:
        """Show what is found by `typed`, which has changed."""
        raise NotImplementedError

    def type_text(self, text: str) -> None:
        """Search for `text` instead."""
        if (text := text.lstrip()[:LONGEST]) != self.typed:
            self.typed = text
            self.search()

    def on_key(self, event: Key) -> None:
        if event.character and event.is_printable:
            event.stop()
            self.type_text(self.typed + event.character)

    def on_paste(self, event: Paste) -> None:
        event.stop()
        self.type_text(self.typed + clean(event.text, LONGEST))

    def action_erase(self) -> None:
        self.type_text(self.typed[:-1])

    def action_erase_word(self) -> None:
        self.type_text(self.typed.rstrip().rpartition(" ")[0])

    def action_erase_all(self) -> None:
        self.type_text("")

    def action_back(self) -> None:
        if self.typed:
            self.type_text("")
        else:
            self.dismiss(None)
