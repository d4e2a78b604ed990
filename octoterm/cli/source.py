"""Opens what a command works with: the configuration, named or found, or the demo."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from octoterm.cli import console
from octoterm.cli.arguments import DASHBOARD, Arguments, refuse_beside
from octoterm.config.reader import Config, read
from octoterm.config.search import FoundConfig, find
from octoterm.config.values import LONGEST_NAME
from octoterm.errors import ConfigNotFound, Unwritable, UsageError
from octoterm.household.meter_point import MeterPoint
from octoterm.safe_text import clean, name_key
from octoterm.session.source import Source
from octoterm.storage.folders import Folders, current_folder

if TYPE_CHECKING:
    from octoterm.octopus.client import Transport


@contextlib.contextmanager
def open_source(asked: Arguments) -> Iterator[Source]:
    """The source that the arguments select; the demo's files are deleted afterwards.

    If there is no configuration, the Source says so. Raises other ConfigErrors, and UsageError if
    the demo was asked for with a configuration.
    """
    if asked.demo:
        refuse_beside("--demo", {"--config": asked.config, "--url": asked.url})
        with _demo(asked) as source:
            yield source
        return
    folders = Folders.of_user()
    config, missing = None, None
    try:
        found = find_configuration(asked, folders)
        config = read(found.path, folders, os.environ, is_named=found.is_named)
        config = config._replace(warnings=found.warnings + config.warnings)
    except ConfigNotFound as error:
        missing = error
    yield Source(config, missing, folders, connect=lambda: None, demo=False, api_url=asked.url)


def refuse_demo(asked: Arguments, what: str) -> None:
    """Raises UsageError if the demo is asked for, which would not keep what was done there."""
    if asked.demo:
        raise UsageError(f"The demo is deleted afterwards, with {what}", "Leave out --demo")


def find_configuration(asked: Arguments, folders: Folders) -> FoundConfig:
    """The configuration file to read. Raises ConfigError."""
    return find(asked.config, folders, os.environ, current_folder_if_any())


@contextlib.contextmanager
def _demo(asked: Arguments) -> Iterator[Source]:
    from functools import cache
    from tempfile import TemporaryDirectory

    from octoterm.demo.household import demo_config

    @cache  # the same household for every call
    def connect() -> Transport:
        from datetime import UTC, datetime

        from octoterm.demo.simulator import SimulatedHousehold

        # The dashboard should show the first download in progress; a command should be quick.
        if asked.command == DASHBOARD:
            return SimulatedHousehold(datetime.now(UTC), latency=0.3, largest_page=5_000)
        return SimulatedHousehold(datetime.now(UTC))

    try:
        temporary = TemporaryDirectory(prefix="octoterm-demo-")
    except OSError as error:
        raise Unwritable(
            f"The demo needs a temporary folder, but cannot make one: {error.strerror}",
            "Set TMPDIR to a folder that you may write to",
        ) from None
    with temporary as folder:
        # The log must remain when the demo's files are deleted.
        folders = Folders.inside(Path(folder)).with_log_of(Folders.of_user())
        yield Source(demo_config(folders), None, folders, connect, demo=True)


def config_of(source: Source) -> Config:
    """The configuration; its warnings are printed to standard error. Raises ConfigNotFound."""
    if source.missing:
        raise source.missing
    assert source.config is not None
    for warning in source.config.warnings:
        console.print_error(warning)
    return source.config


def current_folder_if_any() -> Path | None:
    """The current folder; None if it no longer exists."""
    try:
        return current_folder()
    except Unwritable:
        return None


NO_METERS_KNOWN = "It is not known yet which meters the account has"
ASK_FOR_THEM = "`octoterm sync` asks Octopus for them"


def points_asked_for(asked: Arguments, config: Config) -> tuple[MeterPoint, ...]:
    """The meter point of --meter, by name in any letter case or by MPAN; without it, all. Raises
    UsageError."""
    if not config.points:
        raise UsageError(NO_METERS_KNOWN, ASK_FOR_THEM)
    if asked.meter is None:
        return config.points
    # As typed, shortened as a long name is shown, or an MPAN in groups as on a bill.
    typed = (asked.meter, clean(asked.meter, LONGEST_NAME), "".join(asked.meter.split()))
    wanted = {name_key(name) for name in typed}
    for point in config.points:
        if not wanted.isdisjoint(map(name_key, filter(None, (point.name, point.number)))):
            return (point,)
    names = ", ".join(point.name for point in config.points)
    raise UsageError(f"No meter called ‘{clean(asked.meter, 60)}’. You have: {names}")


def one_point(asked: Arguments, config: Config) -> MeterPoint:
    """The meter point of --meter, or the first. If the first was not asked for, and the output is
    not JSON or CSV, a note on standard error names the others."""
    point, *others = points_asked_for(asked, config)
    if others and asked.format in ("table", "text"):
        names = ", ".join(f'"{other.name}"' for other in others)
        console.print_error(f"Showing {point.name}. For another meter, add --meter {names}.")
    return point
