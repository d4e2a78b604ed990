"""The least that answers a key in Textual: one label as large as the chart, and its number."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.widgets import Label


class BareLabel(App[None]):
    """Counts the left arrows."""

    CSS = "Label { width: 1fr; height: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [("left", "count", "Count")]

    def __init__(self) -> None:
        super().__init__()
        self._count = 0

    def compose(self) -> ComposeResult:
        yield Label("Day 0")

    def action_count(self) -> None:
        self._count += 1
        self.query_one(Label).update(f"Day {self._count}")


if __name__ == "__main__":
    BareLabel().run()
