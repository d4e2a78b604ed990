"""`octoterm paths`: where configuration, readings and log are, and which of them exist."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from octoterm.clean import clean
from octoterm.cli import console
from octoterm.cli.arguments import Asked
from octoterm.cli.opening import opened
from octoterm.cli.wording import aligned
from octoterm.source import Source


def run(asked: Asked) -> int:
    """Raises ConfigError where there is a configuration that is wrong."""
    with opened(asked) as source:
        rows = [
            (what, clean(str(path), 1000), "exists" if path.exists() else "does not exist")
            for what, path in _paths(source)
        ]
        console.say("\n".join(aligned(rows, left={0, 1, 2})))
    return 0


def _paths(source: Source) -> Iterator[tuple[str, Path]]:
    config, places = source.config, source.places
    yield "Configuration", (config and config.path) or places.config_file
    for meter in config.meters if config else ():
        yield meter.name, meter.csv
    yield "Data folder", places.data
    yield "State folder", places.state
    yield "Log folder", places.log
