"""The unit rate of each half hour with VAT, and whether it is published at all. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from octoterm.periods.london import HALF_HOUR
from octoterm.runtime.slices import finish
from octoterm.tariffs.price_columns import PriceColumns, price_columns
from octoterm.tariffs.rates import exact
from octoterm.tariffs.supply import Supply
from octoterm.tariffs.vat import vat_at


class Published(Enum):
    """Whether a half hour has a price."""

    YES = "published"
    NOT_YET = "not published yet"
    MISSING = "no rate"
    """It has none or several, although later half hours have one."""


class PriceSlot(NamedTuple):
    """A half hour and its price."""

    start: int
    """UTC seconds."""
    state: Published
    pence: Fraction | None = None
    """p/kWh without VAT; None unless published."""
    pence_with_vat: Fraction | None = None

    @property
    def end(self) -> int:
        """UTC seconds, exclusive."""
        return self.start + HALF_HOUR


def price_slots(supply: Supply, start: int, end: int, published_to: int) -> tuple[PriceSlot, ...]:
    """The half hours from `start` to `end`, full or half hours in UTC seconds, by the agreements
    of the supply. From `published_to` (UTC seconds) on, none is published yet: see `publication`.
    """
    columns = finish(price_columns(supply.agreements, supply.prices, start, end, supply.terms))
    return tuple(_slots(supply, columns, published_to))


def _slots(supply: Supply, columns: PriceColumns, published_to: int) -> Iterator[PriceSlot]:
    vat = supply.vat
    for agreed in columns.agreed:
        known = supply.prices.get(agreed.agreement.tariff) if agreed.agreement else None
        for place in range(columns.number(agreed.since), columns.number(agreed.until)):
            start = columns.first + HALF_HOUR * place
            if start >= published_to:
                yield PriceSlot(start, Published.NOT_YET)
            elif known is None or columns.reasons[place]:
                yield PriceSlot(start, Published.MISSING)
            else:
                pence = exact(columns.rates[place]) * known.without_vat
                yield PriceSlot(start, Published.YES, pence, pence * vat_at(vat, start).factor)
