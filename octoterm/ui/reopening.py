"""Where the dashboard opens, and how it reopens when the configuration has changed."""

from __future__ import annotations

import os
from pathlib import Path

from textual import work

from octoterm.config.reader import Config, read
from octoterm.errors import OctotermError
from octoterm.periods.period import Period
from octoterm.session.opening import NOWHERE, Opening
from octoterm.storage.disk_thread import in_thread
from octoterm.ui.alerting import AlertingScreen

LOOK_EVERY = 30.0
"""Seconds between checks of when the configuration was last changed."""

Changed = tuple[int, int, int]
"""What distinguishes one state of a file from another."""


class ReopeningScreen(AlertingScreen):
    """Opens at the view, meter and period asked for, and applies changes of the configuration."""

    _opening: Opening = NOWHERE
    _seen: Changed | None = None
    """The state of the configuration file when it was last checked."""

    def open_where_told(self) -> None:
        """Show the view, meter and period that were asked for, once readings are there."""
        view, meter, period, _ = self._opening
        names = [each.point.name for each in self.meters.all]
        if meter in names:
            self.meters.show(names.index(meter), None)
        if period is not None:
            self._open_at(period)
        if view:
            self.action_view(view)

    def action_view(self, view: str) -> None:
        """Show this view."""
        raise NotImplementedError

    def _open_at(self, period: Period) -> None:
        kind, day = period.granularity, period.first
        self.note_activity()
        self._move_with(lambda here, all_: here.showing(kind).at_day(day, all_))
        if (shown := self.shown.period) is not None and not shown.overlaps(period):
            self.show_status(f"There are no readings in {period.label}: these are the nearest")

    def watch_configuration(self, config: Config) -> None:
        """Look at its file from time to time, and after each sync."""
        self._seen = _changed(config.path)
        if config.path is not None:
            self.set_interval(LOOK_EVERY, lambda: self.look_at_configuration(config))

    @work(group="configuration", exclusive=True)
    async def look_at_configuration(self, config: Config) -> None:
        """If its file has changed, reopen the dashboard with what it says now, or say why that
        cannot be used. During a sync or under a dialog, this is left to the next check."""
        now = _changed(config.path)
        is_busy = self.meters.is_syncing or self.app.screen is not self
        if config.path is None or now == self._seen or is_busy:
            return
        self._seen = now
        folders = self.meters.source.folders
        try:
            read_again = await in_thread(read, config.path, folders, os.environ)
        except OctotermError as error:
            said = f"The changed configuration is not used: {error}"
            self.notify(said, severity="warning", markup=False, timeout=LOOK_EVERY)
            return
        if _said(read_again) != _said(config):
            self.app.exit(self._opening_here(), 0)

    def _opening_here(self) -> Opening:
        return Opening(
            self.views.view, self.meters.current.point.name, self.shown.period, self.app.theme
        )


def _changed(path: Path | None) -> Changed | None:
    try:
        found = path.stat() if path is not None else None
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_ino, found.st_size) if found else None


def _said(config: Config) -> object:
    """What the file says, without what an account has listed and without mere warnings."""
    return config._replace(points=(), warnings=())
