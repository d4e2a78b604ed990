"""The options of each command in this folder, in a function of its name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from octoterm.cli.shared_options import add_dates, add_meter_and_format, add_url

if TYPE_CHECKING:
    from argparse import ArgumentParser


def sync(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--full",
        action="store_true",
        help="look for the account's meters again, and download the full history again",
    )
    parser.add_argument("--meter", metavar="NAME", help="only this meter")
    parser.add_argument("--quiet", action="store_true", help="print nothing but errors")
    parser.add_argument("--json", action="store_true", help="print the results as JSON")


def summary(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--by",
        choices=("half-hour", "day", "week", "month", "year"),
        help="what each row is about (default: month; with --within, its natural parts)",
    )
    parser.add_argument(
        "--within",
        choices=("day", "week", "month", "year"),
        help="the rows of a single day, week, month or year: the one containing --from, else the "
        "latest",
    )
    parser.add_argument(
        "--compare",
        choices=("usual", "previous", "year"),
        help="compare with what is usual (days, weeks, months: the 8 weeks before; years: other "
        "years), with the period before (half hours: the day before), "
        "or with a year earlier; days are matched by weekday",
    )
    parser.add_argument(
        "--bands",
        action="store_true",
        help='add how much was used in each time band (see "bands" in the configuration)',
    )
    add_dates(parser)
    add_meter_and_format(parser, "table", "csv", "json")


def today(parser: ArgumentParser) -> None:
    parser.add_argument("--meter", metavar="NAME", help="which meter (default: the first)")


def trends(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--of",
        choices=("total", "base", "peak"),
        default="total",
        help="each day's total, base load or peak (default: %(default)s)",
    )
    add_dates(parser)
    add_meter_and_format(parser, "table", "csv", "json")


def profile(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--season",
        choices=("winter", "spring", "summer", "autumn"),
        help="only these three months of each year; winter is December to February",
    )
    add_dates(parser)
    add_meter_and_format(parser, "table", "csv", "json")


def note(parser: ArgumentParser) -> None:
    parser.add_argument(
        "date", nargs="?", metavar="DATE", help="a day, such as 2024-03-14, '14 mar' or yesterday"
    )
    parser.add_argument("text", nargs="*", metavar="WORDS", help="what to note on it")
    parser.add_argument("--delete", action="store_true", help="delete what is noted on the day")
    add_meter_and_format(parser, "table", "json")


def check(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--fix",
        action="store_true",
        help="write a clean file; the old one is kept as NAME.csv.original",
    )
    add_meter_and_format(parser, "text", "json")


def meters(parser: ArgumentParser) -> None:
    add_meter_and_format(parser, "table", "json")


def doctor(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print what was found as JSON")
    parser.add_argument("--offline", action="store_true", help="do not ask the API")
    parser.add_argument(
        "--report",
        action="store_true",
        help="replace the key, account, MPANs and names, to paste it into a bug report",
    )


def init(parser: ArgumentParser) -> None:
    parser.add_argument("--account", metavar="NUMBER", help="the account, such as A-1A2B3C4D")
    parser.add_argument(
        "--key-file", type=Path, metavar="FILE", help="read the API key from this file"
    )
    parser.add_argument(
        "--gas-unit",
        choices=("m3", "kwh"),
        type=lambda typed: typed.casefold().replace("³", "3"),
        help="what your gas meter counts in: m3 (SMETS2) or kwh (SMETS1)",
    )
    parser.add_argument(
        "--template", action="store_true", help="write a configuration to fill in instead"
    )
    add_url(parser)
