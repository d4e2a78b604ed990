"""`octoterm import`: readings from the files of other tools."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from octoterm.cli import console, readings
from octoterm.cli.arguments import Arguments
from octoterm.cli.printed import import_table
from octoterm.cli.source import config_of, open_source, points_asked_for
from octoterm.config.reader import Config
from octoterm.errors import FileError, UsageError
from octoterm.household.meter import UNIT_CUBIC_METRES, Fuel, Meter
from octoterm.household.meter_point import MeterPoint
from octoterm.imports import report
from octoterm.imports.file_rows import FileRows
from octoterm.imports.plan import Plan, plan
from octoterm.imports.reading_files import read_file
from octoterm.imports.statement import Stated
from octoterm.number_format import count
from octoterm.readings_csv.contents import Contents
from octoterm.runtime.slices import finish
from octoterm.safe_text import clean, name_key
from octoterm.session.source import Source
from octoterm.storage.given_file import opened
from octoterm.storage.readings_file import Merged, ReadingsFile
from octoterm.storage.state.sync_record import SyncRecord

LONGEST_SHIFT = 24 * 60
"""Minutes."""


class _Subject(NamedTuple):
    """Whose readings they are."""

    point: MeterPoint
    meter: Meter
    """The one that was installed last, whose file takes what is new."""


def run(asked: Arguments) -> int:
    """Import, and print what came of it. Returns 1 if a file is refused. Raises OctotermError."""
    stated = _stated(asked)
    with open_source(asked) as source:
        about = _subject(asked, config_of(source))
        if stated.unit == UNIT_CUBIC_METRES and about.meter.fuel is not Fuel.GAS:
            raise UsageError(f"{about.point.name} has no m³", "Use --unit Wh or --unit kWh")
        files = [_read(path, about, stated) for path in asked.files]
        held = _held(about, readings.stored(source, about.point))
        found = plan(files, about.meter, held, stated, time.time())
        merged = None
        if found.new and not asked.dry_run:
            merged = _store(found, about.meter, source)
    _print(asked, about, found, merged)
    return 1 if found.refused else 0


def _stated(asked: Arguments) -> Stated:
    """What a person states. Raises UsageError."""
    zone = None if asked.zone is None else _zone(asked.zone)
    shift = asked.shift
    if shift is not None and (shift % 30 or abs(shift) > LONGEST_SHIFT):
        raise UsageError("--shift needs a number of half hours, in minutes", "Such as -30 or 60")
    columns = None if asked.columns is None else _columns(asked.columns)
    return Stated(asked.unit, zone, asked.stamp, asked.order, shift, columns)


def _zone(typed: str) -> str:
    try:
        return ZoneInfo("UTC" if typed.casefold() == "utc" else typed).key
    except (ValueError, OSError, LookupError):
        raise UsageError(
            f"There is no zone ‘{clean(typed, 60)}’", "Use --zone UTC or --zone Europe/London"
        ) from None


def _columns(typed: str) -> Mapping[str, str]:
    pairs = [part.partition("=") for part in typed.split(",")]
    named = {what.strip().casefold(): column.strip() for what, _, column in pairs}
    if not named.keys() <= {"start", "end", "kwh"} or not all(named.values()):
        raise UsageError(
            f"--columns cannot be ‘{clean(typed, 60)}’",
            "Name them as start=NAME,end=NAME,kwh=NAME, whatever their unit is",
        )
    return named


def _subject(asked: Arguments, config: Config) -> _Subject:
    """Raises UsageError if it is not clear which meter is meant."""
    points = points_asked_for(asked, config)
    if asked.meter is None:
        points = tuple(point for point in points if not point.is_net)
    if len(points) > 1:
        names = ", ".join(f'--meter "{point.name}"' for point in points)
        raise UsageError("Whose readings are these?", f"Add {names}")
    (point,) = points
    meter = point.newest
    if point.is_net or meter is None:
        raise UsageError(
            f"{point.name} has no meter of its own", "Add --meter with the name of another"
        )
    return _Subject(point, meter)


def _read(path: Path, about: _Subject, stated: Stated) -> FileRows:
    """Raises FileError, UsageError."""
    point = about.point
    names = {point.name, point.number, *(meter.name for meter in point.meters)}
    with opened(path) as texts:
        keys = frozenset(name_key(name) for name in names if name)
        return read_file(texts, clean(str(path)), keys, stated.columns)


def _held(about: _Subject, contents: Mapping[Meter, Contents]) -> dict[int, float]:
    """The stored readings of all meters of the meter point, by start, in the unit of the last."""
    held: dict[int, float] = {}
    for meter, each in contents.items():
        same_unit = meter.unit == about.meter.unit
        factor = 1.0 if same_unit else meter.kwh_per_unit / about.meter.kwh_per_unit
        held.update(zip(each.starts, (value * factor for value in each.values), strict=True))
    return held


def _store(found: Plan, meter: Meter, source: Source) -> Merged:
    """Add what is new to the meter's file. Raises FileError."""
    merged = finish(ReadingsFile(meter.csv, unit=meter.unit).add(found.rows()))
    folder = source.folders.state
    record = SyncRecord.load(folder, meter)
    if record.synced_at is not None:
        try:  # what the supplier says of these half hours counts for more, if it has them
            record.with_repeat_due.save(folder, meter)
        except FileError as error:
            console.print_error(str(error))
    return merged


def _print(asked: Arguments, about: _Subject, found: Plan, merged: Merged | None) -> None:
    original = merged and merged.original
    if asked.format == "json":
        record = {
            "meter": about.point.name,
            "csv": str(about.meter.csv),
            "dry_run": asked.dry_run,
            "refused": bool(found.refused),
            "stored": merged.new if merged else 0,
            "original": str(original) if original else None,
            **report.record(found),
        }
        console.say(json.dumps(record, indent=2))
    else:
        console.say("\n".join(import_table.lines(about.point.title, found, about.meter.unit)))
        console.say(f"\n{_in_words(about, found, merged)}")
    for each in found.refused:
        option = each.evidence.option if each.refusal == each.evidence.refusal else ""
        console.print_error(f"{each.refusal}.{f' Add {option}.' if option else ''}")


def _in_words(about: _Subject, found: Plan, merged: Merged | None) -> str:
    """What came of it."""
    if found.refused:
        files = "" if len(found.files) == 1 else " from any of the files"
        return f"Nothing was imported{files}, and nothing was changed."
    new = len(found.new) if merged is None else merged.new
    if not new:
        return "Nothing is new: nothing was changed."
    filled = f", {found.gaps_filled:,} of them in gaps" if found.gaps_filled else ""
    if merged is None:
        return f"{count(new, 'half hour')} would be imported{filled}. Nothing was changed."
    kept = (
        f" The file as it was is kept as {clean(str(merged.original))}." if merged.original else ""
    )
    return f"Imported {count(new, 'half hour')}{filled} into {clean(str(about.meter.csv))}.{kept}"
