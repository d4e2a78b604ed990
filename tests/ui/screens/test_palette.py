"""The command palette: every command and theme, by its words."""

from __future__ import annotations

from pathlib import Path

from rich.style import Style
from textual.command import CommandList
from textual.events import Click

from tests.support.dashboards import opened
from tests.support.households import half_hours, readings

MARCH = readings(half_hours("2024-03-01T00:00Z", "2024-03-15T01:00Z"))


async def test_the_palette_finds_commands_and_themes(tmp_path: Path) -> None:
    async with opened(tmp_path, MARCH) as here:
        await here.press("ctrl+p")
        await here.press(*"all read")
        await here.shows("All readings", "Key: a")
        await here.press("enter")
        await here.until(
            lambda: (
                here.dashboard.shown.period is not None
                and here.dashboard.shown.period.label == "All readings"
            )
        )


async def test_a_click_on_what_the_search_has_just_left_out_does_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path, MARCH) as here:
        await here.press("ctrl+p")
        await here.press(*"quit")
        await here.shows("Key: q")
        found = here.app.screen.query_one(CommandList)
        gone = Style(meta={"option": found.option_count})
        found.post_message(Click(found, 1, 1, 0, 0, 1, False, False, False, style=gone))
        await here.shows("Key: q")
        await here.press("escape")
        assert "Thu 14 Mar 2024" in here.text
