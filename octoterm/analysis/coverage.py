"""How complete the readings are, day by day and month by month. Pure."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import NamedTuple

from octoterm import number_format
from octoterm.analysis.gap_words import MOST_GAPS_LISTED, clocks, gaps_in_words
from octoterm.consumption.days import Day
from octoterm.consumption.series import Gap, Series
from octoterm.periods.labels import clock_label, date_label, day_label, reach_label
from octoterm.periods.london import HALF_HOUR, SECONDS_A_DAY, london
from octoterm.periods.period import Granularity, Period

RECENT_DAYS = 7
"""Days up to the last reading in which missing half hours matter most."""


class DayState(Enum):
    """Whether a day has all, some or none of its readings."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    MISSING = "missing"
    """No reading, between days that have some."""
    OUTSIDE = "outside"
    """Before the day of the first reading or after the day of the last."""


class CoveredDay(NamedTuple):
    """A day of the coverage calendar."""

    day: date
    state: DayState
    readings: int
    expected: int
    missing: int = 0
    """Half hours without a reading; only those between the first reading and the last count."""

    @property
    def is_part(self) -> bool:
        """Whether readings begin or end on it, and none are missing in between."""
        return self.state is DayState.INCOMPLETE and not self.missing


class CoveredMonth(NamedTuple):
    """The coverage of the days of one month."""

    month: Period
    days: tuple[CoveredDay, ...]

    @property
    def missing(self) -> int:
        """Missing half hours of all its days."""
        return sum(day.missing for day in self.days)


class Coverage(NamedTuple):
    """The readings and gaps from the first reading to the last."""

    first: int | None
    """Start of the first reading, UTC seconds."""
    last: int | None
    """Start of the last reading, UTC seconds."""
    readings: int
    days: int
    """Days from the first reading to the last: complete, incomplete and missing together."""
    complete: int
    incomplete: int
    missing: int
    gaps: tuple[Gap, ...]
    missing_half_hours: int
    """Half hours in all gaps together."""

    @property
    def in_short(self) -> str:
        """`98.9% complete · 2 half hours missing in the 7 days to 11 Apr 2024`; only the share if
        the readings cover less than 7 days."""
        if self.first is None or self.last is None:
            return "No readings"
        share = 1000 * self.readings // (self.readings + self.missing_half_hours) / 10
        complete = f"{share:g}% complete"
        since = self.last + HALF_HOUR - RECENT_DAYS * SECONDS_A_DAY
        if since < self.first:
            return complete
        recent = sum((gap.end - max(gap.start, since)) // HALF_HOUR
                     for gap in self.gaps if gap.end > since)  # fmt: skip
        missing = f"{number_format.count(recent, 'half hour')} missing in"
        said = missing if recent else "all readings of"
        last_day = date_label(london(self.last).date())
        return f"{complete} · {said} the {RECENT_DAYS} days to {last_day}"

    @property
    def readings_in_words(self) -> str:
        """The number of readings, and the time from the first to the last."""
        if self.first is None or self.last is None:
            return "No readings"
        readings = number_format.count(self.readings, "reading")
        return f"{readings} from {reach_label(self.first, self.last)}"

    @property
    def days_in_words(self) -> str:
        """The number of days, and how many are complete, incomplete and without readings."""
        return (
            f"{number_format.count(self.days, 'day')}: {self.complete:,} complete, "
            f"{self.incomplete:,} incomplete, {self.missing:,} without readings"
        )

    @property
    def gaps_counted(self) -> str:
        """`46 gaps, 49 half hours`."""
        if not self.gaps:
            return "No gaps"
        half_hours = number_format.count(self.missing_half_hours, "half hour")
        return f"{number_format.count(len(self.gaps), 'gap')}, {half_hours}"

    @property
    def words(self) -> list[str]:
        """The gaps in words, grouped; see `gaps_in_words`."""
        return gaps_in_words(self.gaps)


def coverage(series: Series) -> Coverage:
    """The coverage of all readings."""
    days, gaps = series.days, series.gaps()
    complete = sum(day.complete for day in days)
    missing = sum(not day.readings for day in days)
    return Coverage(
        first=series.first,
        last=series.last,
        readings=len(series),
        days=len(days),
        complete=complete,
        incomplete=len(days) - complete - missing,
        missing=missing,
        gaps=gaps,
        missing_half_hours=sum(gap.half_hours for gap in gaps),
    )


def state_of(day: Day | None) -> DayState:
    """The state of one day of a Series; `None` stands for a day outside."""
    if day is None:
        return DayState.OUTSIDE
    if day.complete:
        return DayState.COMPLETE
    return DayState.INCOMPLETE if day.readings else DayState.MISSING


def months(series: Series) -> tuple[CoveredMonth, ...]:
    """The coverage of every month from the first reading to the last, in order."""
    whole = series.whole
    if whole is None:
        return ()
    return tuple(month(series, each) for each in whole.parts(Granularity.MONTH))


def month(series: Series, period: Period) -> CoveredMonth:
    """The coverage of the days of `period`, a month."""
    return CoveredMonth(
        period,
        tuple(_covered(series, day) for day in period.days()),
    )


def _covered(series: Series, day: date) -> CoveredDay:
    found = series.day(day)
    if found is None:
        return CoveredDay(day, DayState.OUTSIDE, 0, len(series.calendar.half_hours(day)))
    missing = series.missing_on(found)
    return CoveredDay(day, state_of(found), found.readings, found.expected, missing)


def period_in_words(series: Series, period: Period) -> str:
    """`April 2024: 434 of 482 half hours, 48 missing`, counting those between the first reading
    and the last; for a day, see `day_in_words`. Empty for all readings."""
    match period.granularity:
        case Granularity.DAY:
            return day_in_words(series, period.first)
        case Granularity.ALL:
            return ""
    start, end = series.calendar.bounds(period)
    due, readings = series.due(start, end), series.count(start, end)
    if not due:
        return f"{period.label}: no data"
    if readings == due:
        so_far = " so far" if end > (series.last or 0) + HALF_HOUR else ""
        return f"{period.label}: all {number_format.count(due, 'half hour')}{so_far}"
    return f"{period.label}: {readings:,} of {due:,} half hours, {due - readings:,} missing"


def day_in_words(series: Series, day: date) -> str:
    """`Tue 2 Apr 2024: 2 of 48 half hours, 01:00 to 24:00 missing`."""
    found = series.day(day)
    if found is None or series.first is None or series.last is None:
        return f"{day_label(day)}: no data"
    if found.complete:
        return f"{day_label(day)}: all {found.expected} half hours"
    if not found.readings:
        return f"{day_label(day)}: none of {found.expected} half hours"
    said = [f"{day_label(day)}: {found.readings} of {found.expected} half hours"]
    begins, ends = series.first > found.start, series.last + HALF_HOUR < found.end
    begin, end = clock_label(series.first), clock_label(series.last + HALF_HOUR)
    if begins:
        said.append(f"readings from {begin} to {end}" if ends else f"readings begin at {begin}")
    gaps = series.gaps(found.start, found.end)
    if gaps:
        unlisted = len(gaps) - MOST_GAPS_LISTED
        more = f" and {number_format.count(unlisted, 'more gap')}" if unlisted > 0 else ""
        said.append(f"{', '.join(map(clocks, gaps[:MOST_GAPS_LISTED]))}{more} missing")
    if ends and not begins:
        said.append(f"readings end at {end}")
    return ", ".join(said)
