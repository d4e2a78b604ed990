"""The clock in London, whatever the machine's."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from octoterm.periods.london import london, london_stamp, utc_stamp
from tests.support.households import utc


def test_london_time_is_read_off_the_london_clock() -> None:
    moment = london(utc("2024-07-14T23:30Z"))
    assert (moment.hour, moment.minute, moment.tzname()) == (0, 30, "BST")


def test_a_stamp_is_in_utc_or_by_the_london_clock() -> None:
    winter, summer = utc("2024-01-14T23:30Z"), utc("2024-07-14T23:30Z")
    assert [utc_stamp(winter), london_stamp(winter)] == ["2024-01-14T23:30:00Z"] * 2
    assert utc_stamp(summer) == "2024-07-14T23:30:00Z"
    assert london_stamp(summer) == "2024-07-15T00:30:00+01:00"


ANYWHERE = """
from datetime import date, time
from octoterm.readings_csv.line_format import read_instant
from octoterm.periods.calendar import Calendar
from octoterm.periods.period import Granularity, Period
from octoterm.periods.labels import clock_label
for calendar in (Calendar(), Calendar(time(3))):
    for day in (date(2024, 3, 31), date(2024, 7, 1), date(2024, 10, 27), date(2024, 11, 3)):
        starts = calendar.half_hours(day)
        print(len(starts), starts[0], clock_label(starts[0]), calendar.day_of(starts[-1]))
print(Calendar().bounds(Period.containing(Granularity.YEAR, date(2024, 1, 1))))
print(read_instant("2024-07-01T00:00:00+01:00"))
"""


@pytest.mark.extended
def test_the_time_zone_of_the_machine_changes_nothing() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", ANYWHERE],
            env={**os.environ, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for zone in ("America/New_York", "Pacific/Auckland", "UTC")
    }
    assert len(said) == 1
    (lines,) = said
    midnight = int(datetime(2024, 3, 31, tzinfo=UTC).timestamp())
    assert lines.startswith(f"46 {midnight} 00:00 2024-03-31\n")
