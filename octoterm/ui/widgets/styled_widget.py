"""A widget that draws its own lines and caches its styles.

Textual looks styles up again at every repaint, and each takes as long as drawing a line.
"""

from __future__ import annotations

from rich.style import Style
from textual.widget import Widget


class StyledWidget(Widget):
    """Caches the styles of its component classes until the theme changes."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._styles: dict[str, Style] = {}

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles.clear()

    def style_of(self, component: str = "") -> Style:
        """The style of a component class; by default, of the widget itself."""
        found = self._styles.get(component)
        if found is None:
            found = self.get_component_rich_style(component) if component else self.rich_style
            self._styles[component] = found
        return found
