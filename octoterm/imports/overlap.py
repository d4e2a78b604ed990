"""Compares the half hours of a file with stored ones. Pure.

Zeros and a constant use are equal however they are shifted, so only those half hours count that
differ between two ways to take a file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from octoterm.household.meter import UNIT_CUBIC_METRES, UNIT_KWH
from octoterm.imports import statement
from octoterm.imports.file_rows import FileRows

ENOUGH = 12
"""Half hours that prove one of two ways to take a file, if nearly all of them fit only that."""
SOME = 3
"""Half hours that are enough to doubt a way to take a file."""
MOST_DECIMALS, LEAST_DECIMALS = 3, 2
"""Decimals of a kWh that the API gives, and the fewest that a file may have. Two numbers count as
the same if they are when rounded to the file's decimals."""
CALORIFIC_VALUES_DIFFER = 0.1
"""The share by which a conversion between kWh and m³ may be wrong: the calorific values of British
gas are from 37.5 to 43 MJ/m³."""
USUAL_KWH_PER_CUBIC_METRE = 11.2
"""kWh/m³ of gas with 39.4 MJ/m³, used for a meter that counts in kWh."""
_TINY = 1e-9


class Stored(NamedTuple):
    """What is stored of a meter."""

    values: Mapping[int, float]
    """By start (UTC seconds), in the meter's unit."""
    unit: str
    kwh_per_unit: float

    def factor(self, unit: str) -> float:
        """What a number in `unit` is multiplied by to be in the meter's."""
        kwh = {statement.WH: 0.001, UNIT_KWH: 1.0, UNIT_CUBIC_METRES: self._kwh_per_cubic_metre}
        return kwh[unit] / kwh[self.unit]

    @property
    def _kwh_per_cubic_metre(self) -> float:
        return self.kwh_per_unit if self.unit == UNIT_CUBIC_METRES else USUAL_KWH_PER_CUBIC_METRE

    def is_exact(self, unit: str) -> bool:
        """Whether a number in `unit` can be converted to the meter's unit exactly."""
        return (unit == UNIT_CUBIC_METRES) == (self.unit == UNIT_CUBIC_METRES)


class Compared(NamedTuple):
    """A file compared with what is stored."""

    common: int
    """Half hours of the file that are stored too."""
    same: int
    """Those of `common` with the same value."""
    telling: int
    """Those of `common` that can tell ways apart: the stored value differs from the one before, or
    from the one in the file."""
    telling_same: int
    """Those of `telling` with the same value."""
    different: Sequence[int]
    """The rows of the file with another value than the stored one."""

    @property
    def fits(self) -> bool:
        """Whether three quarters of those that can tell agree."""
        return 4 * self.telling_same >= 3 * self.telling


class Comparer:
    """Compares one file with what is stored, however the file is taken."""

    def __init__(self, file: FileRows, stored: Stored) -> None:
        self._floats = file.floats
        self._stored = stored
        self._decimals = file.decimals

    def tolerance(self, unit: str) -> tuple[float, float]:
        """By how much equal numbers may differ: absolutely, and in proportion."""
        decimals = self._decimals + (3 if unit == statement.WH else 0)
        absolute = 0.5 * 10.0 ** -min(max(decimals, LEAST_DECIMALS), MOST_DECIMALS) + _TINY
        return absolute, 0.0 if self._stored.is_exact(unit) else CALORIFIC_VALUES_DIFFER

    def compare(self, starts: Sequence[int], unit: str) -> Compared:
        """The half hours with these starts, their numbers taken in `unit`."""
        values, factor = self._stored.values, self._stored.factor(unit)
        absolute, relative = self.tolerance(unit)
        common = telling = telling_same = 0
        different: list[int] = []
        before: float | None = None
        for row, (start, number) in enumerate(zip(starts, self._floats, strict=True)):
            if (held := values.get(start)) is None:
                continue
            common += 1
            if abs(number * factor - held) > absolute + relative * held:
                different.append(row)
                telling += 1
            elif held != before:
                telling += 1
                telling_same += 1
            before = held
        return Compared(common, common - len(different), telling, telling_same, different)

    def fitting(self, starts: Sequence[int], unit: str) -> set[int]:
        """The rows whose numbers are those stored. Zeros are left out, as they fit any unit."""
        values, factor = self._stored.values, self._stored.factor(unit)
        absolute, relative = self.tolerance(unit)
        return {
            row
            for row, (start, number) in enumerate(zip(starts, self._floats, strict=True))
            if (held := values.get(start)) is not None
            and (number or held)
            and abs(number * factor - held) <= absolute + relative * held
        }
