"""Text that scrolls if it is longer than the screen is high."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from octoterm.ui.widgets.plain_scroll_bar import use_plain_scroll_bar


class ScrollingText(VerticalScroll, inherit_bindings=False):
    """Scrolls with keys and wheel, without animation, which is too slow over SSH."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "by(-1, 0)", show=False),
        Binding("down,j", "by(1, 0)", show=False),
        Binding("pageup", "by(0, -1)", show=False),
        Binding("pagedown,space", "by(0, 1)", show=False),
        Binding("home,g", "to(0)", show=False),
        Binding("end,G", "to(1)", show=False),
    ]
    DEFAULT_CSS = """
    ScrollingText {
        scrollbar-size-vertical: 1;
        height: auto;
        max-height: 100%;
    }
    """

    def on_mount(self) -> None:
        use_plain_scroll_bar(self)

    def action_by(self, lines: int, pages: int) -> None:
        self._scroll(self.scroll_y + lines + pages * self.size.height)

    def action_to(self, end: int) -> None:
        self._scroll(end * self.max_scroll_y)

    def _scroll(self, y: float) -> None:
        self.scroll_to(y=y, animate=False, immediate=True)
