"""Reads calorific values from the CSV that National Gas offers for download.

Its columns are `Applicable For`, a gas day as dd/mm/yyyy; `Data Item`, such as `Calorific Value,
LDZ(SE)`; and `Value`, MJ per m³. A download may hold several LDZs, which are the local
distribution zones of the gas network.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from octoterm.config import values
from octoterm.config.sections import Section
from octoterm.household.meter import DatedValue
from octoterm.periods.calendar import Calendar
from octoterm.safe_text import clean, same_name

_LONGEST = 50_000_000
"""Bytes; ten years of all zones are less than 6 MB."""
_DAY, _ITEM, _VALUE, _GENERATED = "applicable for", "data item", "value", "generated time"
_COLUMNS = '"Applicable For", "Data Item" and "Value"'
_ZONE = re.compile(r"Calorific Value\W+(?:LDZ\W*(?P<ldz>\w+)|(?P<other>.+?))\W*", re.IGNORECASE)
_WRITTEN_DAY = re.compile(r"(?P<day>\d\d)/(?P<month>\d\d)/(?P<year>\d{4})", re.ASCII)


def dated_values(
    section: Section, key: str, path: Path, zone: str | None
) -> tuple[DatedValue, ...]:
    """The zone's values in the file at `path`, in order; `key` is the section's key that names the
    file. If `zone` is None, there must be only one in the file. Raises ConfigError."""
    try:
        found = _read(_text(path), zone)
    except (ValueError, csv.Error) as error:
        problem = "has a line that cannot be read" if isinstance(error, csv.Error) else error
        raise section.wrong(key, f"names a file that {problem}") from None
    zones = ", ".join(sorted(found.zones))
    if zone is None and len(found.zones) > 1:
        example = f'{{"file": "{clean(path.name, 60)}", "ldz": "SE"}}'
        raise section.wrong(
            key,
            "names a file with the values of several LDZs",
            f"It has {zones}: name yours, as in {example}",
        )
    if not found.by_day:
        raise section.wrong("ldz", "is not one of the file's", f"It has {zones}")
    return tuple(_changes(found.by_day))


def _text(path: Path) -> str:
    try:
        if not path.is_file():  # opening a pipe would wait for its other end
            path.stat()
            raise ValueError("is no CSV")
        with path.open("rb") as stream:
            data = stream.read(_LONGEST + 1)
    except FileNotFoundError:
        raise ValueError(
            "does not exist: a name without a folder is looked for next to the configuration"
        ) from None
    except OSError as error:
        raise ValueError(f"cannot be read: {error.strerror}") from None
    if len(data) > _LONGEST:
        raise ValueError("is too long")
    return data.decode("utf-8-sig", "replace")


class _Found(NamedTuple):
    """What is in the file."""

    zones: set[str]
    by_day: dict[date, float]
    """The value of each day in one of the zones, MJ per m³."""


def _read(text: str, zone: str | None) -> _Found:
    """The zones of the file, and the values of `zone`, or of the first zone if that is None.

    The file may hold years of all zones, and is read whenever octoterm starts, so no line of
    another zone is kept. Raises ValueError and csv.Error.
    """
    lines = csv.reader(text.splitlines(), delimiter=";" if text[:200].count(";") > 3 else ",")
    headings = [each.strip().casefold() for each in next(lines, [])]
    if not {_DAY, _ITEM, _VALUE} <= set(headings):
        raise ValueError(f"has no columns {_COLUMNS}, as National Gas's downloads have")
    item_at = headings.index(_ITEM)
    zones: set[str] = set()
    is_asked_for: dict[str, bool] = {}
    found: dict[date, tuple[float, str]] = {}
    for cells in lines:
        item = cells[item_at] if len(cells) > item_at else ""
        if item not in is_asked_for:
            name = _zone(item)
            is_asked_for[item] = name is not None and same_name(name, zone or name)
            if name is not None:
                zone = zone or name
                zones.add(name)
        if is_asked_for[item]:
            row = dict(zip(headings, cells, strict=False))
            try:
                day = _day(row[_DAY])
                value = values.calorific_value(float(row[_VALUE]))
            except (ValueError, KeyError):
                raise ValueError(f"has a line that cannot be read: {lines.line_num:,}") from None
            known = row.get(_GENERATED, "")
            if day not in found or _instant(found[day][1]) <= _instant(known):
                found[day] = value, known
    if not zones:
        raise ValueError("has no calorific values")
    return _Found(zones, {day: value for day, (value, _) in found.items()})


def _zone(item: str) -> str | None:
    """`SE`, or the name of a place with gas of its own; None if it is not a calorific value."""
    match = _ZONE.fullmatch(item.strip())
    return None if match is None else clean(match["ldz"] or match["other"], 20)


def _day(text: str) -> date:
    match = _WRITTEN_DAY.fullmatch(text.strip())
    if match is None:
        return date.fromisoformat(text.strip())
    return date(int(match["year"]), int(match["month"]), int(match["day"]))


@cache
def _instant(text: str) -> datetime:
    """When a value was generated, to recognise corrections; the earliest time if unknown."""
    try:
        return datetime.strptime(text.strip(), "%d/%m/%Y %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


def _changes(by_day: Mapping[date, float]) -> Iterator[DatedValue]:
    """The values in order of time, without those that are the same as the one before."""
    london = Calendar()
    before: float | None = None
    for day in sorted(by_day):
        if by_day[day] != before:
            before = by_day[day]
            yield DatedValue(max(0, london.start_of(day)), before)
