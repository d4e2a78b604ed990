"""Shared by the reports: selecting the readings, and printing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from octoterm import number_format
from octoterm.analysis.freshness import is_old
from octoterm.analysis.summary import days_counted
from octoterm.cli import console, readings
from octoterm.cli.arguments import Arguments
from octoterm.cli.printed.wording import converted_in_words, json_list, nothing_stored
from octoterm.cli.source import config_of, one_point, open_source
from octoterm.config.reader import Config
from octoterm.consumption.series import Series
from octoterm.errors import UsageError
from octoterm.export.rows import csv_lines
from octoterm.household.meter import Meter
from octoterm.household.meter_point import MeterPoint
from octoterm.periods.labels import date_label, range_label
from octoterm.periods.period import Period
from octoterm.readings_csv.contents import Contents
from octoterm.session.source import Source

if TYPE_CHECKING:
    from octoterm.periods.typed_dates import TypedDate


class Subject(NamedTuple):
    """The subject of a report: the meter of --meter, and the days of --from and --to."""

    config: Config
    point: MeterPoint
    series: Series
    since: date | None
    until: date | None
    nothing: str
    """A sentence for when there are no readings at all; empty if there are any."""
    is_old: bool
    """Whether the latest readings are old: see `analysis.freshness`."""

    @property
    def is_of_everything(self) -> bool:
        """Whether all days count."""
        return self.since is None and self.until is None


def subject(asked: Arguments) -> Subject:
    """Load the subject that the arguments select. Raises OctotermError."""
    with open_source(asked) as source:
        return subject_and_contents(asked, source)[0]


def subject_and_contents(
    asked: Arguments, source: Source
) -> tuple[Subject, Mapping[Meter, Contents]]:
    """The subject, and the contents of the files of its meters. Raises OctotermError."""
    config = config_of(source)
    point = one_point(asked, config)
    now = time.time()
    today = config.calendar.day_of(int(now))
    begin = typed_date("--from", asked.since, today)
    end = typed_date("--to", asked.until, today)
    since = begin.first if begin else None
    until = end.last if end else None
    if since and until and since > until:
        raise UsageError(f"--from {since} is after --to {until}")
    contents = readings.stored(source, point)
    series = readings.series(contents, point, config)
    nothing = "" if series.starts else nothing_stored(point, contents, source.folders)
    for meter, each in contents.items():
        if each.unreadable:
            lines = number_format.count(each.unreadable_lines, "line")
            why = "`octoterm check` says why"
            console.print_error(f"{lines} of {meter.name} cannot be read: {why}.")
        if each.converted_from:
            console.print_error(f"{meter.name}: {converted_in_words(each)}.")
    about = Subject(config, point, series, since, until, nothing, is_old(series, now))
    return about, contents


def say(
    about: Subject,
    format_: str,
    keys: Sequence[str],
    records: Iterable[Mapping[str, object]],
    table: Callable[[Period], Iterable[str]],
) -> None:
    """Print `records` as `json` or `csv`; otherwise a title and the lines of `table`, which is
    called with the days that count. If none do, say so; as an error if records are printed."""
    point, whole = about.point, about.series.whole
    days = days_counted(about.series, about.since, about.until)
    if format_ in ("json", "csv"):
        lines = csv_lines(keys, records) if format_ == "csv" else [json_list(records)]
        console.say("\n".join(lines))
        if not days:
            console.print_error(_none_counted(about, whole) if whole else about.nothing)
    elif whole is None:
        console.say(about.nothing)
    elif days:
        console.say(f"{point.title} · {range_label(days.first, days.last)}\n")
        console.say("\n".join(table(days)))
    else:
        stored = range_label(whole.first, whole.last)
        console.say(f"Nothing is stored for {point.name} on these days, only for {stored}.")


def _none_counted(about: Subject, whole: Period) -> str:
    """`No readings since 1 Mar 2024; the last reading is of 24 Jan 2024`: why no days count."""
    since, until = about.since, about.until
    if since and until:
        days = f"for {range_label(since, until)}"
    else:
        days = (
            f"since {date_label(since)}" if since else f"up to {date_label(until or whole.last)}"
        )
    if since and since > whole.last:
        return f"No readings {days}; the last reading is of {date_label(whole.last)}."
    return f"No readings {days}; the first reading is of {date_label(whole.first)}."


def typed_date(option: str, text: str | None, today: date) -> TypedDate | None:
    """The date that was typed for this option. Raises UsageError."""
    if text is None:
        return None
    from octoterm.periods.typed_dates import parse_date  # slow to import, and often not needed

    try:
        return parse_date(text, today)
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from None
