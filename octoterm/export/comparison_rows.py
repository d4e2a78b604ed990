"""A comparison of tariffs as a record for other programs. Pure.

Costs are in pence with VAT, each rounded by itself, half up, to four decimals.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from octoterm.costs.rounding import number
from octoterm.periods.calendar import Calendar
from octoterm.periods.london import ONE_DAY, iso

if TYPE_CHECKING:
    from octoterm.tariff_comparison.comparison import TariffComparison
    from octoterm.tariff_comparison.tariff_row import Excluded, MonthCosts, TariffRow

DECIMALS = 4
COVERAGE_DECIMALS = 6
ROW_KEYS = (
    "code", "name", "method", "cost_pence", "own_cost_pence", "standing_pence", "difference_pence",
    "days", "excluded_days", "coverage", "average_part_pence", "timing_part_pence",
    "kwh", "excluded", "labels", "is_own", "tariffs",
)  # fmt: skip
MONTH_KEYS = ("month", "own_cost_pence", "cost_pence", "difference_pence", "days")


def comparison_record(
    found: TariffComparison,
    what_is_not_in_it: Iterable[str],
    not_compared: Iterable[tuple[str, str]],
    what_if: str = "",
) -> dict[str, object]:
    """The comparison; sentences about what is not in it (`what_is_not_in_it`); the tariffs that
    are `not_compared`, with the reason; and how the use is changed, if it is."""
    days = Calendar()
    start, end = days.start_of(found.first), days.start_of(found.last + ONE_DAY)
    verdict = found.verdict
    return {
        "from": iso(start),
        "to": iso(end),
        "own": {
            "cost_pence": _pence(found.own.cost),
            "tariffs": list(found.own.tariffs),
            "labels": list(found.own.labels),
        },
        "tariffs": [row_record(row, start, end) for row in found.rows],
        "verdict": {
            "kind": verdict.kind.value,
            "code": verdict.code,
            "difference_pence": _pence(verdict.difference),
            "why": verdict.why,
        },
        "what_if": what_if or None,
        "not_compared": [{"name": name, "why": why} for name, why in not_compared],
        "what_is_not_in_it": list(what_is_not_in_it),
    }


def row_record(row: TariffRow, start: int, end: int) -> dict[str, object]:
    """A tariff in a comparison of this time (UTC seconds), with `ROW_KEYS`. What cannot be
    compared is None."""
    candidate = row.candidate
    values = (
        candidate.code,
        candidate.name,
        candidate.method.value,
        _pence(row.cost),
        _pence(row.own_cost),
        _pence(row.standing),
        _pence(row.difference),
        row.days,
        row.excluded_days,
        number(row.coverage, COVERAGE_DECIMALS),
        _pence(row.average_part),
        _pence(row.timing_part),
        number(row.kwh, DECIMALS),
        [_excluded_record(each) for each in row.excluded],
        list(row.labels),
        row.is_own,
        [
            each.tariff
            for each in candidate.supply.agreements
            if each.since < end and (each.until is None or start < each.until)
        ],
    )
    return dict(zip(ROW_KEYS, values, strict=True))


def month_record(month: MonthCosts) -> dict[str, object]:
    """The compared days of a month, with `MONTH_KEYS`."""
    cost, own = month.cost, month.own_cost
    difference = None if cost is None or own is None else cost - own
    values = (
        f"{month.month:%Y-%m}",
        _pence(own),
        _pence(cost),
        _pence(difference),
        month.days,
    )
    return dict(zip(MONTH_KEYS, values, strict=True))


def _excluded_record(days: Excluded) -> dict[str, object]:
    return {"from": days.first.isoformat(), "to": days.last.isoformat(), "why": days.why}


def _pence(amount: Fraction | None) -> float | None:
    return None if amount is None else number(amount, DECIMALS)
