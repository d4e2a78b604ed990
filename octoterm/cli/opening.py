"""From the command line to meters and their readings."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from octoterm import config as configuration
from octoterm.clean import clean
from octoterm.cli import console
from octoterm.cli.arguments import DASHBOARD, Asked
from octoterm.config import Config, Meter
from octoterm.errors import ConfigNotFound, UsageError
from octoterm.places import Places
from octoterm.source import Source

if TYPE_CHECKING:
    from octoterm.api import Transport


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
        path = configuration.find(asked.config, places, os.environ, _current_folder())
        config = configuration.read(path, places, os.environ)
    except ConfigNotFound as error:
        missing = error
    yield Source(config, missing, places, connect=lambda: None, demo=False)


@contextlib.contextmanager
def _demo(asked: Asked) -> Iterator[Source]:
    from functools import cache
    from tempfile import TemporaryDirectory

    from octoterm.demo import demo_config

    @cache  # one household, however often it is asked
    def connect() -> Transport:
        from datetime import UTC, datetime

        from octoterm.simulator import SimulatedHousehold

        # In the dashboard the first download should be seen at work; a command should be quick.
        if asked.command == DASHBOARD:
            return SimulatedHousehold(datetime.now(UTC), latency=0.3, largest_page=5_000)
        return SimulatedHousehold(datetime.now(UTC))

    with TemporaryDirectory(prefix="octoterm-demo-") as folder:
        # What went wrong is still to be read when the demo's files are gone.
        places = replace(Places.inside(Path(folder)), log=Places.of_user().log)
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
    wanted = asked.meter.strip().casefold()
    for meter in config.meters:
        if wanted in (meter.name.casefold(), meter.mpan):
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


def _current_folder() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise UsageError("The current folder does not exist any more") from None
