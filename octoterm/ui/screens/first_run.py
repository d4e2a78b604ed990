"""The screen that is shown if there is a configuration that is not filled in."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from octoterm.errors import NotFilledIn
from octoterm.household.api_key import PAGES
from octoterm.safe_text import clean
from octoterm.ui.driver.screen import BaseScreen
from octoterm.ui.widgets.scrolling_text import ScrollingText

FIELDS = {
    "apikey": "your API key, which begins with sk_live_",
    "mpan": "13 digits; a gas meter has an MPRN instead",
    "mprn": "the number of the gas supply",
    "serial": "the number of the meter itself",
    "account": "your account number, such as A-1A2B3C4D",
}
"""What `octoterm init --template` leaves to be filled in, by field."""
WHERE = f"""\
They are in the Octopus customer portal, once you have logged in:
{" → ".join(PAGES)}."""

TO_FILL_IN = "Still to fill in:"
FILL_FIRST = "Replace each <placeholder> in this file:"
START_AGAIN = "Start `octoterm` again: it downloads your readings and shows them."
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
        #box > Static { margin-bottom: 1; }
        #box > .heading { margin-bottom: 0; }
        Horizontal { height: auto; padding-left: 2; }
        Horizontal Static { width: 1fr; }
        .field Static:first-child { width: 8; text-style: bold; }
        .step { padding-left: 0; margin-bottom: 1; }
        .step Static:first-child { width: 3; }
        #title { text-style: bold; color: $line-accent; }
        #quit { margin-bottom: 0; }
    }
    """

    def __init__(self, missing: NotFilledIn) -> None:
        super().__init__()
        self._missing = missing

    def compose(self) -> ComposeResult:
        missing = self._missing
        file = Content(f"\n{clean(str(missing.path))}")
        with ScrollingText(id="box"):
            yield Static("Welcome to octoterm", id="title", markup=False)
            yield Static(f"{missing.title}.", markup=False)
            yield Static(TO_FILL_IN, classes="heading")
            for field in missing.fields:
                yield self._hanging(field, Content(FIELDS[field]), "field")
            yield Static(WHERE)
            yield self._hanging("1", self._words(FILL_FIRST) + file, "step")
            yield self._hanging("2", self._words(START_AGAIN), "step")
            yield Static(self._words(DEMO))
            yield Static(self._words(QUIT), id="quit")

    def _hanging(self, first: str, text: Content, classes: str) -> Horizontal:
        """`first`, and to its right the text, whose rows are aligned below one another."""
        return Horizontal(Static(first, markup=False), Static(text), classes=classes)

    def _words(self, text: str) -> Content:
        """`text` with the parts in backquotes in bold, without the backquotes."""
        parts = text.split("`")
        return Content.assemble(
            *((part, "bold" if at % 2 else "") for at, part in enumerate(parts))
        )
