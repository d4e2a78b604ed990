"""The screen that is shown if there is no configuration yet."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from octoterm.errors import ConfigNotFound
from octoterm.safe_text import clean
from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.driver.screen import BaseScreen
from octoterm.ui.widgets.scrolling_text import ScrollingText

NEEDED = """\
octoterm needs to know three things:
  `API key`   begins with sk_live_
  `MPAN`      13 digits; a gas meter has an MPRN instead
  `Serial`    the number of the meter itself
They are in the Octopus customer portal, once you have logged in:
Accounts → Personal details → Developer settings."""

FETCH = "1  `octoterm init` writes a file to fill in:"
FILL = "2  Put the three into that file, in place of each <…>."
START = "3  `octoterm` downloads your readings, the newest first, and shows them."
DEMO = "Only looking? `octoterm --demo` shows everything without them."
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
        self._config_file = config_file
        """Where `octoterm init` writes."""

    def compose(self) -> ComposeResult:
        file = clean(str(self._config_file))
        with ScrollingText(id="box"):
            yield Static("Welcome to octoterm", id="title", markup=False)
            yield Static(f"{self._missing.title}.", markup=False)
            yield Static(self._words(NEEDED))
            yield Static(self._words(FETCH) + Content(f"\n   {file}"))
            yield Static(self._words(FILL))
            yield Static(self._words(START))
            yield Static(self._words(DEMO))
            yield Static(self._words(QUIT), id="quit")

    def _words(self, text: str) -> Content:
        """`text` with the parts in backquotes in bold, without the backquotes."""
        parts = symbols_of(self.app).plain(text).split("`")
        return Content.assemble(
            *((part, "bold" if at % 2 else "") for at, part in enumerate(parts))
        )
