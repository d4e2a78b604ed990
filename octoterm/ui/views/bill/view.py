"""View 6: the bill of the billing month, as the supplier makes it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual.events import Click
from textual.reactive import reactive

from octoterm.bills.words import BillLine
from octoterm.export.rows import Exported
from octoterm.periods.london import london
from octoterm.periods.period import Granularity, Period
from octoterm.session.shown import Shown
from octoterm.ui.drawing.cells import Cell
from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.views.bill.picture import STYLES, BillPicture, blocks_of
from octoterm.ui.widgets.scrolled_view import ScrolledView
from octoterm.ui.widgets.view import PeriodEntered


class BillView(ScrolledView[BillPicture]):
    """Draws the bill that it is given; the cursor moves from block to block."""

    styles_of_cells: ClassVar[dict[str, str]] = {style: f"bill--{style}" for style in STYLES}
    COMPONENT_CLASSES: ClassVar[set[str]] = set(styles_of_cells.values())
    DEFAULT_CSS = """
    BillView {
        .bill--heading { color: $quiet; text-style: bold; }
        .bill--text { color: $foreground; }
        .bill--quiet { color: $quiet; }
        .bill--missing { color: $missing-mark; }
        .bill--total { color: $foreground; text-style: bold; }
        .bill--cursor {
            background: $block-cursor-background;
            color: $cursor-text;
            text-style: bold;
        }
        .bill--thumb { color: $scrollbar; background: $scrollbar-background; }
        .bill--thumb-end { color: $scrollbar-background; background: $scrollbar; }
        .bill--track { background: $scrollbar-background; }
    }
    """

    cursor: reactive[int] = reactive(0, repaint=False)
    """Number of the block under the cursor."""

    follows_period = False
    has_sentence = False
    leads_to = "usage"
    nothing_inside = "No days of a bill to open here"

    def watch_shown(self, before: Shown, shown: Shown) -> None:
        if shown.bill is before.bill:
            return
        if before.bill is None or shown.bill is None or shown.bill.month != before.bill.month:
            self.cursor, self._top, self._is_scrolled = 0, 0, False
        self.step(0, 0)
        self.changed()

    def watch_cursor(self) -> None:
        self.changed()

    @property
    def _blocks(self) -> list[BillLine]:
        return blocks_of(self.shown.bill) if self.shown.bill is not None else []

    def step(self, rows: int, columns: int) -> None:
        """Move the cursor; beyond the last block, scroll to what is below it."""
        last, steps = len(self._blocks) - 1, rows + columns
        if (self._is_scrolled and steps < 0) or (steps > 0 and self.cursor >= last):
            self.scroll_rows(steps)
        else:
            self._is_scrolled = False
            self.cursor = max(0, min(self.cursor + steps, last))

    @property
    def _under_cursor(self) -> BillLine | None:
        blocks = self._blocks
        return blocks[self.cursor] if self.cursor < len(blocks) else None

    @property
    def in_words(self) -> str:
        return self._under_cursor.in_words if self._under_cursor else ""

    @property
    def day_under_cursor(self) -> date | None:
        line = self._under_cursor
        return london(line.blocks[0].start).date() if line else None

    @property
    def period_under_cursor(self) -> Period | None:
        """The day, week or month of the block's first day: the smallest that has all days of the
        block, or the month if none has."""
        if (line := self._under_cursor) is None:
            return None
        block = line.blocks[0]
        first, last = (london(each).date() for each in (block.start, block.end - 1))
        kinds = (Granularity.DAY, Granularity.WEEK, Granularity.MONTH)
        periods = [Period.containing(kind, first) for kind in kinds]
        return next((each for each in periods if last in each), periods[-1])

    def exported(self) -> Exported | None:
        if (shown := self.shown.bill) is None:
            return None
        from octoterm.export.cost_rows import BLOCK_KEYS, block_record

        records = (
            {"meter": part.title, **block_record(block)}
            for part in shown.parts
            for block in part.bill.blocks
        )
        return Exported("bill", shown.month, ("meter", *BLOCK_KEYS), records)

    def rows(self) -> list[list[Cell]]:
        if (shown := self.shown.bill) is None or not shown.is_known:
            return []
        self._picture = BillPicture(
            shown,
            self.cursor,
            self.size,
            symbols_of(self.app),
            self._top,
            self._is_scrolled,
        )
        self._top = self._picture.first
        return self._picture.rows

    def on_click(self, event: Click) -> None:
        block = self._picture.block_at(event.y) if self._picture is not None else None
        if block is not None and block == self.cursor:
            self.post_message(PeriodEntered(self.period_under_cursor))
        elif block is not None:
            self.cursor = block
