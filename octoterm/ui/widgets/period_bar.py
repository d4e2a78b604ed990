"""The top line: meter, period, and kinds of period."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rich.cells import cell_len
from textual.reactive import reactive

from octoterm.periods.period import Granularity
from octoterm.session.shown import Shown
from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.widgets.one_line import OneLine, Word

KINDS = (
    Granularity.DAY,
    Granularity.WEEK,
    Granularity.MONTH,
    Granularity.YEAR,
    Granularity.ALL,
)


SHORTEST_NAME = 10
"""Fewest columns in which the names of meters can be told apart."""


class PeriodBar(OneLine):
    """Shows `◀ Thu 14 Mar 2024 ▶` in the middle; the meter and the kinds if there is room."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "bar--name",
        "bar--period",
        "bar--kind",
        "bar--chosen",
    }
    DEFAULT_CSS = """
    PeriodBar {
        background: $panel;
        .bar--name { color: $text-muted; background: $panel; }
        .bar--period { color: $text; background: $panel; text-style: bold; }
        .bar--kind { color: $text-muted; background: $panel; }
        .bar--chosen { color: $text; background: $panel; text-style: bold underline; }
    }
    """

    shown: reactive[Shown] = reactive(Shown)

    def words(self, width: int) -> list[Word]:
        symbols = symbols_of(self.app)
        meter = symbols.plain(self.shown.meter_label)
        period = self.shown.period
        label = symbols.plain(period.label) if period else "No readings yet"
        middle = [
            Word(f"{symbols.left} ", "bar--kind", "move(-1)"),
            Word(label, "bar--period", "pick_date"),
            Word(f" {symbols.right}", "bar--kind", "move(1)"),
        ]
        middle_width = sum(cell_len(word.text) for word in middle)
        kinds = self._kinds()
        kinds_width = sum(cell_len(word.text) for word in kinds)
        for shown, name in self._choices(meter, width - middle_width - 4, kinds_width):
            right = kinds_width if shown else 0
            left = cell_len(name)
            # Centred, so that the label does not move when the name of the meter changes.
            centre = (width - middle_width) // 2
            at = max(left + 2, min(centre, width - right - 2 - middle_width))
            fill = width - at - middle_width - right
            return [
                Word(name, "bar--name", "next_meter"),
                Word(" " * (at - left), "bar--name"),
                *middle,
                Word(" " * fill, "bar--name"),
                *(kinds if shown else ()),
            ]
        return middle

    def _choices(self, meter: str, room: int, kinds: int) -> Iterator[tuple[bool, str]]:
        """What fits beside the label, best first: whether to show the kinds, and which name."""
        for shows_kinds in (True, False):
            left = room - (kinds if shows_kinds else 0)
            for name in (f" octoterm  {meter}", f" {meter}"):
                if cell_len(name) <= left:
                    yield shows_kinds, name
            if left >= SHORTEST_NAME:
                ellipsis = symbols_of(self.app).plain("…")
                yield shows_kinds, f" {meter[: left - 1 - len(ellipsis)]}{ellipsis}"
        if room >= 0:
            yield False, ""

    def _kinds(self) -> list[Word]:
        words = []
        for kind in KINDS:
            chosen = self.shown.position is not None and self.shown.position.granularity is kind
            words.append(
                Word(kind.value, "bar--chosen" if chosen else "bar--kind", f"show('{kind.value}')")
            )
            words.append(Word(" ", "bar--kind"))
        return words
