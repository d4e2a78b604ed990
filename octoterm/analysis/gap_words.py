"""Describes gaps in words: those that recur, long ones, and the rest. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import TypeAlias

from octoterm import number_format
from octoterm.consumption.series import Gap
from octoterm.periods.labels import clock_label, date_label, end_label, full_month_label
from octoterm.periods.london import SECONDS_A_DAY, london

LONG_GAP = 46
"""Shortest gap to be listed as long, in half hours: 23 hours, which may be a whole day."""
RECURRING_DAYS = 3
"""Minimum number of gaps at the same time of day to be grouped in one line."""
RECURRING_SHARE = 0.1
"""Minimum share of all gaps for that: among a thousand, three alike are chance."""
MOST_GAPS_LISTED = 3
"""Most gaps listed individually per day."""
MOST_LINES = 15
"""Most lines before grouping by month or year."""

Name: TypeAlias = Callable[[date], str]


def gaps_in_words(gaps: Sequence[Gap]) -> list[str]:
    """Recurring gaps (`23:30 missing on 44 days`), then long ones, then the others.

    The newest come first, as they may still be filled.
    """
    habits = _recurring(gaps)
    told = {gap for habit in habits for gap in habit}
    others = [gap for gap in reversed(gaps) if gap not in told]
    return [
        *(f"{_usual_clocks(habit)} missing on {len(habit):,} days" for habit in habits),
        *_lines([gap for gap in others if gap.half_hours >= LONG_GAP]),
        *_lines([gap for gap in others if gap.half_hours < LONG_GAP]),
    ]


def clocks(gap: Gap) -> str:
    """`23:30` for a half hour, `22:00 to 23:30` for more."""
    start = clock_label(gap.start)
    return start if gap.half_hours == 1 else f"{start} to {_end_clock(gap)}"


def _end_clock(gap: Gap) -> str:
    """When the gap ends; midnight is 24:00."""
    end = clock_label(gap.end)
    return "24:00" if end == "00:00" else end


def _recurring(gaps: Sequence[Gap]) -> list[list[Gap]]:
    """Gaps grouped by the same time of day, the most frequent time first."""
    # Meters skip the same half hour of UTC, whatever the clocks in London show: mostly 23:30.
    alike: dict[tuple[int, int], list[Gap]] = {}
    for gap in gaps:
        if gap.half_hours < LONG_GAP:
            alike.setdefault((gap.start % SECONDS_A_DAY, gap.half_hours), []).append(gap)
    enough = max(RECURRING_DAYS, RECURRING_SHARE * len(gaps))
    habits = [found for found in alike.values() if len(found) >= enough]
    return sorted(habits, key=len, reverse=True)


def _usual_clocks(gaps: Iterable[Gap]) -> str:
    """`23:30`, or `23:30 GMT / 00:30 BST` if there are gaps in winter and in summer time."""
    winter, summer = (
        next((clocks(gap) for gap in gaps if bool(london(gap.start).dst()) is in_summer), "")
        for in_summer in (False, True)
    )
    return f"{winter} GMT / {summer} BST" if winter and summer else winter or summer


def _lines(gaps: Sequence[Gap]) -> list[str]:
    """A line for each day; if there are too many, one for each month or, failing that, for each
    year."""
    days = {_day(gap) for gap in gaps}
    stretch = next(
        (
            name
            for name in (date_label, full_month_label)
            if len(set(map(name, days))) <= MOST_LINES
        ),
        _year,
    )
    together = groupby(gaps, lambda gap: stretch(_day(gap)))
    return [_line(list(found), stretch) for _, found in together]


def _day(gap: Gap) -> date:
    """The date in London when the gap starts."""
    return london(gap.start).date()


def _year(day: date) -> str:
    return str(day.year)


def _line(gaps: Sequence[Gap], stretch: Name) -> str:
    """The line for the gaps of one day, month or year, which are given newest first."""
    half_hours = number_format.count(sum(gap.half_hours for gap in gaps), "half hour")
    if len(gaps) == 1:
        return f"{_dates_and_clocks(gaps[0])} missing, {half_hours}"
    newest, oldest = gaps[0], gaps[-1]
    if _day(newest) != _day(oldest):
        name = stretch(_day(newest))
        days = {day for gap in gaps for day in _days(gap) if stretch(day) == name}
        return f"{half_hours} missing on {number_format.count(len(days), 'day')} in {name}"
    if len(gaps) <= MOST_GAPS_LISTED:
        each = ", ".join(clocks(gap) for gap in reversed(gaps))
        return f"{date_label(_day(oldest))} {each} missing, {half_hours}"
    between = f"between {clock_label(oldest.start)} and {_end_clock(newest)}"
    return f"{half_hours} missing on {date_label(_day(oldest))} {between}"


def _days(gap: Gap) -> Iterator[date]:
    """Every date in London that the gap touches."""
    first, last = _day(gap), london(gap.end - 1).date()
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _dates_and_clocks(gap: Gap) -> str:
    """`2 Apr 2024 23:30`, or `2 Apr 2024 01:00 to 3 Apr 2024 01:00`."""
    *_, last = _days(gap)
    if _day(gap) == last:
        return f"{date_label(last)} {clocks(gap)}"
    return f"{date_label(_day(gap))} {clock_label(gap.start)} to {end_label(gap.end)}"
