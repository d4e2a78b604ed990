"""What was typed after `octoterm`, understood by argparse: see `commands` for what it may be."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from octoterm import __version__
from octoterm.cli import console
from octoterm.cli.arguments import Arguments
from octoterm.cli.commands import COMMANDS
from octoterm.errors import UsageError
from octoterm.safe_text import clean


def parse(argv: Sequence[str]) -> Arguments:
    """Raises UsageError, and SystemExit after --help and --version."""
    parser = _Parser(
        prog="octoterm",
        description="Your Octopus Energy smart meter in the terminal. Without a command, octoterm "
        "opens the dashboard.",
        allow_abbrev=False,
    )
    _add_shared_options(parser)
    parser.add_argument(
        "--ascii",
        action="store_true",
        default=argparse.SUPPRESS,
        help="draw the dashboard with plain characters only",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    for command in COMMANDS:
        described = commands.add_parser(
            command.name,
            help=command.help,
            description=f"{command.help} {command.more}".strip(),
            allow_abbrev=False,
        )
        _add_shared_options(described)
        described.set_defaults(command=command.name)
        command.add_options(described)
    return parser.parse_args(argv, Arguments())


def _add_shared_options(parser: argparse.ArgumentParser) -> None:
    # Absent ones are suppressed, or those after a command would undo those before it.
    parser.add_argument(
        "--demo",
        action="store_true",
        default=argparse.SUPPRESS,
        help="show a simulated household; needs no configuration",
    )
    parser.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        default=argparse.SUPPRESS,
        help="read this configuration",
    )
    parser.add_argument(
        "--version", action=_Version, nargs=0, help="show program's version number and exit"
    )


class _Version(argparse.Action):
    """Print the version, and leave."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        console.say(f"octoterm {__version__}")
        console.flush()
        parser.exit()


class _Parser(argparse.ArgumentParser):
    """argparse, with its complaints in octoterm's words and without a page of usage."""

    def print_help(self, _: object = None) -> None:
        """Raises BrokenPipeError or Unwritable, as whatever else is printed."""
        console.say(self.format_help().rstrip("\n"))
        console.flush()

    def error(self, message: str) -> NoReturn:
        raise UsageError(clean(message), f"`{self.prog} --help` says what can be asked for")
