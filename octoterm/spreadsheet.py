"""A row as a spreadsheet saves it: `29/03/2020 00:30;29/03/2020 02:00;0,123`. No files here.

Its times are what the clock in London showed, day before month, and say nothing of the offset.
In the autumn the hour from one to two is there twice: the end of a half hour mostly tells which
of the two it is, and for the rest the row above does.
"""

from __future__ import annotations

import re
from datetime import datetime

from octoterm.clean import clean
from octoterm.csv_format import (
    FIRST_YEAR,
    LAST_YEAR,
    BadRow,
    Row,
    fields,
    read_instant,
    read_number,
    written,
)
from octoterm.period import HALF_HOUR, LONDON, london

_CLOCK_TIME = re.compile(r"(\d\d?)/(\d\d?)/(\d{4}) (\d\d?):(\d\d)(?::00)?", re.ASCII)


def read_line(line: str, above: int | None) -> Row:
    """The row, its line as octoterm writes it; `above` is the start of the row above.

    Raises BadRow.
    """
    separator = ";" if ";" in line else ","
    start, end, number = fields(line.rstrip(f"{separator} \t\r"), separator)
    if separator == ";":
        number = number.replace(",", ".")
    begins = _begins(start, end, above)
    return Row(begins, read_number(number), written(begins, number))


def _begins(start: str, end: str, above: int | None) -> int:
    ends = _instants(end)
    fitting = [instant for instant in _instants(start) if instant + HALF_HOUR in ends]
    if not fitting:
        raise BadRow(f"‘{clean(f'{start} to {end}', 60)}’ is not 30 minutes")
    earliest, *later = fitting
    second = later[0] if later else earliest
    is_second = above is not None and earliest <= above <= second + HALF_HOUR
    return second if is_second else earliest


def _instants(text: str) -> list[int]:
    """When a clock in London shows this, UTC seconds: twice in the autumn, never in the spring."""
    found = _CLOCK_TIME.fullmatch(text)
    if not found:
        return [read_instant(text)]
    day, month, year, hour, minute = map(int, found.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadRow(f"the year {year} is not possible")
    try:
        shown = datetime(year, month, day, hour, minute, tzinfo=LONDON)
    except ValueError:
        raise BadRow(f"there is no time ‘{clean(text, 40)}’") from None
    instants = sorted({int(shown.replace(fold=fold).timestamp()) for fold in (0, 1)})
    there = [at for at in instants if london(at).replace(fold=0) == shown]
    if not there or there[0] % HALF_HOUR:
        raise BadRow(f"there is no half hour from or to ‘{clean(text, 40)}’ in London")
    return there
