"""The rows of one file as they are written: times, numbers, and what cannot be read. Pure.

A file is a table with a first line of names, JSON of the API (one page, or a list of pages), or
JSON records of octoterm, as a list or line by line.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from octoterm.errors import NotReadings
from octoterm.household.meter import UNIT_CUBIC_METRES, UNIT_KWH, Fuel
from octoterm.imports import statement
from octoterm.imports.layouts import Layout
from octoterm.imports.statement import STATED, Fact, Facts, Stated
from octoterm.imports.wall_times import WallTimes
from octoterm.readings_csv.bad_row import BadRow
from octoterm.readings_csv.row import HIGHEST, NUMBER
from octoterm.safe_text import clean, name_key

MOST_DIGITS = 30
"""Characters of a number; a longer one is no reading."""
LEAST, HIGHEST_IN_WH = 1e-12, 1000 * HIGHEST
"""A number below the first is a zero; one above the second is too large in any unit."""


class FileRows(NamedTuple):
    """What one file holds. The columns are parallel."""

    name: str
    """The file's name, safe to show."""
    layout: str
    """Who writes such files."""
    facts: Facts
    times: WallTimes
    """Starts, or single times."""
    ends: WallTimes | None
    numbers: Sequence[Decimal]
    floats: array[float]
    """The same as `numbers`, quick to compare."""
    decimals: int
    """The most decimals that a number has."""
    lines: Sequence[int]
    """Their lines in the file, or their places in JSON, from 1."""
    gaps: int = 0
    """Rows without a number, which stay gaps."""
    of_others: int = 0
    """Rows of other meters."""
    reasons: tuple[tuple[str, int], ...] = ()
    """Each kind of row that cannot be read and how many there are, most frequent first."""
    example: str = ""
    """The first of them, in words."""


class RowCollector:
    """Collects the rows of a file, cell by cell."""

    def __init__(self, layout: Layout, meter_names: frozenset[str]) -> None:
        """`meter_names` are the keys of the names that rows of the meter have."""
        self.layout = layout
        self._meter_names = meter_names
        self._times = WallTimes()
        self._ends = WallTimes() if layout.is_interval else None
        self._numbers: list[Decimal] = []
        self._lines: list[int] = []
        self._gaps = 0
        self._of_others: Counter[str] = Counter()
        self._reasons: Counter[str] = Counter()
        self._example = ""
        self._decimals: dict[str, Decimal | None] = {}

    def add(self, cells: Sequence[str], line: int) -> None:
        """Add a row. One that cannot be read is counted."""
        layout = self.layout
        try:
            if layout.meter is not None and self._is_of_another(cells[layout.meter]):
                return
            number = self._sum([cells[place] for place in layout.numbers])
            if number is None or self._has_no_reading(cells):
                self._gaps += 1
                return
            self._add_times(cells)
        except IndexError:
            self.skip(BadRow("too few columns"), line)
        except BadRow as bad:
            self.skip(bad, line)
        else:
            self._numbers.append(number)
            self._lines.append(line)

    def _add_times(self, cells: Sequence[str]) -> None:
        """Raises BadRow or IndexError; then nothing is added."""
        self._times.add(cells[self.layout.time])
        if self._ends is not None and self.layout.end is not None:
            try:
                self._ends.add(cells[self.layout.end])
            except (BadRow, IndexError):
                self._times.drop_last()
                raise

    def skip(self, bad: BadRow, line: int) -> None:
        """Count a row that cannot be read."""
        self._reasons[bad.kind] += 1
        self._example = self._example or f"line {line:,}: {bad.why}"

    def found(self, name: str) -> FileRows:
        """All rows. Raises NotReadings if there are none, or most cannot be read."""
        unreadable = self._reasons.total()
        if unreadable > len(self._numbers):
            raise NotReadings(
                f"Most lines of {name} cannot be read: {self._example}",
                "Look at the file; nothing of it was taken",
            )
        if not self._numbers:
            others = ", ".join(f"‘{clean(each, 40)}’" for each in [*self._of_others][:3])
            why = f": it is of {others}" if others else ""
            raise NotReadings(
                f"{name} has no half hour of this meter{why}",
                "Name another file, or the meter with --meter",
            )
        columns = [column for column in (self._times, self._ends) if column is not None]
        if not (all(c.have_offsets for c in columns) or all(c.have_no_offsets for c in columns)):
            raise NotReadings(
                f"Some times of {name} have an offset such as Z or +01:00, and some have none",
                "Write all of them in one way; nothing of it was taken",
            )
        return FileRows(
            name,
            self.layout.name,
            self.layout.facts,
            self._times,
            self._ends,
            self._numbers,
            array("d", map(float, self._numbers)),
            max(map(_decimals, self._decimals.values())),
            self._lines,
            self._gaps,
            self._of_others.total(),
            tuple(self._reasons.most_common()),
            self._example,
        )

    @property
    def only_other_meter(self) -> str | None:
        """The name of the meter whose rows the file has instead, if there is just one."""
        return next(iter(self._of_others)) if len(self._of_others) == 1 else None

    @property
    def is_empty(self) -> bool:
        """Whether no row was taken."""
        return not self._numbers

    def _is_of_another(self, name: str) -> bool:
        if name_key(name) in self._meter_names:
            return False
        self._of_others[name] += 1
        return True

    def _has_no_reading(self, cells: Sequence[str]) -> bool:
        """Whether the row says that it has no reading, as octoterm writes for a gap."""
        return self.layout.readings is not None and cells[self.layout.readings].strip() == "0"

    def _sum(self, texts: Sequence[str]) -> Decimal | None:
        """The sum of the numbers that are not empty; None without any. Raises BadRow."""
        numbers = [self._number(text) for text in texts]
        if len(numbers) == 1:
            return numbers[0]
        known = [number for number in numbers if number is not None]
        return sum(known, Decimal(0)) if known else None

    def _number(self, text: str) -> Decimal | None:
        """Raises BadRow."""
        if text not in self._decimals:
            written = text.strip()
            self._decimals[text] = self._read_number(written) if written else None
        return self._decimals[text]

    def _read_number(self, text: str) -> Decimal:
        if self.layout.separator != ",":
            text = text.replace(",", ".")
        if not NUMBER.fullmatch(text) or len(text) > MOST_DIGITS:
            raise BadRow("not a number", "{} is not a number", text)
        if abs(number := float(text)) < LEAST:
            return Decimal(0)
        if number < 0:
            raise BadRow("negative", "{} is negative", text)
        if number > HIGHEST_IN_WH:
            raise BadRow("too large", "{} is too large for a half hour", text)
        return Decimal(text)


def with_stated(rows: FileRows, stated: Stated, fuel: Fuel) -> FileRows:
    """The file with the facts that its times show, and those that a person states, which count for
    more."""
    facts = rows.facts
    if not facts.unit.value and fuel is Fuel.ELECTRICITY and stated.columns is None:
        facts = facts._replace(unit=Fact(UNIT_KWH, "electricity is measured in it"))
    if not facts.zone.value and rows.times.have_offsets:
        facts = facts._replace(zone=Fact(statement.WRITTEN, "its times have offsets"))
    orders = rows.times.orders
    if len(orders) == 1:
        facts = facts._replace(order=Fact(orders[0], "its dates show it"))
    for name in stated_facts(rows, stated):
        facts = facts._replace(**{name: Fact(getattr(stated, name), STATED)})
    return rows._replace(facts=facts)


def stated_facts(rows: FileRows, stated: Stated) -> Sequence[str]:
    """The names of the stated facts that can be true of this file: a row with a start and an end
    has no stamp, and not all dates can be in each order."""
    matters = {
        "stamp": rows.ends is None,
        "order": stated.order in rows.times.both_orders,
    }
    return [name for name in Facts._fields if getattr(stated, name) and matters.get(name, True)]


def _decimals(number: Decimal | None) -> int:
    exponent = 0 if number is None else number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def possible_units(fuel: Fuel) -> tuple[str, ...]:
    """The units in which readings of this fuel may be."""
    gas = (UNIT_CUBIC_METRES,) if fuel is Fuel.GAS else ()
    return (UNIT_KWH, statement.WH, *gas)
