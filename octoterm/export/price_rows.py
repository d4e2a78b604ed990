"""Records of prices for other programs. Pure.

Each price is rounded by itself, half up, to four decimals of a penny.
"""

from __future__ import annotations

from octoterm.export.cost_rows import or_none, rounded
from octoterm.periods.london import iso
from octoterm.tariffs.cheapest import Window
from octoterm.tariffs.price_slots import PriceSlot

PRICE_KEYS = ("start", "end", "pence_inc_vat", "pence_exc_vat")
WINDOW_KEYS = ("start", "end", "average_pence_inc_vat", "tariff", "published_to")


def price_record(slot: PriceSlot) -> dict[str, object]:
    """A half hour, with `PRICE_KEYS`; prices are None if there is none."""
    values = (iso(slot.start), iso(slot.end), or_none(slot.pence_with_vat), or_none(slot.pence))
    return dict(zip(PRICE_KEYS, values, strict=True))


def window_record(window: Window, tariff: str, published_to: int) -> dict[str, object]:
    """The cheapest hours, with `WINDOW_KEYS`; `published_to` in UTC seconds is how far prices
    are known."""
    values = (
        iso(window.start),
        iso(window.end),
        rounded(window.average),
        tariff,
        iso(published_to),
    )
    return dict(zip(WINDOW_KEYS, values, strict=True))
