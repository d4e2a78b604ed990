"""The options of each command that exchanges readings, in a function of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoterm.cli.shared_options import add_dates

if TYPE_CHECKING:
    from argparse import ArgumentParser


def export(parser: ArgumentParser) -> None:
    formats = ("csv", "jsonl", "json", "line-protocol", "openmetrics", "parquet")
    parser.add_argument(
        "--format",
        choices=formats,
        help="how to write it (default: csv); json is the same as jsonl, an object on each line",
    )
    parser.add_argument(
        "--json",
        dest="format",
        action="store_const",
        const="json",
        help="the same as --format json",
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
        help="only what the program that you call NAME has not had, or has had otherwise",
    )
    parser.add_argument(
        "--push",
        metavar="URL",
        help="send it to this address of an InfluxDB or VictoriaMetrics, in the line protocol; "
        "$OCTOTERM_PUSH_TOKEN is the token",
    )
    parser.add_argument("--gzip", action="store_true", help="compress it")
    parser.add_argument("--quiet", action="store_true", help="do not say what was sent")
    parser.add_argument(
        "--grafana", action="store_true", help="print a dashboard for Grafana instead"
    )
