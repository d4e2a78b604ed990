"""`octoterm check`: how complete the stored readings are, and whether their files are valid.

With `--fix` the files are fixed first, and the report is about the clean files.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from octoterm import number_format
from octoterm.analysis.coverage import coverage
from octoterm.cli import console, readings
from octoterm.cli.arguments import Arguments
from octoterm.cli.printed.wording import converted_in_words, nothing_stored, reasons_in_words
from octoterm.cli.source import config_of, one_point, open_source, refuse_demo
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
    if asked.fix:
        refuse_demo(asked, "its files")
    with open_source(asked) as source:
        config = config_of(source)
        point = one_point(asked, config)
        contents = readings.stored(source, point)
        fixed = {
            meter: finish(ReadingsFile(meter.csv, unit=meter.unit).fix()) if asked.fix else None
            for meter in contents
        }
        if any(fixed.values()):
            contents = readings.stored(source, point)
        series = readings.series(contents, point, config)
        nothing = "" if series.starts else nothing_stored(point, contents, source.folders)
    files = [_CheckedFile(meter, each, fixed[meter]) for meter, each in contents.items()]
    if asked.format == "json":
        console.say(json.dumps(_record(files, series, with_fixed=asked.fix), indent=2))
    else:
        one = f" · {clean(str(files[0].meter.csv))}" if len(files) == 1 else ""
        lines = [f"{point.name}{one}", ""]
        if asked.fix and len(files) == 1:
            lines += [*_what_was_fixed(files[0].fixed), ""]
        lines += [nothing] if nothing else _completeness(series)
        for file in files:
            if len(files) > 1:
                lines += ["", clean(str(file.meter.csv))]
                lines += _what_was_fixed(file.fixed) if asked.fix else ()
            lines += _soundness(file.contents)
        console.say("\n".join(lines))
    return 0 if all(file.is_sound for file in files) else 1


class _CheckedFile(NamedTuple):
    """The file of one of the meters."""

    meter: Meter
    contents: Contents
    fixed: Fixed | None
    """What was fixed in the file; None if nothing was."""

    @property
    def is_sound(self) -> bool:
        """Whether every line is a reading, once and in order."""
        found = self.contents
        return not (found.duplicates or found.unordered or found.unreadable)

    def record(self, *, with_fixed: bool) -> dict[str, object]:
        record = {"file": str(self.meter.csv), **_faults(self.contents)}
        if with_fixed:
            record["fixed"] = self.fixed and {
                "original": str(self.fixed.original),
                **_faults(self.fixed.contents),
            }
        return record


def _record(
    files: Sequence[_CheckedFile], series: Series, *, with_fixed: bool
) -> dict[str, object]:
    """What was found; if the meter point has several files, they are in a list."""
    records = [file.record(with_fixed=with_fixed) for file in files]
    if len(records) == 1:
        file = {"file": records[0].pop("file")}
        return {**file, **_coverage(series), **records[0]}
    return {**_coverage(series), "files": records}


def _coverage(series: Series) -> dict[str, object]:
    whole = coverage(series)
    return {
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


def _completeness(series: Series) -> Iterator[str]:
    whole = coverage(series)
    yield whole.readings_in_words
    yield whole.days_in_words
    yield whole.gaps_counted + (":" if whole.gaps else "")
    yield from (f"  {words}" for words in whole.words)


def _soundness(contents: Contents) -> Iterator[str]:
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
