"""`octoterm summary`: what is stored, period by period, by itself or beside others."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from octoterm.analysis import summary
from octoterm.breakdown import Part
from octoterm.cli import report, summary_table
from octoterm.comparison import Against, compare_each
from octoterm.period import Granularity, Period
from octoterm.records import COMPARED_KEYS, KEYS, compared_record, record


def run(asked: Namespace) -> int:
    """Raises OctotermError."""
    about = report.subject(asked)
    consumption, since, until = about.consumption, about.since, about.until
    granularity = Granularity(asked.by)
    parts = summary(consumption, granularity, since, until)

    def total(days: Period) -> Part:
        return Part("Total", "Total", consumption.figures(days), days)

    def table(days: Period) -> Iterator[str]:
        return summary_table.lines(parts, total(days), granularity)

    if asked.compare is None:
        report.say(about, asked.format, KEYS, map(record, parts), table)
        return 0

    beside = list(compare_each(consumption, parts, Against(asked.compare), since, until))

    def compared_table(days: Period) -> Iterator[str]:
        return summary_table.compared_lines(beside, total(days), granularity)

    records = map(compared_record, beside)
    report.say(about, asked.format, COMPARED_KEYS, records, compared_table)
    return 0
