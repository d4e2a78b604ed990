"""The base of every screen, with our own compositor if this Textual supports it."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen, ScreenResultType

from octoterm.ui.driver.app import TerminalApp
from octoterm.ui.driver.private_names import missing
from octoterm.ui.driver.type_ahead import TypeAhead


class BaseScreen(Screen[ScreenResultType]):
    """A screen whose layout is computed only when it changes."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if not missing("compositor"):
            from octoterm.ui.driver.compositor import StableCompositor

            self._compositor = StableCompositor()

    @property
    def type_ahead(self) -> TypeAhead:
        """The app's keys typed ahead, to be held back while a dialog is being prepared."""
        assert isinstance(self.app, TerminalApp)
        return self.app.type_ahead
