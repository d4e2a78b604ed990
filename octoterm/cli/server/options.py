"""The options of each command in this folder, in a function of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoterm.cli.shared_options import add_format

if TYPE_CHECKING:
    from argparse import ArgumentParser


def service(parser: ArgumentParser) -> None:
    one = parser.add_mutually_exclusive_group()
    one.add_argument(
        "--systemd", action="store_true", help="print the unit and the timer (the default)"
    )
    one.add_argument("--unit", action="store_true", help="print only systemd's unit")
    one.add_argument("--timer", action="store_true", help="print only systemd's timer")
    one.add_argument("--cron", action="store_true", help="print a line for a crontab instead")
    add_format(parser, "text", "json")


def report(parser: ArgumentParser) -> None:
    of = parser.add_mutually_exclusive_group()
    for name, help_ in (
        ("day", "of the latest complete day"),
        ("week", "of the latest whole week (the default)"),
        ("month", "of the latest whole month"),
        ("bill", "of the latest whole billing month"),
    ):
        of.add_argument(
            f"--{name}", dest="of", action="store_const", const=name, default="week", help=help_
        )
    parser.add_argument("--meter", metavar="NAME", help="only this meter (default: all)")
    add_format(parser, "text", "markdown", "html", "json")


def config(parser: ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--show",
        action="store_true",
        help="print it as octoterm understands it, without the key (the default)",
    )
    what.add_argument("--check", action="store_true", help="only say what is wrong with it")
    what.add_argument(
        "--schema", action="store_true", help="print the JSON Schema of configurations"
    )
    add_format(parser, "text", "json")


def alerts(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--dry-run", action="store_true", help="show what you would be told, without telling you"
    )
    parser.add_argument("--quiet", action="store_true", help="print only errors")
    add_format(parser, "table", "json")
