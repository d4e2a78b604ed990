"""View 7: what a kWh costs, half hour by half hour, today and as far ahead as it is published."""

from __future__ import annotations

import re
from typing import ClassVar

from textual.events import Click
from textual.reactive import reactive

from octoterm.export.rows import Exported
from octoterm.periods.london import london
from octoterm.periods.period import Granularity, Period
from octoterm.session.pricing.prices_shown import PricesShown
from octoterm.session.shown import Shown
from octoterm.ui.drawing.cells import Cell
from octoterm.ui.drawing.shortened import cut
from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.views.prices.picture import STYLES, PricesPicture
from octoterm.ui.views.prices.words import slot_in_words, what_it_is
from octoterm.ui.widgets.view import PeriodEntered, View

LONGEST_NAME = 16
"""Most characters of a tariff's name in the key bar."""


class PricesView(View):
    """Draws the prices that it is given; the cursor moves from half hour to half hour."""

    styles_of_cells: ClassVar[dict[str, str]] = {style: f"prices--{style}" for style in STYLES}
    COMPONENT_CLASSES: ClassVar[set[str]] = set(styles_of_cells.values())
    DEFAULT_CSS = """
    PricesView {
        .prices--axis { color: $quiet; }
        .prices--bar { color: $bar; }
        .prices--past-bar { color: $light-bar; }
        .prices--cheap-bar { color: $exported; }
        .prices--now-bar { color: $foreground; }
        .prices--now-line { color: $foreground; }
        .prices--below { color: $spring; }
        .prices--cheap { color: $spring; text-style: bold; }
        .prices--free { color: $spring; text-style: bold; }
        .prices--cursor { color: $unusual; }
        .prices--cursor-text { color: $unusual; text-style: bold; }
        .prices--heading { color: $quiet; text-style: bold; }
        .prices--text { color: $foreground; }
        .prices--quiet { color: $quiet; }
        .prices--total { color: $foreground; text-style: bold; }
        .prices--missing { color: $missing-mark; }
        .prices--use { color: $base; }
        .prices--use-over-bar { background: $bar; color: $base-on-bar; }
        &.-pays .prices--bar { color: $exported; }
        &.-pays .prices--cheap-bar { color: $bar; }
        &.-pays .prices--cheap { color: $weekday; }
        &.-pays .prices--free { color: $foreground; }
        &.-pays .prices--below { color: $missing-mark; }
        &.-pays .prices--use-over-bar { background: $exported; }
    }
    """

    cursor: reactive[int | None] = reactive(None, repaint=False)
    """Number of the half hour under the cursor; None if it is not used."""

    follows_period = False
    has_sentence = False
    says_why_empty = True
    needs_readings = False
    leads_to = "usage"
    nothing_inside = "No readings of that day to open"

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._picture: PricesPicture | None = None

    def watch_shown(self, before: Shown, shown: Shown) -> None:
        if shown.prices is before.prices:
            return
        if _first(shown.prices) != _first(before.prices):
            self.cursor = None
        elif self.cursor is not None and shown.prices is not None:
            last = len(shown.prices.slots) - 1
            self.cursor = min(self.cursor, last) if last >= 0 else None
        self.set_class(shown.prices is not None and shown.prices.pays, "-pays")
        self.changed()

    def watch_cursor(self) -> None:
        self.changed()

    # The cursor

    def step(self, rows: int, columns: int) -> None:
        """Move the cursor; it appears at the running half hour, or at the first one of a day."""
        shown, steps = self.shown.prices, rows + columns
        if shown is None or not shown.has_prices:
            return
        if self.cursor is None:
            self.cursor = shown.now_at or 0
        else:
            self.cursor = max(0, min(self.cursor + steps, len(shown.slots) - 1))

    @property
    def uses_cursor(self) -> bool:
        return self.cursor is not None

    def put_cursor_away(self) -> None:
        self.cursor = None

    @property
    def in_words(self) -> str:
        """What is under the cursor, or otherwise the running half hour, and its tariff."""
        if (shown := self.shown.prices) is None or not shown.slots:
            return ""
        at = shown.now_at if self.cursor is None else self.cursor
        said = shown.label if at is None else slot_in_words(shown, at)
        return f"{said} · {what_it_is(shown)[0]}"

    @property
    def cursor_in_words(self) -> str:
        """What is under the cursor in short, for the status line; empty if the cursor is not used,
        or if the view has room to say it."""
        if (shown := self.shown.prices) is None or self.cursor is None or not shown.slots:
            return ""
        picture = PricesPicture(shown, self.cursor, self.size, symbols_of(self.app))
        return "" if picture.has_figures else slot_in_words(shown, self.cursor)

    @property
    def period_under_cursor(self) -> Period | None:
        """The day of the half hour under the cursor, or the one shown, if it has readings."""
        if (shown := self.shown.prices) is None:
            return None
        has_slot = self.cursor is not None and bool(shown.slots)
        day = london(shown.slots[self.cursor or 0].start).date() if has_slot else shown.first
        whole = self.shown.stored.whole if self.shown.stored is not None else None
        return Period.containing(Granularity.DAY, day) if whole and day in whole else None

    # The choices

    @property
    def has_choices(self) -> bool:
        return self.shown.prices is not None and bool(self.shown.prices.next_choice)

    @property
    def next_choice_name(self) -> str:
        return cut(self.shown.prices.next_choice, LONGEST_NAME) if self.shown.prices else ""

    # What is drawn and written

    def exported(self) -> Exported | None:
        if (shown := self.shown.prices) is None or not shown.slots:
            return None
        from octoterm.export.price_rows import PRICE_KEYS, price_record

        code = shown.tariff.code if shown.tariff is not None else ""
        what = f"prices-{re.sub('[^0-9A-Za-z-]+', '-', code)}" if code else "prices"
        return Exported(what, shown.period, PRICE_KEYS, map(price_record, shown.slots))

    def rows(self) -> list[list[Cell]]:
        if (shown := self.shown.prices) is None:
            return []
        self._picture = PricesPicture(shown, self.cursor, self.size, symbols_of(self.app))
        return self._picture.rows

    def on_click(self, event: Click) -> None:
        slot = self._picture.slot_at(event.x, event.y) if self._picture is not None else None
        if slot is not None and slot == self.cursor:
            self.post_message(PeriodEntered(self.period_under_cursor))
        elif slot is not None:
            self.cursor = slot


def _first(shown: PricesShown | None) -> object:
    """The first of the days that are shown; the cursor keeps its place while it is the same."""
    return shown.first if shown is not None else None
