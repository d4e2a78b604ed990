"""The command line's arguments. Imports nothing that a command may not need."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace

from octoterm.errors import UsageError

DASHBOARD = "dashboard"
DASHBOARD_OPTIONS = {
    "at": "--at",
    "view": "--view",
    "theme": "--theme",
    "opening_meter": "--meter",
}
"""Options that only the dashboard has; they come before any command."""


class Arguments(SimpleNamespace):
    """A command and its options, as attributes; by default the dashboard."""

    command: str = DASHBOARD
    module: str = DASHBOARD
    """The name of its module in the folder of the command line: `money.cost`."""
    demo: bool = False
    config: Path | None = None
    ascii: bool = False
    at: str | None = None
    view: str | None = None
    theme: str | None = None
    opening_meter: str | None = None
    """The meter that the dashboard opens at; see `DASHBOARD_OPTIONS`."""
    url: str | None = None
    """Another API than the supplier's, for the set-up."""


def refuse_beside(option: str, others: Mapping[str, object]) -> None:
    """Raises UsageError if one of `others` was given, as it would have no effect with `option`.
    `others` maps the name of each option to its value."""
    for other, given in others.items():
        if given:
            raise UsageError(f"{other} has no effect with {option}", "Leave it out")


def parse(argv: Sequence[str] | None) -> Arguments:
    """The arguments in `argv`, by default the process's own.

    Raises UsageError, and SystemExit after --help and --version.
    """
    typed = sys.argv[1:] if argv is None else argv
    if not typed:  # start quickly, without argparse
        return Arguments()
    from octoterm.cli import parser

    return parser.parse(typed)
