"""What is on the screen of an app under test, and an app that shows one screen alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from rich.style import Style
from textual.app import App, ComposeResult
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.events import Key
from textual.filter import LineFilter
from textual.geometry import Region
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Static

from octoterm.ui.bar_colours import bar_colours
from octoterm.ui.drawing.plain_rows import PlainRows
from octoterm.ui.drawing.symbols import UNICODE, Symbols
from tests.support.threads import are_at_work

SIZES = [(80, 24), (120, 40), (40, 12)]
NO_ANSWER = "no answer yet"


def text_of(app: App[object]) -> list[str]:
    """The rows of text that are shown, from the top, without the spaces at their ends."""
    draw(app)
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


def style_at(app: App[object], x: int, y: int) -> Style:
    """How the character in column `x` of row `y` is drawn."""
    draw(app)
    row = Region(0, y, app.screen.size.width, 1)
    strip = Strip.join(app.screen._compositor._render_chops(row, y.__eq__)[y].values())
    strip = strip.crop(x, x + 1)
    return next((segment.style for segment in strip if segment.style), Style())


def place_of(app: App[object], text: str) -> tuple[int, int]:
    """Column and row where `text` begins on the screen."""
    return next((row.index(text), y) for y, row in enumerate(text_of(app)) if text in row)


def _parse_once(parse: Callable[..., list[RuleSet]]) -> Callable[..., list[RuleSet]]:
    """Do not parse style sheets again that an earlier app has parsed, which saves a tenth of the
    time to open one."""
    parsed: dict[object, list[RuleSet]] = {}

    def parsed_once(sheet: Stylesheet, *source: object, **more: object) -> list[RuleSet]:
        key = (*source, *more.values(), *sheet._variables, *sheet._variables.values())
        if key not in parsed:
            parsed[key] = parse(sheet, *source, **more)
        return parsed[key]

    return parsed_once


RuleSet.__hash__ = object.__hash__  # the same as its own in Python, which is asked all the time
Stylesheet._parse_rules = _parse_once(Stylesheet._parse_rules)  # type: ignore[method-assign]


DRAWS_AT_ONCE = "tests_draw_at_once"


def draw_at_once(app: App[object]) -> None:
    """Draw every picture of `app` when it is due, for tests of when that is."""
    setattr(app, DRAWS_AT_ONCE, True)


def _once_settled(draw: Callable[[Screen[object]], None]) -> Callable[[Screen[object]], None]:
    """In tests, draw only what is looked at, and not each picture before that: drawing those took
    two fifths of the time of an app under test."""

    def refresh(screen: Screen[object]) -> None:
        app = screen.app
        if app.is_headless and screen is app.screen and not hasattr(app, DRAWS_AT_ONCE):
            screen._dirty_widgets.clear()
            app._update_mouse_over(screen)
        else:
            draw(screen)

    return refresh


def draw(app: App[object]) -> None:
    """Draw what has changed since something was last drawn: what a person would see by now."""
    if app.screen._compositor._dirty_regions:
        _draw(app.screen)


_draw = Screen._compositor_refresh
Screen._compositor_refresh = _once_settled(_draw)  # type: ignore[method-assign]


class Hand(Pilot[object]):
    """Textual's pilot, but it waits until everything is done, not until the processor is idle."""

    async def pause(self, delay: float | None = None) -> None:
        assert delay is None
        await settled(self.app)

    async def _post_mouse_events(self, *args: Any, **kwargs: Any) -> bool:
        draw(self.app)  # as the events are aimed at what is drawn
        return await super()._post_mouse_events(*args, **kwargs)

    async def resize_terminal(self, width: int, height: int) -> None:
        await super().resize_terminal(width, height)
        self.app._check_resize()  # otherwise, Textual does this a 120th of a second later
        await self.pause()


@asynccontextmanager
async def in_terminal(
    app: App[object], size: tuple[int, int], *, notifications: bool = False
) -> AsyncIterator[Hand]:
    """Run `app` in a terminal of `size` columns and rows, and draw its first screen."""
    async with app.run_test(size=size, notifications=notifications):
        hand = Hand(app)
        await hand.pause()
        yield hand
        draw(app)


async def settled(app: App[object]) -> None:
    """Wait until nothing is left to do except wait for time, files or the network."""
    loop = asyncio.get_running_loop()
    await asyncio.sleep(0)
    while True:
        if loop._ready:
            await asyncio.sleep(0)
        elif are_at_work(loop._default_executor):
            await asyncio.sleep(0.001)
        else:
            app.screen._on_timer_update()  # now, not within a 60th of a second
            if not loop._ready:
                return


async def press(pilot: Pilot[object], *keys: str) -> None:
    """Press keys, each a character or a name, as fast as possible, and wait for the screen."""
    for key in keys:
        character = key if len(key) == 1 else None
        pilot.app.post_message(Key(_character_to_key(key) if character else key, character))
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

    def get_css_variables(self) -> dict[str, str]:
        variables = super().get_css_variables()
        return {**variables, **bar_colours(variables)}

    def __init__(self, shown: Screen[object], symbols: Symbols = UNICODE) -> None:
        super().__init__()
        self.symbols = symbols
        self.shown = shown
        self.answer: object = NO_ANSWER

    def get_line_filters(self) -> Sequence[LineFilter]:
        plain = [PlainRows(self.symbols)] if self.symbols.ascii_only else []
        return [*super().get_line_filters(), *plain]

    def compose(self) -> ComposeResult:
        yield Static("beneath")

    def on_mount(self) -> None:
        self.push_screen(self.shown, self._keep)

    def _keep(self, answer: object) -> None:
        self.answer = answer
