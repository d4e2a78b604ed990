"""Where octoterm keeps things."""

from __future__ import annotations

from pathlib import Path

import pytest

from octoterm.storage.folders import Places


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/somebody")
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.delenv(f"XDG_{name}_HOME", raising=False)


@pytest.mark.skipif("sys.platform != 'linux'")
def test_on_linux_the_folders_are_those_of_the_xdg_specification() -> None:
    places = Places.of_user()
    home = Path("/home/somebody")
    assert places.config_file == home / ".config/octoterm/config.json"
    assert places.data == home / ".local/share/octoterm"
    assert places.state == home / ".local/state/octoterm"
    assert places.log.is_relative_to(places.state)


@pytest.mark.skipif("sys.platform != 'linux'")
def test_the_environment_moves_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/elsewhere")
    assert Places.of_user().data == Path("/elsewhere/octoterm")


def test_the_demo_keeps_everything_apart_inside_one_folder() -> None:
    folder = Path("/tmp/demo")
    places = Places.inside(folder)
    folders = {places.config, places.data, places.state, places.log}
    assert len(folders) == 4
    assert all(place.parent == folder for place in folders)


def test_asking_for_the_places_creates_nothing(tmp_path: Path) -> None:
    assert Places.inside(tmp_path).config_file == tmp_path / "config" / "config.json"
    assert list(tmp_path.iterdir()) == []
