"""The parts of a period with what they are compared with, made once for all who ask."""

from __future__ import annotations

from octoterm.breakdown import break_down
from octoterm.comparison import Against, Beside, alone, compare_parts
from octoterm.consumption import Consumption
from octoterm.period import Granularity, Period


class Besides:
    """Remembers the last answer: a key press asks several times for the same."""

    def __init__(self) -> None:
        self._asked: object = None
        self._made: tuple[Beside, ...] = ()

    def of(
        self,
        consumption: Consumption,
        period: Period,
        against: Against | None,
        granularity: Granularity | None = None,
    ) -> tuple[Beside, ...]:
        """The parts of `period` (see `break_down`), beside nothing where `against` is None."""
        asked = (consumption, period, against, granularity)
        if asked != self._asked:
            self._asked = asked
            if against is None:
                self._made = tuple(map(alone, break_down(consumption, period, granularity)))
            else:
                self._made = compare_parts(consumption, period, against, granularity)
        return self._made
