"""How old the readings are, in words."""

from __future__ import annotations

import pytest

from octoterm.analysis.freshness import freshness
from octoterm.consumption.series import Series
from tests.support.households import half_hours, utc


def series(until: str, since: str = "2024-03-01T00:00Z") -> Series:
    starts = half_hours(since, until)
    return Series.from_readings(starts, [0.25] * len(starts))


@pytest.mark.parametrize(
    ("until", "now", "words"),
    [
        ("2024-03-20T00:00Z", "2024-03-20T09:00Z", ""),
        ("2024-03-20T08:00Z", "2024-03-20T09:00Z", ""),
        ("2024-03-19T23:30Z", "2024-03-20T09:00Z", "yesterday's readings have not arrived"),
        ("2024-03-19T01:00Z", "2024-03-20T00:00Z", "yesterday's readings have not arrived"),
        ("2024-03-17T00:00Z", "2024-03-20T00:00Z", "yesterday's readings have not arrived"),
        ("2024-03-17T00:00Z", "2024-03-20T00:01Z", "No readings since 16 Mar, 3 days"),
        ("2024-04-11T00:00Z", "2024-04-29T09:00Z", "No readings since 11 Apr, 18 days"),
        ("2024-03-20T00:00Z", "2025-01-02T09:00Z", "No readings since 19 Mar 2024, 288 days"),
    ],
)
def test_readings_are_old_after_three_days(until: str, now: str, words: str) -> None:
    found = freshness(series(until), utc(now))
    assert found is not None
    assert found.words == words


def test_without_readings_nothing_is_old() -> None:
    assert freshness(Series.from_readings([], []), utc("2024-03-20T00:00Z")) is None


def test_days_begin_by_the_clock_in_london() -> None:
    """At 23:30 UTC in summer it is the next day, of which yesterday has all its readings."""
    found = freshness(series("2024-06-20T23:00Z", "2024-06-01T23:00Z"), utc("2024-06-20T23:30Z"))
    assert found is not None
    assert not found.words
