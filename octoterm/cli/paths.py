"""`octoterm paths`: where the configuration, readings and log are, and whether they exist."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from octoterm.cli import console
from octoterm.cli.arguments import Arguments
from octoterm.cli.printed.wording import aligned
from octoterm.cli.source import find_configuration, open_source
from octoterm.config.reader import Config
from octoterm.errors import ConfigError, NotFilledIn
from octoterm.safe_text import clean
from octoterm.storage.folders import Folders


def run(asked: Arguments) -> int:
    """Print the paths. Returns 0 even if the configuration is wrong, as its path helps to fix it.

    Raises ConfigError if the user has no such folders.
    """
    try:
        with open_source(asked) as source:
            config, folders = source.config, source.folders
            file = (config and config.path) or folders.config_file
            if isinstance(source.missing, NotFilledIn):
                file = source.missing.path
                console.print_error(str(source.missing))
            _say(file, config, folders, is_temporary=source.demo)
            passed_over = source.missing.passed_over if source.missing else ()
            for warning in config.warnings if config else passed_over:
                console.print_error(warning)
    except ConfigError as error:
        folders = Folders.of_user()
        _say(find_configuration(asked, folders).path, None, folders)
        console.print_error(str(error))
    return 0


def _say(
    file: Path, config: Config | None, folders: Folders, *, is_temporary: bool = False
) -> None:
    """Print a line for each path; `is_temporary` for the demo, which deletes all but its log."""
    rows = [
        (
            what,
            clean(str(path), 1000),
            "only while the demo runs" if is_temporary and path != folders.log else _state(path),
        )
        for what, path in _paths(file, config, folders)
    ]
    console.say("\n".join(aligned(rows, left={0, 1, 2})))


def _state(path: Path) -> str:
    try:
        return "exists" if path.exists() else "does not exist"
    except OSError as error:
        return f"not accessible: {error.strerror}"


def _paths(file: Path, config: Config | None, folders: Folders) -> Iterator[tuple[str, Path]]:
    yield "Configuration", file
    for point in config.points if config else ():
        if not point.is_net:
            yield from ((meter.name, meter.csv) for meter in point.meters)
    yield "Notes", folders.notes
    yield "Data folder", folders.data
    yield "State folder, with the log of syncs", folders.state
    yield "Crash log folder", folders.log
