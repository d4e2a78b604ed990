"""Finds the configuration file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from octoterm.config.sections import is_of_another_program
from octoterm.errors import ConfigError, ConfigNotFound
from octoterm.safe_text import clean
from octoterm.storage.folders import Folders


class FoundConfig(NamedTuple):
    """A configuration file to read."""

    path: Path
    """Absolute path."""
    is_named: bool
    """Whether the user named it or it is in octoterm's own folder. Otherwise it was only found in
    the current folder, where another user may have put it."""
    warnings: tuple[str, ...] = ()
    """Sentences about files that were skipped."""


def find(
    explicit: Path | None, folders: Folders, environ: Mapping[str, str], cwd: Path | None
) -> FoundConfig:
    """The configuration to read; `cwd` is None if the current folder no longer exists.

    A file named by `explicit` or $OCTOTERM_CONFIG is returned even if it does not exist. Raises
    ConfigError, and ConfigNotFound if none is named and there is none in the usual places.
    """
    warnings: tuple[str, ...] = ()
    named = explicit or environ.get("OCTOTERM_CONFIG")
    if named:
        return FoundConfig(absolute(Path(named), cwd), is_named=True)
    looked_for, but = "", ""
    if cwd is None:
        but = "; the current folder is gone"
    elif not exists(here := cwd / "config.json"):
        looked_for = f"{clean(str(here))} and "
    elif is_of_another_program(here):
        but = f"; {clean(str(here))} is not octoterm's"
        warnings = (f"{clean(str(here))} is not octoterm's and was ignored.",)
    else:
        return FoundConfig(here, is_named=_is_same(here, folders))
    usual = folders.config_file
    if exists(usual):
        return FoundConfig(usual, is_named=True, warnings=warnings)
    raise ConfigNotFound(
        f"No configuration found (looked for {looked_for}{clean(str(usual))}{but})",
        "`octoterm init` sets it up, and `octoterm --demo` needs none",
        warnings,
    )


def absolute(path: Path, cwd: Path | None) -> Path:
    """The absolute path for a typed one, which may begin with ~. Raises ConfigError."""
    try:
        path = path.expanduser()
    except RuntimeError:
        raise ConfigError(f"{clean(str(path))} begins with the home of an unknown user") from None
    if cwd is None and not path.is_absolute():
        raise ConfigError(
            f"{clean(str(path))} is in the current folder, which does not exist any more",
            "Go to another folder, or name the file by a path that begins with /",
        )
    return path if cwd is None else cwd / path


def exists(path: Path) -> bool:
    """Whether anything exists at `path`, even a broken link or something inaccessible."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def _is_same(here: Path, folders: Folders) -> bool:
    """Whether the file in the current folder is the one in octoterm's own folder."""
    try:
        return here.samefile(folders.config_file)
    except (OSError, ConfigError):
        return False
