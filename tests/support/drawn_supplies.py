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
    """None, one, or several in order of their dates, as in the configuration."""
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


FLAT, HALF_HOURLY, TWO_RATES, SMART = (
    "E-1R-VAR-22-11-01-C", "E-1R-AGILE-24-10-01-C", "E-2R-VAR-22-11-01-C", "E-1R-INTELLI-22-C",
)  # fmt: skip


@st.composite
def terms_of_a_home(draw: st.DrawFn, start: int) -> Terms:
    """Settings, some of which change after `start`."""
    vat = (VatRate(0, Fraction(5)), VatRate(start + 2 * 86_400, Fraction(0)))
    return Terms(
        vat=draw(st.sampled_from([None, vat])),
        calorific_values=draw(calorific_values(start)),
        is_rounded=draw(st.sampled_from([False, False, True])),
    )


@st.composite
def whole_supplies(draw: st.DrawFn, start: int, days: int) -> Supply:
    """Supplies for a number of days that nearly always have a price: with changes of agreement,
    rates below zero, and sometimes a hole, several rates, or no standing charge."""
    codes = draw(st.lists(st.sampled_from([FLAT, HALF_HOURLY, TWO_RATES, SMART]), min_size=1,
                          max_size=3, unique=True))  # fmt: skip
    changes = draw(st.lists(st.integers(1, days - 1), min_size=len(codes) - 1,
                            max_size=len(codes) - 1, unique=True))  # fmt: skip
    edges = [start - 10**6, *(start + 86_400 * each for each in sorted(changes)), None]
    agreements = [
        Agreement(code, since or 0, until)
        for code, since, until in zip(codes, edges, edges[1:], strict=False)
    ]
    if draw(st.integers(0, 5)) == 0:
        agreements = agreements[1:]
    prices = {code: draw(_mostly_whole(code, start, days)) for code in codes}
    direction = draw(st.sampled_from([Direction.IMPORT, Direction.IMPORT, Direction.EXPORT]))
    return Supply(Fuel.ELECTRICITY, direction, tuple(agreements), prices, Terms())


@st.composite
def _mostly_whole(draw: st.DrawFn, code: str, start: int, days: int) -> TariffPrices:
    flat = (RateRun(0, None, (draw(RATES),)),)
    unit_rates: dict[Register, tuple[RateRun, ...]] = {Register.STANDARD: flat}
    if code == TWO_RATES:
        unit_rates = {Register.DAY: flat, Register.NIGHT: (RateRun(0, None, (draw(RATES),)),)}
    elif code == HALF_HOURLY:
        seed = draw(st.integers(1, 10_000))
        rates = [(number * seed * 7919 % 40_000 - 8_000) / 1000 for number in range(48 * days + 4)]
        since = start - 3600
        if hole := draw(st.sampled_from([0, 0, 0, 1, 50, 100])):
            runs = (
                RateRun(since, 1800, rates[:hole]),
                RateRun(since + 1800 * (hole + 1), 1800, rates[hole + 1 :]),
            )
        else:
            runs = (RateRun(since, 1800, rates),)
        if draw(st.integers(0, 5)) == 0:
            runs = (*runs, RateRun(start + 86_400, 1800, (draw(RATES),)))
        unit_rates = {Register.STANDARD: runs}
    standing = [RateRun(start - 10**6, 10**6 + 86_400, (draw(RATES),))]
    if draw(st.integers(0, 5)):
        standing.append(RateRun(start + 86_400, None, (draw(RATES),)))
    return TariffPrices(code, unit_rates, tuple(standing))
