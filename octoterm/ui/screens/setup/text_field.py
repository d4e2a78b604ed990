"""A field to type or paste one line into."""

from __future__ import annotations

from textual.events import Paste
from textual.widgets import Input

LONGEST = 300
"""Characters; what is asked for has at most about fifty."""


class TextField(Input):
    """Takes a paste whole, whatever line ends it has; what does not belong there is taken out when
    it is read. What is in it when it is gone to is selected, so that it can be typed anew. Its
    cursor does not blink, as idle must cost nothing."""

    DEFAULT_CSS = """
    TextField {
        width: 1fr;
        max-width: 50;
        background: $panel;
        color: $text;
    }
    TextField:focus { background: $primary-muted; }
    """

    def __init__(self, value: str = "", *, password: bool = False, id: str) -> None:  # noqa: A002
        super().__init__(value, password=password, id=id, compact=True)
        self.cursor_blink = False

    def on_paste(self, event: Paste) -> None:
        event.prevent_default()  # Textual takes the first line only, which may be empty
        event.stop()
        self.replace(" ".join(event.text.split())[:LONGEST], *self.selection)

    def ask_again(self) -> None:
        """Go to the field, and select what is in it."""
        self.focus()
        self.action_select_all()
