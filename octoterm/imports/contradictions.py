"""Reasons against taking a file in the way that its layout or a person states. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from octoterm.household.meter import UNIT_KWH, Fuel
from octoterm.imports import refusals, statement
from octoterm.imports.clock_changes import hours_missing
from octoterm.imports.file_rows import FileRows
from octoterm.imports.other_takings import better_taking
from octoterm.imports.overlap import ENOUGH, SOME, Comparer, Stored
from octoterm.imports.row_starts import (
    NO_SUCH_TIME,
    NONE,
    displaced_row,
    lasts_half_an_hour,
    orders_that_run,
)
from octoterm.imports.shifted_runs import doubtful_half_hour, shifted_run
from octoterm.imports.statement import STATED
from octoterm.periods.london import SECONDS_A_DAY

if TYPE_CHECKING:
    from octoterm.imports.evidence import Evidence

HALF_A_YEAR = 180 * SECONDS_A_DAY
"""Seconds: about the time from one change of the clocks to the next."""
FUSE = 11.5
"""kWh in a half hour that the 100 A fuse of a British supply allows."""


class Doubt(NamedTuple):
    """Why a file cannot be taken in the way that was found."""

    refusal: str
    option: str = ""
    """As in `Evidence`."""


def contradiction(file: FileRows, stored: Stored, fuel: Fuel, found: Evidence) -> Doubt | None:
    """Why the file cannot be taken as found; None if it can."""
    doubts = _Doubts(file, stored, fuel, found)
    kinds = (
        doubts.length, doubts.absent_times, doubts.running_order, doubts.other_taking,
        doubts.other_meter, doubts.part, doubts.missing_hour, doubts.single_rows, doubts.most_rows,
        doubts.unit,
    )  # fmt: skip
    return next((doubt for kind in kinds if (doubt := kind())), None)


class _Doubts:
    """What may be wrong with a file, taken in one way. Each method is a kind of doubt, as its
    docstring says; it returns None if there is no such doubt."""

    def __init__(self, file: FileRows, stored: Stored, fuel: Fuel, found: Evidence) -> None:
        self._file = file
        self._name = file.name
        self._stored = stored
        self._fuel = fuel
        self._found = found
        self._taking = found.taking
        self._compared = found.compared
        self._comparer = Comparer(file, stored)

    def length(self) -> Doubt | None:
        """Its rows are not half an hour long."""
        if self._file.ends is not None or lasts_half_an_hour(self._found.starts):
            return None
        return Doubt(refusals.not_half_hourly(self._name))

    def absent_times(self) -> Doubt | None:
        """It has dates or times that do not exist when it is taken in this way."""
        if not self._found.reasons[NO_SUCH_TIME]:
            return None
        if None in self._file.times.walls(self._taking.order):
            orders = self._file.times.orders
            option = f"--order {orders[0]}" if len(orders) == 1 else ""
            return Doubt(refusals.no_such_days(self._name, self._taking.order), option)
        return Doubt(refusals.skipped_hour(self._name, self._taking.zone), "--zone UTC")

    def running_order(self) -> Doubt | None:
        """Its rows follow one another only if the numbers of its dates are in another order."""
        runs = orders_that_run(self._file.times)
        if len(runs) > 1 or self._taking.order in runs:
            return None
        why = refusals.does_not_run(self._name, self._taking.order)
        return Doubt(why, f"--order {runs[0]}")

    def other_taking(self) -> Doubt | None:
        """The stored readings fit it if it is taken in another way."""
        if len(self._compared.different) < SOME and self._compared.telling_same >= ENOUGH:
            return None
        other = better_taking(self._file, self._stored, self._fuel, self._taking)
        if other is None:
            return None
        why = refusals.contradicted(self._name, self._taking, other)
        return Doubt(why, self._taking.options(other))

    def other_meter(self) -> Doubt | None:
        """The stored readings do not fit it."""
        if self._compared.telling < SOME or self._compared.fits:
            return None
        return Doubt(refusals.of_another_meter(self._name, self._compared))

    def part(self) -> Doubt | None:
        """The times of a part of it are wrong, or may be."""
        if not self._compared.different:
            return None
        factor = self._stored.factor(self._taking.unit)
        absolute, relative = self._comparer.tolerance(self._taking.unit)
        file = {
            start: number * factor
            for start, number in zip(self._found.starts, self._file.floats, strict=True)
            if start != NONE
        }

        def are_same(one: float, held: float) -> bool:
            return abs(one - held) <= absolute + relative * held

        if run := shifted_run(file, self._stored.values, are_same):
            return Doubt(refusals.partly_shifted(self._name, run))
        start = doubtful_half_hour(file, self._stored.values, are_same)
        return None if start is None else Doubt(refusals.beside_others(self._name, start))

    def missing_hour(self) -> Doubt | None:
        """It lacks an hour when the clocks change, as London's clock times would, and the stored
        readings do not show that its times before and after are right."""
        changes = hours_missing(self._found.starts) if self._found.facts.zone.value else []
        if not changes:
            return None
        fitting = self._comparer.fitting(self._found.starts, self._taking.unit)
        right = [self._found.starts[row] for row in fitting]
        for change in changes:
            before = sum(change - HALF_A_YEAR < start < change for start in right)
            after = sum(change < start < change + HALF_A_YEAR for start in right)
            if min(before, after) < ENOUGH:
                is_london = self._taking.zone == statement.LONDON
                option = "" if is_london else f"--zone {statement.LONDON}"
                return Doubt(refusals.hour_missing(self._name, change), option)
        return None

    def single_rows(self) -> Doubt | None:
        """The time of a row does not belong where it is."""
        row = self._file.times.exchanged_row(self._taking.order)
        if row is not None:
            return Doubt(refusals.exchanged(self._name, self._file.lines[row]))
        row = displaced_row(self._found.starts)
        if row is not None:
            return Doubt(refusals.displaced(self._name, self._file.lines[row]))
        return None

    def most_rows(self) -> Doubt | None:
        """Most of its rows cannot be taken."""
        reasons = self._found.reasons
        if 2 * reasons.total() <= len(self._file.numbers):
            return None
        ((reason, _),) = reasons.most_common(1)
        return Doubt(refusals.mostly_left_out(self._name, reason))

    def unit(self) -> Doubt | None:
        """Its unit would have to be converted, or its numbers are more than a home can use."""
        unit, fact = self._taking.unit, self._found.facts.unit
        if fact.why == STATED or not fact.value:
            return None
        if not self._stored.is_exact(unit):
            return Doubt(refusals.other_unit(self._name, unit, self._stored), f"--unit {unit}")
        is_proved = self._compared.telling_same >= ENOUGH
        if is_proved or self._fuel is not Fuel.ELECTRICITY or unit != UNIT_KWH:
            return None
        if 2 * sum(number > FUSE for number in self._file.floats) <= len(self._file.floats):
            return None
        return Doubt(refusals.beyond_the_fuse(self._name, FUSE), f"--unit {statement.WH}")
