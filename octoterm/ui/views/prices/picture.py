"""Draws prices: whose they are, a chart or one for each day, and the figures beside or below."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from textwrap import wrap
from typing import NamedTuple

from textual.geometry import Size

from octoterm.costs.quantities import PRICE
from octoterm.periods.london import london
from octoterm.session.pricing.prices_shown import PricesShown
from octoterm.tariffs.price_slots import Published
from octoterm.ui.drawing.cells import Cell, of_one_column, styled
from octoterm.ui.drawing.legend import Mark, legend_lines
from octoterm.ui.drawing.shortened import cut, longest_fitting
from octoterm.ui.drawing.symbols import Symbols
from octoterm.ui.views.prices import figures, words
from octoterm.ui.views.prices.chart import ZERO, Chart, margin_of
from octoterm.ui.views.usage.line import Line

STYLES = (
    "axis", "bar", "below", "cheap", "cheap-bar", "cursor", "cursor-text", "free", "heading",
    "missing", "now-bar", "now-line", "past-bar", "quiet", "text", "total", "use", "use-over-bar",
)  # fmt: skip
LEAST_BESIDE = 24
"""Fewest columns of the figures beside a chart."""
LEAST_BELOW = 7
"""Fewest rows of the figures below it."""
LEAST_CHART = 7
"""Fewest rows of a chart that has all figures below it."""
LEAST_STACKED = 6
"""Rows of each of two charts, one above the other."""
LEAST_WORDS = 2
"""Rows of the figures in short: what it costs now, and the cheapest hour."""
TALL_CHART = 16
"""Rows from which a chart is not made narrower for the sake of the figures."""
ROWS_FOR_LEGEND = 12
"""Fewest rows of the view that has the legend; with fewer, the chart gets its row."""
WIDEST_TEXT = 72
TRY_AGAIN = "r tries again"
ASK = "r asks for them"


class Shape(NamedTuple):
    """Where the charts and the figures are."""

    charts: tuple[range, ...]
    """The numbers of the slots of each, from the top."""
    width: int
    """Columns of the charts; the others are for the figures, unless these are below."""
    below: int
    """Rows of the figures below the charts; 0 if they are beside them."""
    is_full: bool = False
    """Whether all figures are below, in columns, and not only a short form of a few."""


@dataclass(frozen=True)
class PricesPicture:
    """The prices as rows of styled cells."""

    shown: PricesShown
    cursor: int | None
    """Number of the slot under the cursor; None if the cursor is not used."""
    size: Size
    symbols: Symbols

    @cached_property
    def rows(self) -> list[list[Cell]]:
        """Those that fit."""
        if not self.shown.has_prices:
            rest = self._without_prices
        else:
            rest = self._body if self._room > 0 else []
        return [row[: self.size.width] for row in [*self._top, *rest][: self.size.height]]

    def slot_at(self, x: int, y: int) -> int | None:
        """Number of the slot drawn there; None if there is none."""
        if not self.shown.has_prices or x >= self._shape.width:
            return None
        row = y - len(self._top)
        for chart in self._charts:
            if 0 <= row < chart.height:
                return chart.slot_at(x)
            row -= chart.height
        return None

    @property
    def has_figures(self) -> bool:
        """Whether there are figures beside the charts or below them."""
        return self._room > 0 and (self._shape.below > 0 or self._shape.width < self.size.width)

    # What stands above

    @cached_property
    def _top(self) -> list[list[Cell]]:
        width = self.size.width
        titles = [of_one_column(each) for each in words.what_it_is(self.shown)]
        title = longest_fitting(titles, width - 2)
        rows = [styled(f" {cut(title, width - 2)}", "heading")]
        if self.shown.is_fetching:
            rows.append(styled(cut(" Fetching prices · Esc stops", width), "quiet"))
        elif self.shown.trouble:
            rows += [styled(f" {line}", "missing") for line in self._failed(max(8, width - 2))]
        if self.shown.has_prices and self.size.height >= ROWS_FOR_LEGEND:
            title_ = styled(PRICE.half_hour.unit.rjust(self._margin + 2), "axis")
            entries = (mark.cells for mark in self._marks())
            rows += legend_lines(entries, width, title_)[:1]
        return rows

    def _failed(self, width: int) -> list[str]:
        """Why nothing could be fetched, and what to press: in one row, or in more if there are no
        prices to draw."""
        why = of_one_column(self.shown.trouble)
        whole = f"Prices could not be fetched: {why} · {TRY_AGAIN}"
        if not self.shown.has_prices:
            return wrap(whole, width)
        return [cut(longest_fitting((whole, f"{why} · {TRY_AGAIN}", why), width), width)]

    def _marks(self) -> list[Mark]:
        shown, symbols = self.shown, self.symbols
        states = {slot.state for slot in shown.slots}
        marks = []
        if shown.use is not None and shown.use.is_known:
            unit = shown.use.quantity.half_hour.unit
            name = f"{shown.use.name}, {unit}"
            marks.append(Mark(symbols.second_line * 2, "use", name))
        if shown.now_at is not None:
            marks.append(Mark(symbols.vertical, "now-line", "now"))
        if shown.best:
            hours = f"1–{shown.best[-1][0]}" if len(shown.best) > 1 else "1"
            what = "best paid" if shown.pays else "cheapest"
            marks.append(Mark(hours, "cheap", f"{what} hours{' ahead' if shown.is_ahead else ''}"))
        if Published.MISSING in states:
            marks.append(Mark(symbols.missing, "missing", words.NO_RATE))
        if Published.NOT_YET in states:
            marks.append(Mark(symbols.dot, "axis", words.NOT_YET))
        if any(s.pence_with_vat is not None and s.pence_with_vat < 0 for s in shown.slots):
            marks.append(Mark(symbols.whole, "below", "below zero"))
        if any(s.pence_with_vat == 0 for s in shown.slots):
            marks.append(Mark(ZERO, "free", "exactly 0p"))
        if shown.is_ahead and shown.now_at:
            marks.append(Mark(symbols.whole, "past-bar", "earlier"))
        return marks

    # Without any price

    @property
    def _without_prices(self) -> list[list[Cell]]:
        shown = self.shown
        said: list[tuple[str, str]] = []
        if shown.tariff is None:
            said = [
                (each, "heading" if not number else "text")
                for number, each in enumerate(shown.advice)
            ]
        elif not self._is_of_a_tariff:
            verb = "have" if shown.is_ahead else "had"
            said = [
                (f"You {verb} no tariff here on {shown.label}.", "heading"),
                ("p goes to the prices of an earlier day", "text"),
            ]
            if shown.next_choice:
                said.append((f"o goes on to other tariffs: {shown.next_choice} first", "text"))
            said += [(each, "text") for each in shown.advice]
        elif not shown.is_fetching:
            said.append((self._why_none, "heading"))
            if not shown.slots and not shown.trouble:
                said.append((ASK, "text"))
            if shown.coming_at is not None and shown.is_ahead:
                said.append((f"More {words.about(shown.coming_at, shown.now)}.", "text"))
            said += [(each, "text") for each in shown.advice]
        width = max(8, min(self.size.width - 2, WIDEST_TEXT))
        rows: list[list[Cell]] = []
        for text, style in said:
            lines = wrap(of_one_column(text), width)
            rows += [[], *(styled(f" {line}", style) for line in lines)]
        return rows

    @property
    def _is_of_a_tariff(self) -> bool:
        """Whether the household, or the region, had a tariff at that time."""
        tariff = self.shown.tariff
        return tariff is not None and bool(tariff.code or tariff.name)

    @property
    def _why_none(self) -> str:
        shown = self.shown
        states = {slot.state for slot in shown.slots}
        if shown.trouble or not shown.slots:
            return f"No prices of {shown.label} are stored."
        if states == {Published.NOT_YET}:
            return f"The prices of {shown.label} are not published yet."
        return f"No prices of {shown.label} were published."

    # The shape

    @property
    def _room(self) -> int:
        """Rows of the charts and the figures below them."""
        return self.size.height - len(self._top)

    @cached_property
    def _extremes(self) -> tuple[float, float]:
        prices = [
            float(s.pence_with_vat) for s in self.shown.slots if s.pence_with_vat is not None
        ]
        return min(prices), max(prices)

    @cached_property
    def _margin(self) -> int:
        return margin_of(*self._extremes, self.size.height)

    @cached_property
    def _line(self) -> Line | None:
        use = self.shown.use
        return Line(use.quantity, use.values) if use is not None and use.is_known else None

    @property
    def _around(self) -> int:
        """Columns of a chart that are not for bars."""
        return self._margin + (self._line.margin if self._line else 0)

    @cached_property
    def _days(self) -> tuple[range, ...]:
        """The numbers of each day's slots."""
        days = [london(slot.start).date() for slot in self.shown.slots]
        begins = [at for at, day in enumerate(days) if at == 0 or day != days[at - 1]]
        return tuple(
            range(begin, end) for begin, end in zip(begins, [*begins[1:], len(days)], strict=True)
        )

    @cached_property
    def _shape(self) -> Shape:
        width, room, slots = self.size.width, self._room, len(self.shown.slots)
        whole = (range(slots),)
        narrow = width - LEAST_BESIDE - self._around
        longest = max(map(len, self._days))
        if slots + self._around <= width:
            wide, beside = (width - self._around) // slots, narrow // slots
            is_tall = room >= TALL_CHART + LEAST_BELOW
            if beside < 1 or (wide > beside and is_tall):
                if room >= LEAST_CHART + LEAST_BELOW:
                    return Shape(whole, width, self._rows_below, is_full=True)
            elif room >= 2 * TALL_CHART and narrow // longest > beside:
                return Shape(self._days, narrow // longest * longest + self._around, 0)
            else:
                return Shape(whole, min(beside, 12) * slots + self._around, 0)
        rest = room - 2 * LEAST_STACKED
        if len(self._days) > 1 and rest >= 0 and longest + self._around <= width:
            if longest <= narrow:
                return Shape(self._days, longest * (narrow // longest) + self._around, 0)
            if rest >= LEAST_WORDS:
                return Shape(self._days, width, min(len(self._brief), rest))
        below = max(0, min(len(self._brief), room // 3))
        return Shape((self._in_view,), width, below)

    @property
    def _rows_below(self) -> int:
        """Rows that the height leaves for the figures, at most as many as they need."""
        most = max(LEAST_BELOW, self._room - TALL_CHART)
        return len(figures.below(self._groups, self.size.width, most - 1)) + 1

    @cached_property
    def _groups(self) -> tuple[figures.Group, ...]:
        return figures.groups(self.shown, self.cursor)

    @cached_property
    def _brief(self) -> figures.Group:
        return figures.brief(self.shown, self.cursor)

    @property
    def _in_view(self) -> range:
        """The slots to draw if not all fit: those around the cursor, or from now on."""
        slots, room = len(self.shown.slots), max(1, self.size.width - self._around)
        if slots <= room:
            return range(slots)
        at = self.cursor if self.cursor is not None else self.shown.now_at or 0
        before = room // 2 if self.cursor is not None else 1
        first = max(0, min(at - before, slots - room))
        return range(first, first + room)

    # The charts and the figures

    @cached_property
    def _charts(self) -> tuple[Chart, ...]:
        shape, lowest_highest = self._shape, self._extremes
        height = self._room - shape.below
        share = height // len(shape.charts)
        return tuple(
            Chart(
                self.shown,
                numbers,
                *lowest_highest,
                width=shape.width,
                height=share,
                margin=self._margin,
                cursor=self.cursor,
                symbols=self.symbols,
                line=self._line_of(numbers),
            )
            for numbers in shape.charts
        )

    def _line_of(self, numbers: range) -> Line | None:
        if self._line is None:
            return None
        values = self._line.values[numbers.start : numbers.stop]
        return Line(self._line.quantity, values)

    @property
    def _body(self) -> list[list[Cell]]:
        width, shape = self.size.width, self._shape
        drawn = [row for chart in self._charts for row in chart.rows]
        if shape.below:
            return [*drawn, *self._below(shape)]
        said = figures.beside(self._groups, width - shape.width, self._room)
        drawn += [[] for _ in range(len(said) - len(drawn))]
        return [
            [*row, *styled(" " * (shape.width - len(row)), "text"), *cells]
            for row, cells in zip(drawn, said + [[]] * (len(drawn) - len(said)), strict=True)
        ]

    def _below(self, shape: Shape) -> list[list[Cell]]:
        width = self.size.width
        if not shape.is_full:
            return figures.one_below_the_other(self._brief, width)[: shape.below]
        return [[], *figures.below(self._groups, width, shape.below - 1)]
