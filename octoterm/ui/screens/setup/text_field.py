"""A field to type or paste one line into."""

from __future__ import annotations

from collections.abc import Callable

from rich.highlighter import Highlighter
from rich.text import Text
from textual.events import Paste
from textual.widgets import Input

from octoterm.safe_text import harmless

LONGEST = 300
"""Most characters; what is asked for has about fifty at most."""


class _Harmless(Highlighter):
    """Draws unsafe characters of the text as stand-ins; the text itself stays as it is."""

    def highlight(self, text: Text) -> None:
        text.plain = harmless(text.plain)


class TextField(Input):
    """Takes a whole paste, whatever line ends it has; what does not belong there is removed when
    it is read. The cursor does not blink, as an idle field must cost nothing."""

    DEFAULT_CSS = """
    TextField {
        width: 1fr;
        max-width: 50;
        background: $panel;
        color: $text;
        &>.input--placeholder { color: auto 90%; }
    }
    TextField:focus { background: $primary-muted; }
    """

    def __init__(
        self,
        on_enter: Callable[[], object],
        placeholder: str = "",
        *,
        is_secret: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """`is_secret` says whether dots are shown instead of a text."""
        self._is_secret = is_secret
        super().__init__(
            placeholder=placeholder,
            password=is_secret(""),
            highlighter=_Harmless(),
            compact=True,
            select_on_focus=False,
        )
        self.cursor_blink = False
        self._then = on_enter

    def watch_value(self, value: str) -> None:
        """Hide the text, or show it again, before it is drawn."""
        self.password = self._is_secret(value)

    async def action_submit(self) -> None:
        """Do at once what Enter does: a message would arrive after keys typed later."""
        self._then()

    def on_paste(self, event: Paste) -> None:
        event.prevent_default()  # Textual takes the first line only, which may be empty
        event.stop()
        self.replace(" ".join(event.text.split())[:LONGEST], *self.selection)

    def ask_again(self) -> None:
        """Go to the field, and select what is in it."""
        self.screen.set_focus(self)  # at once: `focus` waits for what is typed meanwhile
        self.action_select_all()
