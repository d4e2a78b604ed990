"""`octoterm check`: how whole the readings are, and whether their file is sound."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from tests.conftest import CommandLine
from tests.support.households import half_hours, london_day, reading, readings, utc

DAYS = [london_day(date(2024, 6, day)) for day in (1, 2, 3, 4)]


@pytest.fixture
def configured(octoterm: CommandLine) -> CommandLine:
    octoterm.configure()
    return octoterm


def checked(octoterm: CommandLine, exit_code: int = 0) -> dict[str, Any]:
    result = octoterm("check", "--format", "json")
    assert result.exit_code == exit_code
    found = json.loads(result.out)
    assert isinstance(found, dict)
    return found


def test_a_whole_file_is_sound(configured: CommandLine) -> None:
    path = configured.store(readings(DAYS[0] + DAYS[1]))
    assert checked(configured) == {
        "file": str(path),
        "readings": 96,
        "first": "2024-06-01T00:00:00+01:00",
        "last": "2024-06-02T23:30:00+01:00",
        "days": 2,
        "complete_days": 2,
        "incomplete_days": 0,
        "missing_days": 0,
        "gaps": [],
        "duplicates": [],
        "unordered": [],
        "unreadable": [],
        "unreadable_lines": 0,
        "unreadable_by_reason": {},
    }


def test_days_and_gaps_are_counted_between_the_first_and_the_last_reading(
    configured: CommandLine,
) -> None:
    configured.store(readings(DAYS[0][5:] + DAYS[1][:10] + DAYS[1][11:] + DAYS[3][:20]))
    found = checked(configured)
    assert (found["days"], found["complete_days"]) == (4, 0)
    assert (found["incomplete_days"], found["missing_days"]) == (3, 1)
    assert found["gaps"] == [
        {
            "start": "2024-06-02T05:00:00+01:00",
            "end": "2024-06-02T05:30:00+01:00",
            "half_hours": 1,
        },
        {
            "start": "2024-06-03T00:00:00+01:00",
            "end": "2024-06-04T00:00:00+01:00",
            "half_hours": 48,
        },
    ]


@pytest.mark.parametrize(("day", "count"), [(date(2024, 3, 31), 46), (date(2024, 10, 27), 50)])
def test_the_days_on_which_the_clocks_change_are_complete(
    configured: CommandLine, day: date, count: int
) -> None:
    configured.store(readings(london_day(day)))
    found = checked(configured)
    assert (found["readings"], found["complete_days"], found["days"]) == (count, 1, 1)


def test_gaps_alone_are_no_failure_but_bad_lines_are(configured: CommandLine) -> None:
    rows = readings(DAYS[0][:6])
    configured.store([rows[0], rows[2], rows[1], "what?", rows[3], rows[3], rows[5]])
    found = checked(configured, exit_code=1)
    assert found["unordered"] == [4]
    assert found["duplicates"] == [7]
    (bad,) = found["unreadable"]
    assert bad["line"] == 5
    assert "what?" in bad["why"]
    assert found["readings"] == 5
    assert len(found["gaps"]) == 1


def test_the_autumn_hour_as_the_seed_tool_sorted_it_is_told(configured: CommandLine) -> None:
    hours = readings(half_hours("2024-10-27T00:00Z", "2024-10-27T02:00Z"))
    hours.sort(key=lambda row: row.line)
    configured.store(hours)
    found = checked(configured, exit_code=1)
    assert found["unordered"] != []
    assert found["gaps"] == []


def test_nothing_stored_is_nothing_wrong(configured: CommandLine) -> None:
    found = checked(configured)
    assert (found["readings"], found["days"], found["first"], found["last"]) == (0, 0, None, None)
    text = configured("check")
    assert text.exit_code == 0
    assert "`octoterm sync`" in text.out


def test_a_file_of_which_nothing_can_be_read_is_a_failure(configured: CommandLine) -> None:
    path = configured.store(["2024-04-01 00:00:00,2024-04-01 00:30:00,0.1"] * 3)
    text = configured("check")
    assert text.exit_code == 1
    assert f"None of the 3 lines of {path} can be read." in text.out
    assert "octoterm sync" not in text.out
    assert "--fix" not in text.out
    assert f"None of the 3 lines of {path} can be read." in configured("summary").out
    configured.store(["what?"])
    assert f"The only line of {path} cannot be read." in configured("check").out


def test_the_text_says_it_in_words(configured: CommandLine) -> None:
    path = configured.store(readings(DAYS[0] + DAYS[2]))
    lines = configured("check").out.splitlines()
    assert lines == [
        f"Electricity · {path}",
        "",
        "96 readings from 1 Jun 2024 00:00 to 3 Jun 2024 24:00",
        "3 days: 2 complete, 0 incomplete, 1 without readings",
        "1 gap, 48 half hours:",
        "  2 Jun 2024 00:00 to 24:00 missing, 48 half hours",
        "Every line is readable, unique and in order",
    ]


def test_a_file_without_gaps_says_so(configured: CommandLine) -> None:
    configured.store(readings(DAYS[0]))
    assert "No gaps" in configured("check").out


def test_the_text_names_the_lines_that_are_wrong(configured: CommandLine) -> None:
    rows = readings(DAYS[0][:4])
    configured.store([rows[1], rows[0], rows[1], "what\x1b[31m", rows[3]])
    result = configured("check")
    assert result.exit_code == 1
    assert "Out of order: line 3" in result.out
    assert "Duplicates (the last one counts): line 4" in result.out
    assert "Unreadable: line 5, " in result.out
    assert "\x1b" not in result.out
    assert "Every line" not in result.out


def test_lines_that_cannot_be_read_are_counted_by_reason_and_add_up(
    configured: CommandLine,
) -> None:
    rows = readings(DAYS[0][:4])
    hourly = ["2024-04-01T00:00Z,2024-04-01T01:00Z,1", "2024-04-01T01:00Z,2024-04-01T02:00Z,1"]
    configured.store([*rows, *hourly, "2024-04-01T00:00Z,2024-04-01T00:30Z,-50000"])
    lines = configured("check").out.splitlines()
    assert "Unreadable: 3 lines (not 30 minutes: 2, negative: 1)" in lines
    assert (
        "Unreadable: line 6, ‘2024-04-01T00:00Z’ to ‘2024-04-01T01:00Z’ is not 30 minutes but "
        "60: the row is hourly"
    ) in lines
    assert "Unreadable: line 8, ‘-50000’ is negative" in lines
    found = checked(configured, exit_code=1)
    assert found["unreadable_lines"] == 3
    assert found["unreadable_by_reason"] == {"not 30 minutes": 2, "negative": 1}


def test_of_very_many_lines_the_first_thousand_are_named_and_all_are_counted(
    configured: CommandLine,
) -> None:
    configured.store([*readings(DAYS[0][:4]), *["what?"] * 2500, "-"])
    out = configured("check").out
    assert "Unreadable: 2,501 lines (not a row: 2,501)" in out
    assert "Also unreadable: lines 16, 17, 18, 19, 20, 21, 22, 23, 24, 25 and 2,481 more" in out
    found = checked(configured, exit_code=1)
    assert (len(found["unreadable"]), found["unreadable_lines"]) == (1000, 2501)
    assert "2,501 lines of Electricity cannot be read" in configured("summary").err


def test_very_many_wrong_lines_are_counted(configured: CommandLine) -> None:
    configured.store([reading(utc("2024-06-01T00:00Z"))] * 1500)
    assert "lines 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 1,489 more" in configured("check").out
    assert len(checked(configured, exit_code=1)["duplicates"]) == 1499


def test_checking_does_not_touch_the_file(configured: CommandLine) -> None:
    path = configured.store(["what?", *readings(DAYS[0][:3])])
    before = path.read_bytes(), path.stat().st_mtime_ns
    configured("check")
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


@pytest.mark.slow
def test_the_demo_can_be_checked(octoterm: CommandLine) -> None:
    result = octoterm("--demo", "check", "--meter", "gas", "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.out)["readings"] > 50_000
