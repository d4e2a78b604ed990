"""The base of the views whose rows can be scrolled wherever the cursor is: by moving the cursor
beyond its last place, or by the mouse wheel."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual.events import MouseScrollDown, MouseScrollUp

from octoterm.ui.drawing.scrolling import ScrolledPicture
from octoterm.ui.widgets.view import View

WHEEL = 2
"""Rows to scroll at each notch of the mouse wheel."""

Picture = TypeVar("Picture", bound=ScrolledPicture)


class ScrolledView(View, Generic[Picture]):
    """Keeps which rows are in view."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._picture: Picture | None = None
        """What was drawn last."""
        self._top = 0
        """The first row that is drawn."""
        self._is_scrolled = False
        """Whether rows were scrolled to since the cursor was moved."""

    def scroll_rows(self, rows: int) -> None:
        """Scroll by a number of rows, wherever the cursor is."""
        if self._picture is not None and self._picture.last_first:
            self._top = max(0, min(self._picture.first + rows, self._picture.last_first))
            self._is_scrolled = self._top > 0
            self.changed()

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        event.stop()
        self.scroll_rows(-WHEEL)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        event.stop()
        self.scroll_rows(WHEEL)
