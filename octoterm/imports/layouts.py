"""The columns of a file, recognised by its first line, and what they prove about it. Pure.

A layout that only one program writes proves how the times and numbers are meant. The file is still
compared with stored readings, which show it if a header is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from octoterm.errors import NotReadings, UsageError
from octoterm.household.meter import UNIT_CUBIC_METRES, UNIT_KWH
from octoterm.imports import statement
from octoterm.imports.statement import NOT_KNOWN, Fact, Facts
from octoterm.readings_csv import header, website_csv
from octoterm.readings_csv.bad_row import quoted
from octoterm.safe_text import clean

_N3RGY = re.compile(r"timestamp ?\(utc\)"), re.compile(r"energyconsumption ?\((kwh|wh|m3|m³)\)")
_UNITS = {"kwh": UNIT_KWH, "wh": header.WH, "m3": UNIT_CUBIC_METRES, "m³": UNIT_CUBIC_METRES}
_SEPARATORS = ",;\t"


class Layout(NamedTuple):
    """Where a file's columns are, counted from 0."""

    name: str
    """Who writes it, for people."""
    time: int
    """The column of starts, or of a single time."""
    end: int | None
    """The column of ends, if there is one."""
    numbers: tuple[int, ...]
    """The columns whose sum is the consumption."""
    facts: Facts
    """What the layout proves."""
    meter: int | None = None
    """The column that names the meter, if there is one."""
    readings: int | None = None
    """The column with the number of readings in a row, if there is one."""
    separator: str = ","

    @property
    def is_interval(self) -> bool:
        """Whether each row has a start and an end."""
        return self.end is not None


BY_COLUMNS = Fact(statement.START, "it has starts and ends")


def separator_of(line: str) -> str:
    """The separator that occurs most often."""
    return max(_SEPARATORS, key=line.count)


def layout_of(line: str, cells: Sequence[str], name: str) -> Layout:
    """The layout that a file's first line shows. Raises NotReadings; `name` is for that error."""
    names = [" ".join(cell.split()).casefold() for cell in cells]
    found = _of_n3rgy(names) or _of_octoterm(names) or _of_website(line, names)
    if found is None:
        found = _of_spreadsheet(line)
    if found is None:
        raise NotReadings(
            f"{name} has no columns that octoterm knows: its first line is {quoted(line)}",
            "Name them: --columns start=NAME,end=NAME,kwh=NAME, with --unit, --zone and --stamp",
        )
    return found._replace(separator=separator_of(line))


def stated_layout(columns: Mapping[str, str], line: str, cells: Sequence[str]) -> Layout:
    """The layout of a file whose columns a person names. Raises UsageError."""
    places = {what: _place(column, cells, line) for what, column in columns.items()}
    start, end = places.get("start"), places.get("end")
    first = end if start is None else start
    number = places.get("kwh")
    if first is None or number is None:
        raise UsageError(
            "--columns needs a time and a number",
            "Name them as start=NAME,end=NAME,kwh=NAME; one of the times is enough",
        )
    is_interval = start is not None and end is not None
    return Layout(
        "the columns named",
        first,
        end if is_interval else None,
        (number,),
        Facts(stamp=BY_COLUMNS if is_interval else NOT_KNOWN),
        separator=separator_of(line),
    )


def _place(column: str, cells: Sequence[str], line: str) -> int:
    wanted = " ".join(column.split()).casefold()
    names = [" ".join(cell.split()).casefold() for cell in cells]
    if wanted in names:
        return names.index(wanted)
    if column.isdecimal() and 0 < int(column) <= len(cells):
        return int(column) - 1
    raise UsageError(
        f"--columns: there is no column ‘{clean(column, 60)}’ in {quoted(line)}",
        "Use a name of the first line, or a column's number from 1",
    )


def _of_n3rgy(names: Sequence[str]) -> Layout | None:
    """The layout of n3rgy and Bright: the time is UTC, and the end of the half hour."""
    if len(names) < 2 or not _N3RGY[0].fullmatch(names[0]):
        return None
    found = _N3RGY[1].fullmatch(names[1])
    if not found:
        return None
    facts = Facts(
        Fact(_UNITS[found.group(1)], "its header says so"),
        Fact(statement.UTC, "its header says so"),
        Fact(statement.END, "n3rgy and Bright write the end"),
    )
    return Layout("n3rgy or Bright", 0, None, (1,), facts)


def _of_octoterm(names: Sequence[str]) -> Layout | None:
    """The layout that octoterm prints and exports: start, end and kwh, and maybe other columns."""
    places = {name: names.index(name) for name in names}
    if not {"start", "end", "kwh"} <= places.keys():
        return None
    return Layout(
        "octoterm",
        places["start"],
        places["end"],
        (places["kwh"],),
        Facts(unit=Fact(UNIT_KWH, "its header says so"), stamp=BY_COLUMNS),
        meter=places.get("meter"),
        readings=places.get("readings", places.get("priced")),
    )


def _of_website(line: str, names: Sequence[str]) -> Layout | None:
    """The layout of the supplier's website, whose newer files list a car and the home apart."""
    try:
        found = website_csv.header_of(line, "")
    except NotReadings:
        return None
    parts = sorted(names[place].partition(" ")[0] for place in found.kwh)
    if parts not in (["consumption"], ["ev", "home"]):  # of a total and its parts, or of one part
        return None
    return Layout(
        "the supplier's website",
        found.layout.start,
        found.layout.end,
        found.kwh,
        Facts(unit=Fact(UNIT_KWH, "its header says so"), stamp=BY_COLUMNS),
    )


def _of_spreadsheet(line: str) -> Layout | None:
    """The layout of octoterm's own CSV, as it is or as a spreadsheet wrote it."""
    found = {}
    for unit in (UNIT_KWH, UNIT_CUBIC_METRES):
        try:
            found[unit] = header.layout_of(line, unit)
        except header.NotConsumption:
            continue
    if not found:
        return None
    unit, layout = next(iter(found.items()))
    said = "" if len(found) == 2 else layout.unit or unit
    return Layout(
        "octoterm's CSV",
        layout.start,
        layout.end,
        (layout.number,),
        Facts(unit=Fact(said, "its header says so") if said else NOT_KNOWN, stamp=BY_COLUMNS),
    )
