"""The time that `octoterm prices` is asked about, by its options."""

from __future__ import annotations

import pytest

from octoterm.cli.arguments import parse
from octoterm.cli.money.price_times import price_times
from octoterm.errors import OctotermError, UsageError
from tests.support.households import utc


def asked_for(now: str, *options: str) -> tuple[int, int | None]:
    times = price_times(parse(["prices", *options]), utc(now))
    return times.start, times.end


@pytest.mark.parametrize(
    ("now", "options", "start", "end"),
    [
        ("2026-11-29T06:50+00:00", "", "2026-11-29T06:30+00:00", None),
        ("2026-11-29T06:50+00:00", "--from 2026-11-28", "2026-11-28T00:00+00:00", None),
        ("2026-11-29T06:50+00:00", "--to 2026-11-30",
         "2026-11-29T06:30+00:00", "2026-12-01T00:00+00:00"),
        ("2026-11-29T06:50+00:00", "--from -1d --to yesterday",
         "2026-11-28T00:00+00:00", "2026-11-29T00:00+00:00"),
        ("2026-03-29T12:00+01:00", "--from today --to today",
         "2026-03-29T00:00+00:00", "2026-03-30T00:00+01:00"),
        ("2026-11-29T06:50+00:00", "--from 2026-11-30T07:10 --to 2026-11-30T07:40",
         "2026-11-30T07:00+00:00", "2026-11-30T08:00+00:00"),
    ],
)  # fmt: skip
def test_days_are_whole_and_half_hours_that_are_touched_count(
    now: str, options: str, start: str, end: str | None
) -> None:
    assert asked_for(now, *options.split()) == (utc(start), None if end is None else utc(end))


NIGHT = "--after 22:00 --before 07:00"


@pytest.mark.parametrize(
    ("now", "options", "start", "end"),
    [
        ("2026-11-29T21:10+00:00", "--before 07:00", "29T21:00", "30T07:00"),
        ("2026-11-29T06:50+00:00", "--before 07:00", "29T06:30", "29T07:00"),
        ("2026-11-29T07:00+00:00", "--before 07:00", "29T07:00", "30T07:00"),
        ("2026-11-29T21:10+00:00", NIGHT, "29T22:00", "30T07:00"),
        ("2026-11-29T23:30+00:00", NIGHT, "29T23:30", "30T07:00"),
        ("2026-11-30T03:10+00:00", NIGHT, "30T03:00", "30T07:00"),
        ("2026-11-30T07:10+00:00", NIGHT, "30T22:00", "01T07:00"),
        ("2026-11-29T21:10+00:00", "--after 22:00", "29T22:00", None),
        ("2026-11-29T22:10+00:00", "--after 22:00", "29T22:00", None),
        ("2026-11-29T22:40+00:00", "--after 22:00", "30T22:00", None),
        ("2026-11-29T21:10+00:00", "--after 2026-11-30T10:10 --before 07:00",
         "30T10:30", "01T07:00"),
        ("2026-11-29T21:10+00:00", "--before 2026-11-30T06:50", "29T21:00", "30T06:30"),
        ("2026-11-29T21:10+00:00", "--after 22:00 --to today", "29T22:00", "30T00:00"),
        ("2026-11-29T21:10+00:00", "--to today --before 07:00", "29T21:00", "30T00:00"),
        ("2026-11-29T23:10+00:00", "--after 22:00 --to today", "29T23:00", "30T00:00"),
        ("2026-11-29T21:10+00:00", "--before 24:00", "29T21:00", "30T00:00"),
        ("2026-11-29T21:10+00:00", "--from 2026-11-30T05:00 --before 07:00",
         "30T05:00", "30T07:00"),
    ],
)  # fmt: skip
def test_a_time_of_the_day_is_the_one_that_is_meant(
    now: str, options: str, start: str, end: str | None
) -> None:
    def instant(text: str) -> int:
        return utc(f"2026-{'12' if text.startswith('01') else '11'}-{text}+00:00")

    found = asked_for(now, "--cheapest", "30m", *options.split())
    assert found == (instant(start), None if end is None else instant(end))


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2026-03-28T21:00+00:00", "2026-03-29T07:00+01:00"),
        ("2026-10-24T21:00+01:00", "2026-10-25T07:00+00:00"),
    ],
)
def test_the_morning_is_that_of_the_clock_also_when_it_changes(now: str, end: str) -> None:
    assert asked_for(now, "--cheapest", "3h", "--before", "07:00") == (utc(now), utc(end))


@pytest.mark.parametrize(
    ("options", "start", "end"),
    [
        ("--after 00:30 --before 02:30", "2026-03-29T00:30+00:00", "2026-03-29T02:30+01:00"),
        ("--after 01:30 --before 02:30", "2026-03-29T02:00+01:00", "2026-03-29T02:30+01:00"),
        ("--before 01:30", "2026-03-28T20:00+00:00", "2026-03-29T02:00+01:00"),
        ("--after 01:30", "2026-03-29T02:00+01:00", None),
        ("--after 2026-03-29T01:30", "2026-03-29T02:00+01:00", None),
    ],
)
def test_a_time_that_the_clock_leaves_out_is_when_it_goes_forward(
    options: str, start: str, end: str | None
) -> None:
    found = asked_for("2026-03-28T20:00+00:00", "--cheapest", "30m", *options.split())
    assert found == (utc(start), None if end is None else utc(end))


@pytest.mark.parametrize(
    ("options", "start", "end"),
    [
        ("--after 01:30 --before 02:00", "2025-10-26T01:30+01:00", "2025-10-26T02:00+00:00"),
        ("--after 01:00 --before 01:30", "2025-10-26T01:00+01:00", "2025-10-26T01:30+01:00"),
    ],
)
def test_of_a_time_that_comes_twice_the_first_is_meant(options: str, start: str, end: str) -> None:
    found = asked_for("2025-10-25T20:00+01:00", "--cheapest", "30m", *options.split())
    assert found == (utc(start), utc(end))


@pytest.mark.parametrize(
    ("now", "options"),
    [
        ("2026-11-29T06:50+00:00", "--cheapest 1h --before 07:00"),
        ("2026-11-29T06:50+00:00", "--cheapest 1h --before 06:55"),
        ("2026-03-28T20:00+00:00", "--cheapest 30m --after 01:00 --before 02:00"),
    ],
)
def test_a_time_that_is_too_short_today_is_no_wrong_use(now: str, options: str) -> None:
    with pytest.raises(OctotermError, match="is less than") as raised:
        asked_for(now, *options.split())
    assert raised.value.exit_code == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--before 07:00", "--before is about --cheapest"),
        ("--after 07:00", "--after is about --cheapest"),
        ("--cheapest 20m", "--cheapest: ‘20m’ is not a length"),
        ("--cheapest 3h --before 7am", "--before: ‘7am’ is not a date.*written 07:00"),
        ("--from nowhere", "--from: ‘nowhere’ is not a date"),
        ("--from 2026-12-02 --to 2026-12-01", "There is no half hour"),
        ("--cheapest 1h --after 2026-11-30T08:00 --before 2026-11-30T07:00", "no half hour"),
        ("--from 1789-07-14", "no prices for 1789"),
        ("--to 2999", "no prices for 2999"),
        ("--to 9999-12-31T24:00", "--to: "),
        ("--from 0001-01-01T00:00+01:00", "--from: "),
    ],
)
def test_what_makes_no_sense_is_refused(options: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        asked_for("2026-11-29T06:50+00:00", *options.split())
