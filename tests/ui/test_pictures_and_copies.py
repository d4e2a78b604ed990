"""`E` saves the screen as a picture, and `Y` copies what is under the cursor."""

from __future__ import annotations

import stat
from base64 import b64encode
from pathlib import Path
from xml.etree import ElementTree

import pytest

from octoterm.ui.driver.clipboard import copying
from tests.support.dashboards import opened, synced
from tests.support.households import march


def pictures(folder: Path) -> dict[str, str]:
    """The pictures in a folder, by name; each is read by its owner only."""
    found = sorted(folder.glob("*.svg"))
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in found)
    return {path.name: path.read_text(encoding="utf-8") for path in found}


async def test_a_picture_shows_the_screen_and_is_never_written_over_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(tmp_path, march(), size=(200, 24)) as here:
        await synced(here)
        await here.press("m", "E")
        await here.shows("Saved", "octoterm-electricity-usage-2024-03.svg")
        await here.press("E")
        await here.shows("octoterm-electricity-usage-2024-03-2.svg")
    saved = pictures(tmp_path)
    assert sorted(saved) == [
        "octoterm-electricity-usage-2024-03-2.svg",
        "octoterm-electricity-usage-2024-03.svg",
    ]
    for svg in saved.values():
        ElementTree.fromstring(svg)
        assert "March&#160;2024" in svg


async def test_what_is_under_the_cursor_is_copied_with_its_value(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await synced(here)
        await here.press("Y")
        assert here.app.clipboard == "Thu 14 Mar 2024  15.00 kWh"
        await here.press("right_square_bracket", "left_square_bracket", "Y")
        assert here.app.clipboard.endswith("kWh")
        assert here.app.clipboard.split("  ")[0] in here.text
        await here.press("2", "m", "Y")
        assert here.app.clipboard == "Thu 14 Mar 2024  15.00 kWh"
        assert "Copied: Thu 14 Mar 2024  15.00 kWh" in here.text
        for keys, copied in (
            ("2d", "Thu 14 Mar 2024 18:00  0.900 kWh"),
            ("3mo", "Thu 14 Mar 2024  600 W · 7-day average 600 W"),
            ("4", "Thu 14 Mar 2024 18:00  0.900 kWh"),
            ("5", "Thu 14 Mar 2024: all 48 half hours"),
        ):
            await here.press(*keys, "Y")
            assert here.app.clipboard == copied


def test_copied_text_gets_through_what_runs_in_the_terminal() -> None:
    plain = f"\x1b]52;c;{b64encode('½ kWh'.encode()).decode()}\x07"
    assert copying("½ kWh", {}) == plain
    doubled = plain.replace("\x1b", "\x1b\x1b")
    assert copying("½ kWh", {"TMUX": "/tmp/tmux"}) == f"{plain}\x1bPtmux;{doubled}\x1b\\"
    assert copying("½ kWh", {"STY": "1.pts"}) == f"\x1bP{plain}\x1b\\"
