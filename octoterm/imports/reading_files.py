"""Reads the text of a file into its rows: tables, JSON of the API and of octoterm. Pure."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from octoterm.errors import NotReadings, UsageError
from octoterm.household.meter import UNIT_KWH
from octoterm.imports import layouts
from octoterm.imports.file_rows import FileRows, RowCollector
from octoterm.imports.layouts import BY_COLUMNS, Layout
from octoterm.imports.statement import Fact, Facts
from octoterm.readings_csv.bad_row import BadRow
from octoterm.readings_csv.base_reader import LinePart
from octoterm.safe_text import name_key

_API = Layout("the API", 0, 1, (2,), Facts(stamp=BY_COLUMNS))
_API_KEYS = "interval_start", "interval_end", "consumption"
_OCTOTERM = Layout(
    "octoterm",
    0,
    1,
    (2,),
    Facts(unit=Fact(UNIT_KWH, "its key says so"), stamp=BY_COLUMNS),
    meter=3,
    readings=4,
)
_OCTOTERM_KEYS = "start", "end", "kwh", "meter", "readings"


class _Line(NamedTuple):
    number: int
    text: str | None
    """None for a line that is far too long."""


def read_file(
    texts: Iterable[str],
    name: str,
    meter_names: frozenset[str],
    columns: Mapping[str, str] | None = None,
    *,
    may_be_renamed: bool = False,
) -> FileRows:
    """The rows in `texts`, which end at line ends and may be iterated over several times.

    `columns` are those that a person names. Rows of meters that are not among `meter_names` are
    left out, unless all rows are of a single one and it `may_be_renamed`. Raises NotReadings if
    the file holds something else, and UsageError if it lacks such columns.
    """
    collector = _collected(texts, name, meter_names, columns)
    if may_be_renamed and collector.is_empty and collector.only_other_meter is not None:
        renamed = frozenset({name_key(collector.only_other_meter)})
        collector = _collected(texts, name, renamed, columns)
    return collector.found(name)


def _collected(
    texts: Iterable[str],
    name: str,
    meter_names: frozenset[str],
    columns: Mapping[str, str] | None,
) -> RowCollector:
    """Raises NotReadings, UsageError."""
    if _is_json(texts):
        if columns is not None:
            raise UsageError(f"{name} is JSON, which has no columns", "Leave out --columns")
        return _of_json("".join(texts), name, meter_names)
    lines = _lines(texts)
    first = next(lines, None)
    if first is None or first.text is None:
        found = "it is empty" if first is None else "its first line is very long"
        raise NotReadings(f"{name} has no readings: {found}", "Name another file")
    separator = layouts.separator_of(first.text)
    header = _cells(first.text, separator)
    if columns is None:
        layout = layouts.layout_of(first.text, header, name)
    else:
        layout = layouts.stated_layout(columns, first.text, header)
    collector = RowCollector(layout, meter_names)
    for line in lines:
        if line.text is None:
            collector.skip(BadRow("a very long line"), line.number)
        else:
            collector.add(_cells(line.text, separator), line.number)
    return collector


def _lines(texts: Iterable[str]) -> Iterator[_Line]:
    """The lines that are not empty."""
    number, is_inside = 0, False
    for text in texts:
        if isinstance(text, LinePart):
            if not is_inside:
                number += 1
                yield _Line(number, None)
            is_inside = True
            continue
        lines = text.removesuffix("\n").split("\n")
        if is_inside:  # the rest of the long line
            del lines[0]
            is_inside = False
        for line in lines:
            number += 1
            if written := line.removeprefix("\ufeff").strip(" \r"):
                yield _Line(number, written)


def _cells(line: str, separator: str) -> Sequence[str]:
    if '"' not in line:
        return line.split(separator)
    return next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])


def _is_json(texts: Iterable[str]) -> bool:
    starts = (text.removeprefix("\ufeff").lstrip()[:1] for text in texts)
    return next(filter(None, starts), "") in ("[", "{")


def _of_json(text: str, name: str, meter_names: frozenset[str]) -> RowCollector:
    """Raises NotReadings."""
    records = [*_records(text.removeprefix("\ufeff"), name)]
    if not records:
        raise NotReadings(f"{name} has no readings", "Name another file")
    is_api = set(_API_KEYS) <= records[0].keys()
    keys, layout = (_API_KEYS, _API) if is_api else (_OCTOTERM_KEYS, _OCTOTERM)
    if not is_api:
        has = {key: any(key in record for record in records) for key in ("meter", "readings")}
        layout = layout._replace(
            meter=layout.meter if has["meter"] else None,
            readings=layout.readings if has["readings"] else None,
        )
    collector = RowCollector(layout, meter_names)
    for number, record in enumerate(records, start=1):
        collector.add([_text(record.get(key)) for key in keys], number)
    return collector


def _records(text: str, name: str) -> Iterator[Mapping[str, object]]:
    """The records of a page, of a list of pages, or of JSON lines. Raises NotReadings."""
    try:
        try:
            found = [_json(text)]
        except ValueError:
            found = [_json(line) for line in text.split("\n") if line.strip()]
    except (ValueError, RecursionError):
        raise NotReadings(
            f"{name} is neither JSON nor JSON lines", "Save it again, whole; nothing was taken"
        ) from None
    for value in found:
        for each in value if isinstance(value, list) else [value]:
            if not isinstance(each, dict):
                raise NotReadings(f"{name} is JSON of something else", "Name another file")
            results = each.get("results")
            if isinstance(results, list):
                yield from (record for record in results if isinstance(record, dict))
            else:
                yield each


def _json(text: str) -> object:
    """The value in `text`, with its numbers as texts to keep them exact. Raises ValueError."""
    return json.loads(text, parse_float=str, parse_int=str)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
