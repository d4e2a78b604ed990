"""Draws the trends: bars for days or longer parts under one running average.

From the top: a sentence, what is shown, the canvas with its scale, the axis with marks, the dates
with the cursor, what is under the cursor, the legend, and records. On a low screen the canvas and
what is under the cursor stay longest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from textual.geometry import Size

from octoterm.analysis.trend_parts import TrendPart
from octoterm.analysis.trends import Measure, TrendDay
from octoterm.consumption.quantity import Quantity
from octoterm.periods.period import Granularity
from octoterm.ui.drawing.bars import Bar, Point, Slots, canvas, points
from octoterm.ui.drawing.cells import Cell, styled
from octoterm.ui.drawing.lines import Curve, curve, scale_of, with_scale
from octoterm.ui.drawing.raised_scale import RaisedScale
from octoterm.ui.drawing.scale import Scale
from octoterm.ui.drawing.symbols import Symbols
from octoterm.ui.views.trends.columns import PartColumns, average_by_column
from octoterm.ui.views.trends.dates import dates_below

STYLES = (
    "axis", "note", "light", "lit", "average", "average-on-light", "average-on-lit", "missing",
    "unusual", "cursor",
)  # fmt: skip
MARGIN = 6
"""Columns for the scale."""
UNUSUAL = "!"
"""Marks an unusual day; in the fonts of every terminal."""
LOWEST_WITH = {"dates": 5, "under cursor": 2, "axis": 4, "title": 8, "sentence": 9, "legend": 10}
"""Rows of the view from which it has each row."""
LOWEST_WITH_RECORDS = 15


@dataclass(frozen=True)
class TrendPicture:
    """The whole view as rows of styled cells."""

    parts: tuple[TrendPart, ...]
    days: tuple[TrendDay, ...]
    """All days from the first reading to the last, as shown."""
    measure: Measure
    quantity: Quantity
    average_days: tuple[int, ...]
    size: Size
    symbols: Symbols
    about: str
    """The name of the period in the title and the legend."""
    sentence: str = ""
    records: tuple[str, ...] = ()
    has_colours: bool = True
    """Whether bars can be told from the average by their colours."""

    def rows(self, cursor: int) -> list[list[Cell]]:
        """From the top, for the size of the widget; `cursor` is the number of a part."""
        if not self.parts or self.size.height < 1:
            return []
        cells = {
            "title": self._title,
            "sentence": styled(self._cut(f" {self.sentence}"), "note"),
            "axis": self._axis,
            "dates": self._dates(cursor),
            "under cursor": styled(self._cut(f" {self._words(cursor)}"), "note"),
        }
        has = {name for name in cells if self._has(name)}
        above = [cells[name] for name in ("sentence", "title") if name in has]
        below = [cells[name] for name in ("axis", "dates", "under cursor") if name in has]
        if self.size.height == 1:
            return [cells["under cursor"]]
        return [*above, *self._canvas, *below, *self._legend, *self._records][: self.size.height]

    def part_at(self, x: int) -> int | None:
        """The number of the part drawn in a column of the widget."""
        return self.columns.part_at(x - MARGIN)

    @cached_property
    def columns(self) -> PartColumns:
        """The columns of the bars."""
        return PartColumns(len(self.parts), max(1, self.size.width - MARGIN))

    def _has(self, row: str) -> bool:
        return self.size.height >= LOWEST_WITH[row]

    @property
    def _height(self) -> int:
        """Rows of the canvas."""
        others = sum(self._has(row) for row in LOWEST_WITH if row != "legend")
        return max(1, self.size.height - others - len(self._legend) - len(self._records))

    # The bars and the average

    @property
    def kind(self) -> Granularity:
        """What a bar stands for."""
        return self.parts[0].period.granularity

    @cached_property
    def _drawn(self) -> int:
        """The number of the average that is drawn: the longest of at most an eighth of the days,
        or else the shortest."""
        days = (self.parts[-1].period.end - self.parts[0].period.first).days
        numbers = range(len(self.average_days))
        fitting = [n for n in numbers if self.average_days[n] * 8 <= days]
        if fitting:
            return max(fitting, key=lambda n: self.average_days[n])
        return min(numbers, key=lambda n: self.average_days[n], default=0)

    @cached_property
    def _average(self) -> Curve:
        """In the unit of the scale."""
        if not self.average_days:
            return Curve((), "average", self.symbols.curve)
        factor = self.measure.form(self.quantity).factor
        averages = {
            day.day: factor * average
            for day in self.days
            if (average := day.averages[self._drawn]) is not None
        }
        periods = [part.period for part in self.parts]
        runs = average_by_column(averages, periods, self.columns)
        return Curve(runs, "average", self.symbols.curve)

    @cached_property
    def _values(self) -> list[float | None]:
        """Of the parts, in the unit of the scale."""
        factor = self.measure.form(self.quantity).factor
        return [None if part.value is None else factor * part.value for part in self.parts]

    @cached_property
    def _scale(self) -> Scale:
        there = [value for value in self._values if value is not None]
        if self.measure is not Measure.BASE or not there:
            return scale_of([self._average], self._height, there)
        there += [value for run in self._average.runs for _, value in run]
        return RaisedScale.between(min(there), max(there), self._height)

    @cached_property
    def _origin(self) -> float:
        """The value at which bars begin."""
        return self._scale.origin if isinstance(self._scale, RaisedScale) else 0.0

    @cached_property
    def _canvas(self) -> list[list[Cell]]:
        rows = [
            [self._cell(bar, line, self._style(x)) for x, (bar, line) in enumerate(cells)]
            for cells in map(zip, self._bar_rows, self._average_rows)
        ]
        return with_scale(rows, self._scale, MARGIN, self.symbols, "axis")

    @property
    def _average_rows(self) -> list[str]:
        runs = (
            tuple((column, value - self._origin) for column, value in run)
            for run in self._average.runs
        )
        raised = Curve(tuple(runs), "average", self._average.marker)
        return curve(raised, self.columns.total, self._height, self._scale)

    @property
    def _bar_rows(self) -> list[str]:
        """Bars of a column each, grouped by what they are filled with."""
        wide = Slots(1, 0, 1)
        cells: list[Point] = []
        for fill in dict.fromkeys(map(self._fill, self.parts)):
            bars = [Bar(None, True, "")] * self.columns.total
            for part, value, columns in zip(
                self.parts, self._values, self.columns.bars, strict=True
            ):
                if value is not None and self._fill(part) == fill:
                    for column in columns:
                        bars[column] = Bar(value - self._origin, True, "")
            rising = self.symbols.bars[:-2] + fill * 2
            hanging = self.symbols.hanging[:-2] + fill * 2
            cells += points(bars, wide, self._scale, self._height, rising, hanging)
        return canvas(self.columns.total, self._height, cells)

    def _fill(self, part: TrendPart) -> str:
        """What the bar of a part is filled with. Without colours, shades tell them apart."""
        if self.kind is Granularity.DAY and not part.complete:
            return self.symbols.incomplete
        if self.has_colours:
            return self.symbols.bars[-1]
        return self.symbols.shades[2 if part.lit else 1]

    def _style(self, column: int) -> str:
        part = self.columns.part_at(column)
        return "lit" if part is not None and self.parts[part].lit else "light"

    def _cell(self, bar: str, line: str, style: str) -> Cell:
        """A bar's cell with the average in front of it."""
        if line in " \N{BRAILLE PATTERN BLANK}":
            return bar, style
        on_bar = self.has_colours and bar in self.symbols.bars[5:]
        return line, f"average-on-{style}" if on_bar else "average"

    # What is written above and below them

    def _cut(self, text: str) -> str:
        return self.symbols.cut(self.symbols.plain(text), self.size.width)

    @property
    def _title(self) -> list[Cell]:
        form = self.measure.form(self.quantity)
        each = {Granularity.DAY: "", Granularity.WEEK: " by week"}.get(
            self.kind, f" by {self.kind.value}"
        )
        origin = f", axis from {form.text(self._origin / form.factor)}" if self._origin else ""
        name = f"{form.unit:>{MARGIN - 1}}  {self.measure.label(self.quantity)}{each}"
        wanted = (f"{name} · {self.about}{origin}", f"{name}{origin}", name)
        fitting = (each for each in wanted if len(each) <= self.size.width)
        return styled(self._cut(next(fitting, name)), "axis")

    @cached_property
    def _marks(self) -> list[Cell | None]:
        """What the axis says of each part."""
        return [
            (self.symbols.missing, "missing")
            if not part.complete
            else (UNUSUAL, "unusual")
            if part.unusual
            else None
            for part in self.parts
        ]

    @property
    def _axis(self) -> list[Cell]:
        cells = styled(self.symbols.line * self.columns.total, "axis")
        for mark, columns in zip(self._marks, self.columns.bars, strict=True):
            if mark is not None:
                cells[columns.start] = mark
        return styled(" " * (MARGIN - 1) + self.symbols.corner, "axis") + cells

    def _dates(self, cursor: int) -> list[Cell]:
        """The dates below the axis, with the cursor in front of them."""
        periods = [part.period for part in self.parts]
        line = dates_below(periods, self.columns)
        cells = styled(" " * MARGIN + line, "axis")
        cells[MARGIN + self.columns.bars[cursor].start] = self.symbols.cursor, "cursor"
        return cells

    def _words(self, cursor: int) -> str:
        """`Wed 10 Apr 2024  7.82 kWh · 7-day average 10.04 kWh`."""
        part, form = self.parts[cursor], self.measure.form(self.quantity)
        mean = " a day" if self.measure is Measure.TOTAL else " on average"
        mean = "" if self.kind is Granularity.DAY else mean
        words = f"{part.period.label}  "
        if part.value is not None:
            words += f"{form.text(part.value)}{mean}"
        elif part.readings:
            words += f"{part.readings:,} of {part.expected:,} readings"
        else:
            words += "no readings"
        average = self._average_on(part.period.last)
        if average is not None:
            words += f" · {self.average_days[self._drawn]}-day average {form.text(average)}"
        if part.value is not None and not part.complete:
            words += f" · {part.readings:,} of {part.expected:,} readings"
        return words + " · unusual" * part.unusual

    def _average_on(self, day: date) -> float | None:
        """The average that is drawn, on `day` or the last day before it."""
        if not self.average_days:
            return None
        number = (min(day, self.days[-1].day) - self.days[0].day).days
        return self.days[number].averages[self._drawn] if number >= 0 else None

    @property
    def _last_lit(self) -> TrendDay:
        """The last day of the period that is looked at, or of the readings if that is earlier."""
        last = next(part.period.last for part in reversed(self.parts) if part.lit)
        return self.days[(min(last, self.days[-1].day) - self.days[0].day).days]

    @cached_property
    def _legend(self) -> list[list[Cell]]:
        """What each mark on the canvas and the axis means, and the averages."""
        if not self._has("legend"):
            return []
        form = self.measure.form(self.quantity)
        entries: list[list[Cell]] = []
        for lit, name in ((True, self.about), (False, f"other {self.kind.value}s")):
            part = next((part for part in self.parts if part.lit is lit and part.complete), None)
            if part is not None:
                swatch = styled(self._fill(part), "lit" if lit else "light")
                entries.append([*swatch, *styled(f" {name}", "axis")])
        averages = sorted(
            zip(self.average_days, self._last_lit.averages, strict=True),
            key=lambda each: each[0] != self.average_days[self._drawn],
        )
        for number, (days, average) in enumerate(averages):
            text = form.number if number else form.number_with_unit
            said = self.symbols.plain("–") if average is None else text(average)
            sample = "" if number else f"{self.symbols.curve_sample} average of "
            entries.append(styled(f"{sample}{days} days {said}", "axis" if number else "average"))
        for mark, meaning, style in (
            (self.symbols.missing, "readings missing", "missing"),
            (UNUSUAL, "unusual day" if self.kind is Granularity.DAY else "with an unusual day",
             "unusual"),
        ):  # fmt: skip
            if (mark, style) in self._marks:
                entries.append(styled(f"{mark} {meaning}", style))
        return wrapped(entries, self.size.width)

    @cached_property
    def _records(self) -> list[list[Cell]]:
        """As many to a line as fit; none on a low screen."""
        if self.size.height < LOWEST_WITH_RECORDS:
            return []
        plain = (self.symbols.plain(record) for record in self.records)
        return wrapped([styled(record, "axis") for record in plain], self.size.width)


def wrapped(entries: Sequence[list[Cell]], width: int) -> list[list[Cell]]:
    """The entries in lines, each cut to the width, with three columns between two of a line."""
    lines: list[list[Cell]] = []
    for entry in entries:
        if lines and len(lines[-1]) + 3 + len(entry) <= width:
            lines[-1] = [*lines[-1], *styled("   ", "axis"), *entry]
        else:
            lines.append([(" ", "axis"), *entry][:width])
    return lines
