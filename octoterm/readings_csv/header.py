"""The header of a CSV: its columns and the unit of the numbers. Pure.

A file of readable rows may hold prices, power or exported energy, which only the header reveals.
So a first line of words must be understood, or the file is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from octoterm.household.meter import UNIT_CUBIC_METRES, UNIT_KWH
from octoterm.readings_csv.row import NUMBER

SEPARATORS = ",;\t"

WH = "Wh"
"""A unit that a file may use, but a meter's configuration may not."""

_STARTS = {"start", "interval start", "period start", "start time", "start date", "from"}
_ENDS = {"end", "interval end", "period end", "end time", "end date", "to"}
_UNITS = {"kwh": UNIT_KWH, "wh": WH, "m3": UNIT_CUBIC_METRES, "m³": UNIT_CUBIC_METRES}
_CONSUMED = {
    "consumption", "usage", "use", "used", "energy", "electricity", "gas", "import", "imported",
    "in",
}  # fmt: skip
"""Words that a consumption column's name may have besides its unit, in any order."""
_QUANTITIES = {
    "power in kW": {"kw", "power", "demand", "watts", "w"},
    "what was exported or generated": {
        "export", "exports", "exported", "outgoing", "generation", "generated", "solar",
    },
    "carbon intensity": {"gco2", "co2", "gco2e", "carbon", "intensity", "emissions"},
    "prices or costs": {
        "p", "pence", "price", "prices", "cost", "costs", "rate", "rates", "charge", "charges",
        "gbp", "£", "tariff", "tariffs", "vat",
    },
}  # fmt: skip
_NEUTRAL_WORDS = {
    "a", "average", "data", "h", "half", "hour", "hourly", "inc", "mean", "meter", "minute", "net",
    "per", "reading", "readings", "total", "unit", "value", "values",
}  # fmt: skip
"""Words that the name of any quantity may have besides those that identify it."""
_NAME_WORDS = _CONSUMED.union(_NEUTRAL_WORDS, _UNITS, *_QUANTITIES.values())
"""A text made of these words alone is the name of a quantity."""
_START_WORDS, _END_WORDS = {"start", "from", "begin"}, {"end", "to", "until"}
_KEYWORDS = "|".join(sorted(_START_WORDS.union({"gas"}, _UNITS, *_QUANTITIES.values())))
_KEYWORD = rf"(?i)(?<![^\W_])(?:{_KEYWORDS})(?![^\W_])"
"""Every header has one of these words and few other lines do: a quick check before slower ones.
Like the next one, it is only compiled if a file needs it."""
_TIME_WORDS = {
    "at", "bst", "date", "datetime", "gmt", "interval", "local", "period", "time", "utc", "valid",
}  # fmt: skip
"""Words that a time column's name may have besides the start and end words."""
_DATE = r"(?:\d{4}-\d\d?-\d\d?|\d\d?[/.-]\d\d?[/.-]\d{2,4}|\d\d? [a-z]{3,9} \d{2,4})"
_TIME = rf"(?ai){_DATE}(?:[t ]+(?:\d\d?[:.]\S*(?: ?[ap]\.?m\.?)?|\d{{0,2}}))?"
"""A time, well formed or not: rows have one, column names do not."""
_TOKENS = re.compile(r"[^\W_]+|£")


class Layout(NamedTuple):
    """The columns of a row, counted from 0."""

    start: int = 0
    end: int = 1
    number: int = 2
    columns: int = 3
    """The number of columns."""
    unit: str = ""
    """`Wh` if the numbers have to be converted from it; empty for the meter's own unit."""


OWN_LAYOUT = Layout()
"""The layout in which octoterm writes rows."""


class NotConsumption(ValueError):
    """A header of something else; `holds` says what, if it can be recognised."""

    def __init__(self, holds: str = "") -> None:
        super().__init__(holds)
        self.holds = holds


def has_words(line: str) -> bool:
    """Whether the line has letters and no cell that is a time: it is not a row, even a bad one."""
    if not any(map(str.isalpha, line)):
        return False
    return not any(re.fullmatch(_TIME, cell) for cell in _cells(line))


def may_be_header(line: str) -> bool:
    """Whether a later line needs checking by `repeats_header` and `other_quantity`."""
    return bool(re.search(_KEYWORD, line))


def layout_of(line: str, meter_unit: str = UNIT_KWH) -> Layout:
    """The layout that a header defines, for a meter of this unit (kWh or m3).

    Raises NotConsumption.
    """
    names = _columns(line)
    places: dict[str, int] = {}
    unit, unknown = "", []
    for at, tokens in enumerate(names):
        role, found = _role(tokens)
        if role and role not in places:
            places[role] = at
            unit = unit or found
        elif not _is_ignored(tokens):
            unknown.append(tokens)
    if unknown or len(places) < 3:
        raise NotConsumption(next(filter(None, map(_quantity, unknown or names)), ""))
    if unit == meter_unit:
        unit = ""
    elif unit and (unit, meter_unit) != (WH, UNIT_KWH):
        holds = f"{_shown(unit)}, while the meter is configured in {_shown(meter_unit)}"
        raise NotConsumption(holds)
    return Layout(places["start"], places["end"], places["number"], len(names), unit)


def repeats_header(line: str, layout: Layout, meter_unit: str = UNIT_KWH) -> bool:
    """Whether a later line of words repeats the header.

    Raises NotConsumption if it is another table's header: its numbers would be taken for
    consumption.
    """
    names = [set(tokens) - _TIME_WORDS for tokens in _columns(line)]
    if not any(name and name <= _START_WORDS for name in names):
        return False
    if not any(name and name <= _END_WORDS for name in names):
        return False
    if layout_of(line, meter_unit) != layout:
        raise NotConsumption("a table of another form")
    return True


def other_quantity(line: str, header: str, unit: str) -> str:
    """The other quantity that a line of words names: on its own, such as `Export (kWh)`, or in one
    of three or more columns; empty if the line is a remark.

    `unit` is the unit of the numbers so far, and `header` is the file's header.
    """
    names = _columns(line)
    if len(names) == 2 or any(map(NUMBER.fullmatch, _cells(line))):
        return ""
    own = set(_TOKENS.findall(header.casefold()))
    if unit == UNIT_CUBIC_METRES:
        own.add("gas")
    for tokens in names:
        words = {token for token in tokens if not token.isdigit()}
        is_amount = len(words) < len(tokens) and not words & _NEUTRAL_WORDS  # as in 5 kW
        if is_amount or not words <= _NAME_WORDS:
            continue
        named = words - own
        units = [_shown(_UNITS[word]) for word in named if _UNITS.get(word, unit) != unit]
        if holds := _quantity(named) or "".join(units) or "gas" * ("gas" in named):
            return holds
    return ""


def _columns(line: str) -> list[list[str]]:
    """The words of each column's name."""
    separator = max(SEPARATORS, key=line.count)
    cells = line.rstrip(f"{SEPARATORS} \r").split(separator)
    return [_TOKENS.findall(cell.casefold()) for cell in cells]


def _cells(line: str) -> list[str]:
    """The texts between separators of any kind, without quotes, signs and spaces around them."""
    return [cell.strip(" \"'\r+-") for cell in re.split(f"[{SEPARATORS}]", line)]


def _role(tokens: list[str]) -> tuple[str, str]:
    """The role of a column of this name (`start`, `end`, `number` or none), and its unit."""
    name = " ".join(tokens)
    if name in _STARTS or name in _ENDS:
        return "start" if name in _STARTS else "end", ""
    units = [_UNITS[token] for token in tokens if token in _UNITS]
    if len(units) == 1 and _CONSUMED.issuperset(set(tokens) - set(_UNITS)):
        return "number", units[0]
    return "number" if name == "consumption" else "", ""


def _is_ignored(tokens: list[str]) -> bool:
    """Whether this is one of the cost columns in the supplier's own export:
    `Estimated Cost Inc. Tax (p)`, `Standing Charge Inc. Tax (p)`."""
    return {"inc", "tax", "p"} <= set(tokens)


def _quantity(tokens: Iterable[str]) -> str:
    return next((name for name, words in _QUANTITIES.items() if not words.isdisjoint(tokens)), "")


def _shown(unit: str) -> str:
    return "m³" if unit == UNIT_CUBIC_METRES else unit
