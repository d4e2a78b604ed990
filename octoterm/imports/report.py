"""The report of an import for other programs. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from octoterm.imports.plan import FilePlan, Plan
from octoterm.imports.statement import Fact
from octoterm.periods.london import iso

MOST_DIFFERENCES = 10
"""Half hours with another value that are listed; all are counted."""


def record(plan: Plan) -> Mapping[str, object]:
    """What the files hold and how much of it is new: counts of half hours, and the evidence."""
    return {
        "rows": sum(len(each.file.numbers) for each in plan.files),
        "new": len(plan.new),
        "same": plan.same,
        "different": len(plan.differences),
        "gaps_filled": plan.gaps_filled,
        "differences": [
            {"start": iso(each.start), "stored": each.stored, "file": float(each.value)}
            for each in plan.differences[:MOST_DIFFERENCES]
        ],
        "files": [_of_file(each) for each in plan.files],
    }


def _of_file(each: FilePlan) -> Mapping[str, object]:
    file, evidence = each.file, each.evidence
    return {
        "file": file.name,
        "layout": file.layout,
        "rows": len(file.numbers),
        "half_hours": each.half_hours,
        "first": iso(each.first),
        "last": iso(each.last),
        "new": each.new,
        "same": each.same,
        "different": each.different,
        "repeated": each.repeated,
        "gaps": file.gaps,
        "other_meters": file.of_others,
        "unreadable": dict([*file.reasons, *evidence.reasons.items()]),
        "unreadable_example": file.example or None,
        "refused": each.refusal or None,
        "option": evidence.option or None,
        "evidence": {
            **{name: _of_fact(fact) for name, fact in evidence.facts._asdict().items()},
            "shift": evidence.taking.shift,
            "compared": evidence.compared.common,
            "equal": evidence.compared.same,
            "telling": evidence.compared.telling,
        },
    }


def _of_fact(fact: Fact) -> Mapping[str, object]:
    return {"value": fact.value or None, "why": fact.why or None}
