"""Reads the CSV that the supplier's website gives a customer, with what each half hour cost. Pure.

There are several forms of it; columns are known by the beginnings of their names:

    Consumption (kwh), Estimated Cost Inc. Tax (p), Standing Charge Inc. Tax (p), Start, End
    Home Consumption (kWh), Estimated Home Cost …, EV Consumption (kWh), Estimated EV Cost …, …

The newer ones leave out half hours without use. Costs are in pence with VAT.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from octoterm.errors import NotReadings
from octoterm.readings_csv.bad_row import BadRow, quoted
from octoterm.readings_csv.base_reader import LinePart
from octoterm.readings_csv.header import Layout
from octoterm.readings_csv.row import NUMBER
from octoterm.readings_csv.spreadsheet import Cells, NeedsEvidence, read_row

_KWH = ("consumption", "home consumption", "ev consumption")
_COSTS = ("estimated cost", "estimated home cost", "estimated ev cost")
_DEAREST = 1e6
"""More pence than any half hour costs, above or below zero."""


class WebsiteRow(NamedTuple):
    """A half hour, as the supplier's website has it."""

    kwh: Fraction
    """Home and car together."""
    pence: Fraction | None
    """With VAT, without the standing charge; None in a file without costs."""


class WebsiteCsv(NamedTuple):
    """The half hours of such a file."""

    rows: Mapping[int, WebsiteRow]
    """By start, UTC seconds."""
    has_costs: bool
    reasons: tuple[tuple[str, int], ...]
    """Each kind of line that cannot be read and how many there are, most frequent first."""


class Header(NamedTuple):
    """The places of the columns, counted from 0."""

    layout: Layout
    kwh: tuple[int, ...]
    """Consumption, or that of the home and of a car."""
    costs: tuple[int, ...]
    """A cost for each of them; empty in a file without costs."""


def read_website_csv(texts: Iterable[str], name: str) -> WebsiteCsv:
    """The half hours in `texts`, which end at line ends. Lines that cannot be read are counted.

    Raises NotReadings if its columns are not these; `name` is for that error.
    """
    rows: dict[int, WebsiteRow] = {}
    reasons: Counter[str] = Counter()
    header: Header | None = None
    for text in texts:
        if isinstance(text, LinePart):
            reasons["a very long line"] += 1
            continue
        for line in text.split("\n"):
            written = line.removeprefix("\ufeff").strip()
            if not written:
                continue
            if header is None:
                header = header_of(written, name)
                continue
            try:
                start, row = _row(written, header)
            except BadRow as bad:
                reasons[bad.kind] += 1
                continue
            if rows.setdefault(start, row) != row:
                reasons["a half hour that is there twice"] += 1
    if header is None:
        raise _refusal(name, "it is empty")
    return WebsiteCsv(rows, bool(header.costs), tuple(reasons.most_common()))


def header_of(line: str, name: str) -> Header:
    """Where the columns are, by the first line. Raises NotReadings; `name` is for that error."""
    separator = max(",;\t", key=line.count)
    names = [" ".join(cell.strip(' "').casefold().split()) for cell in line.split(separator)]
    while names and not names[-1]:
        names.pop()
    kwh = _places(names, _KWH)
    start, end = _places(names, ("start",)), _places(names, ("end",))
    if not kwh or len(start) != 1 or len(end) != 1:
        raise _refusal(name, f"its first line is {quoted(line)}")
    if not all("kwh" in names[place] for place in kwh):
        raise _refusal(name, f"its consumption is not in kWh: {quoted(line)}")
    costs = _places(names, _COSTS)
    if costs and len(costs) != len(kwh):
        raise _refusal(name, f"not each consumption has its cost: {quoted(line)}")
    return Header(Layout(start[0], end[0], kwh[0], len(names)), kwh, costs)


def _places(names: Sequence[str], beginnings: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(place for place, name in enumerate(names) if name.startswith(beginnings))


def _row(line: str, header: Header) -> tuple[int, WebsiteRow]:
    """The start and the row of a line. Raises BadRow."""
    try:
        parts = [read_row(line, layout=header.layout._replace(number=at)) for at in header.kwh]
    except NeedsEvidence:
        raise BadRow("no offset", "its times have no offset such as Z or +01:00") from None
    kwh = sum((Fraction(repr(part.value)) for part in parts), Fraction(0))
    if kwh < 0:
        raise BadRow("negative", "a negative consumption")
    costs = [_pence(Cells(line, header.layout._replace(number=at)).number) for at in header.costs]
    return parts[0].start, WebsiteRow(kwh, sum(costs, Fraction(0)) if costs else None)


def _pence(text: str) -> Fraction:
    """An amount of pence, which may be negative. Raises BadRow."""
    if not NUMBER.fullmatch(text):
        raise BadRow("no cost" if not text else "a cost that is not a number")
    if not -_DEAREST < float(text) < _DEAREST:
        raise BadRow("a cost that is not possible")
    return Fraction(repr(float(text)))


def _refusal(name: str, found: str) -> NotReadings:
    return NotReadings(
        f"{name} is not a CSV of the supplier's website: {found}",
        "Download it again there (Get your energy geek on); it has Consumption (kWh), Estimated "
        "Cost Inc. Tax (p), Start and End",
    )
