"""A tariff beside the own one costs what it does half hour by half hour, whatever both are."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from octoterm.costs.cost import cost_between
from octoterm.tariff_comparison.candidates import Candidate, Method
from tests.support.comparing import compared
from tests.support.drawn_supplies import FIRSTS, supplies, terms_of_a_home, whole_supplies
from tests.support.households import london_day
from tests.support.plain_supply import days_from
from tests.support.plain_tariffs import plain_row
from tests.support.pricing import costed

DAYS = 4


@given(st.data(), FIRSTS, st.booleans())
def test_a_row_is_that_of_the_half_hours(data: st.DataObject, first: date, is_whole: bool) -> None:
    days = days_from(first, DAYS)
    starts = [start for day in days for start in london_day(day)]
    some = whole_supplies(starts[0], DAYS) if is_whole else supplies(starts[0])
    own, other = data.draw(some), data.draw(some)
    terms = data.draw(terms_of_a_home(starts[0])) if is_whole else own.terms
    missing = data.draw(st.sets(st.sampled_from(starts), max_size=4))
    readings = {start: (start // 1800 % 97) / 100 for start in starts if start not in missing}
    told = {start: Fraction(start // 1800 % 7, 3) for start in starts[::2]} if is_whole else {}
    own = own._replace(terms=terms, told=told)
    other = other._replace(terms=terms, direction=own.direction)
    found = compared(
        own, [Candidate("X", "Other", Method.ONE_CODE, other)], readings, days[0], days[-1]
    )
    (row,) = found.rows
    plain = plain_row(own, other, readings, days)
    assert row[2:5] == plain[:3]
    assert (row.days, row.coverage, row.kwh) == (len(plain.days), plain.coverage, plain.kwh)
    left_out = {
        each.first + timedelta(number): (
            each.whose.value,
            each.reason.value if each.reason else "standing charge",
        )
        for each in row.excluded
        for number in range(each.days)
    }
    assert left_out == plain.left_out
    assert row.excluded_days == len(left_out)
    if plain.coverage < Fraction(98, 100) or plain.cost is None:
        assert row[5:8] == (None, None, None)
    else:
        assert plain.own_cost is not None
        assert plain.average_cost is not None
        assert row.difference == plain.cost - plain.own_cost
        assert row.average_part == plain.average_cost - plain.own_cost
        assert row.timing_part == plain.cost - plain.average_cost
    assert sum(each.days for each in row.months) == row.days
    assert sum(each.cost or 0 for each in row.months) == (row.cost or 0)
    assert sum(each.own_cost or 0 for each in row.months) == (row.own_cost or 0)


@given(st.data(), FIRSTS)
def test_the_own_side_is_what_all_half_hours_cost(data: st.DataObject, first: date) -> None:
    """Also those of days that are not compared; what it lacks is said as of any sum."""
    days = days_from(first, DAYS)
    starts = [start for day in days for start in london_day(day)]
    own = data.draw(whole_supplies(starts[0], DAYS))
    own = own._replace(told={start: Fraction(start // 1800 % 7, 3) for start in starts[::2]})
    readings = {start: (start // 1800 % 97) / 100 for start in starts if start % 36_000}
    found = compared(own, [], readings, days[0], days[-1]).own
    cost = cost_between(costed(own, readings, days[0], days[-1]), starts[0], starts[-1] + 1800)
    assert found.cost == (cost.total if cost.priced else None)
    assert (found.kwh, found.priced, found.half_hours) == (cost.kwh, cost.priced, cost.expected)
    said = [label for label in cost.labels if "minutes late" not in label]
    assert list(found.labels) == said
