"""Notes on days, and the lines of the file that holds them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.notes.note import (
    LONGEST,
    Note,
    Notes,
    lines_of,
    note_text,
    read_notes,
    words_of_notes,
)
from octoterm.periods.period import Granularity, Period

FITTED = Note(date(2024, 3, 13), "heat pump fitted")
FRIDGE = Note(date(2024, 3, 20), 'new "cold" fridge, A+++')


def test_notes_are_in_order_and_those_of_a_day_are_one() -> None:
    notes = Notes().adding(FRIDGE).adding(FITTED).adding(Note(FITTED.day, "noisy"))
    assert [each.words for each in notes.all] == [
        "13 Mar 2024: heat pump fitted; noisy",
        '20 Mar 2024: new "cold" fridge, A+++',
    ]
    assert notes.replacing(FITTED.day, "quiet").on(FITTED.day) == Note(FITTED.day, "quiet")
    assert notes.replacing(FITTED.day, "").all == (FRIDGE,)
    assert notes.between(FITTED.day, FITTED.day) == notes.all[:1]


def test_a_note_twice_on_a_day_is_there_once() -> None:
    assert Notes().adding(FITTED).adding(FITTED).all == (FITTED,)


@given(
    st.dictionaries(
        st.dates(date(1990, 1, 1), date(2099, 12, 31)), st.text(min_size=1, max_size=60)
    )
)
def test_what_is_written_is_read_again(typed: dict[date, str]) -> None:
    notes = Notes()
    for day, text in typed.items():
        try:
            notes = notes.adding(Note(day, note_text(text)))
        except ValueError:
            assert not text.strip() or not text.isprintable()
    assert read_notes("".join(lines_of(notes)).split("\n")) == notes


def test_what_is_added_on_a_day_may_be_longer_than_what_is_typed_at_once() -> None:
    notes = Notes().adding(Note(FITTED.day, "x" * LONGEST)).adding(Note(FITTED.day, "y" * LONGEST))
    assert read_notes(lines_of(notes)) == notes


def test_lines_written_by_hand_are_read_and_others_are_kept() -> None:
    lines = ["date,note", "2024-03-13,heat pump, fitted", "", "13/3/24,which day?", "2024-03-20,"]
    notes = read_notes(lines)
    assert notes.all == (Note(FITTED.day, "heat pump, fitted"),)
    assert notes.unreadable == ("13/3/24,which day?", "2024-03-20,")
    assert read_notes(lines_of(notes.adding(FRIDGE))).unreadable == notes.unreadable


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (" \t", "some words"),
        ("x" * 201, "at most 200"),
        *((f"heat pump{sign}fitted", "one line") for sign in "\n\r\t\0\x1b\x85\u2028\ud800"),
    ],
)
def test_a_note_that_is_none_is_refused(typed: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        note_text(typed)


def test_a_note_may_be_as_long_as_the_longest() -> None:
    assert note_text("x" * LONGEST) == "x" * LONGEST


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("👨\u200d👩\u200d👧 moved  in", "👨👩👧 moved  in"),
        ("\u202eback\ufeffwards", "�back�wards"),
        ("\ue000 \xa0", "� \xa0"),
    ],
)
def test_a_note_is_kept_as_it_was_written_and_shown_safely(text: str, shown: str) -> None:
    note = Note(FITTED.day, note_text(f" {text}x\n"))
    assert note.text == f"{text}x"
    assert read_notes(lines_of(Notes((note,)))).all == (note,)
    assert note.shown == f"{shown}x"
    assert note.words == f"13 Mar 2024: {note.shown}"


def test_a_line_with_a_control_character_is_no_note_and_is_kept() -> None:
    line = "2024-03-13,heat\tpump\x1b[2J"
    assert read_notes([f"{line}\r\n"]) == Notes((), (line,))


def test_the_notes_of_a_period_are_a_sentence() -> None:
    def said(kind: Granularity, *notes: Note) -> tuple[str, ...]:
        return words_of_notes(notes, Period.containing(kind, FITTED.day))

    others = [Note(date(2024, 3, day), "x") for day in (21, 22)]
    assert said(Granularity.DAY) == ()
    assert said(Granularity.DAY, FITTED) == ("Note: heat pump fitted.",)
    assert said(Granularity.MONTH, FITTED) == ("Note on 13 Mar: heat pump fitted.",)
    assert said(Granularity.MONTH, FITTED, FRIDGE) == ("Notes on 13 Mar and 20 Mar.",)
    assert said(Granularity.MONTH, FITTED, FRIDGE, *others) == (
        "Notes on 13 Mar, 20 Mar, 21 Mar and 1 other day.",
    )
