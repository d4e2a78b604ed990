"""Where octoterm keeps things on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Places:
    """Four folders. None of them need exist until something is written into it."""

    config: Path
    data: Path
    """CSV files of meters whose configuration names none."""
    state: Path
    """What is on record about syncs: lost without harm."""
    log: Path

    @classmethod
    def of_user(cls) -> Places:
        """The folders this platform gives programs of the user who runs it."""
        from platformdirs import PlatformDirs

        dirs = PlatformDirs("octoterm", appauthor=False)
        return cls(
            config=dirs.user_config_path,
            data=dirs.user_data_path,
            state=dirs.user_state_path,
            log=dirs.user_log_path,
        )

    @classmethod
    def inside(cls, folder: Path) -> Places:
        """Everything below one folder: for the demo and for tests."""
        return cls(folder / "config", folder / "data", folder / "state", folder / "log")

    @property
    def config_file(self) -> Path:
        """The configuration that is read where no other is named or found."""
        return self.config / "config.json"
