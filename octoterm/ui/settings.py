"""Settings that the dashboard keeps between runs: the theme."""

from __future__ import annotations

import json
from pathlib import Path

from octoterm.errors import ConfigError
from octoterm.storage.folders import Folders
from octoterm.storage.private_file import read_private, write_private

DEFAULT_THEME = "textual-dark"


class Settings:
    """A small JSON file in the state folder; if it cannot be read, the defaults apply."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "dashboard.json"

    @property
    def theme(self) -> str:
        """The name of the theme chosen last."""
        try:
            chosen = json.loads(read_private(self._path))["theme"]
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            return DEFAULT_THEME
        return chosen if isinstance(chosen, str) else DEFAULT_THEME

    def keep_theme(self, name: str) -> None:
        """Save the theme. Raises FileError. It waits for the disk: do not call it in the event
        loop."""
        if name != self.theme:
            write_private(self._path, json.dumps({"theme": name}))


def themes_folder(folders: Folders) -> Path:
    """The folder of the user's own themes. Raises ConfigError without a home folder."""
    return folders.config / "themes"


def has_themes(folders: Folders) -> bool:
    """Whether there is such a folder: the code that reads it is imported only then."""
    try:
        return themes_folder(folders).is_dir()
    except (OSError, ConfigError):
        return False
