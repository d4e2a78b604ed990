"""What the dashboard shows, as one value that is replaced as a whole. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from octoterm.analysis.comparison.references import Reference
from octoterm.analysis.period_readings import PeriodReadings
from octoterm.analysis.supplement import Supplement
from octoterm.consumption.series import Series
from octoterm.notes.note import Note, Notes
from octoterm.periods.bands import Band
from octoterm.periods.period import Period
from octoterm.session.position import Position
from octoterm.storage.file_facts import FileFacts

if TYPE_CHECKING:
    from octoterm.session.comparing.tariffs_shown import TariffsShown
    from octoterm.session.meter_bills import BillShown
    from octoterm.session.pricing.prices_shown import PricesShown


@dataclass(frozen=True)
class Shown:
    """A meter, its readings, the period shown, and what it is compared with.

    As it is replaced as a whole, its parts are always consistent with one another.
    """

    meter_label: str = ""
    series: Series | None = None
    """What is shown: the readings loaded so far, or what they cost; None until some are."""
    position: Position | None = None
    """None until there are readings."""
    against: Reference | None = None
    bands: tuple[Band, ...] = ()
    """The hours of the day whose share is shown."""
    is_old: bool = False
    """Whether the latest readings are old: see `analysis.freshness`."""
    supplement: Supplement | None = None
    """What is shown with the series, if it is not the readings themselves."""
    bill: BillShown | None = None
    """The bill of the billing month that contains the day, if that is looked at."""
    prices: PricesShown | None = None
    """The prices that are looked at, which need no readings."""
    tariffs: TariffsShown | None = None
    """The comparison with other tariffs, if that is looked at."""
    file_facts: FileFacts = field(default_factory=FileFacts)
    notes: Notes = field(default_factory=Notes)
    """What the household has noted, on any day."""

    @cached_property
    def period(self) -> Period | None:
        """The period that is shown."""
        return None if self.position is None else self.position.period(self.stored)

    @property
    def notes_of_period(self) -> tuple[Note, ...]:
        """The notes on the days of the period."""
        period = self.period
        return self.notes.between(period.first, period.last) if period is not None else ()

    @property
    def label_of_own(self) -> str:
        """The name of the time that is looked at if that is not the period; otherwise empty."""
        looked_at = self.bill or self.prices or self.tariffs
        return looked_at.label if looked_at is not None else ""

    @property
    def stored(self) -> Series | None:
        """The readings. The position moves within them, even while costs are shown."""
        return self.supplement.readings if self.supplement else self.series

    @property
    def day(self) -> date | None:
        """The day that is kept in view."""
        return None if self.position is None else self.position.day

    @cached_property
    def readings(self) -> PeriodReadings | None:
        """The readings of the period, with their figures; None before any are loaded."""
        if self.series is None or self.period is None:
            return None
        return PeriodReadings(
            self.series, self.period, self.against, self.bands, self.is_old, self.supplement
        )

    def differs_only_in_file_facts(self, before: Shown) -> bool:
        """Whether the readings and the period are the same, such as after a sync that brought
        nothing new."""
        return self == replace(before, file_facts=self.file_facts)

    def keeps_place_of(self, before: Shown) -> bool:
        """Whether a cursor stays where it is: after a step to another period of the same kind,
        and if only the readings have changed."""
        if self.position == before.position:
            return True
        if self.position is None or before.position is None or self.stored is None:
            return False
        same_kind = self.position.granularity is before.position.granularity
        return same_kind and self.period != before.position.period(self.stored)
