"""`octoterm check`: how whole the stored readings are, and whether their file is sound."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator, Sequence

from octoterm.clean import clean
from octoterm.cli import console, readings
from octoterm.cli.opening import configured, one_meter, opened
from octoterm.cli.wording import nothing_stored
from octoterm.config import Meter
from octoterm.consumption import Consumption
from octoterm.coverage import coverage
from octoterm.document import Sheet
from octoterm.records import iso

MOST_LINES = 10
"""Listed by number before they are only counted."""


def run(asked: Namespace) -> int:
    """1 if lines are double, out of order or unreadable; gaps are no failure.

    Raises OctotermError.
    """
    with opened(asked) as source:
        config = configured(source)
        meter = one_meter(asked, config)
        sheet = readings.stored(source, meter)
    consumption = readings.consumption(sheet, meter, config)
    if asked.format == "json":
        console.say(json.dumps(_record(meter, sheet, consumption), indent=2))
    else:
        console.say("\n".join(_text(meter, sheet, consumption)))
    return 1 if sheet.duplicates or sheet.unordered or sheet.unreadable else 0


def _record(meter: Meter, sheet: Sheet, consumption: Consumption) -> dict[str, object]:
    whole = coverage(consumption)
    return {
        "file": str(meter.csv),
        "readings": whole.readings,
        "first": iso(whole.first),
        "last": iso(whole.last),
        "days": whole.days,
        "complete_days": whole.complete,
        "incomplete_days": whole.incomplete,
        "missing_days": whole.missing,
        "gaps": [
            {"start": iso(gap.start), "end": iso(gap.end), "half_hours": gap.half_hours}
            for gap in whole.gaps
        ],
        "duplicates": sheet.duplicates,
        "unordered": sheet.unordered,
        "unreadable": [{"line": bad.line, "why": bad.why} for bad in sheet.unreadable],
    }


def _text(meter: Meter, sheet: Sheet, consumption: Consumption) -> Iterator[str]:
    yield f"{meter.name} · {clean(str(meter.csv))}"
    yield ""
    whole = coverage(consumption)
    if not whole.readings:
        yield nothing_stored(meter)
    else:
        yield whole.readings_in_words
        yield whole.days_in_words
        yield whole.gaps_counted + (":" if whole.gaps else "")
        yield from (f"  {words}" for words in whole.words)
    yield from _faults(sheet)


def _faults(sheet: Sheet) -> Iterator[str]:
    if sheet.starts and not (sheet.duplicates or sheet.unordered or sheet.unreadable):
        yield "Every line of the file can be read, once and in order"
    if sheet.duplicates:
        yield f"Doubles, of which the last counts: {_lines(sheet.duplicates)}"
    if sheet.unordered:
        yield f"Out of order: {_lines(sheet.unordered)}"
    for line, why in sheet.unreadable:
        yield f"Unreadable: line {line:,}, {why}"


def _lines(numbers: Sequence[int]) -> str:
    """`line 5`, or `lines 5, 9, …` with so many of them as can be taken in."""
    shown = ", ".join(f"{number:,}" for number in numbers[:MOST_LINES])
    rest = len(numbers) - MOST_LINES
    if rest > 0:
        shown += f" and {rest:,} more"
    return f"line{'s' if len(numbers) > 1 else ''} {shown}"
