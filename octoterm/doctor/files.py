"""Checks of the files of readings: whether they can be read and written, and whether readings are
missing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from octoterm import number_format
from octoterm.analysis.freshness import OLD, age_in_words
from octoterm.analysis.spread import median
from octoterm.config.reader import Config
from octoterm.consumption.series import Series
from octoterm.doctor.finding import Finding, Status, ok, warn
from octoterm.doctor.machine import may_write_into, nearest_existing
from octoterm.errors import Busy, FileError
from octoterm.household.meter import Meter
from octoterm.household.meter_point import MeterPoint
from octoterm.periods.labels import end_label
from octoterm.periods.london import HALF_HOUR, SECONDS_A_DAY
from octoterm.readings_csv.contents import Contents
from octoterm.runtime.slices import finish
from octoterm.safe_text import clean
from octoterm.session.meter_series import series_of
from octoterm.storage.file_access import target_of
from octoterm.storage.file_lock import FileLock
from octoterm.storage.readings_file import ReadingsFile
from octoterm.storage.state.sync_log import read_log

RECENT_GAPS = 90 * SECONDS_A_DAY
"""Seconds; older gaps are unlikely to be filled."""
ENOUGH_SYNCS = 3
"""Syncs with new readings that are needed to know how late readings usually are."""


def of_files(config: Config, state_folder: Path | None, now: float) -> Iterator[Finding]:
    """The findings about each meter point's files and readings."""
    if not config.points:
        what = "it is not known yet which meters the account has"
        yield warn("readings", what, "`octoterm sync` asks Octopus for them")
    for point in config.points:
        if point.is_net:
            continue
        contents: dict[Meter, Contents] = {}
        for meter in point.meters:
            try:
                contents[meter] = finish(ReadingsFile(meter.csv, unit=meter.unit).load())
            except FileError as error:
                yield Finding.of("file", error)
            else:
                yield _of_file(point, meter, contents[meter])
                yield from _of_lock(meter)
        if not point.meters:
            yield ok("readings", f"{point.name}: Octopus lists no meter there")
        elif len(contents) == len(point.meters):
            yield from _of_readings(point, contents, config, state_folder, now)


def _of_file(point: MeterPoint, meter: Meter, contents: Contents) -> Finding:
    check, file = "file", clean(str(meter.csv), 1000)
    folder = nearest_existing(meter.csv.parent)
    if not may_write_into(folder):
        remedy = f"Make {clean(str(folder), 1000)} a folder that you may write to"
        return Finding(check, Status.FAIL, f"{file} cannot be written", remedy)
    if contents.signature is None:
        return ok(check, f"{file} is not there yet")
    if not os.access(meter.csv, os.W_OK):
        return Finding(check, Status.FAIL, f"{file} is read-only", "`chmod u+w` it")
    faults = [
        number_format.count(times, what)
        for times, what in (
            (contents.unreadable_lines, "unreadable line"),
            (len(contents.duplicates), "double"),
            (len(contents.unordered), "line out of order"),
        )
        if times
    ]
    if faults:
        return warn(
            check,
            f"{file}: {', '.join(faults)}",
            f'`octoterm check --fix --meter "{point.name}"` writes a clean one, and keeps this',
        )
    return ok(check, f"{file}: {number_format.count(len(contents.starts), 'reading')}")


def _of_lock(meter: Meter) -> Iterator[Finding]:
    try:
        lock = FileLock(target_of(meter.csv), timeout=0.0)
        if not lock.path.exists():
            return
        try:
            finish(lock.take())
        finally:
            lock.release()
    except Busy as error:
        yield warn("lock", error.title, "It is another sync, which ends by itself")
    except (FileError, OSError) as error:
        title = error.title if isinstance(error, FileError) else str(error.strerror)
        remedy = error.remedy if isinstance(error, FileError) else "Look at its rights"
        yield Finding("lock", Status.FAIL, title, remedy)
    else:
        yield ok("lock", f"nobody is writing {clean(meter.csv.name)}")


def _of_readings(
    point: MeterPoint,
    contents: dict[Meter, Contents],
    config: Config,
    state_folder: Path | None,
    now: float,
) -> Iterator[Finding]:
    series = finish(series_of(contents, point, config.calendar))
    if series.last is None:
        yield ok("readings", f"{point.name} has none yet")
        return
    yield _of_age(point, series.last, now, _ages(point, state_folder))
    yield _of_gaps(point, series, now)


def _of_age(point: MeterPoint, last: int, now: float, ages: list[int]) -> Finding:
    """`ages` are those that the latest reading had after each sync with new ones, in seconds."""
    age = now - (last + HALF_HOUR)
    words = f"{point.name}: to {end_label(last + HALF_HOUR)}, {age_in_words(age)} ago"
    if point.moved_out is not None or not point.is_listed:
        return ok("last reading", f"{words}; no more are expected")
    if is_known := len(ages) >= ENOUGH_SYNCS:
        words += f"; {age_in_words(median(ages))} is usual for this meter"
    else:
        seen = f"{len(ages)} of {ENOUGH_SYNCS}"
        words += f"; how late is usual is not known yet ({seen} syncs with new readings)"
    if age <= max(OLD, median(ages) + SECONDS_A_DAY if is_known else 0.0):
        return ok("last reading", words)
    return warn(
        "last reading",
        words,
        "`octoterm sync` asks for more. If none come for a week, ask Octopus whether the meter "
        "still reports",
    )


def _ages(point: MeterPoint, state_folder: Path | None) -> list[int]:
    """How old the latest reading was after each logged sync that brought newer ones, in
    seconds."""
    if state_folder is None:
        return []
    return [
        entry.at - (entry.last + HALF_HOUR)
        for meter in point.meters
        for entry in read_log(state_folder, meter)
        if entry.brought_newer and entry.last is not None
    ]


def _of_gaps(point: MeterPoint, series: Series, now: float) -> Finding:
    gaps = series.gaps()
    if not gaps:
        return ok("gaps", f"{point.name}: none")
    missing = number_format.count(sum(gap.half_hours for gap in gaps), "missing half hour")
    words = f"{point.name}: {missing}, {number_format.count(len(gaps), 'gap')}"
    if all(gap.end < now - RECENT_GAPS for gap in gaps):
        return ok("gaps", f"{words}, all of them old")
    return warn(
        "gaps", words, "Many are filled later: each sync asks for those of the last 90 days again"
    )
