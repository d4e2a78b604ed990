"""Notes on days, as a part of the dashboard."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from textual import work

from octoterm.errors import OctotermError
from octoterm.notes.note import Notes
from octoterm.periods.labels import date_label
from octoterm.periods.period import Granularity
from octoterm.runtime.slices import finish
from octoterm.storage.disk_thread import in_thread
from octoterm.ui.comparing import ComparingScreen


class NotingScreen(ComparingScreen):
    """Shows the household's notes, and asks for the one on the day in view."""

    @work(group="notes")
    async def read_notes(self) -> None:
        """Show the notes in the file; if it cannot be read, say so."""
        if not self.shown.notes.all and not self._has_notes:
            return
        from octoterm.storage.state.notes_file import read_notes_file

        await self._take_notes(lambda: finish(read_notes_file(self._path_of_notes)))

    def action_note(self) -> None:
        """Ask for the note on the day under the cursor, or on the one kept in view."""
        self.show_pending_move()
        series, day = self.shown.series, self._day_to_note
        if series is None or day is None:
            return
        from octoterm.notes.before_after import before_after
        from octoterm.ui.screens.note import NoteDialog

        notes = self.shown.notes
        found = before_after(series, day, self.shown.bands, notes.all)

        def write(text: str | None) -> None:
            self._write_note(day, text)

        self.app.push_screen(NoteDialog(found, notes.on(day)), write)

    @property
    def _day_to_note(self) -> date | None:
        under = self.views.current.period_under_cursor
        is_day = under is not None and under.granularity is Granularity.DAY
        return under.first if is_day and under is not None else self.shown.day

    @work(group="notes")
    async def _write_note(self, day: date, text: str | None) -> None:
        """Save this note for the day; an empty one deletes the note, and None changes nothing."""
        before = self.shown.notes.on(day)
        if text is None or text == (before.text if before else ""):
            return
        from octoterm.storage.state.notes_file import change_notes

        self.note_activity()

        def write() -> Notes:
            return finish(
                change_notes(self._path_of_notes, lambda notes: notes.replacing(day, text))
            )

        if await self._take_notes(write):
            self.show_status(f"{'Noted' if text else 'Deleted the note'} on {date_label(day)}")

    @property
    def _path_of_notes(self) -> Path:
        """Raises ConfigError without a home folder."""
        return self.meters.source.folders.notes

    @property
    def _has_notes(self) -> bool:
        """Whether there is a file. Most households have none, and need not load what reads it."""
        try:
            return os.path.lexists(self._path_of_notes)
        except OctotermError:
            return False

    async def _take_notes(self, work: Callable[[], Notes]) -> bool:
        """Show the notes that `work` returns from reading or writing the file; returns whether
        that succeeded."""
        try:
            notes = await in_thread(work)
        except OctotermError as error:
            self.notify(str(error), severity="warning", markup=False)
            return False
        if notes != self.shown.notes:
            self.shown = replace(self.shown, notes=notes)
        return True
