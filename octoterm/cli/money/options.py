"""The options of each command about money, in a function of its name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from octoterm.cli.shared_options import add_dates, add_format, add_meter_and_format, add_region

if TYPE_CHECKING:
    from argparse import ArgumentParser


def cost(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--by",
        choices=("half-hour", "day", "week", "month", "year", "bill"),
        default="month",
        help="what each row is about (default: %(default)s); bill is a billing month",
    )
    parser.add_argument(
        "--compare",
        choices=("usual", "previous", "year"),
        help="compare with what is usual, with the period before, or with a year earlier",
    )
    add_dates(parser)
    add_meter_and_format(parser, "table", "csv", "json")


def bill(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--month",
        metavar="YYYY-MM",
        help="the billing month that begins in this one (default: that of the last reading)",
    )
    add_dates(parser)
    parser.add_argument(
        "--charged", metavar="POUNDS", help="what the bill says: what would explain it?"
    )
    add_meter_and_format(parser, "table", "json")


def reconcile(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="the CSV that the website gives (Get your energy geek on)",
    )
    parser.add_argument(
        "--keep",
        action="store_true",
        help="keep its costs: on tariffs with smart charging they are then the figures",
    )
    add_meter_and_format(parser, "table", "json")


def prices(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--tariff",
        metavar="NAME",
        help="a tariff's code, or a product's code or name such as agile (default: your own)",
    )
    parser.add_argument(
        "--export", action="store_true", help="what is paid for what you export instead"
    )
    add_region(parser)
    days = "a day, such as 2026-11-30, or with a time, '2026-11-30 07:00'"
    parser.add_argument("--from", dest="since", metavar="TIME", help=f"the first: {days}")
    parser.add_argument(
        "--to",
        dest="until",
        metavar="TIME",
        help="the last day, or with a time, when to end (default: as far as is published)",
    )
    parser.add_argument(
        "--cheapest",
        metavar="LENGTH",
        help="only the cheapest time of this length, such as 3h, 30m or 1h30",
    )
    parser.add_argument(
        "--after", metavar="TIME", help="the cheapest that begins then or later, such as 22:00"
    )
    parser.add_argument(
        "--before", metavar="TIME", help="the cheapest that has ended by then, such as 07:00"
    )
    add_format(parser, "table", "csv", "json")


def compare(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--tariff",
        action="append",
        default=[],
        metavar="NAME",
        help="compare with this tariff only: its code, or a part of its name, such as agile; may "
        "be given several times",
    )
    add_region(parser)
    parser.add_argument(
        "--shift",
        metavar="5kWh@00:30-05:30",
        help="what if so much a day were used at this time instead, taken from the dearest half "
        "hours; with a + before it, used in addition",
    )
    parser.add_argument("--less", metavar="10%", help="what if so much less were used")
    add_dates(parser)
    add_meter_and_format(parser, "table", "json")
