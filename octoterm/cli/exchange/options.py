"""The options of each command that exchanges readings, in a function of its name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from octoterm.cli.shared_options import add_dates, add_format

if TYPE_CHECKING:
    from argparse import ArgumentParser


def import_(parser: ArgumentParser) -> None:
    from octoterm.imports.statement import END, ORDERS, START, UNITS  # not needed to export

    units = {unit.casefold(): unit for unit in UNITS}
    parser.add_argument(
        "files",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="a CSV from the supplier's website, n3rgy, Bright or octoterm, or JSON from the API",
    )
    parser.add_argument(
        "--meter", metavar="NAME", help="whose readings they are (not needed for a single meter)"
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would be imported")
    parser.add_argument(
        "--columns",
        metavar="start=A,end=B,kwh=C",
        help="the columns of any other table, by name or by number from 1; one time is enough",
    )
    parser.add_argument(
        "--unit",
        choices=UNITS,
        type=lambda typed: units.get(typed.casefold().replace("³", "3"), typed),
        help="the unit of the numbers",
    )
    parser.add_argument(
        "--zone",
        metavar="ZONE",
        help="the zone of the times, such as UTC or Europe/London",
    )
    parser.add_argument(
        "--stamp",
        choices=(START, END),
        help="whether a single time is the start or the end of its half hour",
    )
    parser.add_argument(
        "--order",
        choices=ORDERS,
        help="how dates such as 4/11/2024 are meant",
    )
    parser.add_argument(
        "--shift",
        metavar="MINUTES",
        help="add this many minutes to all times, such as -30, if their clock was wrong",
    )
    add_format(parser, "table", "json")


def export(parser: ArgumentParser) -> None:
    add_format(
        parser,
        *("csv", "jsonl", "json", "line-protocol", "openmetrics", "parquet"),
        help_="how to write it (default: csv); json is the same as jsonl, one object per line",
        has_default=False,
    )
    parser.add_argument(
        "--in",
        dest="in_",
        choices=("kwh", "cost"),
        default="kwh",
        help="the readings, or what their energy cost in pence with VAT (default: %(default)s)",
    )
    add_dates(parser)
    parser.add_argument("--meter", metavar="NAME", help="only this meter (default: all)")
    parser.add_argument(
        "--since-last",
        metavar="NAME",
        help="only what is new or revised since the last export with this NAME of your choice",
    )
    parser.add_argument(
        "--push",
        metavar="URL",
        help="send it to this write address of InfluxDB or VictoriaMetrics, with the token in "
        "$OCTOTERM_PUSH_TOKEN if there is one",
    )
    parser.add_argument("--gzip", action="store_true", help="compress the output")
    parser.add_argument("--quiet", action="store_true", help="do not say how much was sent")
    parser.add_argument("--grafana", action="store_true", help="print a Grafana dashboard instead")
