"""The columns of the tables of tariffs and of months: which of them fit, and their texts."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from rich.cells import cell_len

from octoterm.session.comparing.tariff_lines import TariffLine, amount, signed
from octoterm.session.comparing.tariffs_shown import TariffsShown
from octoterm.ui.drawing.cells import Cell, of_one_column, styled
from octoterm.ui.drawing.shortened import cut
from octoterm.ui.drawing.symbols import Symbols
from octoterm.ui.views.table.share_bar import share_bars
from octoterm.ui.views.tariffs.months import MonthLine

LEAST_FOR_NAME, USUAL_FOR_NAME, FOR_NAME_BESIDE_BARS = 8, 20, 25
"""Columns for names of tariffs: the fewest, the fewest before columns are left out, and the
fewest beside bars."""
LEAST_FOR_BARS, BARS_BEFORE_NAMES, MOST_FOR_BARS = 9, 20, 60
"""Columns of the bars of differences: the fewest, those before names get more, and the most."""
DAYS = "Days"
EXTRA = 9
"""The `drop` of a column that is shown only if nothing has to be shorter for it."""
GAPS = (2, 1)
"""Columns between two texts, and the number used instead if not all would fit."""


class Column(NamedTuple):
    """A text for each line."""

    heading: str
    texts: Sequence[str]
    drop: int = 0
    """The order in which columns are left out if they do not all fit, the highest first; 0 for
    those that are always there."""
    is_left: bool = False
    style: str = ""
    """The style of its texts, if it is not that of the line."""

    @property
    def width(self) -> int:
        return max(map(cell_len, (self.heading, *self.texts)))

    def padded(self, text: str) -> str:
        space = " " * (self.width - cell_len(text))
        return f"{text}{space}" if self.is_left else f"{space}{text}"


class Columns(NamedTuple):
    """Columns that fit, and how far they are apart."""

    every: tuple[Column, ...]
    gap: int

    def heading(self) -> list[Cell]:
        """The headings, in one line."""
        return self._cells([each.heading for each in self.every], "heading")

    def line(self, number: int, style: str) -> list[Cell]:
        """The texts of a line, in its style, except those that have their own."""
        return self._cells([each.texts[number] for each in self.every], style)

    def _cells(self, texts: Sequence[str], style: str) -> list[Cell]:
        cells: list[Cell] = []
        for number, (column, text) in enumerate(zip(self.every, texts, strict=True)):
            is_own = column.style and style not in ("cursor", "heading")
            cells += styled(" " * self.gap * (number > 0), style)
            cells += styled(column.padded(text), column.style if is_own else style)
        return cells


def columns_of_tariffs(shown: TariffsShown, width: int, symbols: Symbols) -> Columns:
    """The columns of the tariffs that are compared."""
    lines = [line for line in shown.lines if line.why == ""]
    parts = [line.parts for line in lines]
    columns = [
        Column(
            "Tariff", [of_one_column(symbols.plain(line.name)) for line in lines], is_left=True
        ),
        Column("Income" if shown.is_export else "Cost", [line.cost_text for line in lines]),
        Column("Difference", [line.difference_text for line in lines]),
        Column("", [line.share_text for line in lines], drop=1),
        Column(DAYS, [_days(line, shown) for line in lines], drop=2),
        Column("Coverage", [line.coverage_text for line in lines], drop=EXTRA),
    ]
    if any(average for average, _ in parts):
        columns += [
            Column("Average", [average for average, _ in parts], drop=3),
            Column("Timing", [timing for _, timing in parts], drop=3),
        ]
    return _fitting(columns, [line.difference for line in lines], width, symbols)


def _days(line: TariffLine, shown: TariffsShown) -> str:
    length = shown.period.length if shown.period is not None else line.days
    return str(line.days) if line.days == length else f"{line.days}/{length}"


def columns_of_months(
    months: Sequence[MonthLine],
    total: MonthLine,
    width: int,
    symbols: Symbols,
    *,
    is_own: bool = False,
) -> Columns:
    """The columns of months and their total, which is the last line; with bars of the differences,
    or of the costs if the household had the tariff all the time."""
    lines = [*months, total]
    columns = [
        Column("Month", [line.name for line in lines], is_left=True),
        Column("Yours", [amount(line.own) for line in lines]),
    ]
    if not is_own:
        columns += [
            Column("This one", [amount(line.cost) for line in lines]),
            Column("Difference", [signed(line.difference) for line in lines]),
        ]
    columns.append(Column(DAYS, [str(line.days) for line in lines], drop=1))
    drawn = [line.own if is_own else line.difference for line in months]
    return _fitting(columns, [*drawn, None], width, symbols)


def _fitting(
    columns: list[Column], differences: Sequence[Fraction | None], width: int, symbols: Symbols
) -> Columns:
    """As many columns as fit beside names that can be told apart, with bars of the differences in
    the room that is left."""
    names, *others = columns
    least, with_bars = (min(names.width, each) for each in (USUAL_FOR_NAME, FOR_NAME_BESIDE_BARS))
    rest = width - sum(each.width + GAPS[0] for each in columns)
    if rest < BARS_BEFORE_NAMES:
        others = [each for each in others if each.drop != EXTRA]
    while True:
        for gap in GAPS:
            room = width - sum(each.width + gap for each in others)
            if room - with_bars - gap >= LEAST_FOR_BARS:
                return _with_bars(names, others, differences, gap, room, symbols)
            if room >= least:
                return Columns((_cut(names, room), *others), gap)
        drop = max(each.drop for each in others)
        if not drop:
            return Columns((_cut(names, max(room, LEAST_FOR_NAME)), *others), GAPS[-1])
        others = [each for each in others if each.drop != drop]


def _with_bars(
    names: Column,
    others: Sequence[Column],
    differences: Sequence[Fraction | None],
    gap: int,
    room: int,
    symbols: Symbols,
) -> Columns:
    """The columns with bars after the differences: `room` is for the bars and the names."""
    for_names = min(names.width, max(FOR_NAME_BESIDE_BARS, room - gap - BARS_BEFORE_NAMES))
    width = min(MOST_FOR_BARS, room - gap - for_names)
    pounds = [float(each or 0) / 100 for each in differences]
    bars = Column("", share_bars(pounds, width, symbols), is_left=True, style="bar")
    place = next((at for at, each in enumerate(others) if each.heading == DAYS), len(others))
    return Columns((_cut(names, for_names), *others[:place], bars, *others[place:]), gap)


def _cut(column: Column, width: int) -> Column:
    return column._replace(texts=[cut(text, width) for text in column.texts])
