"""The screen that is shown if the configuration is there, but not filled in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from octoterm.errors import NotFilledIn
from octoterm.safe_text import clean
from octoterm.ui.driver.screen import BaseScreen
from octoterm.ui.widgets.scrolling_text import ScrollingText

FIELDS = {
    "apikey": "`apikey`  your API key, which begins with sk_live_",
    "mpan": "`mpan`    13 digits; a gas meter has an MPRN instead",
    "mprn": "`mprn`    the number of the gas supply",
    "serial": "`serial`  the number of the meter itself",
    "account": "`account` your account number, such as A-1A2B3C4D",
}
"""What `octoterm init --template` leaves to be filled in, by field."""
WHERE = """\
They are in the Octopus customer portal, once you have logged in:
Accounts → Personal details → Developer settings."""

FILL_FIRST = "1  Replace each <placeholder> in this file:"
START_AGAIN = "2  Start `octoterm` again: it downloads your readings and shows them."
DEMO = "Just looking? `octoterm --demo` shows everything without an account."
QUIT = "`q` or `Esc` quits"


class FirstRun(BaseScreen[None]):
    """Says what is still to be filled in, where to find it, and in which file."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape,ctrl+q,ctrl+c", "app.quit", show=False),
    ]
    DEFAULT_CSS = """
    FirstRun {
        align: center middle;
        #box { width: 76; max-width: 100%; padding: 0 1; }
        Static { margin-bottom: 1; }
        #title { text-style: bold; color: $line-accent; }
        #quit { margin-bottom: 0; }
    }
    """

    def __init__(self, missing: NotFilledIn) -> None:
        super().__init__()
        self._missing = missing

    def compose(self) -> ComposeResult:
        missing = self._missing
        file = Content(f"\n   {clean(str(missing.path))}")
        with ScrollingText(id="box"):
            yield Static("Welcome to octoterm", id="title", markup=False)
            yield Static(f"{missing.title}.", markup=False)
            yield Static(self._needed("Still to fill in:", missing.fields))
            yield Static(self._words(FILL_FIRST) + file)
            yield Static(self._words(START_AGAIN))
            yield Static(self._words(DEMO))
            yield Static(self._words(QUIT), id="quit")

    def _needed(self, heading: str, fields: Iterable[str]) -> Content:
        lines = (f"  {FIELDS[field]}" for field in fields)
        return self._words("\n".join((heading, *lines, WHERE)))

    def _words(self, text: str) -> Content:
        """`text` with the parts in backquotes in bold, without the backquotes."""
        parts = text.split("`")
        return Content.assemble(
            *((part, "bold" if at % 2 else "") for at, part in enumerate(parts))
        )
