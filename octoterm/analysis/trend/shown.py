"""A trend as it is shown: its parts, the average drawn over them, and both in words. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from octoterm.analysis.trend.parts import TrendPart
from octoterm.analysis.trend.trends import Measure, Trend, TrendDay
from octoterm.consumption.quantity import Form, Quantity
from octoterm.periods.period import Granularity

DAYS_PER_AVERAGED = 8
"""Fewest days on screen for each day of the average that is drawn: a longer average would hardly
move."""


@dataclass(frozen=True)
class ShownTrend:
    """The trend of one measure around a period."""

    parts: tuple[TrendPart, ...]
    """What is drawn as bars; at least one."""
    days: Trend
    """All days from the first reading to the last, as shown."""
    measure: Measure
    quantity: Quantity
    average_days: tuple[int, ...]
    about: str
    """The name of the period."""
    sentence: tuple[str, ...] = ()
    """Where the average stands, in words, longest first."""
    records: tuple[str, ...] = ()

    @property
    def form(self) -> Form:
        """How values are formatted."""
        return self.measure.form(self.quantity)

    @property
    def kind(self) -> Granularity:
        """What a bar stands for."""
        return self.parts[0].period.granularity

    @cached_property
    def all_are_lit(self) -> bool:
        """Whether only the period is shown."""
        return all(part.lit for part in self.parts)

    def stands_out(self, part: TrendPart) -> bool:
        """Whether a part is in the period and others are not."""
        return part.lit and not self.all_are_lit

    @cached_property
    def marks_unusual(self) -> bool:
        """Whether parts with an unusual day are marked: not where most parts have one, as most
        months do."""
        return 2 * sum(part.unusual for part in self.parts) <= len(self.parts)

    # The average that is drawn

    @cached_property
    def _drawn(self) -> int:
        """The number of the average: the longest that moves enough, or otherwise the shortest."""
        days = (self.parts[-1].period.end - self.parts[0].period.first).days
        numbers = range(len(self.average_days))
        fitting = [n for n in numbers if self.average_days[n] * DAYS_PER_AVERAGED <= days]
        if fitting:
            return max(fitting, key=lambda n: self.average_days[n])
        return min(numbers, key=lambda n: self.average_days[n], default=0)

    @property
    def days_of_average(self) -> int:
        """How many days it is the average of; 0 without averages."""
        return self.average_days[self._drawn] if self.average_days else 0

    @property
    def drawn_averages(self) -> Iterator[tuple[date, float]]:
        """Each day that has that average."""
        if self.average_days:
            averages = self.days.averages[self._drawn]
            for day, average in zip(self.days.days, averages, strict=True):
                if average is not None:
                    yield day, average

    def _average_on(self, day: date) -> float | None:
        return self._at(day).averages[self._drawn] if self.average_days else None

    def _at(self, day: date) -> TrendDay:
        """The day or, if it is after the readings, the last day."""
        return self.days[max(0, (min(day, self.days[-1].day) - self.days[0].day).days)]

    @cached_property
    def last_lit(self) -> int:
        """The number of the last part that is in the period."""
        lit = [number for number, part in enumerate(self.parts) if part.lit]
        return lit[-1] if lit else 0

    @property
    def last_averages(self) -> tuple[float | None, ...]:
        """The averages of the period's last day, or of the last day of readings if that is
        earlier."""
        return self._at(self.parts[self.last_lit].period.last).averages

    def words(self, number: int, *, is_average_known: bool = False) -> list[str]:
        """A part in words, the most important first: `Wed 10 Apr 2024  7.82 kWh`, `7-day average
        10.04 kWh`, unless the average is shown elsewhere."""
        part, is_day = self.parts[number], self.kind is Granularity.DAY
        mean = "" if is_day else " a day" if self.measure is Measure.TOTAL else " on average"
        so_far = " so far" if part.is_part_of_day and part.period.last == self.days[-1].day else ""
        readings = f"{part.readings:,} of {part.expected:,} readings{so_far}"
        if part.value is None:
            said = readings if part.readings else self.quantity.missing
        else:
            said = f"{self.form.text(part.value)}{mean}"
        words = [f"{part.period.label}  {said}"]
        average = None if is_average_known else self._average_on(part.period.last)
        if average is not None:
            words.append(f"{self.days_of_average}-day average {self.form.text(average)}")
        if part.unusual:
            words.append("unusual" if is_day else "with an unusual day")
        if part.value is not None and (part.missing or part.is_part_of_day):
            words.append(readings)
        return words

    def short_words(self, number: int) -> str:
        """`Wed 10 7.82 kWh`."""
        said = self.words(number)[0].partition("  ")[2]
        return f"{self.parts[number].period.short_label} {said}"
