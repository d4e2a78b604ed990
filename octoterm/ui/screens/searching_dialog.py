"""A dialog that is searched by typing, without a field that has to be focused first."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual.events import Key, Paste
from textual.screen import ScreenResultType

from octoterm.safe_text import clean
from octoterm.ui.screens.dialog import Dialog

LONGEST = 40
"""Most characters that can be typed: more than any name has."""


class SearchingDialog(Dialog[ScreenResultType]):
    """Keeps the text typed so far; Escape clears it, then closes.

    The screen itself takes every key, in `on_key`. If a field took them, keys typed before it is
    focused would be lost, and bindings would run after characters that were typed later.
    """

    KEYS: ClassVar[dict[str, str]] = {}
    """Key → action, for keys that are not typed text."""
    EDITING_KEYS: ClassVar[dict[str, str]] = {
        "backspace": "erase",
        "ctrl+w": "erase_word",
        "ctrl+u": "erase_all",
        "escape": "back",
    }

    typed = ""

    def search(self) -> None:
        """Show what is found by `typed`, which has changed."""
        raise NotImplementedError

    def type_text(self, text: str) -> None:
        """Search for `text` instead."""
        if (text := text.lstrip()[:LONGEST]) != self.typed:
            self.typed = text
            self.search()

    async def on_key(self, event: Key) -> None:
        action = self.KEYS.get(event.key) or self.EDITING_KEYS.get(event.key)
        if action is not None:
            event.stop()
            await self.run_action(action)
        elif event.character and event.is_printable:
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

    @property
    def escape_does(self) -> str:
        """What Escape does now, for the border of the box."""
        return "Esc clears" if self.typed else "Esc closes"

    def subtitle(self, *texts: str) -> str:
        """As many of these texts as fit into the border of the box, the first ones first."""
        room = self.query_one("#box").size.width
        for number in range(len(texts), 0, -1):
            said = " · ".join(filter(None, texts[:number]))
            if cell_len(said) <= room:
                return said
        return ""
