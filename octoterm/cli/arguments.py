"""What was typed after `octoterm`. Nothing is imported here that a command may not need."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

DASHBOARD = "dashboard"


class Arguments(SimpleNamespace):
    """A command and its options, as attributes; where nothing else is asked, the dashboard."""

    command: str = DASHBOARD
    """Its name, the name of its module."""
    demo: bool = False
    config: Path | None = None
    ascii: bool = False


def parse(argv: Sequence[str] | None) -> Arguments:
    """What `argv`, by default the process's own, asks for.

    Raises UsageError, and SystemExit after --help and --version.
    """
    typed = sys.argv[1:] if argv is None else argv
    if not typed:  # a start that need not wait until all that could be typed is known
        return Arguments()
    from octoterm.cli import parser

    return parser.parse(typed)
