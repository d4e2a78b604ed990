"""What is on the screen of an app under test, and an app that shows one screen alone."""

from __future__ import annotations

from rich.style import Style
from textual.app import App, ComposeResult
from textual.events import Key
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from octoterm.ui.symbols import UNICODE, Symbols

SIZES = [(80, 24), (120, 40), (40, 12)]
NO_ANSWER = "no answer yet"


def text_of(app: App[object]) -> list[str]:
    """The rows of text that are shown, from the top, without the spaces at their ends."""
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


def style_at(app: App[object], x: int, y: int) -> Style:
    """How the character in column `x` of row `y` is drawn."""
    strip = app.screen._compositor.render_strips()[y].crop(x, x + 1)
    return next((segment.style for segment in strip if segment.style), Style())


def place_of(app: App[object], text: str) -> tuple[int, int]:
    """Column and row where `text` begins on the screen."""
    return next((row.index(text), y) for y, row in enumerate(text_of(app)) if text in row)


async def press(pilot: Pilot[object], *keys: str) -> None:
    """Press keys, each a character or a name, as fast as they go, and wait for the screen."""
    for key in keys:
        character = key if len(key) == 1 else None
        pilot.app.post_message(Key(_character_to_key(key) if character else key, character))
    for _ in range(3):  # from the app to the screen, to its widgets, and back
        await pilot._wait_for_screen()
    await pilot.pause()


def has_timers(screen: Screen[object]) -> bool:
    """Whether anything on the screen will do something by itself."""
    return any(
        timer.name != "screen_update"  # Textual's own, which only waits for something to draw
        for node in screen.walk_children(with_self=True)
        for timer in node._timers
    )


class Showing(App[None]):
    """Shows `shown` over a screen of its own, and keeps what it answers with."""

    def __init__(self, shown: Screen[object], symbols: Symbols = UNICODE) -> None:
        super().__init__()
        self.symbols = symbols
        self.shown = shown
        self.answer: object = NO_ANSWER

    def compose(self) -> ComposeResult:
        yield Static("beneath")

    def on_mount(self) -> None:
        self.push_screen(self.shown, self._keep)

    def _keep(self, answer: object) -> None:
        self.answer = answer
