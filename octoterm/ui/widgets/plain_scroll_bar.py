"""Scroll bars without block characters, for `--ascii`."""

from __future__ import annotations

from typing import ClassVar

from textual.scrollbar import ScrollBarRender
from textual.widget import Widget

from octoterm.ui.drawing.symbols import symbols_of


class PlainScrollBar(ScrollBarRender):
    """A scroll bar without the blocks that smooth its ends."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8


def use_plain_scroll_bar(widget: Widget) -> None:
    """Give `widget` a plain scroll bar if the app draws in ASCII."""
    if symbols_of(widget.app).ascii_only:
        widget.vertical_scrollbar.renderer = PlainScrollBar  # type: ignore[misc]
