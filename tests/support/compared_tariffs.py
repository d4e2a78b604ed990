"""Comparisons of tariffs made up row by row, without any prices."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from octoterm.household.account import Agreement
from octoterm.periods.london import HALF_HOUR
from octoterm.periods.period import add_months
from octoterm.session.comparing.tariff_comparison import Compared
from octoterm.tariff_comparison.candidates import Candidate, Method
from octoterm.tariff_comparison.comparison import OwnSide, TariffComparison
from octoterm.tariff_comparison.tariff_row import Excluded, MonthCosts, TariffRow, Whose
from octoterm.tariff_comparison.verdict import Verdict, VerdictKind
from octoterm.tariffs.price_columns import Unpriced
from octoterm.tariffs.rates import RateRun
from tests.support.households import utc
from tests.support.pricing import since, supplied, tariff

FIRST, LAST = date(2023, 3, 1), date(2024, 2, 29)
DAYS = 366
OWN = "E-1R-VAR-22-11-01-C"
OWN_COST = 103_210
"""Pence over the whole time."""


def pounds(amount: str) -> Fraction:
    """Pence: `912.44`."""
    return Fraction(amount) * 100


def row_of(
    name: str,
    code: str,
    cost: int = OWN_COST,
    *,
    method: Method = Method.ONE_CODE,
    is_own: bool = False,
    timing: int | None = None,
    days: int = DAYS,
    coverage: Fraction = Fraction(1),
    excluded: tuple[Excluded, ...] = (),
    labels: tuple[str, ...] = (),
    own_cost: int = OWN_COST,
) -> TariffRow:
    """A tariff that cost this many pence; its price varies within the day if `timing` is given.
    The months are equal parts."""
    runs = [since("2000-01-01T00:00Z", 25.0)]
    if timing is not None:
        runs = [RateRun(utc("2024-02-01T00:00Z"), HALF_HOUR, (20.0, 10.0, 30.0))]
    supply = supplied(tariff(code, runs), agreements=[Agreement(code, 0)])
    is_refused = coverage < Fraction(98, 100)
    difference = None if is_refused else Fraction(cost - own_cost)
    part = Fraction(timing or 0)
    share = Fraction(1, 12)
    return TariffRow(
        Candidate(code, name, method, supply),
        is_own,
        Fraction(cost) if days else None,
        Fraction(own_cost) if days else None,
        Fraction(18_000) if days else None,
        difference,
        None if difference is None else difference - part,
        None if difference is None else part,
        days,
        excluded,
        coverage,
        Fraction(3_214),
        tuple(
            MonthCosts(add_months(FIRST, number), days // 12, cost * share, own_cost * share)
            for number in range(12)
        ),
        labels,
    )


GAP = Excluded(date(2023, 5, 4), date(2023, 5, 6), Whose.TARIFF, Unpriced.NO_RATE)
LONG_GAP = Excluded(date(2023, 3, 1), date(2023, 9, 30), Whose.TARIFF, Unpriced.NO_AGREEMENT)

ROWS = (
    row_of("Flexible Octopus", OWN, is_own=True),
    row_of("Agile Octopus", "E-1R-AGILE-23-12-06-C", 91_244, timing=-3_956,
           method=Method.AS_SOLD, days=363, coverage=Fraction(991, 1000), excluded=(GAP,)),
    row_of("Octopus Tracker", "E-1R-SILVER-23-12-06-C", 92_020, method=Method.AS_SOLD),
    row_of("Octopus Go", "E-1R-GO-VAR-22-10-14-C", 118_871, timing=4_120,
           labels=("without smart charging",)),
    row_of("Octopus 12M Fixed February 2024 v2", "E-1R-OE-FIX-12M-24-02-10-C", 99_900,
           method=Method.TODAY),
    row_of("Cosy Octopus", "E-1R-COSY-22-12-08-C", 50_000, timing=-100, days=152,
           coverage=Fraction(415, 1000), excluded=(LONG_GAP,), own_cost=52_000),
)  # fmt: skip
WHY = "Agile Octopus would have cost £119.66 (12%) less over 363 days: about £120 a year."


def compared(
    *rows: TariffRow,
    why: str = WHY,
    not_compared: tuple[tuple[str, str], ...] = (),
    tariffs: tuple[str, ...] = (OWN,),
    kind: VerdictKind = VerdictKind.CHEAPER,
) -> Compared:
    """A comparison of these rows, by default of a little market."""
    rows = rows or ROWS
    own = OwnSide(
        cost=Fraction(OWN_COST),
        standing=Fraction(18_000),
        kwh=Fraction(3_214),
        tariffs=tariffs,
        code=tariffs[-1],
        half_hours=48 * DAYS,
        priced=48 * DAYS,
        labels=("before credits",),
    )
    verdict = Verdict(kind, rows[-1].candidate.code, Fraction(-11_966), why)
    return Compared(TariffComparison(FIRST, LAST, own, rows, verdict), not_compared)
