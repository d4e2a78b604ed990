"""Where octoterm keeps things."""

from __future__ import annotations

from pathlib import Path

import pytest

from octoterm.storage.folders import Folders


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/somebody")
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.delenv(f"XDG_{name}_HOME", raising=False)


@pytest.mark.skipif("sys.platform != 'linux'")
def test_on_linux_the_folders_are_those_of_the_xdg_specification() -> None:
    folders = Folders.of_user()
    home = Path("/home/somebody")
    assert folders.config_file == home / ".config/octoterm/config.json"
    assert folders.data == home / ".local/share/octoterm"
    assert folders.state == home / ".local/state/octoterm"
    assert folders.log.is_relative_to(folders.state)


@pytest.mark.skipif("sys.platform != 'linux'")
def test_the_environment_moves_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/elsewhere")
    assert Folders.of_user().data == Path("/elsewhere/octoterm")


def test_the_demo_keeps_everything_apart_inside_one_folder() -> None:
    folder = Path("/tmp/demo")
    folders = Folders.inside(folder)
    paths = {folders.config, folders.data, folders.state, folders.log}
    assert len(paths) == 4
    assert all(place.parent == folder for place in paths)


def test_asking_for_the_places_creates_nothing(tmp_path: Path) -> None:
    assert Folders.inside(tmp_path).config_file == tmp_path / "config" / "config.json"
    assert list(tmp_path.iterdir()) == []
