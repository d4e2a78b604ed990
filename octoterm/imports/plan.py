"""What all files together would add to the readings of a meter. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from octoterm.household.meter import UNIT_CUBIC_METRES, Meter
from octoterm.imports import refusals, statement
from octoterm.imports.evidence import Evidence, evidence_of
from octoterm.imports.file_rows import FileRows, with_stated
from octoterm.imports.overlap import Comparer, Stored
from octoterm.imports.row_starts import NONE
from octoterm.imports.statement import Stated
from octoterm.periods.london import HALF_HOUR
from octoterm.readings_csv.line_format import line_of
from octoterm.readings_csv.row import HIGHEST, Row

CONVERTED_TO = Decimal("0.000001")
"""Converted kWh or m³ are rounded to this, so that the figures shown are those of the file."""


class Difference(NamedTuple):
    """A half hour that is stored with another value, which is kept."""

    start: int
    """UTC seconds."""
    stored: float
    value: Decimal
    """The value in the file, in the meter's unit."""


class FilePlan(NamedTuple):
    """What one file has."""

    file: FileRows
    evidence: Evidence
    refusal: str
    """Why the file is not taken; empty if it is."""
    half_hours: int
    """Different half hours in it."""
    repeated: int
    """Rows that repeat one with the same value."""
    new: int
    same: int
    different: int
    first: int | None
    """Start of its first half hour, UTC seconds."""
    last: int | None


class Plan(NamedTuple):
    """What all files would add."""

    files: Sequence[FilePlan]
    new: Mapping[int, Decimal]
    """The half hours that are not stored, in order of start, in the meter's unit."""
    same: int
    differences: Sequence[Difference]
    gaps_filled: int
    """Half hours of `new` between the first and the last stored reading."""

    @property
    def refused(self) -> Sequence[FilePlan]:
        """The files that are refused; if there are any, nothing of any file is stored."""
        return [each for each in self.files if each.refusal]

    def rows(self) -> list[Row]:
        """The new half hours as they are stored."""
        texts = ((start, _number(value)) for start, value in self.new.items())
        return [Row(start, float(text), line_of(start, text)) for start, text in texts]


def plan(
    files: Sequence[FileRows],
    meter: Meter,
    held: Mapping[int, float],
    stated: Stated,
    now: float,
) -> Plan:
    """What the files would add to a meter with the readings `held` (by start, in its unit).

    If one file is refused, nothing of any is added. `now` is in UTC seconds.
    """
    stored = Stored(held, meter.unit, meter.kwh_per_unit)
    merged: dict[int, Decimal] = {}
    plans = [_of_file(file, meter, stored, stated, now, merged) for file in files]
    if any(each.refusal for each in plans):
        return Plan(plans, {}, 0, (), 0)
    values = {start: merged[start] for start in sorted(merged)}
    differing = {
        each.evidence.starts[row] for each in plans for row in each.evidence.compared.different
    }
    differences = [
        Difference(start, held[start], value)
        for start, value in values.items()
        if start in differing
    ]
    new = {start: value for start, value in values.items() if start not in held}
    first, last = min(held, default=0), max(held, default=0)
    return Plan(
        plans,
        new,
        len(values) - len(new) - len(differences),
        differences,
        sum(first < start < last for start in new),
    )


def _of_file(
    file: FileRows,
    meter: Meter,
    stored: Stored,
    stated: Stated,
    now: float,
    merged: dict[int, Decimal],
) -> FilePlan:
    file = with_stated(file, stated, meter.fuel)
    evidence = evidence_of(file, stored, meter.fuel, stated.shift or 0)
    own, repeated, twice = _by_start(file, evidence, meter)
    refusal = evidence.refusal or _refusal(file, own, twice, now)
    absolute, _ = Comparer(file, stored).tolerance(evidence.taking.unit)
    for start in sorted(own.keys() & merged.keys()):
        if abs(own[start] - merged[start]) > absolute:
            refusal = refusal or refusals.differs(file.name, start)
    merged.update({**own, **merged})
    new = sum(start not in stored.values for start in own)
    different = len({evidence.starts[row] for row in evidence.compared.different})
    return FilePlan(
        file, evidence, refusal, len(own), repeated, new, len(own) - new - different, different,
        min(own, default=None), max(own, default=None),
    )  # fmt: skip


def _by_start(
    file: FileRows, evidence: Evidence, meter: Meter
) -> tuple[dict[int, Decimal], int, int | None]:
    """The half hours of the file by start, in the meter's unit; how many rows repeat one; and a
    half hour that the file has with different values, if any."""
    numbers = _converted(file.numbers, evidence, meter)
    own: dict[int, Decimal] = {}
    repeated, twice = 0, None
    for start, value in zip(evidence.starts, numbers, strict=True):
        if start in own and start != NONE:
            repeated += own[start] == value
            twice = twice if own[start] == value else start
        own[start] = value
    own.pop(NONE, None)
    return own, repeated, twice


def _refusal(file: FileRows, own: Mapping[int, Decimal], twice: int | None, now: float) -> str:
    """Why half hours with these starts and values cannot be taken; empty if they can."""
    if twice is not None:
        return refusals.twice(file.name, twice)
    if later := sum(start + HALF_HOUR > now for start in own):
        return refusals.in_the_future(file.name, later, max(own))
    if max(own.values(), default=0) > HIGHEST:
        return refusals.too_large(file.name)
    return ""


def _converted(numbers: Sequence[Decimal], evidence: Evidence, meter: Meter) -> Sequence[Decimal]:
    """The numbers in the meter's unit."""
    unit = evidence.taking.unit
    if unit == statement.WH:
        numbers = [number.scaleb(-3) for number in numbers]
    if (unit == UNIT_CUBIC_METRES) == (meter.unit == UNIT_CUBIC_METRES):
        return numbers
    since, factors = zip(*meter._replace(unit=UNIT_CUBIC_METRES).kwh_per_unit_since, strict=True)
    kwh = [Decimal(repr(each)) for each in factors]
    factor = kwh if unit == UNIT_CUBIC_METRES else [1 / each for each in kwh]
    return [
        (number * factor[max(0, bisect_right(since, start) - 1)]).quantize(CONVERTED_TO)
        for start, number in zip(evidence.starts, numbers, strict=True)
    ]


def _number(value: Decimal) -> str:
    """The number as it is stored: exact, without an exponent or zeros at its end."""
    text = f"{value.normalize():f}"
    return text if "." in text else f"{text}.0"
