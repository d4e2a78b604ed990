"""Costs as a text table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from octoterm import number_format
from octoterm.analysis.comparison.compared_parts import ComparedPart
from octoterm.analysis.table_columns import EMPTY_CELL, columns
from octoterm.bills.cost_periods import CostPeriod
from octoterm.cli.printed.wording import aligned
from octoterm.consumption.series import Series
from octoterm.costs.cost import Cost
from octoterm.costs.rounding import half_up
from octoterm.household.account import Direction
from octoterm.periods.labels import capitalised
from octoterm.periods.period import Granularity

NOT_KNOWN = "--"
Row = tuple[CostPeriod, Cost]


def lines(
    kind: Granularity,
    rows: Sequence[Row],
    whole: Cost,
    series: Series | None = None,
    compared: Sequence[ComparedPart] = (),
    direction: Direction = Direction.IMPORT,
) -> Iterator[str]:
    """A heading, a line for each row, and the total; with `series` the rows are `compared`."""
    total = "income" if direction is Direction.EXPORT else "cost"
    is_of_half_hours = kind is Granularity.HALF_HOUR
    unit, per_unit = ("p", 1) if is_of_half_hours else ("£", 100)
    name = "Bill" if kind is Granularity.ALL else capitalised(kind.value)

    def cells(label: str, cost: Cost) -> list[str]:
        if series is not None:
            return [label, kwh(cost), amount(cost, cost.total / per_unit), counts(cost)]
        parts = (cost.energy, cost.standing, cost.vat, cost.total)
        amounts = [amount(cost, each / per_unit) for each in parts]
        if is_of_half_hours:
            del amounts[1]
        return [label, kwh(cost), *amounts, per_kwh(cost), counts(cost)]

    def heading() -> list[str]:
        if series is not None:
            return [name, "kWh", f"{total} {unit}", "priced"]
        standing = () if is_of_half_hours else (f"standing {unit}",)
        costs = (f"energy {unit}", *standing, f"VAT {unit}", f"{total} {unit}")
        return [name, "kWh", *costs, "p/kWh with VAT", "priced"]

    more = [*_comparison(kind, series, compared)] if series is not None else []
    table = [heading(), *(cells(period.label, cost) for period, cost in rows)]
    table.append(cells("Total", whole))
    if more:
        table = [[*each, *other] for each, other in zip(table, more, strict=True)]
    left = {0, len(table[0]) - 1} if more else {0}
    yield from aligned(table, left=left)


def kwh(cost: Cost) -> str:
    """`14.620`; not known without readings."""
    if cost.missing == cost.expected:
        return NOT_KNOWN
    return number_format.number(float(cost.kwh), 3)


def amount(cost: Cost, value: Fraction) -> str:
    """`3.91`; not known if nothing has a price."""
    if not cost.priced and not cost.standing:
        return NOT_KNOWN
    return number_format.number(float(half_up(value, 2)), 2)


def per_kwh(cost: Cost) -> str:
    """`24.30`, the cost of a kWh that has a price, with VAT."""
    found = cost.pence_per_kwh
    return NOT_KNOWN if found is None else number_format.number(float(half_up(found, 2)), 2)


def counts(cost: Cost) -> str:
    """`1,440/1,488`: the half hours with a price, and all of them."""
    return f"{cost.priced:,}/{cost.expected:,}"


def _comparison(
    kind: Granularity, series: Series, compared: Sequence[ComparedPart]
) -> Iterator[list[str]]:
    every = columns(series, kind, in_full=True)
    key = series.quantity.key
    percent = () if series.quantity.is_signed else ("change_percent",)
    chosen = [
        every[each] for each in (f"change_{key}", *percent, f"compare_{key}", "compared_with")
    ]
    yield [each.heading for each in chosen]
    for row in compared:
        yield [column.text(row) or EMPTY_CELL for column in chosen]
    yield ["" for _ in chosen]
