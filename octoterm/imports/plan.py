"""What the files together would add to the readings of a meter. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import NamedTuple

from octoterm.household.meter import UNIT_CUBIC_METRES, Meter
from octoterm.imports import statement
from octoterm.imports.evidence import Evidence, Judge
from octoterm.imports.file_rows import FileRows, with_stated
from octoterm.imports.overlap import Comparer, Stored
from octoterm.imports.statement import Stated
from octoterm.imports.taking import NONE
from octoterm.number_format import count
from octoterm.periods.labels import moment_label
from octoterm.periods.london import HALF_HOUR
from octoterm.readings_csv.line_format import line_of
from octoterm.readings_csv.row import HIGHEST, Row

CONVERTED_TO = Decimal("0.000001")
"""Of a kWh or m³ that were converted, so that the figures shown are those of the file."""


class Difference(NamedTuple):
    """A half hour that is stored with another value, which stays."""

    start: int
    """UTC seconds."""
    stored: float
    value: Decimal
    """What the file has, in the meter's unit."""


class FilePlan(NamedTuple):
    """What one file has."""

    file: FileRows
    evidence: Evidence
    refusal: str
    """Why the file is not taken; empty if it is."""
    half_hours: int
    """Half hours in it, each once."""
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
        """The files that are not taken; if there are any, none is."""
        return [each for each in self.files if each.refusal]

    def rows(self) -> list[Row]:
        """The new half hours as they are stored."""
        texts = ((start, _number(value)) for start, value in self.new.items())
        return [Row(start, float(text), line_of(start, text)) for start, text in texts]


class _Merged(NamedTuple):
    """A half hour of the files that were looked at before."""

    value: Decimal
    file: str


def plan(
    files: Sequence[FileRows],
    meter: Meter,
    held: Mapping[int, float],
    stated: Stated,
    now: float,
) -> Plan:
    """What the files would add to a meter with the readings `held` (by start, in its unit).

    Nothing is taken of any of them if one is refused; `now` is in UTC seconds.
    """
    stored = Stored(held, meter.unit, meter.kwh_per_unit)
    merged: dict[int, _Merged] = {}
    plans = [_of_file(file, meter, stored, stated, now, merged) for file in files]
    if any(each.refusal for each in plans):
        return Plan(plans, {}, 0, (), 0)
    values = {start: merged[start].value for start in sorted(merged)}
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
    merged: dict[int, _Merged],
) -> FilePlan:
    file = with_stated(file, stated, meter.fuel)
    judge = Judge(file, stored, meter.fuel, stated.shift or 0)
    evidence = judge.evidence()
    own: dict[int, Decimal] = {}
    refusal, repeated = evidence.refusal, 0
    convert = _Converter(meter, evidence.taking.unit)
    absolute, _ = Comparer(file, stored).tolerance(evidence.taking.unit)
    for row, start in enumerate(evidence.starts):
        if start == NONE:
            continue
        value = convert(start, file.numbers[row])
        if start not in own:
            own[start] = value
        elif own[start] == value:
            repeated += 1
        else:
            refusal = refusal or f"{file.name} has {_at(start)} twice, with different values"
    if own and (latest := max(own)) + HALF_HOUR > now:
        later = sum(start + HALF_HOUR > now for start in own)
        refusal = refusal or (
            f"{file.name} has {count(later, 'half hour')} that {'is' if later == 1 else 'are'} "
            f"still to come, up to {_at(latest)}"
        )
    if any(value > HIGHEST for value in own.values()):
        refusal = refusal or f"{file.name} has numbers too large to be a half hour's consumption"
    for start, value in own.items():
        other = merged.setdefault(start, _Merged(value, file.name))
        if abs(other.value - value) > absolute:
            refusal = refusal or f"{file.name} and {other.file} differ about {_at(start)}"
    new = sum(start not in stored.values for start in own)
    different = len({evidence.starts[row] for row in evidence.compared.different})
    return FilePlan(
        file, evidence, refusal, len(own), repeated, new, len(own) - new - different, different,
        min(own, default=None), max(own, default=None),
    )  # fmt: skip


class _Converter:
    """Makes numbers of a file into numbers of the meter."""

    def __init__(self, meter: Meter, unit: str) -> None:
        self._thousands = unit == statement.WH
        self._factors: Sequence[tuple[int, Decimal]] = ()
        if (unit == UNIT_CUBIC_METRES) != (meter.unit == UNIT_CUBIC_METRES):
            cubic_metres = meter._replace(unit=UNIT_CUBIC_METRES)
            self._factors = [
                (
                    since,
                    Decimal(repr(kwh)) if unit == UNIT_CUBIC_METRES else 1 / Decimal(repr(kwh)),
                )
                for since, kwh in cubic_metres.kwh_per_unit_since
            ]

    def __call__(self, start: int, number: Decimal) -> Decimal:
        value = number.scaleb(-3) if self._thousands else number
        if not self._factors:
            return value
        factor = [each for since, each in self._factors if since <= start][-1]
        return (value * factor).quantize(CONVERTED_TO, ROUND_HALF_EVEN)


def _number(value: Decimal) -> str:
    """The number as it is stored: exact, without an exponent or zeros at its end."""
    text = f"{value.normalize():f}"
    return text if "." in text else f"{text}.0"


def _at(start: int) -> str:
    return moment_label(start)
