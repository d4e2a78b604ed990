"""What an import found, as text for people."""

from __future__ import annotations

from collections.abc import Iterator

from octoterm import number_format
from octoterm.cli.printed.wording import aligned, reasons_in_words
from octoterm.imports import statement
from octoterm.imports.plan import FilePlan, Plan
from octoterm.number_format import count
from octoterm.periods.labels import moment_label, reach_label

MOST_DIFFERENCES = 5
"""Most half hours to list that have another value; further ones are counted."""
_ZONES = {statement.WRITTEN: "by its offsets"}
_UNITS = {"m3": "m³"}


def lines(title: str, plan: Plan, unit: str) -> Iterator[str]:
    """A line for each file, how it is interpreted and why, and the values that differ."""
    yield title
    yield ""
    table = [["File", "Written by", "Rows", "New", "Same", "Different"]]
    for each in plan.files:
        counts = (len(each.file.numbers), each.new, each.same, each.different)
        table.append([each.file.name, each.file.layout, *(f"{number:,}" for number in counts)])
    yield from aligned(table, left={0, 1})
    for each in plan.files:
        yield ""
        yield from _about(each)
    if plan.differences:
        shown = _UNITS.get(unit, unit)
        yield ""
        yield (
            f"{count(len(plan.differences), 'half hour')} stored with another value, which stays:"
        )
        for one in plan.differences[:MOST_DIFFERENCES]:
            stored, value = (number_format.number(float(v), 3) for v in (one.stored, one.value))
            yield f"  {moment_label(one.start)}: {stored} {shown} stored, {value} in the file"
        if (more := len(plan.differences) - MOST_DIFFERENCES) > 0:
            yield f"  and {more:,} more"


def _about(each: FilePlan) -> Iterator[str]:
    file, evidence = each.file, each.evidence
    yield file.name
    if each.first is not None and each.last is not None and not evidence.facts.open:
        yield f"  {count(each.half_hours, 'half hour')}, {reach_label(each.first, each.last)}"
    for name, fact in evidence.facts._asdict().items():
        if fact.value == statement.YEAR_FIRST:
            continue  # as everywhere
        if fact.value:
            shown = _ZONES.get(fact.value, _UNITS.get(fact.value, fact.value))
            yield f"  {name}: {shown} ({fact.why})"
        else:
            yield f"  {name}: not known"
    if evidence.taking.shift:
        yield f"  moved by {evidence.taking.shift} minutes (stated)"
    compared = evidence.compared
    if compared.common:
        yield f"  {compared.same:,} of {count(compared.common, 'stored half hour')} agree"
    else:
        yield "  none of it is stored, so nothing is compared"
    if each.repeated:
        yield f"  {count(each.repeated, 'row')} repeated"
    if file.gaps:
        yield f"  {count(file.gaps, 'row')} without a number: still gaps"
    if file.of_others:
        yield f"  {count(file.of_others, 'row')} of other meters left out"
    if reasons := [*file.reasons, *evidence.reasons.most_common()]:
        total = sum(times for _, times in reasons)
        yield f"  left out {count(total, 'row')}: {reasons_in_words(reasons)}"
        if file.example:
            yield f"  {file.example}"
