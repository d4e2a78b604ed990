"""`octoterm note`: notes on days, and what changed around one."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from octoterm.cli import console, readings, reports
from octoterm.cli.arguments import Arguments, refuse_beside
from octoterm.cli.printed.wording import aligned, json_list, nothing_stored, paragraph
from octoterm.cli.source import config_of, one_point, open_source, refuse_demo
from octoterm.config.reader import Config
from octoterm.errors import UsageError
from octoterm.export.note_records import before_after_record, note_record
from octoterm.notes import words
from octoterm.notes.before_after import before_after
from octoterm.notes.note import Note, Notes, note_text
from octoterm.periods.calendar import FIRST_YEAR, LAST_YEAR
from octoterm.periods.labels import date_label
from octoterm.runtime.slices import finish
from octoterm.safe_text import clean
from octoterm.session.source import Source
from octoterm.storage.state.notes_file import change_notes, read_notes_file


def run(asked: Arguments) -> int:
    """Add, delete or list notes, or print what changed around a day. Raises OctotermError."""
    if asked.delete or asked.text:
        refuse_demo(asked, "its notes")
        refuse_beside("a note, which is about all meters", {"--meter": asked.meter})
    if asked.date is None:
        refuse_beside("the list of notes", {"--meter": asked.meter})
    with open_source(asked) as source:
        config = config_of(source)
        path = source.folders.notes
        day = _day(asked, config)
        if day is None:
            _list(asked, path)
        elif asked.delete or asked.text:
            _change(asked, path, day)
        else:
            _say_what_changed(asked, source, config, _read(path), day)
    return 0


def _day(asked: Arguments, config: Config) -> date | None:
    """The day that was named; None without one. Raises UsageError."""
    if asked.date is None:
        if asked.delete:
            raise UsageError("--delete needs the day of the note", "`octoterm note` lists them")
        return None
    if not asked.date.strip():
        raise UsageError("The day of the note is empty", "Name one, such as 2024-03-14")
    found = reports.typed_date("DATE", asked.date, config.calendar.day_of(int(time.time())))
    assert found is not None
    if found.first != found.last:
        raise UsageError("A note is on one day", "Name one, such as 2024-03-14 or '14 mar'")
    if not FIRST_YEAR <= found.first.year <= LAST_YEAR:
        raise UsageError(f"A note is on a day from {FIRST_YEAR} to {LAST_YEAR}")
    return found.first


def _change(asked: Arguments, path: Path, day: date) -> None:
    if asked.delete:
        if asked.text:
            raise UsageError("--delete takes no words", "It deletes the note on the day")
        before = _read(path).on(day)
        if before is None:
            raise UsageError(f"There is no note on {date_label(day)}", "`octoterm note` lists all")
        finish(change_notes(path, lambda notes: notes.replacing(day, "")))
        said, note = f"Deleted: {before.words}.", None
    else:
        try:
            added = Note(day, note_text(" ".join(asked.text)))
        except ValueError as error:
            raise UsageError(f"This cannot be noted: {error}") from None
        note = finish(change_notes(path, lambda notes: notes.adding(added))).on(day)
        assert note is not None
        said = f"Noted: {note.words}."
    console.say(json_list([note_record(note)] if note else []) if _is_json(asked) else said)


def _list(asked: Arguments, path: Path) -> None:
    notes = _read(path)
    if _is_json(asked):
        console.say(json_list(map(note_record, notes.all)))
    elif notes.all:
        rows = [(date_label(note.day), note.shown) for note in notes.all]
        console.say("\n".join(aligned(rows, left={1})))
    else:
        console.say(
            'There are no notes yet. Add one: `octoterm note yesterday "heat pump fitted"`.'
        )


def _say_what_changed(
    asked: Arguments, source: Source, config: Config, notes: Notes, day: date
) -> None:
    """Print the weeks before and after the day, of the meter of --meter."""
    point = one_point(asked, config)
    contents = readings.stored(source, point)
    series = readings.series(contents, point, config)
    found, note = before_after(series, day, config.bands, notes.all), notes.on(day)
    if _is_json(asked):
        console.say(json.dumps(before_after_record(found, note)))
    elif not series.starts:
        console.say(nothing_stored(point, contents, source.folders))
    else:
        console.say(f"{point.title} · {words.title(found, note)}\n")
        if rows := words.rows(found):
            console.say("\n".join(aligned([words.HEADINGS, *rows], left={0, 3})) + "\n")
        console.say("\n".join(_sentences(words.cautions(found))))


def _sentences(said: tuple[str, ...]) -> Iterator[str]:
    yield from (line for line in paragraph(said) if line)


def _read(path: Path) -> Notes:
    """The notes; lines that are not notes are reported. Raises FileError."""
    notes = finish(read_notes_file(path))
    for line in notes.unreadable:
        console.print_error(
            f"{path.name} has a line that is not a note, which is kept: {clean(line, 60)}"
        )
    return notes


def _is_json(asked: Arguments) -> bool:
    return bool(asked.format == "json")
