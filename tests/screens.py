"""What is on the screen of an app under test."""

from __future__ import annotations

from rich.style import Style
from textual.app import App


def text_of(app: App[object]) -> list[str]:
    """The rows of text that are shown, from the top, without the spaces at their ends."""
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


def style_at(app: App[object], x: int, y: int) -> Style:
    """How the character in column `x` of row `y` is drawn."""
    strip = app.screen._compositor.render_strips()[y].crop(x, x + 1)
    return next((segment.style for segment in strip if segment.style), Style())
