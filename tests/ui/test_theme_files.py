"""Themes of the user's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from octoterm.storage.folders import Folders
from octoterm.ui.theme_files import theme_names, themes_in
from tests.support.dashboards import opened
from tests.support.docs_page import examples
from tests.support.households import march


def write(folder: Path, name: str, text: str) -> Folders:
    themes = folder / "config" / "themes"
    themes.mkdir(parents=True, exist_ok=True)
    (themes / f"{name}.toml").write_text(text)
    return Folders.inside(folder)


def test_the_theme_of_the_page_can_be_used(tmp_path: Path) -> None:
    (example,) = examples("COMMAND_LINE", "toml")
    folders = write(tmp_path, "harbour", example)
    (theme,), faults = themes_in(folders)
    assert faults == []
    assert (theme.name, theme.primary, theme.dark) == ("harbour", "#2f6f9f", True)
    assert theme_names(folders)[-1] == "harbour"
    assert "nord" in theme_names(folders)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("primary = ", "it is not TOML"),
        ("accent = 'red'", "it has no primary colour"),
        ("primary = 'nocolour'", "primary is not a colour such as #1e90ff"),
        ("primary = 3", "primary is not a colour"),
        ("primary = 'red'\ndark = 'yes'", "dark must be bool"),
        ("primary = 'red'\nfont = 'x'", "'font' is unknown"),
        ("primary = 'red'\n[variables]\nx = 1", "variables must hold texts"),
    ],
)
def test_one_that_cannot_be_used_says_why_and_others_are_there(
    tmp_path: Path, text: str, why: str
) -> None:
    write(tmp_path, "fine", "primary = 'steelblue'")
    themes, faults = themes_in(write(tmp_path, "odd", text))
    assert [theme.name for theme in themes] == ["fine"]
    (fault,) = faults
    assert fault.startswith("The theme odd.toml cannot be used: ")
    assert why in fault


async def test_the_dashboard_says_which_cannot_be_used(tmp_path: Path) -> None:
    write(tmp_path, "odd", "primary = 3")
    async with opened(tmp_path, march(), warnings=("In x.json, y ignored.",)) as here:
        said = [each.message for each in here.app._notifications]
    assert said[0] == "In x.json, y ignored."
    assert said[1].startswith("The theme odd.toml cannot be used: primary is not a colour")


def test_without_a_folder_there_are_none(tmp_path: Path) -> None:
    assert themes_in(Folders.inside(tmp_path)) == ([], [])
