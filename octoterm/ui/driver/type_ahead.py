"""Keys that are typed ahead: each is handled on the screen that the keys before it lead to.

Over a slow connection, many keys may arrive at once. Textual hands a key to the screen that is on
top at that moment, which is the wrong one if an earlier key is still opening or closing a dialog,
and it runs a dialog's bindings after characters that were typed after them. So input is held back
until everything that an earlier key began is done.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from textual.events import Event, Key, Paste

NEVER_HELD = frozenset({"ctrl+c", "ctrl+q", "ctrl+z"})
"""Keys that must work even if what they would wait for never ends."""


class TypeAhead:
    """Keys and pastes in the order in which they arrived, held back for one or more reasons."""

    def __init__(self, on_released: Callable[[], object]) -> None:
        self._on_released = on_released
        """Called when input that was held back can be handled."""
        self._waiting: deque[Event] = deque()
        self._reasons: set[object] = set()

    def hold(self, reason: object) -> None:
        """Hold back input until `release` is called with the same reason."""
        self._reasons.add(reason)

    def release(self, reason: object) -> None:
        """End one reason to hold back input."""
        self._reasons.discard(reason)
        if self._waiting and not self._reasons:
            self._on_released()

    def keeps(self, event: Event) -> bool:
        """Keep `event` if it has to wait; returns whether it was kept."""
        if not (self._reasons or self._waiting):
            return False
        if not isinstance(event, Key | Paste) or event.is_forwarded:
            return False
        if isinstance(event, Key) and event.key in NEVER_HELD:
            return False
        self._waiting.append(event)
        return True

    def next(self) -> Event | None:
        """Take out the event to handle next; None if there is none, or it has to wait."""
        return self._waiting.popleft() if self._waiting and not self._reasons else None
