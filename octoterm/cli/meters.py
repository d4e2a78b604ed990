"""Selects the meters that a command is about."""

from __future__ import annotations

from octoterm.cli import console
from octoterm.cli.arguments import Arguments
from octoterm.config.reader import Config
from octoterm.config.values import LONGEST_NAME
from octoterm.errors import UsageError
from octoterm.household.meter_point import MeterPoint
from octoterm.safe_text import clean, name_key

NO_METERS_KNOWN = "It is not known yet which meters the account has"
ASK_FOR_THEM = "`octoterm sync` asks Octopus for them"


def points_asked_for(asked: Arguments, config: Config) -> tuple[MeterPoint, ...]:
    """The meter point of --meter, by name in any letter case or by MPAN; without it, all. Raises
    UsageError."""
    if not config.points:
        raise UsageError(NO_METERS_KNOWN, ASK_FOR_THEM)
    if asked.meter is None:
        return config.points
    # As typed, as a long name is shown, or an MPAN in groups as on a bill.
    typed = (asked.meter, clean(asked.meter, LONGEST_NAME), "".join(asked.meter.split()))
    wanted = {name_key(name) for name in typed}
    for point in config.points:
        if not wanted.isdisjoint(map(name_key, filter(None, (point.name, point.number)))):
            return (point,)
    names = ", ".join(point.name for point in config.points)
    raise UsageError(f"No meter called ‘{clean(asked.meter, 60)}’. You have: {names}")


def one_point(asked: Arguments, config: Config) -> MeterPoint:
    """The meter point of --meter, or the first; the others are then named on standard error."""
    point, *others = points_asked_for(asked, config)
    if others:
        names = ", ".join(f'"{other.name}"' for other in others)
        console.print_error(f"Showing {point.name}. For another meter, add --meter {names}.")
    return point
