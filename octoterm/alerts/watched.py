"""What is known of a meter point, for alerts. Pure."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from octoterm.analysis.projection import Projection
from octoterm.consumption.series import Series
from octoterm.household.account import Agreement, Direction
from octoterm.household.meter import Fuel
from octoterm.household.meter_point import MeterPoint
from octoterm.tariffs.price_slots import PriceSlot


class BillSoFar(NamedTuple):
    """The bill of the billing month of the latest reading."""

    month: str
    """`November 2026`, or its days."""
    total: Decimal
    """Pounds with VAT, of what has been read."""
    course: Projection | None
    """What it is on course for, in pence; None if that is not known."""
    is_partial: bool
    """Whether something that was read has no price."""


class Watched(NamedTuple):
    """A meter point at one moment. What takes long is worked out only if a rule needs it."""

    point: MeterPoint
    now: float
    """UTC seconds."""
    series: Series
    prices_ahead: Callable[[], tuple[PriceSlot, ...]]
    """The half hours from now on that have a price; empty if none is known."""
    bill: Callable[[], BillSoFar | None]
    """None if nothing has a price."""

    @property
    def is_use(self) -> bool:
        """Whether it measures what is imported."""
        return self.point.direction is Direction.IMPORT and not self.point.is_net

    @property
    def is_gas(self) -> bool:
        return self.point.fuel is Fuel.GAS

    @property
    def agreements(self) -> tuple[Agreement, ...]:
        """In order of time."""
        return self.point.agreements
