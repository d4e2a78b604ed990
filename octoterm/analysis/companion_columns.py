"""Columns of tables and values of records for what is shown beside a series. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from octoterm.analysis.comparison.compared_parts import ComparedPart
from octoterm.analysis.parts import Part
from octoterm.analysis.table_columns import EMPTY_CELL, Column, rounded
from octoterm.consumption.quantity import Quantity
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity

if TYPE_CHECKING:
    from octoterm.analysis.supplement import Companion

DROP = 2
"""Their `Column.drop`: few other columns matter more."""


def companion_columns(companions: Iterable[Companion], kind: Granularity) -> dict[str, Column]:
    """A column for each companion, for parts of this kind, by key."""
    return {
        each.quantity.key: Column(
            each.quantity.key, each.form(kind).unit, partial(_text, each, kind), drop=DROP
        )
        for each in companions
    }


def _text(companion: Companion, kind: Granularity, row: ComparedPart) -> str:
    value = companion.of(row.part)
    return EMPTY_CELL if value is None else companion.form(kind).number(value)


class WithCompanions(NamedTuple):
    """Companions whose values are added to each record."""

    companions: Sequence[Companion]

    def keys(self, _: Quantity) -> tuple[str, ...]:
        """`kwh`, `pence_per_kwh`."""
        return tuple(each.quantity.key for each in self.companions)

    def record(self, _: Series, part: Part) -> dict[str, object]:
        """The values of the companions in `part`, by key."""
        return {
            each.quantity.key: rounded(each.of(part), each.quantity.sum_decimals)
            for each in self.companions
        }
