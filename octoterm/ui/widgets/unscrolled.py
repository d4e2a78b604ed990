"""Widgets that never scroll, and are therefore drawn only once when they are shown or resized."""

from __future__ import annotations

from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget


class Unscrolled(Widget):
    """A widget that Textual need not scroll, because it draws only what fits.

    Once a widget knows its size, Textual would lay out and draw the whole screen again, in case
    scroll bars are needed. Subclasses that may be drawn before they know their size must refresh
    themselves: see `CellView.on_resize`.
    """

    virtual_size: reactive[Size] = reactive(Size(0, 0), repaint=False)
