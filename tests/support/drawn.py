"""What an app under test, which has no terminal, would send to one, and what that would show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from textual.app import App
from textual.screen import Screen

from octoterm.ui.driver.compositor import ComposedRows
from octoterm.ui.driver.frame import Frame
from tests.support.emulator import Emulator
from tests.support.screens import draw_at_once


@dataclass
class Drawn:
    """A terminal that is sent what changes."""

    app: App[object]
    terminal: Emulator
    frame: Frame = field(default_factory=Frame)
    sent: str = ""
    """Everything sent so far."""

    @property
    def places(self) -> list[tuple[int, int]]:
        """Column and row, from 0, of every stretch that was sent."""
        return [(int(x) - 1, int(y) - 1) for y, x in re.findall(r"\x1b\[(\d+);(\d+)H", self.sent)]

    def draw(self, picture: ComposedRows) -> None:
        if (changes := picture.changes_on(self.frame)) is not None:
            written = changes.render_segments(self.app.console)
            self.sent += written
            self.terminal.feed(written.encode())

    def assert_right(self, after: object) -> None:
        """Check that it shows the same, colours included, as a terminal drawn as a whole."""
        whole = Emulator(*self.app.size)
        picture = self.app.screen._compositor.render_full_update()
        changes = picture.changes_on(Frame())
        # What Textual itself writes depends on the colours in which a style was last drawn.
        whole.feed(changes.render_segments(self.app.console).encode())
        assert self.terminal.lines == whole.lines, after
        assert self.terminal.picture == whole.picture, after


@contextmanager
def drawing(app: App[object]) -> Iterator[Drawn]:
    """Everything that `app` draws from now on, beginning with the whole screen."""
    drawn, display = Drawn(app, Emulator(*app.size)), app._display

    def watched(screen: Screen[object], picture: ComposedRows | None) -> None:
        display(screen, picture)
        if picture is not None:
            drawn.draw(picture)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "_display", watched)
        draw_at_once(app)
        app.refresh()
        yield drawn
