"""The options of each command that exchanges readings, in a function of its name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from octoterm.cli.shared_options import add_format

ORDERS = ("day-first", "month-first", "year-month-day", "year-day-month")

if TYPE_CHECKING:
    from argparse import ArgumentParser

_UNITS = {"wh": "Wh", "kwh": "kWh", "m3": "m3"}


def import_(parser: ArgumentParser) -> None:
    parser.add_argument(
        "files",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="a CSV of the supplier's website, of n3rgy, Bright or octoterm, or JSON of the API",
    )
    parser.add_argument(
        "--meter", metavar="NAME", help="whose readings they are (not needed for a single meter)"
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would be imported")
    parser.add_argument(
        "--columns",
        metavar="start=A,end=B,kwh=C",
        help="the columns of another table, by name or by number from 1; one time is enough",
    )
    parser.add_argument(
        "--unit",
        choices=(*_UNITS.values(),),
        type=lambda typed: _UNITS.get(typed.casefold().replace("³", "3"), typed),
        help="the unit of the numbers",
    )
    parser.add_argument(
        "--zone",
        metavar="ZONE",
        help="the zone of the times, such as UTC or Europe/London",
    )
    parser.add_argument(
        "--stamp",
        choices=("start", "end"),
        help="whether a single time is the start or the end of its half hour",
    )
    parser.add_argument(
        "--order",
        choices=ORDERS,
        help="how dates such as 4/11/2024 are meant",
    )
    parser.add_argument(
        "--shift",
        type=int,
        metavar="MINUTES",
        help="move all times by so many minutes, such as -30, where their clock was wrong",
    )
    add_format(parser, "table", "json")
