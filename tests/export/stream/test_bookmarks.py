"""What is new since an export: each half hour at least once, revised ones again."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.export.stream.bookmarks import Bookmark, Marking
from octoterm.readings_csv.line_format import Piece
from tests.support.households import half_hours

STARTS = half_hours("2024-03-09T00:00Z", "2024-03-12T00:00Z")
Readings = dict[int, float]


def pieces_of(readings: Readings, size: int = 1000) -> list[Piece]:
    rows = sorted(readings.items())
    parts = (rows[at : at + size] for at in range(0, len(rows), size))
    return [([start for start, _ in part], [value for _, value in part]) for part in parts]


def export(readings: Readings, before: Bookmark, size: int = 1000) -> tuple[Readings, Bookmark]:
    """What is exported, and the bookmark after that."""
    marking = Marking(before)
    rows: list[tuple[int, float]] = []
    for starts, values in marking.new(pieces_of(readings, size)):
        rows += zip(starts, values, strict=True)
    assert rows == sorted(dict(rows).items()), "in order, each once"
    return dict(rows), marking.after


def test_the_first_export_has_everything_and_the_second_nothing() -> None:
    readings = dict.fromkeys(STARTS, 0.25)
    first, mark = export(readings, {})
    assert first == readings
    assert export(readings, mark) == ({}, mark)


def test_of_a_day_that_goes_on_only_what_follows_is_new() -> None:
    _, mark = export(dict.fromkeys(STARTS[:60], 0.25), {})
    new, _ = export(dict.fromkeys(STARTS[:70], 0.25), mark)
    assert [*new] == STARTS[60:70]


def test_a_revised_reading_and_a_gap_that_was_filled_come_again() -> None:
    before = dict.fromkeys(STARTS, 0.25)
    del before[STARTS[10]]
    _, mark = export(before, {})
    after = {**before, STARTS[10]: 0.5, STARTS[100]: 0.75}
    new, _ = export(after, mark)
    assert new[STARTS[10]] == 0.5
    assert new[STARTS[100]] == 0.75
    assert not any(STARTS[48] <= start < STARTS[96] for start in new), "a day that is the same"


@given(st.integers(0, 10**6))
def test_a_program_that_keeps_what_it_is_given_has_all_readings(seed: int) -> None:
    """Whatever syncs bring and revise, and wherever exports are killed, which then leave the
    bookmark as it was although some of it was written."""
    chance = Random(seed)
    readings: Readings = {}
    had: Readings = {}
    mark: Bookmark = {}
    for _ in range(chance.randint(1, 12)):
        for _ in range(chance.randint(0, 40)):
            readings[chance.choice(STARTS)] = chance.choice((0.1, 0.2, 0.3))
        new, after = export(readings, mark, chance.choice((1, 7, 1000)))
        is_killed = chance.random() < 0.3
        written = chance.randint(0, len(new)) if is_killed else len(new)
        had |= dict([*new.items()][:written])
        if not is_killed:
            mark = after
            assert had == readings
    new, mark = export(readings, mark)
    had |= new
    assert had == readings
    assert export(readings, mark)[0] == {}


@pytest.mark.parametrize("size", [1, 5, 48])
def test_pieces_may_end_anywhere(size: int) -> None:
    readings = dict.fromkeys(STARTS, 0.25)
    assert export(readings, {}, size) == export(readings, {})
