"""The buttons of the set-up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

from textual.widgets import Button


class PlainButton(Button):
    """A button of one line, which can be pressed again at once; Textual's ignores a second press
    for a while."""

    DEFAULT_CSS = """
    PlainButton.-style-default {
        &, &:hover { color: $box-text; background: $surface; }
        &:focus { background-tint: transparent; }
    }
    """

    def __init__(self, label: str, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(label, id=id, compact=True)
        self.active_effect_duration = 0


class ChoiceButton(PlainButton):
    """Calls `choose` at once: a message would arrive after keys that were typed later."""

    def __init__(self, label: str, choose: Callable[[], object]) -> None:
        super().__init__(label)
        self._choose = choose

    def press(self) -> Self:
        self._choose()
        return self
