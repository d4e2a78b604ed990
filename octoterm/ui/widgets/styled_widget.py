"""A widget that draws its own lines, in styles that it looks up once a theme.

Textual forgets them whenever a widget is to be repainted, and to find one again takes as long
as to draw a line.
"""

from __future__ import annotations

from rich.style import Style
from textual.widget import Widget


class StyledWidget(Widget):
    """Keeps the styles of its component classes while they are those of the theme."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._styles: dict[str, Style] = {}

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles.clear()

    def style_of(self, component: str = "") -> Style:
        """The style of a component class; without one, that of the widget."""
        found = self._styles.get(component)
        if found is None:
            found = self.get_component_rich_style(component) if component else self.rich_style
            self._styles[component] = found
        return found
