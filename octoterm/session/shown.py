"""What the dashboard shows, as one value that is replaced as a whole. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from octoterm.analysis.counterparts import Reference
from octoterm.analysis.period_readings import PeriodReadings
from octoterm.consumption.series import Series
from octoterm.periods.period import Period
from octoterm.session.position import Position
from octoterm.storage.file_facts import FileFacts


@dataclass(frozen=True)
class Shown:
    """A meter, its readings, the period looked at, and what that is compared with.

    Whoever holds one holds a consistent picture: nothing depends on the order in which readings
    and position arrive.
    """

    meter_label: str = ""
    series: Series | None = None
    """All that was read so far; None before that."""
    position: Position | None = None
    """None until there was a reading."""
    against: Reference | None = None
    file_facts: FileFacts = field(default_factory=FileFacts)

    @cached_property
    def period(self) -> Period | None:
        """The one looked at."""
        return None if self.position is None else self.position.period(self.series)

    @property
    def day(self) -> date | None:
        """The day that is kept in view."""
        return None if self.position is None else self.position.day

    @cached_property
    def readings(self) -> PeriodReadings | None:
        """Those of the period, and what they come to; None where nothing was read."""
        if self.series is None or self.period is None:
            return None
        return PeriodReadings(self.series, self.period, self.against)

    def keeps_place_of(self, before: Shown) -> bool:
        """Whether a cursor keeps its place: after a step to another period of the same kind, and
        where only the readings are others."""
        if self.position == before.position:
            return True
        if self.position is None or before.position is None or self.series is None:
            return False
        same_kind = self.position.granularity is before.position.granularity
        return same_kind and self.period != before.position.period(self.series)
