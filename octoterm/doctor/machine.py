"""Checks of this machine: the terminal, the versions, and the folders."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

from octoterm import __version__
from octoterm.doctor.finding import Finding, Status, ok, warn
from octoterm.errors import ConfigError
from octoterm.safe_text import clean
from octoterm.storage.folders import Folders

SMALLEST = (40, 12)
"""Fewest columns and rows for which the dashboard is designed."""
LIBRARIES = ("textual", "httpx", "plotext", "platformdirs", "tzdata")


class Terminal(NamedTuple):
    """Where the output goes."""

    is_terminal: bool
    name: str
    """As in $TERM."""
    columns: int
    rows: int
    colours: str
    """As in $COLORTERM."""
    is_utf_8: bool


def of_terminal(terminal: Terminal) -> Finding:
    """Whether the dashboard can be shown well."""
    check = "terminal"
    if not terminal.is_terminal:
        return ok(check, "the output is no terminal, so the dashboard was not looked at")
    size = f"{terminal.columns} columns, {terminal.rows} rows"
    if terminal.name in ("", "dumb", "unknown"):
        return warn(check, "the terminal says too little about itself", "Set TERM, for example")
    if terminal.columns < SMALLEST[0] or terminal.rows < SMALLEST[1]:
        needed = f"{SMALLEST[0]} columns and {SMALLEST[1]} rows"
        return warn(check, f"it is small: {size}", f"Make it larger: {needed} are enough")
    if not terminal.is_utf_8:
        return warn(
            check,
            f"it is not in UTF-8 ({size}), so plain characters are used",
            "Set LANG to one that ends in .UTF-8, such as en_GB.UTF-8",
        )
    many = terminal.colours in ("truecolor", "24bit")
    colours = "16 million colours" if many else "256 colours" if "256" in terminal.name else ""
    return ok(check, ", ".join(filter(None, (size, colours or "16 colours", "UTF-8"))))


def of_versions() -> Finding:
    """The versions of octoterm and of what it runs on."""
    libraries = ", ".join(f"{name} {_version(name)}" for name in LIBRARIES)
    system = f"Python {platform.python_version()} on {platform.system()} {platform.release()}"
    return ok("versions", f"octoterm {__version__}, {system}, {libraries}")


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "not found"


def of_folders(folders: Folders) -> Iterator[Finding]:
    """Whether readings, and what is known about them, can be written."""
    yield _of_folder(folders, "data", Status.FAIL)
    yield _of_folder(folders, "state", Status.WARN)


def _of_folder(folders: Folders, name: str, if_unwritable: Status) -> Finding:
    check = f"{name} folder"
    try:
        folder: Path = getattr(folders, name)
    except ConfigError as error:
        return Finding.of(check, error, if_unwritable)
    shown = clean(str(folder), 1000)
    existing = nearest_existing(folder)
    if not may_write_into(existing):
        return Finding(
            check,
            if_unwritable,
            f"{shown} cannot be written to",
            f"Make {clean(str(existing), 1000)} a folder that you may write to",
        )
    return ok(check, shown if existing == folder else f"{shown} (not there yet)")


def nearest_existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists. (`Path.exists` raises PermissionError
    if a folder above it may not be searched.)"""
    return next(path for path in (folder, *folder.parents) if os.path.exists(path))  # noqa: PTH110


def may_write_into(folder: Path) -> bool:
    """Whether it is a folder, and files can be created in it."""
    return os.path.isdir(folder) and os.access(folder, os.W_OK | os.X_OK)  # noqa: PTH112
