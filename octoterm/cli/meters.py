"""Selects the meters that a command is about."""

from __future__ import annotations

from octoterm.cli import console
from octoterm.cli.arguments import Arguments
from octoterm.config.reader import Config
from octoterm.config.values import LONGEST_NAME
from octoterm.errors import UsageError
from octoterm.household.meter import Meter
from octoterm.safe_text import clean, name_key


def meters_asked_for(asked: Arguments, config: Config) -> tuple[Meter, ...]:
    """The meter of --meter, by name in any letter case or by MPAN; without it, all. Raises
    UsageError."""
    if asked.meter is None:
        return config.meters
    # As typed, as a long name is shown, or an MPAN in groups as on a bill.
    typed = (asked.meter, clean(asked.meter, LONGEST_NAME), "".join(asked.meter.split()))
    wanted = {name_key(name) for name in typed}
    for meter in config.meters:
        if not wanted.isdisjoint(map(name_key, (meter.name, meter.mpan))):
            return (meter,)
    names = ", ".join(meter.name for meter in config.meters)
    raise UsageError(f"No meter called ‘{clean(asked.meter, 60)}’. You have: {names}")


def one_meter(asked: Arguments, config: Config) -> Meter:
    """The meter of --meter, or the first. What is printed for people, not as JSON or CSV, then
    comes with a note on standard error that names the others."""
    meter, *others = meters_asked_for(asked, config)
    if others and asked.format in ("table", "text"):
        names = ", ".join(f'"{other.name}"' for other in others)
        console.print_error(f"Showing {meter.name}. For another meter, add --meter {names}.")
    return meter
