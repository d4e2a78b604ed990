"""The top line: the demo's badge, meter, period, and kinds of period."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rich.cells import cell_len
from textual.reactive import reactive

from octoterm.periods.period import CALENDAR_KINDS, Granularity
from octoterm.session.shown import Shown
from octoterm.ui.drawing.shortened import cut
from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.widgets.one_line import OneLine, Word

BADGE = " DEMO "
SHORTEST_NAME = 10
"""Fewest columns in which the names of meters can be told apart."""


class PeriodBar(OneLine):
    """Shows `◀ Thu 14 Mar 2024 ▶` in the middle; the meter and the kinds if there is room."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "bar--name",
        "bar--period",
        "bar--kind",
        "bar--chosen",
        "bar--demo",
        "bar--age",
    }
    DEFAULT_CSS = """
    PeriodBar {
        background: $panel;
        .bar--name { color: $bar-muted; background: $panel; }
        .bar--period { color: $text; background: $panel; text-style: bold; }
        .bar--kind { color: $bar-muted; background: $panel; }
        .bar--chosen { color: $text; background: $panel; text-style: bold underline; }
        .bar--demo { color: $bar-warning; background: $panel; text-style: bold reverse; }
        .bar--age { color: $bar-warning; background: $panel; }
    }
    """

    shown: reactive[Shown] = reactive(Shown)
    age: reactive[str] = reactive("")
    """How old the readings are, if that is to be said; otherwise empty."""

    def __init__(self, *, is_demo: bool = False) -> None:
        super().__init__()
        self._badge = [Word(BADGE, "bar--demo")] if is_demo else []

    def words(self, width: int) -> list[Word]:
        symbols = symbols_of(self.app)
        meter = self.shown.meter_label
        period = self.shown.period
        label = period.label if period else "No readings yet"
        label = self.shown.label_of_own or label
        middle = [
            Word(f"{symbols.left} ", "bar--kind", "move(-1)"),
            Word(label, "bar--period", "pick_date"),
            Word(f" {symbols.right}", "bar--kind", "move(1)"),
        ]
        if self.age:
            middle.append(Word(f" {self.age}", "bar--age"))
            if _width(middle) + _width(self._badge) + SHORTEST_NAME > width:
                middle.pop()
        badge = self._badge if _width(middle) + _width(self._badge) <= width else []
        middle_width, kinds = _width(middle), self._kinds()
        kinds_width = _width(kinds)
        room = width - middle_width - _width(badge) - 4
        for shown, name in self._choices(meter, room, kinds_width):
            right = kinds_width if shown else 0
            left = _width(badge) + cell_len(name)
            # Centred, so that the label does not move when the name of the meter changes.
            centre = (width - middle_width) // 2
            at = max(left + 2, min(centre, width - right - 2 - middle_width))
            fill = width - at - middle_width - right
            return [
                *badge,
                Word(name, "bar--name", "next_meter"),
                Word(" " * (at - left), "bar--name"),
                *middle,
                Word(" " * fill, "bar--name"),
                *(kinds if shown else ()),
            ]
        return [*badge, *middle]

    def _choices(self, meter: str, room: int, kinds: int) -> Iterator[tuple[bool, str]]:
        """What fits beside the label, best first: whether to show the kinds, and which name."""
        for shows_kinds in (True, False):
            left = room - (kinds if shows_kinds else 0)
            # The badge of the demo takes the place of the program's name.
            for name in (f" octoterm  {meter}", f" {meter}")[bool(self._badge) :]:
                if cell_len(name) <= left:
                    yield shows_kinds, name
            if left >= SHORTEST_NAME:
                yield shows_kinds, f" {cut(meter, left - 1)}"
        if room >= 0:
            yield False, ""

    def _kinds(self) -> list[Word]:
        """The kinds of period; empty if the view is always of the same kind."""
        if self.shown.label_of_own:
            return []
        words = []
        for kind in (*CALENDAR_KINDS, Granularity.ALL):
            position = self.shown.position
            chosen = position is not None and position.granularity is kind
            words.append(
                Word(kind.value, "bar--chosen" if chosen else "bar--kind", f"show('{kind.value}')")
            )
            words.append(Word(" ", "bar--kind"))
        return words


def _width(words: list[Word]) -> int:
    return sum(cell_len(word.text) for word in words)
