"""What the dashboard says that readings cost is the exact amount, rounded half up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.consumption.series import Series
from octoterm.costs.point_costs import PointCosts
from octoterm.household.account import Agreement, Direction
from octoterm.periods.calendar import Calendar
from octoterm.periods.period import Granularity, Period
from octoterm.runtime.slices import finish
from octoterm.session.meter_costs import MeterCosts, meter_costs
from octoterm.tariffs.rates import RateRun, TariffPrices
from octoterm.tariffs.supply import Supply
from tests.support.households import LONDON, half_hours, utc
from tests.support.pricing import FLEXIBLE, between, costed, since, supplied, tariff

STARTS = half_hours("2024-03-25T00:00+00:00", "2024-04-08T00:00+01:00")
CHARGE = [since("2024-01-01T00:00Z", 57.24)]


def half_hourly(rates: list[float], days: int) -> TariffPrices:
    runs = [
        RateRun(STARTS[0] + 86_400 * day, 1800, tuple(rates[day % 7 :] * 48)[:48])
        for day in range(days)
    ]
    return tariff("E-1R-AGILE-24-10-01-C", runs, CHARGE)


def costs_of(*supplies: Supply, usage: Mapping[int, float]) -> PointCosts:
    ends = min(usage), max(usage)
    first, last = (datetime.fromtimestamp(each, LONDON).date() for each in ends)
    return PointCosts(tuple(costed(each, usage, first, last) for each in supplies))


def shown(costs: PointCosts, usage: Mapping[int, float], calendar: Calendar) -> MeterCosts:
    readings = Series.from_readings([*usage], [*usage.values()], calendar=calendar)
    return finish(meter_costs(costs, readings))


def in_pounds(pence: Fraction) -> str:
    exact = Decimal(pence.numerator) / Decimal(pence.denominator) / 100
    return str(exact.quantize(Decimal("0.01"), ROUND_HALF_UP) + 0).replace("-", "−")


@pytest.mark.extended
@given(
    watt_hours=st.lists(st.integers(0, 4000), min_size=48, max_size=60),
    pence=st.lists(st.sampled_from([-3.5, 0.0, 10.0, 12.5, 23.7107, 24.5, 99.99]), min_size=7),
    missing=st.sets(st.integers(0, 47)),
    priced_days=st.integers(1, 14),
)
def test_each_sum_is_the_exact_one_to_the_penny(
    watt_hours: list[int], pence: list[float], missing: set[int], priced_days: int
) -> None:
    usage = {
        start: watt_hours[number % len(watt_hours)] / 1000
        for number, start in enumerate(STARTS)
        if number % 48 not in missing or number == 0
    }
    supply = supplied(
        half_hourly(pence, priced_days), direction=Direction.EXPORT
    )  # no VAT: halves are exact
    for each in (supply, supply._replace(direction=Direction.IMPORT)):
        costs = costs_of(each, usage=usage)
        series = shown(costs, usage, Calendar()).series
        form = series.quantity.whole
        for kind in (Granularity.DAY, Granularity.WEEK, Granularity.MONTH):
            for day in series.days:
                period = Period.containing(kind, day.day)
                exact = costs.between(*series.calendar.bounds(period)).total
                assert form.number(series.figures(period).total) == in_pounds(exact)


def test_an_exact_half_penny_is_rounded_up_as_on_a_bill() -> None:
    usage = dict.fromkeys(half_hours("2024-03-25T00:00Z", "2024-03-25T00:30Z"), 0.1)
    prices = tariff(unit_rates=[since("2024-01-01T00:00Z", 1005.0)])
    costs = costs_of(supplied(prices, direction=Direction.EXPORT), usage=usage)
    (day,) = shown(costs, usage, Calendar()).series.days
    assert costs.between(STARTS[0], STARTS[48]).total == Fraction(201, 2)
    assert day.total == pytest.approx(100.5)
    assert shown(costs, usage, Calendar()).series.quantity.whole.text(day.total) == "£1.01"


@pytest.fixture
def partly() -> MeterCosts:
    """Rates end in the evening of 3 April, and one half hour before has two of them."""
    usage = dict.fromkeys(STARTS, 0.5)
    until = "2024-04-03T23:00+01:00"
    twice = between("2024-04-01T10:00Z", "2024-04-01T10:30Z", 99.0)
    rates = [between("2024-01-01T00:00Z", until, 20.0), twice]
    agreements = [Agreement(FLEXIBLE, utc("2024-03-26T00:00Z"))]
    supply = supplied(tariff(unit_rates=rates, standing=CHARGE), agreements=agreements)
    return shown(costs_of(supply, usage=usage), usage, Calendar(time(3)))


def test_what_has_no_price_is_counted_with_the_reason(partly: MeterCosts) -> None:
    said = partly.supplement.left_out
    day = (utc("2024-04-01T00:00+01:00"), utc("2024-04-02T00:00+01:00"))
    assert said(*day) == ("1 half hour without a price: ambiguous",)
    month = (STARTS[0], STARTS[-1] + 1800)
    assert said(*month) == (
        "243 half hours without a price: 48 no agreement, 1 ambiguous, 194 no rate",
    )
    assert said(STARTS[100], STARTS[101]) == ()


def test_a_period_without_any_price_is_not_drawn(partly: MeterCosts) -> None:
    reasons = partly.unpriced_in(Period.containing(Granularity.DAY, date(2024, 4, 6)))
    assert [(reason.value, count) for reason, count in reasons.items()] == [("no rate", 48)]


def test_a_kwh_costs_what_was_paid_for_it_without_the_standing_charge(partly: MeterCosts) -> None:
    kwh, price = partly.supplement.companions
    whole = (STARTS[0], STARTS[-1] + 1800)
    assert price.between(*whole) == pytest.approx(20 * 1.05)
    assert price.between(STARTS[60], STARTS[61]) == pytest.approx(21.0)
    assert price.between(STARTS[0], STARTS[1]) is None
    assert kwh.between(*whole) == pytest.approx(0.5 * len(STARTS))


def test_its_days_are_those_of_london(partly: MeterCosts) -> None:
    assert partly.supplement.days == "days from 00:00, as on bills"
    (note,) = partly.supplement.notes
    assert note.startswith("Costs: 243 half hours without a price: ")
    assert note.endswith(" · before credits · days from 00:00, as on bills")


def test_what_is_assumed_is_said_as_of_any_stretch_of_it() -> None:
    usage = dict.fromkeys(STARTS, 0.5)
    rates = [since("2024-01-01T00:00Z", 20.0)]
    night = tariff("E-2R-VAR-22-11-01-C", standing=CHARGE, day=rates, night=rates)
    costs = costs_of(supplied(night), usage=usage)
    (note,) = shown(costs, usage, Calendar()).supplement.notes
    assert note == f"Costs: {' · '.join(costs.between(STARTS[0], STARTS[-1] + 1800).labels)}"
    assert "night hours assumed" in note


def test_a_net_use_has_no_price_and_is_what_the_household_pays() -> None:
    usage = dict.fromkeys(STARTS, 0.5)
    paid = supplied(tariff(unit_rates=[since("2024-01-01T00:00Z", 20.0)], standing=CHARGE))
    earned = supplied(
        tariff("E-1R-OUTGOING-C", [since("2024-01-01T00:00Z", 30.0)]), direction=Direction.EXPORT
    )
    sides = costs_of(paid, usage=usage).costings, costs_of(earned, usage=usage).costings
    net = shown(PointCosts(*sides), usage, Calendar())
    assert [each.quantity.key for each in net.supplement.companions] == ["kwh"]
    day = net.series.days[0]
    assert net.series.quantity.whole.text(day.total) == "−£1.56"  # 504p + 60p − 720p
