"""The mean day by the London clock, weekdays and weekends apart. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time
from typing import NamedTuple

from octoterm.analysis.profile.seasons import Season
from octoterm.consumption.clock_grid import CLOCKS
from octoterm.consumption.series import Series
from octoterm.periods.calendar import DAYS_OF_A_WEEK, HALF_HOURS, SATURDAY


class ProfileRow(NamedTuple):
    """One half hour of the mean day: means, None where there are no readings."""

    clock: time
    weekday: float | None
    weekend: float | None
    all_days: float | None
    readings: int
    """Number of readings that `all_days` is the mean of."""
    weekday_readings: int = 0
    """Number of readings that `weekday` is the mean of."""

    @property
    def weekend_readings(self) -> int:
        """Number of readings that `weekend` is the mean of."""
        return self.readings - self.weekday_readings


def load_profile(
    series: Series,
    since: date | None = None,
    until: date | None = None,
    season: Season | None = None,
) -> tuple[ProfileRow, ...]:
    """The 48 half hours of the mean day, over the days from `since` to `until`, both inclusive, or
    only over those in a season, of any year.

    Each reading counts at the time that the London clock showed, including in a repeated hour,
    and as a weekday or weekend by the household's day that it belongs to.
    """
    totals = ([0.0] * HALF_HOURS, [0.0] * HALF_HOURS)
    readings = ([0] * HALF_HOURS, [0] * HALF_HOURS)
    for numbers in _stretches(series, series.day_numbers(since, until), season):
        for number in numbers[:DAYS_OF_A_WEEK]:
            weekend = series.days[number].day.weekday() >= SATURDAY
            sums = series.clock_grid.sums(number, numbers.stop, DAYS_OF_A_WEEK)
            for column, (value, count) in enumerate(sums):
                totals[weekend][column] += value
                readings[weekend][column] += count
    return tuple(
        ProfileRow(
            clock,
            mean(weekday, weekdays),
            mean(weekend, weekends),
            mean(weekday + weekend, weekdays + weekends),
            weekdays + weekends,
            weekdays,
        )
        for clock, weekday, weekend, weekdays, weekends in zip(
            CLOCKS, *totals, *readings, strict=True
        )
    )


def season_profiles(
    series: Series, since: date | None = None, until: date | None = None
) -> dict[Season, tuple[ProfileRow, ...]]:
    """The profile of each season of the days from `since` to `until`, both inclusive."""
    return {season: load_profile(series, since, until, season) for season in Season}


def _stretches(series: Series, numbers: range, season: Season | None) -> Iterator[range]:
    """The days, or the stretches of them that are in the season."""
    if season is None:
        yield numbers
    elif numbers:
        days = series.days
        for first, last in season.stretches(days[numbers[0]].day, days[numbers[-1]].day):
            yield series.day_numbers(first, last)


def average_day(means: Sequence[float | None]) -> float | None:
    """The sum of the means over a day; None if any is missing, as it would not be a whole day."""
    there = [mean for mean in means if mean is not None]
    return sum(there) if there and len(there) == len(means) else None


def mean(total: float, readings: int) -> float | None:
    """`total` divided by `readings`; None without readings."""
    return total / readings if readings else None
