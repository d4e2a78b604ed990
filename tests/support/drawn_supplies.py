"""Made-up supplies for property tests: agreements, rates and charges with holes and overlaps."""

from __future__ import annotations

from datetime import date, time
from fractions import Fraction

from hypothesis import strategies as st

from octoterm.costs.costing import Supply
from octoterm.household.account import Agreement, Direction
from octoterm.household.meter import Fuel
from octoterm.tariffs.calorific_values import CalorificValue
from octoterm.tariffs.night_hours import NightHours
from octoterm.tariffs.rates import DIRECT_DEBIT, NOT_DIRECT_DEBIT, RateRun, Register, TariffPrices
from octoterm.tariffs.terms import Terms
from octoterm.tariffs.vat import VatRate

FIRSTS = st.sampled_from(
    [date(2024, 3, 30), date(2023, 10, 28), date(2026, 9, 29), date(2024, 5, 1)]
)
"""Two clock changes, the day before VAT changes, and an ordinary one."""
CODES = ("E-1R-VAR-22-11-01-C", "E-2R-VAR-22-11-01-C", "E-1R-AGILE-24-10-01-C", "BUS-FIXED")
RATES = st.integers(-5_0000, 40_0000).map(lambda number: number / 10_000)


@st.composite
def runs(draw: st.DrawFn, start: int) -> tuple[RateRun, ...]:
    """Rates around `start`: long and short ones, half-hourly ones, for one payment method or all,
    with holes, overlaps and several at once."""
    found = []
    for _ in range(draw(st.integers(0, 4))):
        since = start + 900 * draw(st.integers(-100, 300))
        count = draw(st.sampled_from([1, 1, 3, 48]))
        seconds = draw(st.sampled_from([1800, 1800, 3600, 86_400, 2700, None]))
        pence = draw(st.lists(RATES, min_size=1, max_size=1 if seconds is None else count))
        method = draw(st.sampled_from([None, None, DIRECT_DEBIT, NOT_DIRECT_DEBIT]))
        found.append(RateRun(since, seconds, tuple(pence), method))
    if draw(st.booleans()):
        found.append(RateRun(start - 10**8, None, (draw(RATES),)))
    return tuple(found)


@st.composite
def calorific_values(draw: st.DrawFn, start: int) -> tuple[CalorificValue, ...]:
    """None, one, or several by date, as the configuration has them: in order."""
    moments = st.integers(-20, 200) | st.sampled_from([0, 1, 48, 49])
    since = sorted(draw(st.sets(moments, max_size=4)))
    tenths = [Fraction(draw(st.integers(375, 430)), 10) for _ in since]
    return tuple(
        CalorificValue(start + 1800 * number, value)
        for number, value in zip(since, tenths, strict=True)
    )


@st.composite
def supplies(draw: st.DrawFn, start: int) -> Supply:
    agreements = []
    for code in draw(st.lists(st.sampled_from(CODES), max_size=4)):
        since = start + 1800 * draw(st.integers(-20, 150))
        lasts = draw(st.sampled_from([None, 0, 1800, 40 * 1800, 96 * 1800, 10**7]))
        agreements.append(Agreement(code, since, None if lasts is None else since + lasts))
    prices = {}
    for code in CODES[:3]:
        unit_rates = (
            {Register.DAY: draw(runs(start)), Register.NIGHT: draw(runs(start))}
            if "2R" in code
            else {Register.STANDARD: draw(runs(start))}
        )
        prices[code] = TariffPrices(code, unit_rates, draw(runs(start)))
    night = st.sampled_from(
        [None, NightHours(time(23, 30), time(5, 30), is_utc=False),
         NightHours(time(0, 30), time(7, 30), is_utc=True)]
    )  # fmt: skip
    vat = st.sampled_from([None, (VatRate(0, Fraction(20)), VatRate(start + 86_400, Fraction(5)))])
    terms = Terms(
        draw(st.sampled_from([DIRECT_DEBIT, NOT_DIRECT_DEBIT])),
        draw(vat),
        draw(night),
        draw(calorific_values(start)),
    )
    direction = draw(st.sampled_from(Direction))
    in_order = sorted(
        agreements, key=lambda each: (each.since, each.until is None, each.until or 0)
    )
    return Supply(Fuel.ELECTRICITY, direction, tuple(in_order), prices, terms)
