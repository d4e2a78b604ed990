"""How many colours there are to draw with."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.app import App


class ColourDepth(IntEnum):
    """From none to all, in Rich's terms for the terminal."""

    NONE = 0
    """No colours, or none wanted."""
    FEW = 1
    """The 16 colours that the terminal chooses, or a theme that leaves them to it."""
    EIGHT_BIT = 2
    """The 256 standard colours."""
    FULL = 3

    @classmethod
    def of(cls, app: App[object]) -> ColourDepth:
        """The depth that `app` draws with."""
        system = app.console.color_system
        if app.no_color or system is None:
            return cls.NONE
        if app.current_theme.ansi or system not in ("256", "truecolor"):
            return cls.FEW
        return cls.FULL if system == "truecolor" else cls.EIGHT_BIT

    @staticmethod
    def shows_shaded_ground(app: App[object]) -> bool:
        """Whether a shaded ground can be distinguished from the usual one: it cannot with 16
        colours, but it can without colours, where it is a grey."""
        return not app.current_theme.ansi and app.console.color_system in ("256", "truecolor")

    @property
    def has_those_of_theme(self) -> bool:
        """Whether colours are those of the theme, or the nearest of many."""
        return self >= self.EIGHT_BIT
