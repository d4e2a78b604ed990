"""A note on a day, such as `heat pump fitted`, and the lines of the file that holds them. Pure.

The file is the household's own CSV, `Date,Note`, which may be edited by hand: a line that cannot
be read is kept as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from octoterm import number_format
from octoterm.periods.calendar import FIRST_YEAR, LAST_YEAR
from octoterm.periods.labels import date_label, short_date_label
from octoterm.periods.period import Period
from octoterm.safe_text import harmless, is_one_line

HEADER = "Date,Note"
LONGEST = 200
"""Most characters of a note that is typed, a line or two on screen. Joined notes may be longer."""
MOST_NAMED = 3
"""Most notes whose days are named in a sentence."""
BETWEEN = "; "
"""Joins several notes on a day into one."""


class Note(NamedTuple):
    """What the household noted on a day."""

    day: date
    text: str
    """One line, as it was written."""

    @property
    def shown(self) -> str:
        """The text, safe to show. A joined emoji is shown as its parts, as terminals disagree on
        its width."""
        return harmless(self.text.replace("\N{ZERO WIDTH JOINER}", ""))

    @property
    def words(self) -> str:
        """`Wed 13 Mar 2024: heat pump fitted`, without the weekday."""
        return f"{date_label(self.day)}: {self.shown}"


class Notes(NamedTuple):
    """All notes in order of their days, one a day; and the other lines of their file."""

    all: tuple[Note, ...] = ()
    unreadable: tuple[str, ...] = ()
    """Lines that are not notes, as they are in the file."""

    def on(self, day: date) -> Note | None:
        """The note on this day, if there is one."""
        return next((note for note in self.all if note.day == day), None)

    def between(self, first: date, last: date) -> tuple[Note, ...]:
        """Those of the days from `first` to `last`, both inclusive."""
        return tuple(note for note in self.all if first <= note.day <= last)

    def adding(self, note: Note) -> Notes:
        """These and another one, which is added to the note on its day, if there is one."""
        return self._replace(all=_by_day([*self.all, note]))

    def replacing(self, day: date, text: str) -> Notes:
        """These with this note on `day`, or without one if `text` is empty."""
        others = [note for note in self.all if note.day != day]
        return self._replace(all=_by_day([*others, Note(day, text)] if text else others))


def words_of_notes(notes: Sequence[Note], period: Period) -> tuple[str, ...]:
    """A sentence about the notes of a period, if there are any: `Note: heat pump fitted.` for a
    day, otherwise `Note on 13 Mar: heat pump fitted.`, or `Notes on 13 Mar and 20 Mar.`"""
    if not notes:
        return ()
    if period.length == 1:
        return (f"Note: {notes[0].shown}.",)
    if len(notes) == 1:
        return (f"Note on {short_date_label(notes[0].day)}: {notes[0].shown}.",)
    days = [short_date_label(note.day) for note in notes[:MOST_NAMED]]
    if len(notes) > MOST_NAMED:
        others = number_format.count(len(notes) - MOST_NAMED, "other day")
        return (f"Notes on {', '.join(days)} and {others}.",)
    return (f"Notes on {', '.join(days[:-1])} and {days[-1]}.",)


def note_text(typed: str) -> str:
    """The text of a note as it is kept. Raises ValueError if it is empty, too long, or not one
    line of text."""
    text = _line_of_text(typed)
    if len(text) > LONGEST:
        raise ValueError(f"a note has at most {LONGEST} characters, but this has {len(text)}")
    return text


def _line_of_text(written: str) -> str:
    text = written.strip()
    if not text:
        raise ValueError("a note needs some words")
    if not is_one_line(text):
        raise ValueError("a note is one line of text, without control characters")
    return text


def read_notes(lines: Iterable[str]) -> Notes:
    """The notes in the lines of a file."""
    notes, unreadable = [], []
    for line in lines:
        if not line.strip() or line.strip().casefold() == HEADER.casefold():
            continue
        note = _note(line)
        if note is None:
            unreadable.append(line.rstrip("\r\n"))
        else:
            notes.append(note)
    return Notes(_by_day(notes), tuple(unreadable))


def lines_of(notes: Notes) -> Sequence[str]:
    """The lines of the file that holds these notes, each with its line end."""
    kept = [f'{note.day},"{note.text.replace(chr(34), chr(34) * 2)}"' for note in notes.all]
    return [f"{line}\n" for line in (HEADER, *kept, *notes.unreadable)]


def _note(line: str) -> Note | None:
    import csv  # most households have no notes

    try:
        line.encode()  # bytes that are not UTF-8 would be lost: such a line is kept as it is
        (cells,) = csv.reader([line.strip()], strict=True)
        day, *words = cells
        at = date.fromisoformat(day.strip())
        text = _line_of_text(",".join(words))  # without quotes, a comma is part of the note
    except (ValueError, csv.Error):
        return None
    return Note(at, text) if FIRST_YEAR <= at.year <= LAST_YEAR else None


def _by_day(notes: Iterable[Note]) -> tuple[Note, ...]:
    """The notes in order of their days; several on a day are joined."""
    by_day: dict[date, list[str]] = {}
    for note in notes:
        by_day.setdefault(note.day, []).append(note.text)
    return tuple(Note(day, BETWEEN.join(dict.fromkeys(by_day[day]))) for day in sorted(by_day))
