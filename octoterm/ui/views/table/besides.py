"""The parts of a period with what they are compared with, made once for all who ask."""

from __future__ import annotations

from octoterm.analysis.comparison import Against, Beside, beside_of
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity, Period


class Besides:
    """Remembers the last answer: a key press asks several times for the same."""

    def __init__(self) -> None:
        self._asked: tuple[object, ...] = ()
        self._made: tuple[Beside, ...] = ()

    def of(
        self,
        series: Series,
        period: Period,
        against: Against | None,
        granularity: Granularity | None = None,
    ) -> tuple[Beside, ...]:
        """See `beside_of`."""
        asked = (series, period, against, granularity)
        if asked != self._asked:
            self._asked = asked
            self._made = beside_of(*asked)
        return self._made
