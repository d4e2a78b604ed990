"""The cheapest hours, against every window looked at by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.household.account import Direction
from octoterm.tariffs.cheapest import Window, best_windows, cheapest
from octoterm.tariffs.price_slots import PriceSlot, Published
from tests.support.households import london_day

Price = Decimal | None
FIRST = london_day(date(2024, 3, 30))[0]

prices_with_ties_and_holes = st.lists(
    st.none() | st.sampled_from(list(map(Decimal, ("-1.5", "0", "7.1", "7.2", "21.56")))),
    max_size=60,
)


def slots(prices: Sequence[Price], first: int = FIRST) -> list[PriceSlot]:
    """Half hours with these prices with VAT; None is a hole."""
    return [
        PriceSlot(first + 1800 * number, Published.MISSING)
        if price is None
        else PriceSlot(first + 1800 * number, Published.YES, Fraction(price) / 2, Fraction(price))
        for number, price in enumerate(prices)
    ]


def plain(prices: Sequence[Price], half_hours: int) -> tuple[int, Fraction] | None:
    """The number of the half hour that the cheapest window begins with, and its average."""
    best: tuple[int, Fraction] | None = None
    for number in range(len(prices) - half_hours + 1):
        window = prices[number : number + half_hours]
        whole = [price for price in window if price is not None]
        average = Fraction(sum(whole, Decimal(0))) / half_hours
        if len(whole) == half_hours and (best is None or average < best[1]):
            best = number, average
    return best


def as_window(found: tuple[int, Fraction] | None, half_hours: int) -> Window | None:
    if found is None:
        return None
    start = FIRST + 1800 * found[0]
    return Window(start, start + 1800 * half_hours, found[1])


@given(prices_with_ties_and_holes, st.integers(1, 8))
def test_it_is_the_earliest_of_the_cheapest_without_a_hole(
    prices: list[Price], half_hours: int
) -> None:
    assert cheapest(slots(prices), half_hours) == as_window(plain(prices, half_hours), half_hours)


@given(prices_with_ties_and_holes, st.integers(1, 8))
def test_half_hours_that_are_not_listed_are_holes_too(
    prices: list[Price], half_hours: int
) -> None:
    listed = [slot for slot in slots(prices) if slot.state is Published.YES]
    assert cheapest(listed, half_hours) == cheapest(slots(prices), half_hours)


@pytest.mark.parametrize(
    ("day", "count"),
    [(date(2024, 3, 31), 46), (date(2023, 10, 29), 50), (date(2024, 1, 9), 48)],
)
def test_a_day_of_any_length_is_one_window(day: date, count: int) -> None:
    starts = london_day(day)
    assert len(starts) == count
    whole = slots([Decimal(2)] * count, starts[0])
    assert cheapest(whole, count) == Window(starts[0], starts[-1] + 1800, Fraction(2))
    assert cheapest(whole, count + 1) is None


def test_a_tenth_three_times_is_no_cheaper_than_three_tenths_once() -> None:
    prices = [Decimal(text) for text in ("0.3", "0", "0", "0.1", "0.1", "0.1")]
    window = cheapest(slots(prices), 3)
    assert window is not None
    assert window.start == FIRST + 1800  # 0, 0, 0.1
    tied = [Decimal(text) for text in ("0.3", "0", "0", "9", "0.1", "0.1", "0.1")]
    window = cheapest(slots(tied), 3)
    assert window is not None
    assert (window.start, window.average) == (FIRST, Fraction(1, 10))


def test_it_never_goes_across_a_hole() -> None:
    prices = [Decimal(1), None, Decimal(1), Decimal(9), Decimal(9)]
    assert cheapest(slots(prices), 2) == Window(FIRST + 3600, FIRST + 7200, Fraction(5))
    assert cheapest(slots(prices), 4) is None


def test_below_zero_is_cheaper_than_nothing() -> None:
    found = cheapest(slots([Decimal(0), Decimal("-2.5"), Decimal(0)]), 1)
    assert found == Window(FIRST + 1800, FIRST + 3600, Fraction(-5, 2))


def test_without_prices_there_is_none() -> None:
    assert cheapest([], 1) is None
    assert cheapest([PriceSlot(FIRST, Published.NOT_YET)], 1) is None


@given(prices_with_ties_and_holes)
def test_of_exports_the_best_window_is_the_one_that_pays_most(prices: list[Price]) -> None:
    paid = [None if price is None else -price for price in prices]
    found = best_windows(slots(prices), (1, 3), Direction.EXPORT)
    expected = [(length, plain(paid, length)) for length in (1, 3)]
    if len(set(prices) - {None}) < 2:
        assert found == ()
        return
    assert [(length, window.start, -window.average) for length, window in found] == [
        (length, FIRST + 1800 * best[0], best[1]) for length, best in expected if best is not None
    ]


def test_where_all_prices_are_the_same_no_window_is_best() -> None:
    assert best_windows(slots([Decimal(7)] * 4), (1, 2), Direction.IMPORT) == ()
    (one,) = best_windows(slots([Decimal(7), Decimal(5)]), (1, 6), Direction.IMPORT)
    assert one == (1, Window(FIRST + 1800, FIRST + 3600, Fraction(5)))
