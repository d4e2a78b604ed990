"""`octoterm check`: how complete the stored readings are, and whether their file is valid.

With `--fix` the file is fixed first, and the report is about the clean file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from octoterm import number_format
from octoterm.analysis.coverage import coverage
from octoterm.cli import console, readings
from octoterm.cli.arguments import Arguments
from octoterm.cli.meters import one_meter
from octoterm.cli.source import config_of, open_source
from octoterm.cli.wording import converted_in_words, nothing_stored, reasons_in_words
from octoterm.consumption.series import Series
from octoterm.household.meter import Meter
from octoterm.periods.london import iso
from octoterm.readings_csv.contents import Contents
from octoterm.runtime.slices import finish
from octoterm.safe_text import clean
from octoterm.storage.readings_file import Fixed, ReadingsFile

MOST_LINES = 10
"""Lines listed by number; any more are only counted."""


def run(asked: Arguments) -> int:
    """Check and print. Returns 1 if lines are (still) duplicate, out of order or unreadable; gaps
    are not a failure. Raises OctotermError.
    """
    with open_source(asked) as source:
        config = config_of(source)
        meter = one_meter(asked, config)
        contents = readings.stored(source, meter)
        fixed = finish(ReadingsFile(meter.csv, unit=meter.unit).fix()) if asked.fix else None
        if fixed:
            contents = readings.stored(source, meter)
        nothing = "" if contents.starts else nothing_stored(meter, contents, source.folders)
    series = readings.series(contents, meter, config)
    if asked.format == "json":
        record = _record(meter, contents, series)
        if asked.fix:
            record["fixed"] = fixed and {
                "original": str(fixed.original),
                **_faults(fixed.contents),
            }
        console.say(json.dumps(record, indent=2))
    else:
        lines = [f"{meter.name} · {clean(str(meter.csv))}", ""]
        if asked.fix:
            lines += [*_what_was_fixed(fixed), ""]
        console.say("\n".join([*lines, *_text(contents, series, nothing)]))
    return 1 if contents.duplicates or contents.unordered or contents.unreadable else 0


def _record(meter: Meter, contents: Contents, series: Series) -> dict[str, object]:
    whole = coverage(series)
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
        **_faults(contents),
    }


def _faults(contents: Contents) -> dict[str, object]:
    return {
        "duplicates": contents.duplicates,
        "unordered": contents.unordered,
        "unreadable": [{"line": bad.line, "why": bad.why} for bad in contents.unreadable],
        "unreadable_lines": contents.unreadable_lines,
        "unreadable_by_reason": dict(contents.reasons),
    }


def _what_was_fixed(fixed: Fixed | None) -> Iterator[str]:
    if fixed is None:
        yield "Nothing to fix; the file was left alone"
        return
    yield "Fixed: every line is a reading now, once and in order, as octoterm writes it"
    yield f"The file as it was is kept as {clean(str(fixed.original))}"
    if numbers := [bad.line for bad in fixed.contents.unreadable]:
        count = fixed.contents.unreadable_lines
        lines = number_format.count(count, "unreadable line")
        yield f"Kept only in that file: {lines}, {_lines(numbers, count)}"
    if fixed.contents.converted_from:
        yield converted_in_words(fixed.contents)
    yield from _unsound(fixed.contents)


def _text(contents: Contents, series: Series, nothing: str) -> Iterator[str]:
    whole = coverage(series)
    if nothing:
        yield nothing
    else:
        yield whole.readings_in_words
        yield whole.days_in_words
        yield whole.gaps_counted + (":" if whole.gaps else "")
        yield from (f"  {words}" for words in whole.words)
    if contents.converted_from:
        yield converted_in_words(contents)
    if contents.duplicates or contents.unordered or contents.unreadable:
        yield from _unsound(contents)
        if contents.starts:
            yield "`octoterm check --fix` writes a clean file and keeps a copy of this one"
    elif contents.starts:
        yield "Every line is readable, unique and in order"


def _unsound(contents: Contents) -> Iterator[str]:
    if contents.duplicates:
        yield f"Duplicates (the last one counts): {_lines(contents.duplicates)}"
    if contents.unordered:
        yield f"Out of order: {_lines(contents.unordered)}"
    lines = contents.unreadable_lines
    if lines > 1:
        reasons = reasons_in_words(contents.reasons)
        yield f"Unreadable: {number_format.count(lines, 'line')} ({reasons})"
    for line, why in contents.unreadable[:MOST_LINES]:
        yield f"Unreadable: line {line:,}, {why}"
    if rest := contents.unreadable[MOST_LINES:]:
        yield f"Also unreadable: {_lines([bad.line for bad in rest], lines - MOST_LINES)}"


def _lines(numbers: Sequence[int], total: int | None = None) -> str:
    """`line 5`, or `lines 5, 9, … and 3 more` with at most MOST_LINES numbers. `total` is the
    number of lines, if it is more than `numbers`."""
    shown = ", ".join(f"{number:,}" for number in numbers[:MOST_LINES])
    rest = (len(numbers) if total is None else total) - MOST_LINES
    if rest > 0:
        shown += f" and {rest:,} more"
    return f"{number_format.plural(len(numbers), 'line')} {shown}"
