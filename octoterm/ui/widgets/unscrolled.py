"""Widgets that are drawn once when they come into view, or are given another size."""

from __future__ import annotations

from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget


class Unscrolled(Widget):
    """One that Textual need not scroll, because it draws, or shows, only what there is room for.

    Textual's own lay the whole screen out and draw it a second time once they know their size,
    for scroll bars that might be due. Whoever may have been drawn before must see to that: see
    `CellView.on_resize`.
    """

    virtual_size: reactive[Size] = reactive(Size(0, 0), repaint=False)
