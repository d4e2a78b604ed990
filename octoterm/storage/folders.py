"""The folders where octoterm keeps its files on this machine."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from octoterm.errors import ConfigError, Unwritable
from octoterm.storage.file_errors import reason


class Folders:
    """Four folders, each looked up when first needed, as not every user has a home folder.

    They need not exist until something is written into them. Each raises ConfigError if this
    machine has no such folder for the user.
    """

    def __init__(self, look_up: Callable[[str], Path]) -> None:
        self._look_up = look_up
        """Returns the absolute path of the `config`, `data`, `state` or `log` folder."""

    @classmethod
    def of_user(cls) -> Folders:
        """The platform's usual folders for the current user."""
        return cls(_given_by_the_platform)

    @classmethod
    def inside(cls, folder: Path) -> Folders:
        """Folders inside one folder, for the demo and for tests."""
        return cls(lambda name: folder / name)

    def with_log_of(self, others: Folders) -> Folders:
        """The same folders, except that the log is that of `others`."""
        return Folders(lambda name: (others if name == "log" else self)._look_up(name))

    @cached_property
    def config(self) -> Path:
        """The folder of the configuration."""
        return self._look_up("config")

    @cached_property
    def data(self) -> Path:
        """The folder of CSV files for which the configuration has no path."""
        return self._look_up("data")

    @property
    def prices(self) -> Path:
        """The folder of the prices of tariffs."""
        return self.data / "prices"

    @property
    def notes(self) -> Path:
        """The file of the household's notes."""
        return self.data / "notes.csv"

    @cached_property
    def state(self) -> Path:
        """The folder of sync records and the last theme chosen, which can be deleted safely."""
        return self._look_up("state")

    @cached_property
    def log(self) -> Path:
        """The folder of the log of octoterm's internal errors."""
        return self._look_up("log")

    @property
    def config_file(self) -> Path:
        """The configuration file that is read if no other is named or found."""
        return self.config / "config.json"


def current_folder() -> Path:
    """The current folder. Raises Unwritable if it no longer exists."""
    try:
        return Path.cwd()
    except OSError as error:
        raise Unwritable(
            f"The current folder cannot be used any more: {reason(error)}",
            "Start octoterm in another one",
        ) from error


def _given_by_the_platform(name: str) -> Path:
    from platformdirs import PlatformDirs

    dirs = PlatformDirs("octoterm", appauthor=False)
    try:
        folder: Path = getattr(dirs, f"user_{name}_path")
    except RuntimeError:  # neither $HOME nor an entry among the machine's users
        folder = Path()
    if not folder.is_absolute():
        raise ConfigError(
            "There is no home folder",
            "Set HOME, or XDG_CONFIG_HOME, XDG_DATA_HOME and XDG_STATE_HOME, "
            "to a path that begins with /",
        )
    return folder
