"""Notes in the dashboard: written, marked, listed, and what changed around them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from octoterm.notes.note import Note
from octoterm.runtime.slices import finish
from octoterm.storage.folders import Folders
from octoterm.storage.state.notes_file import change_notes, read_notes_file
from tests.support.dashboards import opened, synced
from tests.support.hostile import assert_harmless
from tests.support.households import march

FITTED = Note(date(2024, 3, 13), "heat pump fitted")


def noted(folder: Path, *notes: Note) -> None:
    for note in notes:
        path = Folders.inside(folder).notes
        finish(change_notes(path, lambda there, note=note: there.adding(note)))  # type: ignore[misc]


def kept(folder: Path) -> tuple[Note, ...]:
    return finish(read_notes_file(Folders.inside(folder).notes)).all


@pytest.mark.extended
async def test_capital_n_writes_changes_and_deletes_the_note_on_the_day(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await synced(here)
        await here.go_to("2024-03-13")
        await here.press("N")
        assert "Note on Wed 13 Mar 2024" in here.text
        await here.press(*"away", "enter")
        await here.shows("Note: away.", "Noted on 13 Mar 2024")
        assert kept(tmp_path) == (Note(FITTED.day, "away"),)
        await here.press("N", "end", *"!", "enter")
        await here.shows("Note: away!.")
        await here.press("N", "end", "ctrl+u", "enter")
        await here.shows("Deleted the note on 13 Mar 2024")
        assert kept(tmp_path) == ()


async def test_escape_changes_nothing(tmp_path: Path) -> None:
    noted(tmp_path, FITTED)
    async with opened(tmp_path, march()) as here:
        await here.go_to("2024-03-13")
        await here.shows("Note: heat pump fitted.")
        await here.press("N", "x", "escape")
        assert "Note: heat pump fitted." in here.text
    assert kept(tmp_path) == (FITTED,)


@pytest.mark.extended
async def test_a_joined_emoji_is_drawn_safely_and_kept_when_more_is_typed(tmp_path: Path) -> None:
    family = Note(FITTED.day, "\u202e👨\u200d👩\u200d👧")
    noted(tmp_path, family)
    async with opened(tmp_path, march()) as here:
        await here.go_to("2024-03-13")
        await here.press("N")
        assert_harmless(here.text)
        await here.press("end", *"!", "enter")
        await here.shows("Note: �👨👩👧!.")
    assert kept(tmp_path) == (Note(FITTED.day, f"{family.text}!"),)


async def test_charts_mark_the_day_and_data_lists_it(tmp_path: Path) -> None:
    noted(tmp_path, FITTED)
    async with opened(tmp_path, march(), size=(100, 30)) as here:
        await here.press("m")
        await here.shows("◆ note", "Note on 13 Mar: heat pump fitted.")
        assert here.axis.count("◆") == 1
        await here.press("3")
        assert here.text.count("◆") == 2  # on the axis and in the legend
        await here.press("5")
        await here.shows("Notes", "13 Mar 2024: heat pump fitted")


@pytest.mark.slow
async def test_plain_characters_mark_notes_too(tmp_path: Path) -> None:
    noted(tmp_path, FITTED)
    async with opened(tmp_path, march(), ascii_only=True) as here:
        await here.press("m")
        await here.shows("N note")


@pytest.mark.slow
@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40)])
async def test_the_dialog_says_what_changed_as_far_as_there_is_room(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with opened(tmp_path, march(), size=size) as here:
        await here.press("N")
        await here.shows("Note on", "Too little to")


async def test_notes_that_cannot_be_read_are_said_and_nothing_else_is_lost(
    tmp_path: Path,
) -> None:
    Folders.inside(tmp_path).notes.mkdir(parents=True)
    async with opened(tmp_path, march()) as here:
        await here.shows("no ordinary file", "Total")
