"""Decides how a file is to be taken, and whether that is proved. Pure.

What a person states or a layout shows is believed until the stored readings contradict it. What
neither says is proved by them, or the file is refused: half hours in which all other ways to take
it are wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, product
from typing import NamedTuple

from octoterm.household.meter import UNIT_KWH, Fuel
from octoterm.imports import refusals, statement
from octoterm.imports.file_rows import FileRows, possible_units
from octoterm.imports.overlap import ENOUGH, SOME, Compared, Comparer, Stored
from octoterm.imports.shifted_runs import ShiftedRun, shifted_run
from octoterm.imports.statement import STATED, Fact, Facts, Taking
from octoterm.imports.taking import NO_SUCH_TIME, NONE, Taken, lasts_half_an_hour, take
from octoterm.periods.london import HALF_HOUR

PROVED = "the stored readings show it"
MOST_SAMPLED = 5_000
"""Rows of a file to look at, when other ways to take it are tried."""
MOST_CHANGES = 3
"""In which another way to take a file may differ: see `Taking.changes`."""
FUSE = 11.5
"""kWh that the 100 A fuse of a British supply allows in a half hour."""


class Evidence(NamedTuple):
    """How a file is taken, and what speaks for it."""

    facts: Facts
    taking: Taking
    starts: Sequence[int]
    """UTC seconds, for each row of the file; see `Taken`."""
    reasons: Counter[str]
    """Why rows cannot be taken so, and how many they are."""
    compared: Compared
    refusal: str = ""
    """Why it is not taken, in a sentence; empty if it is."""
    option: str = ""
    """The options that would take it; empty if there are none."""


class Judge:
    """Decides about one file."""

    def __init__(self, file: FileRows, stored: Stored, fuel: Fuel, shift: int = 0) -> None:
        self._file = file
        self._stored = stored
        self._fuel = fuel
        self._shift = shift
        self._comparer = Comparer(file, stored)

    def evidence(self) -> Evidence:
        """The decision."""
        candidates = [*self._candidates()]
        facts = self._file.facts
        if not facts.order.value and len({each.order for each in candidates}) == 1:
            facts = facts._replace(order=Fact(candidates[0].order, "its rows run on so"))
        if not facts.open:
            return self._checked(candidates[0], facts)
        taken = {each: take(self._file, each) for each in candidates}
        compared = {each: self._compare(taken[each], each.unit) for each in candidates}
        best = max(candidates, key=lambda each: compared[each].telling_same)
        if compared[best].telling_same < ENOUGH or not compared[best].fits:
            found = self._checked(best, facts)
            if found.refusal:
                return found
            return found._replace(
                refusal=refusals.not_shown(self._file.name, facts.open, compared[best].common),
                option=refusals.to_state(facts.open),
            )
        doubtful = [
            rival
            for rival in (*candidates, *self._shifted(best))
            if not self._excludes(best, rival)
        ]
        if doubtful:
            names = [
                name
                for name in facts.open
                if any(getattr(best, name) != getattr(rival, name) for rival in doubtful)
            ]
            return self._evidence(best, facts, taken[best])._replace(
                refusal=refusals.not_told_apart(self._file.name, names or facts.open),
                option=refusals.to_state(names or facts.open),
            )
        proved = {name: Fact(getattr(best, name), PROVED) for name in facts.open}
        return self._checked(best, facts._replace(**proved))

    def _candidates(self) -> Iterator[Taking]:
        """Every way to take the file that its facts leave open."""
        facts = self._file.facts
        zones = (facts.zone.value,) if facts.zone.value else (statement.UTC, statement.LONDON)
        orders = (facts.order.value,) if facts.order.value else self._orders_that_run()
        choices = (
            (facts.unit.value,) if facts.unit.value else possible_units(self._fuel),
            zones,
            (facts.stamp.value,) if facts.stamp.value else (statement.START, statement.END),
            orders,
            (self._shift,),
        )
        yield from (Taking(*each) for each in product(*choices))

    def _orders_that_run(self) -> Sequence[str]:
        """The orders of a date's numbers: one, if rows follow one another in it alone."""
        orders = self._file.times.orders
        if len(orders) == 1:
            return orders
        following = [
            {
                row
                for row, (above, below) in enumerate(pairwise(self._file.times.walls(order)))
                if above is not None and below is not None and abs(above - below) == HALF_HOUR
            }
            for order in orders
        ]
        for order, mine, others in zip(orders, following, following[::-1], strict=True):
            if mine > others:
                return (order,)
        return orders

    def _excludes(self, best: Taking, rival: Taking) -> bool:
        """Whether the stored readings show that it is not the rival; also if it is the same."""
        if rival == best:
            return True
        ours, theirs = take(self._file, best).starts, take(self._file, rival).starts
        if best.unit == rival.unit and ours == theirs:
            return True
        mine = self._comparer.fitting(ours, best.unit)
        its = self._comparer.fitting(theirs, rival.unit)
        return len(mine - its) >= ENOUGH and len(mine - its) >= 4 * len(its - mine)

    def _shifted(self, best: Taking) -> Iterator[Taking]:
        for shift in statement.SHIFTS:
            yield best._replace(shift=best.shift + shift)

    def _checked(self, taking: Taking, facts: Facts) -> Evidence:
        """The file taken in this way, unless the stored readings, or itself, contradict that."""
        found = self._evidence(taking, facts, take(self._file, taking))
        refusal, option = self._contradiction(found)
        return found._replace(refusal=refusal, option=option)

    def _contradiction(self, found: Evidence) -> tuple[str, str]:
        """Why the file cannot be taken so, and the options that would take it; empty if it can."""
        taking, compared, name = found.taking, found.compared, self._file.name
        if self._file.ends is None and not lasts_half_an_hour(found.starts):
            return refusals.not_half_hourly(name), ""
        if found.reasons[NO_SUCH_TIME]:
            return self._no_such_time(taking)
        is_doubtful = len(compared.different) >= SOME or compared.telling_same < ENOUGH
        if is_doubtful and (other := self._better(taking)):
            return refusals.contradicted(name, taking, other), taking.options(other)
        if compared.telling >= SOME and not compared.fits:
            return refusals.of_another_meter(name, compared), ""
        if compared.different and (run := self._shifted_run(found)):
            return refusals.partly_shifted(name, run), ""
        if not self._stored.is_exact(taking.unit) and found.facts.unit.why != STATED:
            return refusals.other_unit(name, taking.unit, self._stored), f"--unit {taking.unit}"
        if self._is_beyond_the_fuse(found):
            return refusals.beyond_the_fuse(name, FUSE), "--unit Wh"
        return "", ""

    def _no_such_time(self, taking: Taking) -> tuple[str, str]:
        """The contradiction where the file has times that there are not when it is taken so."""
        name, orders = self._file.name, self._file.times.orders
        if None in self._file.times.walls(taking.order):
            option = f"--order {orders[0]}" if len(orders) == 1 else ""
            return refusals.no_such_days(name, taking.order), option
        return refusals.skipped_hour(name, taking.zone), "--zone UTC"

    def _better(self, taking: Taking) -> Taking | None:
        """Another way to take the file, which fits the stored readings when this one does not."""
        file = _sampled(self._file)
        judge = Judge(file, self._stored, self._fuel)
        comparer, takes = judge._comparer, dict[Taking, Taken]()
        mine = comparer.fitting(take(file, taking).starts, taking.unit)
        best: tuple[int, Taking] | None = None
        level = 0
        for other in judge._others(taking):
            if taking.changes(other) > level and best:
                break
            level = taking.changes(other)
            plain = other._replace(unit=taking.unit, shift=0)
            if plain not in takes:
                takes[plain] = take(file, plain)
            starts = [start and start + 60 * other.shift for start in takes[plain].starts]
            its = comparer.fitting(starts, other.unit)
            gained, lost = len(its - mine), len(mine - its)
            if (
                gained < SOME
                or gained <= 3 * lost
                or not comparer.compare(starts, other.unit).fits
            ):
                continue
            if best is None or gained - lost > best[0]:
                best = gained - lost, other
        return best[1] if best else None

    def _others(self, taking: Taking) -> Sequence[Taking]:
        """Other ways to take the file, those first that differ least."""
        orders = (
            (statement.YEAR_FIRST, statement.YEAR_DAY_MONTH)
            if self._file.times.orders == (statement.YEAR_FIRST,)
            else (statement.DAY_FIRST, statement.MONTH_FIRST)
        )
        stamps = (statement.START, statement.END) if self._file.ends is None else (taking.stamp,)
        zones = dict.fromkeys((taking.zone, statement.LONDON, statement.UTC))
        ways = product(possible_units(self._fuel), zones, stamps, orders, (0, *statement.SHIFTS))
        others = [Taking(*way) for way in ways]
        near = [each for each in others if 0 < taking.changes(each) <= MOST_CHANGES]
        return sorted(near, key=taking.changes)

    def _shifted_run(self, found: Evidence) -> ShiftedRun | None:
        factor = self._stored.factor(found.taking.unit)
        absolute, relative = self._comparer.tolerance(found.taking.unit)
        file = {
            start: number * factor
            for start, number in zip(found.starts, self._file.floats, strict=True)
            if start != NONE
        }
        return shifted_run(
            file,
            self._stored.values,
            lambda one, held: abs(one - held) <= absolute + relative * held,
        )

    def _is_beyond_the_fuse(self, found: Evidence) -> bool:
        """Whether most half hours are more than a home can use, and nothing says that they are."""
        is_known = found.facts.unit.why == STATED or found.compared.telling_same >= ENOUGH
        if is_known or self._fuel is not Fuel.ELECTRICITY or found.taking.unit != UNIT_KWH:
            return False
        return 2 * sum(number > FUSE for number in self._file.floats) > len(self._file.floats)

    def _evidence(self, taking: Taking, facts: Facts, taken: Taken) -> Evidence:
        compared = self._compare(taken, taking.unit)
        return Evidence(facts, taking, taken.starts, taken.reasons, compared)

    def _compare(self, taken: Taken, unit: str) -> Compared:
        return self._comparer.compare(taken.starts, unit)


def _sampled(file: FileRows) -> FileRows:
    """The file, or rows from all over it."""
    step = -(-len(file.numbers) // MOST_SAMPLED)
    if step == 1:
        return file
    return file._replace(
        times=file.times.every(step),
        ends=file.ends and file.ends.every(step),
        numbers=file.numbers[::step],
        floats=file.floats[::step],
        lines=file.lines[::step],
    )
