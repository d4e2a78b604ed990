"""All that can be typed after `octoterm`, and what is said of it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from octoterm import __version__
from octoterm.cli import console
from octoterm.cli.arguments import Asked
from octoterm.errors import UsageError
from octoterm.safe_text import clean

_DATES = "such as 2024-03-14, 14/3/24, '14 mar' or yesterday"

_SYNC = """Each sync also asks again for the last 45 days, which may have been corrected, and for
what is missing of the last 90. Once a month it goes over all history, as with --full."""


def parse(argv: Sequence[str]) -> Asked:
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

    def add(name: str, help_: str, more: str = "") -> argparse.ArgumentParser:
        description = f"{help_} {more}".strip()
        command = commands.add_parser(
            name, help=help_, description=description, allow_abbrev=False
        )
        _add_shared_options(command)
        command.set_defaults(command=name)
        return command

    sync = add("sync", "Download new readings into the CSV.", _SYNC)
    sync.add_argument("--full", action="store_true", help="ask for all history again")
    sync.add_argument("--meter", metavar="NAME", help="only this one")
    sync.add_argument("--quiet", action="store_true", help="print nothing but errors")
    sync.add_argument("--json", action="store_true", help="print the results as JSON")

    summary = add("summary", "Print what is stored, period by period.")
    summary.add_argument(
        "--by",
        choices=("half-hour", "day", "week", "month", "year"),
        help="the kind of period (default: month, or what the one of --within is made of)",
    )
    summary.add_argument(
        "--within",
        choices=("day", "week", "month", "year"),
        help="only the one that --from is in, or else the latest, as the dashboard shows it: "
        "with --compare each row is beside its place in the other one",
    )
    summary.add_argument(
        "--compare",
        choices=("previous", "year"),
        help="beside the period before (half hours: the day before), or the same a year earlier",
    )
    _add_dates(summary)
    _add_meter_and_format(summary, "table", "csv", "json")

    trends = add("trends", "Print each day with its running averages.")
    trends.add_argument(
        "--of",
        choices=("total", "base", "peak"),
        default="total",
        help="kWh of the day, its base load, or its largest half hour (default: %(default)s)",
    )
    _add_dates(trends)
    _add_meter_and_format(trends, "table", "csv", "json")

    profile = add("profile", "Print the average day, half hour by half hour.")
    _add_dates(profile)
    _add_meter_and_format(profile, "table", "csv", "json")

    check = add("check", "Say how whole the stored readings are, and whether their file is sound.")
    check.add_argument(
        "--fix",
        action="store_true",
        help="write a clean file, and keep the one there is beside it, as NAME.csv.original",
    )
    _add_meter_and_format(check, "text", "json")

    add("paths", "Say where configuration, readings and log are.")
    add("init", "Write a configuration to fill in.")
    return parser.parse_args(argv, Asked())


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


def _add_dates(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="since", metavar="DATE", help=f"the first day, {_DATES}")
    parser.add_argument("--to", dest="until", metavar="DATE", help=f"the last day, {_DATES}")


def _add_meter_and_format(parser: argparse.ArgumentParser, *formats: str) -> None:
    parser.add_argument("--meter", metavar="NAME", help="another than the first")
    parser.add_argument(
        "--format",
        choices=formats,
        default=formats[0],
        help="how to print it (default: %(default)s)",
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
