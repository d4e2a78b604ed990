"""`octoterm export`: the half hours of all meters, for other programs."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from importlib.resources import files

from octoterm.cli import console, reports
from octoterm.cli.arguments import Arguments, refuse_beside
from octoterm.cli.exchange.labelled_meters import costs_of_meters, readings_of_meters
from octoterm.cli.source import config_of, open_source, points_asked_for, refuse_demo
from octoterm.config.reader import Config
from octoterm.errors import UsageError
from octoterm.export.stream.bookmarks import Marking
from octoterm.export.stream.labelled import Labelled
from octoterm.household.meter_point import MeterPoint
from octoterm.periods.labels import date_label
from octoterm.readings_csv.line_format import Piece
from octoterm.safe_text import clean
from octoterm.session.source import Source
from octoterm.storage.state.bookmark_file import Bookmarks, bookmark_path, move_bookmark

TOKEN = "OCTOTERM_PUSH_TOKEN"
NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")
FIELDS = {"kwh": "kwh", "cost": "pence"}

Every = Iterable[Labelled]
_Days = tuple[date | None, date | None]
"""The first and the last day; None if there is no limit."""


class _Counted:
    """Counts the half hours of the pieces that it passes on."""

    def __init__(self) -> None:
        self.half_hours = 0

    def pieces(self, pieces: Iterable[Piece]) -> Iterator[Piece]:
        for starts, values in pieces:
            self.half_hours += len(starts)
            yield starts, values


def run(asked: Arguments) -> int:
    """Export. Raises OctotermError, and BrokenPipeError if the reader has stopped."""
    _refuse_what_does_not_go_together(asked)
    if asked.grafana:
        console.say(files("octoterm.export").joinpath("grafana.json").read_text("utf-8").rstrip())
        return 0
    with open_source(asked) as source:
        config = config_of(source)
        days = _days(asked, config)
        every = _every(asked, source, config, days)
        if asked.since_last is None:
            _write_all(asked, every, days)
            return 0
        path = bookmark_path(source.folders.state, f"{asked.since_last}-{FIELDS[asked.in_]}")
        move_bookmark(path, partial(_write_what_is_new, asked, every))
    return 0


def _refuse_what_does_not_go_together(asked: Arguments) -> None:
    """Raises UsageError."""
    if asked.grafana:
        _refuse_beside_grafana(asked)
    if asked.quiet and asked.push is None:
        raise UsageError("--quiet has no effect without --push", "Leave it out")
    if asked.since_last is not None:
        refuse_demo(asked, "what it remembers of an export")
    if asked.since_last is not None and not NAME.fullmatch(asked.since_last):
        raise UsageError(
            f"--since-last cannot be ‘{clean(asked.since_last, 60)}’",
            "Give a name of letters and digits for the program that reads the export",
        )
    if asked.push is not None and asked.format not in (None, "line-protocol"):
        raise UsageError("--push sends the line protocol", "Leave out --format")
    if asked.since_last is not None and asked.format in ("openmetrics", "parquet"):
        raise UsageError(
            f"--since-last cannot be combined with --format {asked.format}",
            "That format always has all half hours",
        )
    if asked.format == "parquet" and (asked.gzip or console.is_terminal(sys.stdout)):
        raise UsageError(
            "Parquet is compressed already, and cannot be shown in a terminal",
            "Write it to a file: octoterm export --format parquet > readings.parquet",
        )


def _refuse_beside_grafana(asked: Arguments) -> None:
    """Raises UsageError for an option about readings, as its dashboard has none."""
    options = {
        f"--format {asked.format}": asked.format,
        "--in cost": asked.in_ == "cost",
        "--from": asked.since,
        "--to": asked.until,
        "--meter": asked.meter,
        "--since-last": asked.since_last,
        "--push": asked.push,
        "--gzip": asked.gzip,
        "--quiet": asked.quiet,
    }
    refuse_beside("--grafana", options)


def _every(asked: Arguments, source: Source, config: Config, days: _Days) -> Sequence[Labelled]:
    """The readings or costs of each meter point asked for. Raises UsageError."""
    points = [point for point in points_asked_for(asked, config) if _is_asked(asked, point)]
    values_of = costs_of_meters if asked.in_ == "cost" else readings_of_meters
    return values_of(source, config, points, *days)


def _is_asked(asked: Arguments, point: MeterPoint) -> bool:
    """Whether to export it: net use, which other meter points add up to, only by its name."""
    return asked.meter is not None or not point.is_net


def _days(asked: Arguments, config: Config) -> _Days:
    today = config.calendar.day_of(int(time.time()))
    begin = reports.typed_date("--from", asked.since, today)
    end = reports.typed_date("--to", asked.until, today)
    since, until = begin and begin.first, end and end.last
    if since and until and since > until:
        raise UsageError(f"--from {since} is after --to {until}")
    return since or None, until or None


def _write_all(asked: Arguments, every: Every, days: _Days) -> None:
    """Write everything; say so if there is nothing on the days asked for."""
    counted = _Counted()
    _write(asked, [each._replace(pieces=counted.pieces(each.pieces)) for each in every])
    since, until = days
    if counted.half_hours or not (since or until):
        return
    what = "readings with a price" if asked.in_ == "cost" else "readings"
    begin = f"from {date_label(since)}" if since else "up"
    end = f"to {date_label(until)}" if until else "on"
    console.print_error(f"There are no {what} {begin} {end}.")


def _write_what_is_new(
    asked: Arguments, every: Sequence[Labelled], before: Bookmarks
) -> tuple[Bookmarks, None]:
    """Write what the program has not had yet; it counts as had once everything is written."""
    marking = {each.labels.meter: Marking(before.get(each.labels.meter, {})) for each in every}
    _write(
        asked,
        [each._replace(pieces=marking[each.labels.meter].new(each.pieces)) for each in every],
    )
    return {**before, **{meter: each.after for meter, each in marking.items()}}, None


def _write(asked: Arguments, every: Every) -> None:
    if asked.push is not None:
        _push(asked, every)
        return
    console.write(_in_bytes(asked, every))


def _push(asked: Arguments, every: Every) -> None:
    from octoterm.export.stream.line_protocol import line_protocol
    from octoterm.export.stream.push import Server

    server = Server(asked.push, os.environ.get(TOKEN, "").strip(), is_compressed=asked.gzip)
    sent = server.send(line_protocol(every))
    if sent and not asked.quiet:
        console.note(f"{sent:,} half hours sent.\n")


def _in_bytes(asked: Arguments, every: Every) -> Iterator[bytes]:
    if asked.format == "parquet":
        from octoterm.export.stream.parquet import parquet

        yield from parquet(every, FIELDS[asked.in_])
        return
    texts = (text.encode() for text in _formatter(asked.format or "csv")(every))
    yield from _compressed(texts) if asked.gzip else texts


def _formatter(name: str) -> Callable[[Every], Iterator[str]]:
    """The function that writes this format; modules of other formats are not imported."""
    from octoterm.export.stream import delimited

    if name == "line-protocol":
        from octoterm.export.stream.line_protocol import line_protocol

        return line_protocol
    if name == "openmetrics":
        from octoterm.export.stream.openmetrics import openmetrics

        return openmetrics
    return delimited.csv if name == "csv" else delimited.jsonl


def _compressed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces as one gzip file; nothing if there are none."""
    import zlib

    packer = zlib.compressobj(6, wbits=31)
    some = False
    for piece in pieces:
        some = True
        if packed := packer.compress(piece):
            yield packed
    if some:
        yield packer.flush()
