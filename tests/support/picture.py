"""Draws the README's pictures from the demo, in colour with `TEXTUAL_COLOR_SYSTEM=truecolor`:
`python -m tests.support.picture`.
"""

from __future__ import annotations

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from octoterm.demo.household import demo_config
from octoterm.demo.simulator import SimulatedHousehold
from octoterm.session.source import Source
from octoterm.storage.folders import Folders
from octoterm.ui.app import OctotermApp
from tests.support import REPOSITORY

ASSETS = REPOSITORY / ".assets"
PICTURES = {"dashboard": (), "profile": ("m", "left", "4", "up", "up")}
"""Name of each and the keys that lead to it."""
NOW = datetime(2024, 3, 15, 21, 4, tzinfo=UTC)


async def draw(name: str, keys: tuple[str, ...]) -> None:
    """Wait for the demo's first download, press the keys, and keep what is on screen."""
    household = SimulatedHousehold(NOW)
    with tempfile.TemporaryDirectory() as folder:
        folders = Folders.inside(Path(folder))
        source = Source(
            demo_config(folders, NOW.date()), None, folders, lambda: household, demo=True
        )
        app = OctotermApp(source, clock=NOW.timestamp)
        async with app.run_test(size=(106, 30 if not keys else 44)) as pilot:
            while "Checked" not in app.screen.status.text:  # type: ignore[attr-defined]
                await pilot.pause()
            await pilot.press(*keys)
            await pilot.pause()
            ASSETS.mkdir(exist_ok=True)
            picture = app.export_screenshot(title="octoterm")
            (ASSETS / f"{name}.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    for name, keys in PICTURES.items():
        asyncio.run(draw(name, keys))
