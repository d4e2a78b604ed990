"""Where the widgets of a screen are: a map that changes only when the screen is laid out.

Textual 8.2 forgets its map when a hidden widget is to be repainted, and makes and keeps a new
one as soon as the place or size of any widget is asked for, which painting does. If a widget has
just been shown and its layout is still to come, that layout compares the new map with itself,
finds no change, and what was shown stays undrawn. It takes a busy machine for the messages to
arrive in that order.
"""

from __future__ import annotations

from textual._compositor import Compositor, ReflowResult
from textual.geometry import Size
from textual.widget import Widget


class StableCompositor(Compositor):
    """Textual's compositor, which answers from the last layout until the next one."""

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        changes = super().reflow(parent, size)
        self._full_map_invalidated = False
        return changes

    def reflow_visible(self, parent: Widget, size: Size) -> set[Widget]:
        # After scrolling, too: at once, not when somebody asks.
        exposed = super().reflow_visible(parent, size)
        self._full_map, _ = self._arrange_root(parent, size, visible_only=False)
        self._full_map_invalidated = False
        return exposed

    def update_widgets(self, widgets: set[Widget]) -> None:
        # Only those that are laid out: others are drawn once they are.
        super().update_widgets(widgets & self.visible_widgets.keys())
