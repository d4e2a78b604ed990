"""`octoterm paths`: where configuration, readings and log are, and which of them exist."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from octoterm.cli import console
from octoterm.cli.arguments import Asked
from octoterm.cli.opening import located, opened
from octoterm.cli.wording import aligned
from octoterm.config.reader import Config
from octoterm.errors import ConfigError
from octoterm.safe_text import clean
from octoterm.storage.folders import Places


def run(asked: Asked) -> int:
    """0 also where the configuration is wrong, which is told: who mends it has to find it.

    Raises ConfigError where there are no such folders.
    """
    try:
        with opened(asked) as source:
            config, places = source.config, source.places
            file = (config and config.path) or places.config_file
            _say(file, config, places)
            passed_over = source.missing.passed_over if source.missing else ()
            for warning in config.warnings if config else passed_over:
                console.complain(warning)
    except ConfigError as error:
        places = Places.of_user()
        _say(located(asked, places).path, None, places)
        console.complain(str(error))
    return 0


def _say(file: Path, config: Config | None, places: Places) -> None:
    rows = [
        (what, clean(str(path), 1000), _state(path)) for what, path in _paths(file, config, places)
    ]
    console.say("\n".join(aligned(rows, left={0, 1, 2})))


def _state(path: Path) -> str:
    try:
        return "exists" if path.exists() else "does not exist"
    except OSError as error:
        return f"cannot be looked at: {error.strerror}"


def _paths(file: Path, config: Config | None, places: Places) -> Iterator[tuple[str, Path]]:
    yield "Configuration", file
    for meter in config.meters if config else ():
        yield meter.name, meter.csv
    yield "Data folder", places.data
    yield "State folder", places.state
    yield "Log folder", places.log
