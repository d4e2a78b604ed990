"""From the command line to meters and their readings."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from octoterm.cli import console
from octoterm.cli.arguments import DASHBOARD, Asked
from octoterm.config.reader import Config, read
from octoterm.config.search import Found, find
from octoterm.config.values import LONGEST_NAME
from octoterm.errors import ConfigNotFound, Unwritable, UsageError
from octoterm.household.meter import Meter
from octoterm.safe_text import clean, name_key
from octoterm.session.session import Source
from octoterm.storage.folders import Places, current_folder

if TYPE_CHECKING:
    from octoterm.octopus.client import Transport


@contextlib.contextmanager
def opened(asked: Asked) -> Iterator[Source]:
    """What the arguments say to work with; the demo's files are gone afterwards.

    Where there is no configuration the Source says so. Raises other ConfigErrors.
    """
    if asked.demo:
        with _demo(asked) as source:
            yield source
        return
    places = Places.of_user()
    config, missing = None, None
    try:
        found = located(asked, places)
        config = read(found.path, places, os.environ, is_named=found.is_named)
        config = replace(config, warnings=found.warnings + config.warnings)
    except ConfigNotFound as error:
        missing = error
    yield Source(config, missing, places, connect=lambda: None, demo=False)


def located(asked: Asked, places: Places) -> Found:
    """The configuration that is read. Raises ConfigError."""
    return find(asked.config, places, os.environ, current_folder_if_any())


@contextlib.contextmanager
def _demo(asked: Asked) -> Iterator[Source]:
    from functools import cache
    from tempfile import TemporaryDirectory

    from octoterm.demo.household import demo_config

    @cache  # one household, however often it is asked
    def connect() -> Transport:
        from datetime import UTC, datetime

        from octoterm.demo.simulator import SimulatedHousehold

        # In the dashboard the first download should be seen at work; a command should be quick.
        if asked.command == DASHBOARD:
            return SimulatedHousehold(datetime.now(UTC), latency=0.3, largest_page=5_000)
        return SimulatedHousehold(datetime.now(UTC))

    try:
        temporary = TemporaryDirectory(prefix="octoterm-demo-")
    except OSError as error:
        raise Unwritable(
            f"The demo needs a temporary folder, and none can be made: {error.strerror}",
            "Set TMPDIR to a folder that you may write to",
        ) from None
    with temporary as folder:
        # What went wrong is still to be read when the demo's files are gone.
        places = Places.inside(Path(folder)).with_log_of(Places.of_user())
        yield Source(demo_config(places), None, places, connect, demo=True)


def configured(source: Source) -> Config:
    """The configuration, its warnings told on standard error. Raises ConfigNotFound."""
    if source.missing:
        raise source.missing
    assert source.config is not None
    for warning in source.config.warnings:
        console.complain(warning)
    return source.config


def meters_asked_for(asked: Asked, config: Config) -> tuple[Meter, ...]:
    """The one meter of --meter, in any letter case or as an MPAN, or all. Raises UsageError."""
    if asked.meter is None:
        return config.meters
    # As it was typed, as a long one is shown, or in groups as on a bill.
    typed = (asked.meter, clean(asked.meter, LONGEST_NAME), "".join(asked.meter.split()))
    wanted = {name_key(name) for name in typed}
    for meter in config.meters:
        if not wanted.isdisjoint(map(name_key, (meter.name, meter.mpan))):
            return (meter,)
    names = ", ".join(meter.name for meter in config.meters)
    raise UsageError(f"There is no meter ‘{clean(asked.meter, 60)}’, only {names}")


def one_meter(asked: Asked, config: Config) -> Meter:
    """The meter of --meter, or the first, the others being named on standard error."""
    meter, *others = meters_asked_for(asked, config)
    if others:
        names = ", ".join(f'--meter "{other.name}"' for other in others)
        console.complain(f"This is {meter.name}; there is also {names}.")
    return meter


def current_folder_if_any() -> Path | None:
    """None where it is gone."""
    try:
        return current_folder()
    except Unwritable:
        return None
