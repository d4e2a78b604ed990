"""Reads calorific values from the CSV that National Gas offers for download.

Its columns are `Applicable For`, a gas day as dd/mm/yyyy; `Data Item`, such as `Calorific Value,
LDZ(SE)`; and `Value`, MJ per m³. A download may hold several LDZs, which are the local
distribution zones of the gas network.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from octoterm.config import values
from octoterm.config.charge_values import since
from octoterm.config.sections import Section
from octoterm.household.meter import DatedValue
from octoterm.safe_text import clean, same_name

_LONGEST = 50_000_000
"""Bytes; ten years of all zones are less than 6 MB."""
_DAY, _ITEM, _VALUE, _GENERATED = "applicable for", "data item", "value", "generated time"
_COLUMNS = '"Applicable For", "Data Item" and "Value"'
_ZONE = re.compile(r"Calorific Value\W+(?:LDZ\W*(?P<ldz>\w+)|(?P<other>.+?))\W*", re.IGNORECASE)


class _Row(NamedTuple):
    zone: str
    since: int
    generated: datetime
    value: float


def dated_values(
    section: Section, key: str, path: Path, zone: str | None
) -> tuple[DatedValue, ...]:
    """The values of the zone in the file at `path`, which `key` of the section names, in order; of
    the only zone in it if `zone` is None. Raises ConfigError."""
    try:
        by_zone = _by_zone(_rows(_text(path)))
    except ValueError as error:
        raise section.wrong(key, f"names a file that {error}") from None
    zones = ", ".join(sorted(by_zone))
    remedy = f'It has {zones}: name yours, as in {{"file": "{clean(path.name, 60)}", "ldz": "SE"}}'
    if zone is None and len(by_zone) > 1:
        raise section.wrong(key, "names a file with the values of several LDZs", remedy)
    chosen = next((each for each in by_zone if zone is None or same_name(each, zone)), None)
    if chosen is None:
        raise section.wrong("ldz", "is not one of the file's", f"It has {zones}")
    return tuple(_changes(by_zone[chosen]))


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


def _rows(text: str) -> Iterator[_Row]:
    """Its rows of calorific values. Raises ValueError."""
    lines = csv.reader(text.splitlines(), delimiter=";" if text[:200].count(";") > 3 else ",")
    headings = [cell.strip().casefold() for cell in next(lines, [])]
    if not {_DAY, _ITEM, _VALUE} <= set(headings):
        raise ValueError(f"has no columns {_COLUMNS}, as National Gas's downloads have")
    zone_of, begins, generated_at = cache(_zone), cache(since), cache(_generated)
    for cells in lines:
        row = dict(zip(headings, cells, strict=False))
        zone = zone_of(row.get(_ITEM, ""))
        if zone is None:
            continue
        try:
            found = values.calorific_value(float(row.get(_VALUE, "")))
            day = begins(row[_DAY])
        except (ValueError, KeyError):
            raise ValueError(f"has a line that cannot be read: {lines.line_num:,}") from None
        yield _Row(zone, day, generated_at(row.get(_GENERATED, "")), found)


def _zone(item: str) -> str | None:
    """`SE`, or the name of a place with gas of its own; None if it is not a calorific value."""
    match = _ZONE.fullmatch(item.strip())
    return None if match is None else clean(match["ldz"] or match["other"], 20)


def _generated(text: str) -> datetime:
    """When the value was made known, which tells corrections; the earliest time if unknown."""
    try:
        return datetime.strptime(text.strip(), "%d/%m/%Y %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


def _by_zone(rows: Iterable[_Row]) -> Mapping[str, Mapping[int, float]]:
    """The value from each day on, in order; of several for one day, the last that was made
    known. Raises ValueError if there are none."""
    found: dict[str, dict[int, float]] = {}
    for row in sorted(rows, key=lambda row: (row.since, row.generated)):
        found.setdefault(row.zone, {})[row.since] = row.value
    if not found:
        raise ValueError("has no calorific values")
    return found


def _changes(by_day: Mapping[int, float]) -> Iterator[DatedValue]:
    """The values without those that are the same as before."""
    before: float | None = None
    for day, value in by_day.items():
        if value != before:
            yield DatedValue(day, value)
        before = value
