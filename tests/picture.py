"""Draws the README's picture from the demo: `python -m tests.picture`."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from octoterm.demo import demo_config
from octoterm.places import Places
from octoterm.simulator import SimulatedHousehold
from octoterm.source import Source
from octoterm.ui.app import OctotermApp

PICTURE = Path(__file__).parent.parent / ".assets" / "dashboard.svg"
NOW = datetime(2024, 3, 15, 21, 4, tzinfo=UTC)


async def draw() -> None:
    """Wait for the demo's first download, then keep what is on screen."""
    household = SimulatedHousehold(NOW)
    with tempfile.TemporaryDirectory() as folder:
        places = Places.inside(Path(folder))
        source = Source(demo_config(places), None, places, lambda: household, demo=True)
        app = OctotermApp(source, clock=NOW.timestamp)
        async with app.run_test(size=(106, 30)) as pilot:
            while "Up to date" not in app.screen.status.text:  # type: ignore[attr-defined]
                await pilot.pause()
            await pilot.pause()
            PICTURE.parent.mkdir(exist_ok=True)
            PICTURE.write_text(app.export_screenshot(title="octoterm"), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(draw())
