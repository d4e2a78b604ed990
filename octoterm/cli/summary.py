"""`octoterm summary`: what is stored, period by period."""

from __future__ import annotations

import time
from argparse import Namespace
from datetime import date

from octoterm import units
from octoterm.analysis import days_counted, summary
from octoterm.breakdown import Part
from octoterm.cli import console, readings, summary_table
from octoterm.cli.opening import configured, one_meter, opened
from octoterm.cli.wording import json_list, nothing_stored, title
from octoterm.dates import parse_day
from octoterm.errors import UsageError
from octoterm.period import Granularity, range_label
from octoterm.records import csv_lines, record


def run(asked: Namespace) -> int:
    """Raises OctotermError."""
    with opened(asked) as source:
        config = configured(source)
        meter = one_meter(asked, config)
        today = config.calendar.day_of(int(time.time()))
        since, until = _day("--from", asked.since, today), _day("--to", asked.until, today)
        if since and until and since > until:
            raise UsageError(f"--from {since} is after --to {until}")
        sheet = readings.stored(source, meter)
    if sheet.unreadable:
        lines = units.count(len(sheet.unreadable), "line")
        console.complain(f"{lines} of {meter.name} cannot be read: `octoterm check` says why.")
    consumption = readings.consumption(sheet, meter, config)
    granularity = Granularity(asked.by)
    parts = summary(consumption, granularity, since, until)
    if asked.format == "json":
        console.say(json_list(map(record, parts)))
    elif asked.format == "csv":
        console.say("\n".join(csv_lines(parts)))
    elif consumption.whole is None:
        console.say(nothing_stored(meter))
    elif days := days_counted(consumption, since, until):
        console.say(f"{title(meter)} · {range_label(days.first, days.last)}\n")
        total = Part("Total", "Total", consumption.figures(days), days)
        console.say("\n".join(summary_table.lines(parts, total, granularity)))
    else:
        stored = range_label(consumption.whole.first, consumption.whole.last)
        console.say(f"Nothing is stored for {meter.name} on these days, only for {stored}.")
    return 0


def _day(option: str, text: str | None, today: date) -> date | None:
    try:
        return None if text is None else parse_day(text, today)
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from None
