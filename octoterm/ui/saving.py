"""Saving and copying what is shown, as a part of the dashboard."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import work

from octoterm.errors import OctotermError
from octoterm.household.account import Direction
from octoterm.safe_text import clean
from octoterm.storage.disk_thread import in_thread
from octoterm.storage.folders import current_folder
from octoterm.ui.navigation import NavigationScreen
from octoterm.ui.views.switcher import Views

if TYPE_CHECKING:
    from octoterm.export.rows import Exported


class SavingScreen(NavigationScreen):
    """Writes what is shown to files in the current folder, and copies it to the clipboard."""

    views: Views
    """All views; one of them is shown."""

    @property
    def day_left_for(self) -> date | None:
        return self.views.current.day_left_for

    def show_direction(self, direction: Direction) -> None:
        self.views.set_class(direction is Direction.EXPORT, "-exported")

    def action_export(self) -> None:
        """Write what is shown to a CSV file in the current folder."""
        self.show_pending_move()
        exported = self.views.current.exported()
        if exported is not None:
            self._export(self.meters.current.point.name, exported)

    @work(group="export")
    async def _export(self, meter: str, exported: Exported) -> None:
        from octoterm.export.file import write_export

        try:
            path = await in_thread(write_export, current_folder(), meter, exported)
        except OctotermError as error:
            self.show_status(str(error))
        else:
            self._show_saved(path)

    def action_save_picture(self) -> None:
        """Write a picture of the screen to a file in the current folder."""
        self.show_pending_move()
        self._save_picture(self.app.export_screenshot())

    @work(group="export")
    async def _save_picture(self, svg: str) -> None:
        from octoterm.export.file import write_picture

        meter, shown = self.meters.current.point.name, self.shown
        period = shown.prices.period if shown.prices is not None else shown.period
        try:
            path = await in_thread(
                write_picture, current_folder(), meter, self.views.view, period, svg
            )
        except OctotermError as error:
            self.show_status(str(error))
        else:
            self._show_saved(path)

    def action_copy(self) -> None:
        """Copy what is under the cursor to the clipboard, or the period if there is no cursor."""
        self.show_pending_move()
        if text := self.views.current.in_words:
            self.app.copy_to_clipboard(text)
            self.show_status(f"Copied: {text}")

    def _show_saved(self, path: Path) -> None:
        """Say where a file was saved; without the folder if that does not fit."""
        saved = f"Saved {clean(str(path))}"
        room = self.size.width - 2
        self.show_status(saved if cell_len(saved) <= room else f"Saved {path.name} here")
