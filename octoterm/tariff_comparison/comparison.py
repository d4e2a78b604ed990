"""What the same half hours would have cost on other tariffs. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from octoterm.consumption.days import Columns
from octoterm.costs.costing import Costing, costing
from octoterm.periods.calendar import Calendar
from octoterm.runtime.slices import Sliced
from octoterm.tariff_comparison.candidates import Candidate
from octoterm.tariff_comparison.own_side import OwnSide as OwnSide
from octoterm.tariff_comparison.own_side import own_side
from octoterm.tariff_comparison.priced_days import priced_days
from octoterm.tariff_comparison.side_by_side import row_of
from octoterm.tariff_comparison.tariff_row import TariffRow as TariffRow
from octoterm.tariff_comparison.use_by_days import use_by_days
from octoterm.tariff_comparison.verdict import Verdict, verdict_of
from octoterm.tariffs.supply import NO_COSTS, Supply


class TariffComparison(NamedTuple):
    """The tariffs beside what the household had."""

    first: date
    last: date
    """Inclusive."""
    own: OwnSide
    rows: tuple[TariffRow, ...]
    """In the order of the candidates."""
    verdict: Verdict


def compare_tariffs(
    own: Supply,
    candidates: Sequence[Candidate],
    readings: Columns,
    first: date,
    last: date,
    days: Calendar | None = None,
) -> Sliced[TariffComparison]:
    """The comparison over the London days from `first` to `last`, both inclusive, in slices.

    `readings` are in kWh, or in m³ where the terms have calorific values. `days` is a calendar of
    London days, if one is there that has looked up when they begin.
    """
    days = days or Calendar()
    had = yield from costing(own, readings, first, last, days)
    use = yield from use_by_days(had, first, last)
    mine = yield from priced_days(had, use)
    side = yield from own_side(had, mine)
    yield 0
    rows = []
    for candidate in candidates:
        is_own = candidate.code == side.code
        supply = _charged_like(had, candidate, is_own=is_own and len(side.tariffs) == 1)
        charged = yield from costing(supply, had.readings, first, last, days)
        its = yield from priced_days(charged, use)
        rows.append((yield from row_of(candidate, charged, its, mine, is_own=is_own)))
    only = side.code if len(side.tariffs) == 1 else None
    verdict = verdict_of(rows, only, own.direction)
    return TariffComparison(first, last, side, tuple(rows), verdict)


def _charged_like(had: Costing, candidate: Candidate, *, is_own: bool) -> Supply:
    """How the candidate charges for what `had` has read. What the supplier has told counts only
    where the household has had this tariff and no other."""
    terms = candidate.supply.terms._replace(
        calorific_values=had.supply.terms.calorific_values[:1],  # only said: `use` is in kWh
        is_calorific_value_assumed=had.supply.terms.is_calorific_value_assumed,
        is_rounded=False,
    )
    return candidate.supply._replace(terms=terms, told=had.supply.told if is_own else NO_COSTS)
