"""Decides how a file is to be taken, and whether that is proved. Pure.

What a person states or a layout shows is believed unless the stored readings contradict it. All
else must be proved by stored readings that fit only one way to take the file; otherwise the file
is refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from octoterm.household.meter import Fuel
from octoterm.imports import refusals, statement
from octoterm.imports.contradictions import contradiction
from octoterm.imports.file_rows import FileRows, possible_units
from octoterm.imports.overlap import ENOUGH, Compared, Comparer, Stored
from octoterm.imports.row_starts import StartsOfFile, orders_that_run
from octoterm.imports.statement import NOT_KNOWN, Fact, Facts, Taking

PROVED = Fact("", "the stored readings show it")
RUNS = Fact("", "its rows are consecutive this way")


class Evidence(NamedTuple):
    """How a file is taken, and the evidence for that."""

    facts: Facts
    taking: Taking
    starts: Sequence[int]
    """UTC seconds, for each row of the file; see `RowStarts`."""
    reasons: Counter[str]
    """Why rows cannot be taken in this way, with the number of rows for each reason."""
    compared: Compared
    refusal: str = ""
    """Why it is not taken, in a sentence; empty if it is."""
    option: str = ""
    """The options that would take it; empty if there are none."""


def evidence_of(file: FileRows, stored: Stored, fuel: Fuel, shift: int = 0) -> Evidence:
    """How the file is to be taken, moved by `shift` minutes, or why it is refused."""
    return _Judge(file, stored, fuel, shift).evidence()


class _Judge:
    """Decides about one file."""

    def __init__(self, file: FileRows, stored: Stored, fuel: Fuel, shift: int) -> None:
        self._file = file
        self._stored = stored
        self._fuel = fuel
        self._shift = shift
        self._comparer = Comparer(file, stored)
        self._starts = StartsOfFile(file)

    def evidence(self) -> Evidence:
        """The decision."""
        candidates = [*self._candidates()]
        facts = self._file.facts
        if not facts.order.value and len({each.order for each in candidates}) == 1:
            facts = facts._replace(order=RUNS._replace(value=candidates[0].order))
        if not facts.open:
            return self._checked(candidates[0], facts)
        found = {each: self._evidence(each, facts) for each in candidates}
        best = max(candidates, key=lambda each: found[each].compared.telling_same)
        compared = found[best].compared
        if compared.telling_same < ENOUGH or not compared.fits:
            refused = self._checked(best, facts)
            if refused.refusal:
                return refused
            why = refusals.not_shown(self._file.name, facts.open, compared.common)
            return refused._replace(refusal=why, option=self._to_state(facts.open))
        doubtful = [each for each in self._rivals(best, facts) if not self._excludes(best, each)]
        if doubtful:
            names = _different(facts.open, best, doubtful)
            why = refusals.not_told_apart(self._file.name, names)
            return found[best]._replace(refusal=why, option=self._to_state(names))
        proved = {name: PROVED._replace(value=getattr(best, name)) for name in facts.open}
        return self._checked(best, facts._replace(**proved))

    def _candidates(self) -> Iterator[Taking]:
        """Every way to take the file that its facts leave open."""
        yield from self._ways(self._file.facts, (self._shift,))

    def _rivals(self, best: Taking, facts: Facts) -> Iterator[Taking]:
        """All ways that the stored readings must exclude for the best one to be proved. Shifts are
        among them, as in one half of the year a shift looks like another zone."""
        yield from self._candidates()
        shifts = [self._shift + shift for shift in statement.SHIFTS]
        unit = Fact(best.unit, "")
        yield from self._ways(facts._replace(unit=unit), shifts)

    def _ways(self, facts: Facts, shifts: Sequence[int]) -> Iterator[Taking]:
        open_values = {
            "unit": possible_units(self._fuel),
            "zone": (statement.UTC, statement.LONDON),
            "stamp": (statement.START, statement.END),
            "order": orders_that_run(self._file.times),
        }
        choices = [
            open_values[name] if fact == NOT_KNOWN else (fact.value,)
            for name, fact in facts._asdict().items()
        ]
        yield from (Taking(*each) for each in product(*choices, shifts))

    def _excludes(self, best: Taking, rival: Taking) -> bool:
        """Whether the stored readings show that the rival is wrong, or it makes no difference."""
        ours, theirs = (self._starts.by(each).starts for each in (best, rival))
        if best.unit == rival.unit and ours == theirs:
            return True
        mine = self._comparer.fitting(ours, best.unit)
        its = self._comparer.fitting(theirs, rival.unit)
        return len(mine - its) >= ENOUGH and len(mine - its) >= 4 * len(its - mine)

    def _checked(self, taking: Taking, facts: Facts) -> Evidence:
        """The file taken in this way; refused if it, or the stored readings, contradict that."""
        found = self._evidence(taking, facts)
        doubt = contradiction(self._file, self._stored, self._fuel, found)
        return found if doubt is None else found._replace(**doubt._asdict())

    def _evidence(self, taking: Taking, facts: Facts) -> Evidence:
        starts, reasons = self._starts.by(taking)
        compared = self._comparer.compare(starts, taking.unit)
        return Evidence(facts, taking, starts, reasons, compared)

    def _to_state(self, names: Sequence[str]) -> str:
        return refusals.to_state(names, possible_units(self._fuel))


def _different(names: Sequence[str], best: Taking, others: Sequence[Taking]) -> Sequence[str]:
    """The open facts in which one of the others differs from the best; all if none does."""
    nearest = [each for each in others if each.shift == best.shift] or others
    return [
        name
        for name in names
        if any(getattr(best, name) != getattr(each, name) for each in nearest)
    ] or names
