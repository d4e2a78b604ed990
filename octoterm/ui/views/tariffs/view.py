"""View 8: what the household's half hours would have cost on other tariffs."""

from __future__ import annotations

from typing import ClassVar

from textual.events import Click
from textual.message import Message
from textual.reactive import reactive

from octoterm.export.rows import Exported
from octoterm.periods.calendar import Calendar
from octoterm.session.comparing.tariff_lines import Place, TariffLine
from octoterm.session.comparing.tariffs_shown import TariffsShown
from octoterm.session.shown import Shown
from octoterm.ui.drawing.cells import Cell
from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.views.tariffs.picture import STYLES, TariffsPicture
from octoterm.ui.widgets.scrolled_view import ScrolledView


class MonthsShown(Message):
    """The months of a tariff were opened or closed, so that other keys matter."""


class TariffsView(ScrolledView[TariffsPicture]):
    """Draws the comparison that it is given; the cursor moves from tariff to tariff."""

    styles_of_cells: ClassVar[dict[str, str]] = {style: f"tariffs--{style}" for style in STYLES}
    COMPONENT_CLASSES: ClassVar[set[str]] = set(styles_of_cells.values())
    DEFAULT_CSS = """
    TariffsView {
        .tariffs--heading { color: $quiet; text-style: bold; }
        .tariffs--text { color: $foreground; }
        .tariffs--quiet { color: $quiet; }
        .tariffs--missing { color: $missing-mark; }
        .tariffs--total { color: $foreground; text-style: bold; }
        .tariffs--changed { color: $base; text-style: bold; }
        .tariffs--bar { color: $bar; }
        .tariffs--cursor {
            background: $block-cursor-background;
            color: $cursor-text;
            text-style: bold;
        }
        .tariffs--thumb { color: $scrollbar; background: $scrollbar-background; }
        .tariffs--thumb-end { color: $scrollbar-background; background: $scrollbar; }
        .tariffs--track { background: $scrollbar-background; }
    }
    """

    cursor: reactive[int] = reactive(0, repaint=False)
    """Number of the tariff under the cursor."""
    opens_months: reactive[bool] = reactive(False, repaint=False)
    """Whether its months are shown."""

    follows_period = False
    has_sentence = False
    leads_to = "usage"
    counts_gaps = True

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._was_moved = False
        """Whether the cursor was moved, or its tariff opened."""

    def watch_shown(self, before: Shown, shown: Shown) -> None:
        if shown.tariffs is before.tariffs:
            return
        if shown.meter_label != before.meter_label:
            self.opens_months = self._was_moved = self._is_scrolled = False
            self._top = 0
        if self._was_moved:
            self._follow(before.tariffs)
        else:
            self.cursor = self._best
        self.changed()

    def _follow(self, before: TariffsShown | None) -> None:
        """Keep the cursor on its tariff if others have been inserted before it."""
        if before is None or self.cursor >= len(before.lines):
            return
        line = before.lines[self.cursor]
        places = [at for at, each in enumerate(self._lines) if each.is_same(line)]
        self.cursor = places[0] if places else min(self.cursor, max(0, len(self._lines) - 1))
        self.opens_months = self.opens_months and bool(places)

    def watch_cursor(self) -> None:
        self.changed()

    def watch_opens_months(self) -> None:
        self._top, self._is_scrolled = 0, False
        self.changed()

    @property
    def _lines(self) -> tuple[TariffLine, ...]:
        return self.shown.tariffs.lines if self.shown.tariffs is not None else ()

    @property
    def _under_cursor(self) -> TariffLine | None:
        lines = self._lines
        return lines[self.cursor] if self.cursor < len(lines) else None

    @property
    def _best(self) -> int:
        """The number of the best ranked tariff."""
        ranked = (at for at, line in enumerate(self._lines) if line.place is Place.RANKED)
        return next(ranked, min(1, max(0, len(self._lines) - 1)))

    def step(self, rows: int, columns: int) -> None:
        """Move the cursor; below the last tariff, and in the months, scroll."""
        last, steps = len(self._lines) - 1, rows + columns
        self._was_moved = True
        if (
            self.opens_months
            or (self._is_scrolled and steps < 0)
            or (steps > 0 and self.cursor >= last)
        ):
            self.scroll_rows(steps)
        else:
            self._is_scrolled = False
            self.cursor = max(0, min(self.cursor + steps, last))

    def open(self) -> bool:
        """Show the tariff under the cursor month by month, if it has months; returns whether it
        does."""
        line, self._was_moved = self._under_cursor, True
        self.opens_months = line is not None and line.row is not None
        self.post_message(MonthsShown())
        return self.opens_months

    def close(self) -> bool:
        """Go back to all tariffs; returns whether one was open."""
        was_open, self.opens_months = self.opens_months, False
        self.post_message(MonthsShown())
        return was_open

    @property
    def uses_cursor(self) -> bool:
        """Escape closes the months."""
        return self.opens_months

    @property
    def escape_name(self) -> str:
        return "Back" if self.opens_months else ""

    def put_cursor_away(self) -> None:
        self.close()

    @property
    def nothing_inside(self) -> str:  # type: ignore[override]
        line = self._under_cursor
        if line is not None and line.why:
            return "Nothing of this one can be compared"
        return "Put the cursor on another tariff to see both month by month"

    @property
    def in_words(self) -> str:
        tariffs, line = self.shown.tariffs, self._under_cursor
        return tariffs.in_words(line) if tariffs is not None and line is not None else ""

    def exported(self) -> Exported | None:
        tariffs = self.shown.tariffs
        if tariffs is None or tariffs.comparison is None or tariffs.period is None:
            return None
        from octoterm.export.comparison_rows import MONTH_KEYS, ROW_KEYS, month_record, row_record

        changed = "" if tariffs.what_if is None else "-what-if"
        line = self._under_cursor
        if self.opens_months and line is not None and line.row is not None:
            months = map(month_record, line.row.months)
            return Exported(f"tariff-months{changed}", tariffs.period, MONTH_KEYS, months)
        bounds = Calendar().bounds(tariffs.period)
        records = [row_record(line.row, *bounds) for line in self._lines if line.row is not None]
        keys = [
            key for key in ROW_KEYS if not any(isinstance(each[key], list) for each in records)
        ]
        return Exported(
            f"tariffs{changed}", tariffs.period, keys, ({k: r[k] for k in keys} for r in records)
        )

    def rows(self) -> list[list[Cell]]:
        if (shown := self.shown.tariffs) is None or not shown.lines:
            return []
        self._picture = TariffsPicture(
            shown,
            self.cursor,
            self.opens_months,
            self.size,
            symbols_of(self.app),
            self._top,
            self._is_scrolled,
        )
        self._top = self._picture.first
        return self._picture.rows

    def on_click(self, event: Click) -> None:
        line = self._picture.line_at(event.y) if self._picture is not None else None
        if line is None:
            return
        if line.leads_back:
            self.close()
        elif line.number is not None and line.number == self.cursor:
            self.open()
        elif line.number is not None:
            self._is_scrolled, self._was_moved = False, True
            self.cursor = line.number
