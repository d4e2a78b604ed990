"""What is shown with a series besides its own values, such as the kWh that costs are for. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from octoterm.analysis.parts import Part
from octoterm.consumption.quantity import Form, Quantity
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity


class Companion(NamedTuple):
    """Another figure of each part of a period: a column of tables and exports."""

    quantity: Quantity
    between: Callable[[int, int], float | None]
    """Its value from one time to another, UTC seconds; None if it has none."""
    is_line: bool = False
    """Whether it is a line across the bars of a day, with an axis of its own."""
    is_figure: bool = False
    """Whether its value for the whole period is shown after the total."""

    def of(self, part: Part) -> float | None:
        """Its value for `part`."""
        return self.between(part.figures.start, part.figures.end)

    def form(self, kind: Granularity) -> Form:
        """The format for parts of this kind."""
        return self.quantity.form(kind)


@dataclass(frozen=True, eq=False)
class Supplement:
    """What belongs to a series that was made of readings and of something else."""

    readings: Series
    """What it was made of."""
    companions: tuple[Companion, ...] = ()
    left_out: Callable[[int, int], tuple[str, ...]] = lambda _start, _end: ()
    """What readings of a time (UTC seconds) have no value in the series, and why, in words."""
    notes: tuple[str, ...] = ()
    """What its values assume or leave out, in words."""
    days: str = ""
    """When its days begin, in words, if those of the readings begin at another time."""

    @property
    def line(self) -> Companion | None:
        """The companion that is drawn as a line."""
        return next((each for each in self.companions if each.is_line), None)
