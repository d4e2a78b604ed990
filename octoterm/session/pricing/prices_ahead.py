"""The prices from now on that a sync has stored, for alerts and reports."""

from __future__ import annotations

from octoterm.config.reader import Config
from octoterm.household.meter_point import MeterPoint
from octoterm.periods.london import HALF_HOUR
from octoterm.runtime.slices import finish
from octoterm.session.costings import supplies_of
from octoterm.storage.folders import Folders
from octoterm.tariffs.price_slots import PriceSlot, price_slots
from octoterm.tariffs.publication import supply_published_to


def prices_ahead(
    config: Config, folders: Folders, point: MeterPoint, now: float
) -> tuple[PriceSlot, ...]:
    """The half hours with a price, from the one at `now` (UTC seconds) on; empty without any."""
    (supplied,) = finish(supplies_of(config, point, folders)).paid
    begin = int(now) // HALF_HOUR * HALF_HOUR
    end = supply_published_to(supplied.supply, int(now))
    slots = price_slots(supplied.supply, begin, max(begin, end), end)
    return tuple(slot for slot in slots if slot.pence_with_vat is not None)
