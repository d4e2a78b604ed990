"""`octoterm import`: readings from the files of other tools."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from shlex import quote
from typing import NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from octoterm.cli import console, readings
from octoterm.cli.arguments import Arguments
from octoterm.cli.printed import import_table
from octoterm.cli.source import config_of, open_source, points_asked_for, refuse_demo
from octoterm.config.reader import Config
from octoterm.errors import UsageError
from octoterm.household.meter import UNIT_CUBIC_METRES, Fuel, Meter
from octoterm.household.meter_point import MeterPoint
from octoterm.imports import report
from octoterm.imports.file_rows import FileRows, stated_facts
from octoterm.imports.plan import Plan, plan
from octoterm.imports.reading_files import read_file
from octoterm.imports.statement import Facts, Stated
from octoterm.number_format import count
from octoterm.readings_csv.contents import Contents
from octoterm.runtime.slices import finish
from octoterm.safe_text import clean, name_key
from octoterm.session.importing import store_imported
from octoterm.session.meter_series import columns_of
from octoterm.session.source import Source
from octoterm.storage.given_file import opened
from octoterm.storage.readings_file import Merged

LONGEST_SHIFT = 24 * 60
"""Minutes."""


class _Subject(NamedTuple):
    """The meter point and meter that the readings belong to."""

    point: MeterPoint
    meter: Meter
    """The one that was installed last."""


_Stored: TypeAlias = Mapping[Meter, Merged]


def run(asked: Arguments) -> int:
    """Import, and print the results. Returns 1 if a file is refused. Raises OctotermError."""
    if not asked.dry_run:
        refuse_demo(asked, "what is imported")
    stated = _stated(asked)
    with open_source(asked) as source:
        about = _subject(asked, config_of(source))
        if stated.unit == UNIT_CUBIC_METRES and about.meter.fuel is not Fuel.GAS:
            raise UsageError(f"{about.point.name} has no m³", "Use --unit Wh or --unit kWh")
        files = [_read(path, about, stated, asked) for path in asked.files]
        _refuse_without_effect(files, stated)
        contents = readings.stored(source, about.point)
        columns = finish(columns_of(contents, about.point))
        held = dict(zip(columns.starts, columns.values, strict=True))
        found = plan(files, about.meter, held, stated, time.time())
        stored: _Stored = {}
        if found.new and not asked.dry_run:
            stored = _store(found, contents, source)
    _print(asked, about, found, stored)
    return 1 if found.refused else 0


def _stated(asked: Arguments) -> Stated:
    """What the options state about the files. Raises UsageError."""
    zone = None if asked.zone is None else _zone(asked.zone)
    shift = None if asked.shift is None else _shift(asked.shift)
    columns = None if asked.columns is None else _columns(asked.columns)
    return Stated(asked.unit, zone, asked.stamp, asked.order, shift, columns)


def _shift(typed: str) -> int:
    try:
        minutes = int(typed)
    except ValueError:
        minutes = LONGEST_SHIFT + 1
    if minutes % 30 or abs(minutes) > LONGEST_SHIFT:
        raise UsageError(
            f"--shift cannot be ‘{clean(typed, 60)}’",
            "Give half hours in minutes, at most a day, such as -30 or 60",
        )
    return minutes


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
        names = " or ".join(f"--meter {quote(point.name)}" for point in points)
        raise UsageError("Whose readings are these?", f"Add {names}")
    (point,) = points
    meter = point.newest
    if point.is_net or meter is None:
        raise UsageError(
            f"{point.name} has no meter of its own", "Add --meter with the name of another"
        )
    return _Subject(point, meter)


def _read(path: Path, about: _Subject, stated: Stated, asked: Arguments) -> FileRows:
    """Raises FileError, UsageError."""
    point = about.point
    names = {point.name, point.number, *(meter.name for meter in point.meters)}
    with opened(path) as texts:
        keys = frozenset(name_key(name) for name in names if name)
        return read_file(
            texts,
            clean(str(path)),
            keys,
            stated.columns,
            may_be_renamed=asked.meter is not None,
        )


def _refuse_without_effect(files: Sequence[FileRows], stated: Stated) -> None:
    """Raises UsageError if something is stated that has no effect on any of the files."""
    used = {name for each in files for name in stated_facts(each, stated)}
    for name in Facts._fields:
        if (value := getattr(stated, name)) and name not in used:
            names = " or ".join(each.name for each in files)
            raise UsageError(f"--{name} {value} has no effect on {names}", "Leave it out")


def _store(found: Plan, contents: Mapping[Meter, Contents], source: Source) -> _Stored:
    """Raises FileError."""
    return finish(store_imported(found.rows(), contents, source.folders.state))


def _print(asked: Arguments, about: _Subject, found: Plan, stored: _Stored) -> None:
    if asked.format == "json":
        record = {
            "meter": about.point.name,
            "dry_run": asked.dry_run,
            "refused": bool(found.refused),
            "stored": sum(merged.new for merged in stored.values()),
            "written": [
                {
                    "csv": str(meter.csv),
                    "stored": merged.new,
                    "original": merged.original and str(merged.original),
                }
                for meter, merged in stored.items()
            ],
            **report.record(found),
        }
        console.say(json.dumps(record, indent=2))
    else:
        console.say("\n".join(import_table.lines(about.point.title, found, about.meter.unit)))
        console.say("\n" + "\n".join(_in_words(found, stored)))
    for each in found.refused:
        option = each.evidence.option if each.refusal == each.evidence.refusal else ""
        console.print_error(f"{each.refusal}.{f' Add {option}.' if option else ''}")


def _in_words(found: Plan, stored: _Stored) -> Iterator[str]:
    """The results."""
    if found.refused:
        files = "" if len(found.files) == 1 else " from any of the files"
        yield f"Nothing was imported{files}, and nothing was changed."
        return
    if not found.new:
        yield "Nothing is new: nothing was changed."
        return
    filled = f", {found.gaps_filled:,} of them in gaps" if found.gaps_filled else ""
    if not stored:
        new = count(len(found.new), "half hour")
        yield f"{new} would be imported{filled}. Nothing was changed."
        return
    total = sum(merged.new for merged in stored.values())
    yield f"Imported {count(total, 'half hour')}{filled}."
    for meter, merged in stored.items():
        yield f"{clean(str(meter.csv))}: {merged.new:,} new"
        if merged.original:
            yield f"The file as it was is kept as {clean(str(merged.original))}"
