"""Options that several commands have."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser


def add_url(parser: ArgumentParser) -> None:
    """Add the option for another API than the supplier's."""
    from argparse import SUPPRESS

    help_ = "set up with this API instead of Octopus's"
    parser.add_argument("--url", metavar="ORIGIN", default=SUPPRESS, help=help_)


def add_region(parser: ArgumentParser) -> None:
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


def add_dates(parser: ArgumentParser) -> None:
    dates = "such as 2024-03-14, '14 mar', yesterday, last-month or -7d"
    parser.add_argument("--from", dest="since", metavar="DATE", help=f"the first day, {dates}")
    parser.add_argument("--to", dest="until", metavar="DATE", help=f"the last day, {dates}")


def add_meter_and_format(parser: ArgumentParser, *formats: str) -> None:
    parser.add_argument("--meter", metavar="NAME", help="which meter (default: the first)")
    add_format(parser, *formats)


def add_format(
    parser: ArgumentParser,
    *formats: str,
    help_: str = "how to print it (default: %(default)s)",
    has_default: bool = True,
) -> None:
    """Add --format and --json; the first format is the default one, if there is any."""
    one = parser.add_mutually_exclusive_group()
    default = formats[0] if has_default else None
    one.add_argument("--format", choices=formats, default=default, help=help_)
    one.add_argument(
        "--json",
        dest="format",
        action="store_const",
        const="json",
        help="the same as --format json",
    )
