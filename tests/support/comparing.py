"""Comparisons of made-up tariffs."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from datetime import date

from octoterm.consumption.days import Columns
from octoterm.costs.costing import Supply
from octoterm.household.account import Agreement
from octoterm.periods.london import INSTANT
from octoterm.runtime.slices import finish
from octoterm.tariff_comparison.candidates import Candidate, Method
from octoterm.tariff_comparison.comparison import TariffComparison, compare_tariffs
from tests.support.pricing import since, tariff

LONG_AGO = "2000-01-01T00:00Z"


def columns_of(readings: Mapping[int, float]) -> Columns:
    """These readings (by UTC start) in order of time."""
    starts = sorted(readings)
    return Columns(array(INSTANT, starts), array("d", [readings[each] for each in starts]))


def compared(
    own: Supply,
    candidates: Sequence[Candidate],
    readings: Mapping[int, float],
    first: date,
    last: date,
) -> TariffComparison:
    """The comparison of the London days from the first to the last."""
    return finish(compare_tariffs(own, candidates, columns_of(readings), first, last))


def flat_candidate(
    code: str, like: Supply, rate: float, charge: float, *, name: str = "Other"
) -> Candidate:
    """A tariff with one unit rate and one standing charge that never change."""
    prices = tariff(code, [since(LONG_AGO, rate)], [since(LONG_AGO, charge)])
    supply = like._replace(agreements=(Agreement(code, 0),), prices={code: prices}, told={})
    return Candidate(code, name, Method.ONE_CODE, supply)
