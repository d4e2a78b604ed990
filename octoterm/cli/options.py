"""The options of each command, in a function of its name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser


def none(_: ArgumentParser) -> None:
    """For commands with the shared options only."""


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
    _add_dates(parser)
    _add_meter_and_format(parser, "table", "csv", "json")


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
    _add_dates(parser)
    _add_meter_and_format(parser, "table", "csv", "json")


def bill(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--month",
        metavar="YYYY-MM",
        help="the billing month that begins in this one (default: that of the last reading)",
    )
    _add_dates(parser)
    parser.add_argument(
        "--charged", metavar="POUNDS", help="what the bill says: what would explain it?"
    )
    _add_meter_and_format(parser, "table", "json")


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
    _add_meter_and_format(parser, "table", "json")


def prices(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--tariff",
        metavar="NAME",
        help="a tariff's code, or a product's code or name such as agile (default: your own)",
    )
    parser.add_argument(
        "--export", action="store_true", help="what is paid for what you export instead"
    )
    _add_region(parser)
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
    _add_format(parser, "table", "csv", "json")


def compare(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--tariff",
        action="append",
        default=[],
        metavar="NAME",
        help="compare with this tariff only: its code, or a part of its name, such as agile; may "
        "be given several times",
    )
    _add_region(parser)
    parser.add_argument(
        "--shift",
        metavar="5kWh@00:30-05:30",
        help="what if so much a day were used at this time instead, taken from the dearest half "
        "hours; with a + before it, used in addition",
    )
    parser.add_argument("--less", metavar="10%", help="what if so much less were used")
    _add_dates(parser)
    _add_meter_and_format(parser, "table", "json")


def today(parser: ArgumentParser) -> None:
    parser.add_argument("--meter", metavar="NAME", help="which meter (default: the first)")


def trends(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--of",
        choices=("total", "base", "peak"),
        default="total",
        help="each day's total, base load or peak (default: %(default)s)",
    )
    _add_dates(parser)
    _add_meter_and_format(parser, "table", "csv", "json")


def profile(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--season",
        choices=("winter", "spring", "summer", "autumn"),
        help="only these three months of each year; winter is December to February",
    )
    _add_dates(parser)
    _add_meter_and_format(parser, "table", "csv", "json")


def check(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--fix",
        action="store_true",
        help="write a clean file; the old one is kept as NAME.csv.original",
    )
    _add_meter_and_format(parser, "text", "json")


def meters(parser: ArgumentParser) -> None:
    _add_meter_and_format(parser, "table", "json")


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


def add_url(parser: ArgumentParser) -> None:
    """Add the option for another API than the supplier's."""
    from argparse import SUPPRESS

    help_ = "set up with this API instead of Octopus's"
    parser.add_argument("--url", metavar="ORIGIN", default=SUPPRESS, help=help_)


def _add_region(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--region",
        metavar="LETTER",
        help="the distribution region, such as C for London (default: that of your meter)",
    )
    parser.add_argument(
        "--postcode",
        metavar="POSTCODE",
        help="look the region up; the postcode is sent to Octopus and kept nowhere",
    )


def _add_dates(parser: ArgumentParser) -> None:
    dates = "such as 2024-03-14, '14 mar', yesterday, last-month or -7d"
    parser.add_argument("--from", dest="since", metavar="DATE", help=f"the first day, {dates}")
    parser.add_argument("--to", dest="until", metavar="DATE", help=f"the last day, {dates}")


def _add_meter_and_format(parser: ArgumentParser, *formats: str) -> None:
    parser.add_argument("--meter", metavar="NAME", help="which meter (default: the first)")
    _add_format(parser, *formats)


def _add_format(parser: ArgumentParser, *formats: str) -> None:
    parser.add_argument(
        "--format",
        choices=formats,
        default=formats[0],
        help="how to print it (default: %(default)s)",
    )
