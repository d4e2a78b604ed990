"""Every command of `octoterm`, in the order of --help.

To add one, declare it here and write a module of its name in this folder, with a
`run(asked: Arguments) -> int` that returns the exit code. Nothing else needs to be changed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from argparse import ArgumentParser


def _no_options(_: ArgumentParser) -> None:
    """For commands with the shared options only."""


class Command(NamedTuple):
    """One command."""

    name: str
    """The name as typed, and of its module."""
    help: str
    """A sentence that says what the command does."""
    add_options: Callable[[ArgumentParser], None] = _no_options
    more: str = ""
    """Sentences for the command's own --help only."""


def _sync_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--full",
        action="store_true",
        help="look for the account's meters again, and download the full history again",
    )
    parser.add_argument("--meter", metavar="NAME", help="only this meter")
    parser.add_argument("--quiet", action="store_true", help="print nothing but errors")
    parser.add_argument("--json", action="store_true", help="print the results as JSON")


def _summary_options(parser: ArgumentParser) -> None:
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


def _cost_options(parser: ArgumentParser) -> None:
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


def _bill_options(parser: ArgumentParser) -> None:
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


def _reconcile_options(parser: ArgumentParser) -> None:
    from pathlib import Path

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


def _today_options(parser: ArgumentParser) -> None:
    parser.add_argument("--meter", metavar="NAME", help="which meter (default: the first)")


def _trends_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--of",
        choices=("total", "base", "peak"),
        default="total",
        help="each day's total, base load or peak (default: %(default)s)",
    )
    _add_dates(parser)
    _add_meter_and_format(parser, "table", "csv", "json")


def _profile_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--season",
        choices=("winter", "spring", "summer", "autumn"),
        help="only these three months of each year; winter is December to February",
    )
    _add_dates(parser)
    _add_meter_and_format(parser, "table", "csv", "json")


def _check_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--fix",
        action="store_true",
        help="write a clean file; the old one is kept as NAME.csv.original",
    )
    _add_meter_and_format(parser, "text", "json")


def _meters_options(parser: ArgumentParser) -> None:
    _add_meter_and_format(parser, "table", "json")


def _doctor_options(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print what was found as JSON")
    parser.add_argument("--offline", action="store_true", help="do not ask the API")
    parser.add_argument(
        "--report",
        action="store_true",
        help="replace the key, account, MPANs and names, to paste it into a bug report",
    )


def _init_options(parser: ArgumentParser) -> None:
    from pathlib import Path

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


def _add_dates(parser: ArgumentParser) -> None:
    dates = "such as 2024-03-14, '14 mar', yesterday, last-month or -7d"
    parser.add_argument("--from", dest="since", metavar="DATE", help=f"the first day, {dates}")
    parser.add_argument("--to", dest="until", metavar="DATE", help=f"the last day, {dates}")


def _add_meter_and_format(parser: ArgumentParser, *formats: str) -> None:
    parser.add_argument("--meter", metavar="NAME", help="which meter (default: the first)")
    parser.add_argument(
        "--format",
        choices=formats,
        default=formats[0],
        help="how to print it (default: %(default)s)",
    )


COMMANDS = (
    Command(
        "sync",
        "Download new readings into the CSV files.",
        _sync_options,
        "Each sync also requests the last 45 days again, which your supplier may have corrected, "
        "and what is missing from the last 90. Once a month it downloads the full history, as "
        "with --full.",
    ),
    Command(
        "summary", "Print how much was used in each day, week, month or year.", _summary_options
    ),
    Command(
        "cost",
        "Print what each day, week, month, year or bill cost.",
        _cost_options,
        "It works with the prices that `octoterm sync` has stored. Days are London's; VAT and "
        "standing charges are included, and what has no price is said.",
    ),
    Command(
        "bill",
        "Print a bill as the supplier makes it, or what would explain another one.",
        _bill_options,
        "It is normally within 2p of the supplier's, once all readings are in.",
    ),
    Command(
        "reconcile",
        "Compare with the CSV that the supplier's website gives, costs included.",
        _reconcile_options,
        "It never changes a reading.",
    ),
    Command(
        "today",
        "Print one line about the latest complete day.",
        _today_options,
        "For a shell prompt or a login message: it downloads nothing, and also says what is "
        "unusual about the day, and whether the readings are old.",
    ),
    Command(
        "trends",
        "Print each day's total, base load or peak, with running averages.",
        _trends_options,
    ),
    Command(
        "profile",
        "Print an average day, half hour by half hour, for weekdays and weekends.",
        _profile_options,
    ),
    Command(
        "check",
        "Report gaps in the readings and faults in the CSV file.",
        _check_options,
    ),
    Command(
        "meters",
        "List the meters, with their readings and tariffs.",
        _meters_options,
        "Those of an account are as octoterm last asked for them; `octoterm sync` asks again.",
    ),
    Command(
        "doctor",
        "Check that readings can come and can be kept.",
        _doctor_options,
        "The exit code is 1 if they cannot. It changes nothing.",
    ),
    Command("paths", "Show where the configuration, readings and logs are."),
    Command(
        "init",
        "Find your meters and write the configuration.",
        _init_options,
        "It asks for your API key and account number. The key may also be in a file or in "
        "$OCTOTERM_API_KEY.",
    ),
)
