"""The screen that is shown if there is no configuration yet, or it is not filled in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from octoterm.errors import ConfigNotFound, NotFilledIn
from octoterm.safe_text import clean
from octoterm.ui.driver.screen import BaseScreen
from octoterm.ui.widgets.scrolling_text import ScrollingText

FIELDS = {
    "apikey": "`apikey`  your API key, which begins with sk_live_",
    "mpan": "`mpan`    13 digits; a gas meter has an MPRN instead",
    "mprn": "`mprn`    the number of the gas supply",
    "serial": "`serial`  the number of the meter itself",
}
"""What `octoterm init` leaves to be filled in, by field."""
NEEDED = ("apikey", "mpan", "serial")
WHERE = """\
They are in the Octopus customer portal, once you have logged in:
Accounts → Personal details → Developer settings."""

INIT = "1  `octoterm init` creates a file to fill in:"
FILL = "2  Replace each <placeholder> in that file."
START = "3  `octoterm` downloads your readings, the newest first, and shows them."
FILL_FIRST = "1  Replace each <placeholder> in this file:"
START_AGAIN = "2  Start `octoterm` again: it downloads your readings and shows them."
DEMO = "Just looking? `octoterm --demo` shows everything without an account."
QUIT = "`q` or `Esc` quits"


class FirstRun(BaseScreen[None]):
    """Says what octoterm needs, where to find it, and where to write it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape,ctrl+q,ctrl+c", "app.quit", show=False),
    ]
    DEFAULT_CSS = """
    FirstRun {
        align: center middle;
        #box { width: 76; max-width: 100%; padding: 0 1; }
        Static { margin-bottom: 1; }
        #title { text-style: bold; color: $text-accent; }
        #quit { margin-bottom: 0; }
    }
    """

    def __init__(self, missing: ConfigNotFound, config_file: Path) -> None:
        super().__init__()
        self._missing = missing
        if isinstance(missing, NotFilledIn):
            config_file = missing.path
        self._config_file = config_file
        """The file to fill in, or where `octoterm init` would create it."""

    def compose(self) -> ComposeResult:
        file = Content(f"\n   {clean(str(self._config_file))}")
        missing = self._missing
        with ScrollingText(id="box"):
            yield Static("Welcome to octoterm", id="title", markup=False)
            yield Static(f"{missing.title}.", markup=False)
            if isinstance(missing, NotFilledIn):
                yield Static(self._needed("Still to fill in:", missing.fields))
                yield Static(self._words(FILL_FIRST) + file)
                yield Static(self._words(START_AGAIN))
            else:
                yield Static(self._needed("octoterm needs to know three things:", NEEDED))
                yield Static(self._words(INIT) + file)
                yield Static(self._words(FILL))
                yield Static(self._words(START))
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
