"""octoterm with a heartbeat on its event loop: `python watched.py SINCE FILE [MODULE …]`.

The most seconds by which a beat was late are in FILE, as soon as it was that late: what leaving
the dashboard takes need not be among them. SINCE is `frame`, from the first frame on, or `sync`,
from the beginning of a sync on. The MODULEs are imported before anything else, so that their
imports hold up no beat.
"""

from __future__ import annotations

import asyncio
import sys
import time
from importlib import import_module
from pathlib import Path

from octoterm.__main__ import main
from octoterm.session.live_meters import LiveMeters
from octoterm.ui.app import OctotermApp

BEAT = 0.001
"""Seconds from one beat to the next, where nothing else is done."""


class Heart:
    """Beats once a millisecond, as well as the event loop lets it."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._latest = 0.0
        """The most seconds by which a beat was late."""
        self._last: float | None = None

    def begin(self) -> None:
        """Begin to count, where that has not been done."""
        if self._last is None:
            self._last = time.perf_counter()
            asyncio.get_running_loop().call_later(BEAT, self._beat)

    def _beat(self) -> None:
        assert self._last is not None
        now = time.perf_counter()
        late = now - self._last - BEAT
        if late > self._latest:
            self._latest = late
            self._file.write_text(str(late), encoding="utf-8")
        self._last = time.perf_counter()
        asyncio.get_running_loop().call_later(BEAT, self._beat)


def watch(heart: Heart, since: str) -> None:
    """Have `heart` begin when that is reached."""
    mount, sync = OctotermApp.on_mount, LiveMeters.sync

    def on_mount(app: OctotermApp) -> None:
        mount(app)
        app.call_after_refresh(heart.begin)

    async def on_sync(household: LiveMeters, **how: bool) -> None:
        heart.begin()
        await sync(household, **how)

    if since == "frame":
        OctotermApp.on_mount = on_mount  # type: ignore
    else:
        LiveMeters.sync = on_sync  # type: ignore


if __name__ == "__main__":
    since, file, *modules = sys.argv[1:]
    for module in modules:
        import_module(module)
    watch(Heart(Path(file)), since)
    sys.argv = ["octoterm"]
    sys.exit(main())
