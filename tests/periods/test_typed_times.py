"""Times and lengths as people type them."""

from __future__ import annotations

from datetime import date, time

import pytest

from octoterm.periods.typed_dates import TypedDate
from octoterm.periods.typed_times import (
    last_before,
    next_at,
    parse_clock,
    parse_length,
    parse_moment,
)
from tests.support.households import utc

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("typed", "half_hours"),
    [("3h", 6), ("30m", 1), ("90m", 3), ("1h30", 3), ("1h30m", 3), (" 2 H ", 4), ("24h", 48),
     ("1440min", 48)],
)  # fmt: skip
def test_a_length_is_so_many_half_hours(typed: str, half_hours: int) -> None:
    assert parse_length(typed) == half_hours


@pytest.mark.parametrize(
    "typed", ["", "0h", "3", "45m", "1h15", "24h30", "25h", "-1h", "1.5h", "h", "3h 30h", "٣h"]
)
def test_other_lengths_are_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="Try 3h, 30m or 1h30"):
        parse_length(typed)


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        ("2026-11-30 07:00", "2026-11-30T07:00+00:00"),
        ("2026-11-30T07:00", "2026-11-30T07:00+00:00"),
        ("2026-07-01t07:00", "2026-07-01T07:00+01:00"),
        ("2026-07-01 7:00", "2026-07-01T07:00+01:00"),
        ("2026-11-30T07:00:00+01:00", "2026-11-30T06:00+00:00"),
        ("2026-11-30T07:00Z", "2026-11-30T07:00+00:00"),
        ("30 nov 07:30", "2026-11-30T07:30+00:00"),
        ("tomorrow 07:00", "2026-11-30T07:00+00:00"),
        ("today 23:00", "2026-11-29T23:00+00:00"),
        ("today 24:00", "2026-11-30T00:00+00:00"),
        ("2026-11-29T24:00", "2026-11-30T00:00+00:00"),
        ("2026-03-29 01:30", "2026-03-29T02:00+01:00"),
    ],
)
def test_a_day_with_a_time_is_an_instant(typed: str, instant: str) -> None:
    assert parse_moment(typed, TODAY) == utc(instant)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2026-11-30", date(2026, 11, 30), date(2026, 11, 30)),
        ("Tomorrow", date(2026, 11, 30), date(2026, 11, 30)),
        ("30 nov", date(2026, 11, 30), date(2026, 11, 30)),
        ("last-month", date(2026, 10, 1), date(2026, 10, 31)),
        ("-7d", date(2026, 11, 22), date(2026, 11, 22)),
    ],
)
def test_a_day_without_a_time_is_a_day(typed: str, first: date, last: date) -> None:
    found = parse_moment(typed, TODAY)
    assert isinstance(found, TypedDate)
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize("typed", ["", "07:00", "never 07:00", "2026-11-30 25:00", "2026-11-31"])
def test_what_is_neither_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"is not a date|There is no"):
        parse_moment(typed, TODAY)


def test_a_clock_is_a_time_of_the_day() -> None:
    assert parse_clock("07:00") == parse_clock(" 7:00") == time(7)
    assert parse_clock("24:00") == time(0)
    assert [parse_clock(each) for each in ("24:30", "7", "07:60", "7am", "")] == [None] * 5


@pytest.mark.parametrize(
    ("clock", "instant", "following", "before"),
    [
        ("07:00", "2026-11-29T06:59+00:00", "2026-11-29T07:00+00:00", "2026-11-28T07:00+00:00"),
        ("07:00", "2026-11-29T07:00+00:00", "2026-11-29T07:00+00:00", "2026-11-28T07:00+00:00"),
        ("00:00", "2026-07-01T00:30+01:00", "2026-07-02T00:00+01:00", "2026-07-01T00:00+01:00"),
        # 01:30 comes twice as the clocks go back, and as they go forward it is 02:00 at once.
        ("01:30", "2026-10-25T01:31+01:00", "2026-10-25T01:30+00:00", "2026-10-25T01:30+01:00"),
        ("01:30", "2026-03-29T00:59+00:00", "2026-03-29T02:00+01:00", "2026-03-28T01:30+00:00"),
        ("07:00", "2026-03-28T23:30+00:00", "2026-03-29T07:00+01:00", "2026-03-28T07:00+00:00"),
    ],
)
def test_the_clock_shows_a_time_next_and_before(
    clock: str, instant: str, following: str, before: str
) -> None:
    at = time.fromisoformat(clock)
    assert next_at(at, utc(instant)) == utc(following)
    assert last_before(at, utc(instant)) == utc(before)
