"""Draws the README's pictures from the demo, in colour with `TEXTUAL_COLOR_SYSTEM=truecolor`:
`python -m tests.support.picture`, or of those named after it.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from octoterm.demo.household import demo_config
from octoterm.demo.simulator import SimulatedHousehold
from octoterm.session.source import Source
from octoterm.storage.folders import Folders
from octoterm.ui.app import OctotermApp
from octoterm.ui.dashboard import Dashboard
from tests.support import REPOSITORY
from tests.support.screens import text_of

ASSETS = REPOSITORY / ".assets"
PICTURES: dict[str, tuple[int, int, *tuple[str, ...]]] = {
    "dashboard": (106, 30),
    "profile": (106, 44, "m", "left", "4", "up", "up"),
    "bill": (80, 24, "6"),
    "prices": (106, 28, "7"),
    "tariffs": (106, 24, "8", "down"),
}
"""Name of each picture → its columns and rows, and the keys that lead to it."""
NOW = datetime(2026, 11, 27, 21, 4, tzinfo=UTC)
FETCHING = "etching"
"""Part of what the views say while prices are being fetched."""


async def draw(name: str, size: tuple[int, int], keys: Sequence[str]) -> None:
    """Wait for the demo's first download, press the keys, and save what is on screen."""
    household = SimulatedHousehold(NOW)
    with tempfile.TemporaryDirectory() as folder:
        folders = Folders.inside(Path(folder))
        source = Source(
            demo_config(folders, NOW.date()), None, folders, lambda: household, demo=True
        )
        app = OctotermApp(source, clock=NOW.timestamp)
        async with app.run_test(size=size) as pilot:
            dashboard = cast("Dashboard", app.screen)
            while "Checked" not in dashboard.status.text or dashboard.meters.is_syncing:
                await pilot.pause()
            await pilot.press(*keys)
            await pilot.pause()
            while dashboard.needs_costs and not dashboard.meters.current.costs:
                await pilot.pause(0.1)
            await pilot.pause(0.5)
            while FETCHING in "\n".join(text_of(app)):
                await pilot.pause(0.1)
            ASSETS.mkdir(exist_ok=True)
            picture = app.export_screenshot(title="octoterm")
            (ASSETS / f"{name}.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    asked = sys.argv[1:]
    for name, (columns, rows, *keys) in PICTURES.items():
        if name in (asked or PICTURES):
            asyncio.run(draw(name, (columns, rows), keys))
