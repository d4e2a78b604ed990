"""Rows of rates as the API lists them: which can be used, how they are joined and replaced."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.tariffs.rate_rows import (
    Rate,
    as_answered,
    rates_of,
    read_rows,
    runs_of,
    with_runs,
)
from octoterm.tariffs.rates import DIRECT_DEBIT, NOT_DIRECT_DEBIT, RateRun, exact
from tests.support.loopback import utc

MIDNIGHT = utc("2024-03-01 00:00")
DAY = 86_400
GOOD = {
    "value_exc_vat": 24.5,
    "value_inc_vat": 25.725,
    "valid_from": "2024-03-01T00:00:00Z",
    "valid_to": "2024-03-01T00:30:00Z",
    "payment_method": None,
}


def half_hourly(first: int, *pence: float) -> list[Rate]:
    return [
        Rate(first + 1800 * number, first + 1800 * (number + 1), each, None)
        for number, each in enumerate(pence)
    ]


def merged(runs: Sequence[RateRun], rates: Sequence[Rate]) -> set[Rate]:
    return set(rates_of(with_runs(runs, runs_of(rates))))


def test_a_row_is_a_rate() -> None:
    assert read_rows([GOOD]) == ((Rate(MIDNIGHT, MIDNIGHT + 1800, 24.5, None),), {})


@pytest.mark.parametrize(
    ("field", "value", "change"),
    [
        ("value_exc_vat", 0, {"pence": 0.0}),
        ("value_exc_vat", -18.5, {"pence": -18.5}),
        ("value_exc_vat", "23.7107", {"pence": 23.7107}),
        ("value_exc_vat", Decimal("23.7107"), {"pence": 23.7107}),
        ("valid_to", None, {"until": None}),
        ("valid_to", "2024-03-01T01:30:00+01:00", {"until": MIDNIGHT + 1800}),
        ("payment_method", DIRECT_DEBIT, {"method": DIRECT_DEBIT}),
        ("value_inc_vat", "anything", {}),
    ],
)
def test_fields_may_be_as_the_api_writes_them(
    field: str, value: object, change: dict[str, object]
) -> None:
    usual = Rate(MIDNIGHT, MIDNIGHT + 1800, 24.5, None)
    assert read_rows([{**GOOD, field: value}]).rates == (usual._replace(**change),)


def test_a_payment_method_may_be_absent() -> None:
    row = {name: value for name, value in GOOD.items() if name != "payment_method"}
    assert read_rows([row]).rates == (Rate(MIDNIGHT, MIDNIGHT + 1800, 24.5, None),)


@pytest.mark.parametrize("field", ["value_exc_vat", "valid_from", "valid_to"])
def test_a_row_without_one_of_its_fields_is_left_out(field: str) -> None:
    row = {name: value for name, value in GOOD.items() if name != field}
    rates, left_out = read_rows([row, GOOD])
    assert len(rates) == 1
    assert sum(left_out.values()) == 1


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        *(("value_exc_vat", bad, "no price") for bad in (None, True, "", "free", [], {}, "1e5")),
        *(
            ("value_exc_vat", bad, "an impossible price")
            for bad in (nan, inf, -inf, 10**400, Decimal("1e400"), Decimal("NaN"), 1e7, "9" * 20)
        ),
        *(("valid_from", bad, "no beginning") for bad in (5, True, "", "now", "2024-03-01")),
        ("valid_from", "2024-03-01T00:00:00", "no beginning"),
        ("valid_from", "2024-02-30T00:00:00Z", "an impossible beginning"),
        ("valid_from", "0001-01-01T00:00:00+23:59", "an impossible beginning"),
        ("valid_to", "9999-12-31T23:59:59-12:00", "an impossible end"),
        ("valid_to", 7, "no end"),
        ("valid_to", "2024-03-01T00:00:00Z", "an end that is not after its beginning"),
        ("valid_to", "2020-03-01T00:00:00Z", "an end that is not after its beginning"),
        *(("payment_method", bad, "no known payment method") for bad in (5, False, "", "\x1b[2J")),
    ],
)
def test_a_row_that_cannot_be_used_is_counted_with_its_reason(
    field: str, value: object, reason: str
) -> None:
    assert read_rows([{**GOOD, field: value}]) == ((), {reason: 1})


def test_a_price_keeps_all_its_digits() -> None:
    (rate,) = read_rows([{**GOOD, "value_exc_vat": Decimal("14.180952380952")}]).rates
    assert str(exact(rate.pence)) == str(Decimal("14.180952380952").as_integer_ratio()).replace(
        ", ", "/"
    ).strip("()")


def test_half_hours_of_a_day_are_one_run_whatever_their_order() -> None:
    rates = half_hourly(MIDNIGHT, *map(float, range(96)))
    first, second = runs_of(reversed(rates))
    assert (first.since, first.seconds, [*first.pence]) == (MIDNIGHT, 1800, [*range(48)])
    assert (second.since, [*second.pence]) == (MIDNIGHT + DAY, [*range(48, 96)])


def test_rates_of_two_payment_methods_are_runs_of_their_own() -> None:
    rates = half_hourly(MIDNIGHT, 1.0, 2.0, 3.0)
    methods = [
        rate._replace(method=method)
        for rate in rates
        for method in (DIRECT_DEBIT, NOT_DIRECT_DEBIT)
    ]
    assert [run.method for run in runs_of(methods)] == [DIRECT_DEBIT, NOT_DIRECT_DEBIT]


def test_rates_of_unequal_length_or_with_a_hole_are_not_joined() -> None:
    rates = [
        *half_hourly(MIDNIGHT, 1.0, 2.0),
        *half_hourly(MIDNIGHT + 5400, 3.0),
        Rate(MIDNIGHT + 7200, MIDNIGHT + 14_400, 4.0, None),
        Rate(MIDNIGHT + 14_400, None, 5.0, None),
    ]
    assert [[*run.pence] for run in runs_of(rates)] == [[1.0, 2.0], [3.0], [4.0], [5.0]]


def test_two_prices_of_one_time_stay_two() -> None:
    rates = [Rate(MIDNIGHT, None, 20.0, None), Rate(MIDNIGHT, None, 22.0, None)]
    assert set(rates_of(runs_of(rates))) == set(rates)


def test_a_newer_row_gives_an_end_to_one_without() -> None:
    before = runs_of([Rate(MIDNIGHT, None, 20.0, None)])
    now = [Rate(MIDNIGHT, MIDNIGHT + DAY, 20.0, None), Rate(MIDNIGHT + DAY, None, 22.0, None)]
    assert merged(before, now) == set(now)


def test_a_newer_price_replaces_the_one_before() -> None:
    before = runs_of(half_hourly(MIDNIGHT, 1.0, 2.0, 3.0))
    assert merged(before, half_hourly(MIDNIGHT + 1800, 9.0)) == set(
        half_hourly(MIDNIGHT, 1.0, 9.0, 3.0)
    )


def test_what_is_listed_no_more_ends_where_the_answer_begins() -> None:
    before = runs_of(
        [
            Rate(MIDNIGHT, None, 20.0, None),
            Rate(MIDNIGHT + 3 * DAY, None, 99.0, None),
            Rate(MIDNIGHT - DAY, MIDNIGHT, 18.0, None),
        ]
    )
    answer = runs_of([Rate(MIDNIGHT + 2 * DAY, None, 22.0, None)])
    assert set(rates_of(as_answered(before, answer, MIDNIGHT + 2 * DAY))) == {
        Rate(MIDNIGHT - DAY, MIDNIGHT, 18.0, None),
        Rate(MIDNIGHT, MIDNIGHT + 2 * DAY, 20.0, None),
        Rate(MIDNIGHT + 2 * DAY, None, 22.0, None),
    }


RATES = st.builds(
    lambda at, length, pence, method: Rate(
        MIDNIGHT + at * 1800,
        None if length is None else MIDNIGHT + (at + length) * 1800,
        float(pence),
        method,
    ),
    st.integers(0, 400),
    st.sampled_from([None, 1, 1, 1, 2, 10, 38, 48, 50]),
    st.integers(-5, 40),
    st.sampled_from([None, None, DIRECT_DEBIT]),
)


@given(st.lists(RATES, max_size=60))
def test_runs_hold_exactly_their_rates(rates: list[Rate]) -> None:
    runs = runs_of(rates)
    assert sorted(rates_of(runs), key=str) == sorted(set(rates), key=str)
    assert all(one.since <= other.since for one, other in pairwise(runs))


@given(st.lists(RATES, max_size=60), st.lists(RATES, max_size=60))
def test_merging_is_replacing_by_beginning_and_method(
    before: list[Rate], newer: list[Rate]
) -> None:
    keys = {rate.key for rate in newer}
    expected = {rate for rate in before if rate.key not in keys} | set(newer)
    assert merged(runs_of(before), newer) == expected


@given(st.lists(RATES, max_size=60), st.randoms(use_true_random=False))
def test_pages_in_any_order_come_to_the_same(rates: list[Rate], random: object) -> None:
    distinct = [*{rate.key: rate for rate in rates}.values()]
    pages = [distinct[at : at + 7] for at in range(0, len(distinct), 7)]
    random.shuffle(pages)  # type: ignore[attr-defined]
    found: tuple[RateRun, ...] = ()
    for page in pages:
        found = with_runs(found, runs_of(page))
    assert set(rates_of(found)) == set(distinct)


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.text(max_size=30),
    st.sampled_from([*GOOD.values(), 10**400, "1e400", [], {}, "2024-03-01T00:30:00Z"]),
)


@given(st.lists(st.dictionaries(st.sampled_from([*GOOD]), VALUES), max_size=5))
def test_whatever_is_in_a_row_it_is_a_possible_rate_or_left_out(
    rows: list[dict[str, object]],
) -> None:
    rates, left_out = read_rows([{**GOOD, **row} for row in rows])
    assert len(rates) + sum(left_out.values()) == len(rows)
    assert all(abs(rate.pence) < 1e6 for rate in rates)
    assert all(rate.until is None or rate.since < rate.until for rate in rates)


def test_a_rate_without_a_beginning_has_always_applied() -> None:
    (rate,) = read_rows([{**GOOD, "valid_from": None}]).rates
    assert rate.since == 0
