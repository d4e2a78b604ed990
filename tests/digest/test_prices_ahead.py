"""What a page says of prices ahead."""

from __future__ import annotations

from fractions import Fraction

import pytest

from octoterm.digest.contents import PricesAhead, page_of
from octoterm.household.account import Direction
from octoterm.tariffs.price_slots import PriceSlot, Published
from tests.support.households import half_hours

STARTS = half_hours("2024-04-01T23:00Z", "2024-04-02T02:00Z")


@pytest.mark.parametrize(
    ("pence", "said"),
    [
        ((0, 5, 5, 5, 5, 5), ()),
        ((-1, 0, -2, 5, 5, 5), ("Below zero in 1 hour.",)),
    ],
)
def test_a_price_of_exactly_zero_is_not_below_it(
    pence: tuple[int, ...], said: tuple[str, ...]
) -> None:
    slots = tuple(
        PriceSlot(start, Published.YES, Fraction(each), Fraction(each))
        for start, each in zip(STARTS, pence, strict=True)
    )
    (section,) = page_of("Week", "", (), [PricesAhead("Home", slots, Direction.IMPORT)]).sections
    assert section.figures[3:] == said
