"""Moving through the readings: which period is shown, and where each step leads. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from octoterm.consumption.series import Series
from octoterm.periods.labels import day_label
from octoterm.periods.period import Granularity, Period, add_months

LARGER_KIND = {
    Granularity.DAY: Granularity.MONTH,
    Granularity.WEEK: Granularity.MONTH,
    Granularity.MONTH: Granularity.YEAR,
    Granularity.YEAR: Granularity.ALL,
}
"""The larger kind of period that Backspace leads to if none was entered."""


@dataclass(frozen=True)
class Position:
    """A kind of period and a day that it contains; no step leads outside the readings."""

    granularity: Granularity
    day: date
    entered_from: tuple[Granularity, ...] = ()
    """The kinds of the larger periods that were entered on the way here, the latest last."""

    @classmethod
    def opening(cls, series: Series) -> Position | None:
        """The position to begin with: the latest complete day."""
        day = series.latest_day()
        return None if day is None else cls(Granularity.DAY, day)

    def period(self, series: Series | None) -> Period:
        """The period at this position."""
        if self.granularity is Granularity.ALL:
            whole = series.whole if series else None
            return whole or Period.spanning(self.day, self.day)
        return Period.containing(self.granularity, self.day)

    def moved(self, steps: int, series: Series) -> Position:
        """The position `steps` periods later; unchanged if that lies outside the readings."""
        if self.granularity is Granularity.ALL:
            return self
        target = self.period(series).shifted(steps)
        whole = series.whole
        if whole is None or not target.overlaps(whole):
            return self
        return self._at(self._day_in(target, steps, self.granularity), series)

    def leapt(self, steps: int, series: Series) -> Position:
        """The position later by `steps` of the next larger kind, but not beyond the first or last
        reading."""
        if self.granularity is Granularity.ALL:
            return self
        return self._at(self.period(series).leapt(steps).first, series)

    def at_first(self, series: Series) -> Position:
        """The first period of this kind with readings."""
        return self._at(date.min, series)

    def at_last(self, series: Series) -> Position:
        """The last period of this kind with readings."""
        return self._at(date.max, series)

    def at_latest(self, series: Series) -> Position:
        """The latest complete day, or the period of this kind that it is in."""
        day = series.latest_day()
        return self if day is None else self._at(day, series)

    def within(self, series: Series) -> Position:
        """The same period if it lies within the readings of `series`, another meter's.

        Otherwise the nearest: the first, or after the last the one with the latest complete day.
        """
        nearest = self._at(self.day, series)
        is_after = nearest.day < self.day
        if is_after and nearest.period(series) != self.period(series):
            return self.at_latest(series)
        return nearest

    def at_day(self, day: date, series: Series) -> Position:
        """The period of this kind with a chosen day; from all readings, the day itself."""
        if self.granularity is Granularity.ALL:
            return Position(Granularity.DAY, day)._at(day, series)
        return self._at(day, series)

    def at_period(self, period: Period, series: Series) -> Position:
        """A chosen period; for a day, the period of the current kind that it is in."""
        if period.granularity is Granularity.DAY:
            return self.at_day(period.first, series)
        whole = series.whole
        first = max(period.first, whole.first) if whole else period.first
        return Position(period.granularity, first)

    def showing(self, granularity: Granularity) -> Position:
        """Another kind of period with the same day."""
        return Position(granularity, self.day)

    def entering(self, part: Period) -> Position:
        """The position in `part`: a part of this period, or another period of the same kind."""
        day = self.day if self.day in part else part.first
        if part.granularity is self.granularity:
            return replace(self, day=day)
        return Position(part.granularity, day, (*self.entered_from, self.granularity))

    def leaving(self) -> Position:
        """Back to the period that this was entered from, or otherwise to the larger period."""
        if self.entered_from:
            *rest, before = self.entered_from
            return Position(before, self.day, tuple(rest))
        return replace(self, granularity=LARGER_KIND.get(self.granularity, Granularity.ALL))

    def _day_in(self, target: Period, steps: int, kind: Granularity) -> date:
        """The day in `target` that corresponds to the current one: the same weekday or date."""
        match kind:
            case Granularity.MONTH:
                return add_months(self.day, steps)
            case Granularity.YEAR:
                return add_months(self.day, 12 * steps)
        return target.first + (self.day - Period.containing(kind, self.day).first)

    def _at(self, day: date, series: Series) -> Position:
        whole = series.whole
        if whole is None:
            return self
        return replace(self, day=min(max(day, whole.first), whole.last))


def end_in_words(period: Period | None, series: Series | None, steps: int) -> str:
    """A message that `period` is the first (if `steps` is negative) or last with readings."""
    whole = series.whole if series else None
    if whole is None or period is None or period.granularity is Granularity.ALL:
        return "Already showing everything"
    if steps < 0:
        return f"Readings begin on {day_label(whole.first)}"
    return f"Readings end on {day_label(whole.last)}"
