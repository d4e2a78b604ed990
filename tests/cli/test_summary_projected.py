"""What `octoterm summary` says that a month in progress is on course for."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

import pytest

from tests.conftest import CommandLine
from tests.support.households import half_hours, readings, utc


def rows(text: str) -> list[dict[str, object]]:
    found = json.loads(text)
    assert isinstance(found, list)
    return found


def on(monkeypatch: pytest.MonkeyPatch, now: str) -> None:
    monkeypatch.setattr("octoterm.cli.reports.time.time", lambda: utc(now))


@pytest.fixture
def spring(octoterm: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """From January to 12 March 2024, seen two days later; 9.6 kWh on weekdays, 14.4 kWh at
    weekends, and a party."""
    on(monkeypatch, "2024-03-14T09:00Z")
    usage = {}
    for start in half_hours("2024-01-01T00:00Z", "2024-03-13T00:00Z"):
        weekend = datetime.fromtimestamp(start, UTC).weekday() >= 5
        usage[start] = 0.3 if weekend else 0.2
    for start in half_hours("2024-01-27T12:00Z", "2024-01-28T00:00Z"):
        usage[start] = 1.0
    octoterm.configure()
    octoterm.store(readings(usage))
    return octoterm


def test_a_month_in_progress_has_what_it_is_on_course_for(spring: CommandLine) -> None:
    *before, march = rows(spring("summary", "--format", "json").out)
    # The party was in the coldest week, which is taken for a little of a season.
    assert march["projected_kwh"] == pytest.approx(21 * 9.6 + 10 * 14.4, rel=0.005)
    low, high = float(str(march["projected_low"])), float(str(march["projected_high"]))
    assert low < 345.6 < high
    for month in before:
        assert month["projected_kwh"] is month["projected_low"] is month["projected_high"] is None
    words = spring("summary").out.splitlines()[-2:]
    assert words[0] == ""
    assert words[1].startswith("March 2024 is on course for about ")
    for kind in ("month", "year"):
        assert spring("summary", "--within", kind).out.splitlines()[-2:] == words


@pytest.mark.extended
@pytest.mark.parametrize(
    ("days", "is_told"),
    [
        (("--from", "2024-03-01"), True),
        (("--from", "2024-03-02"), False),
        (("--to", "2024-03-12"), True),
        (("--to", "2024-03-11"), False),
    ],
)
def test_a_month_of_which_not_all_days_count_is_not_projected(
    spring: CommandLine, days: tuple[str, str], is_told: bool
) -> None:
    *_, march = rows(spring("summary", *days, "--format", "json").out)
    keys = ("projected_kwh", "projected_low", "projected_high")
    assert {march[key] is not None for key in keys} == {is_told}
    assert ("on course" in spring("summary", *days).out) is is_told


def test_old_readings_are_not_on_course_for_anything(
    spring: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, "2024-03-16T00:01Z")
    for format_ in ("json", "csv"):
        result = spring("summary", "--format", format_).out
        for row in rows(result) if format_ == "json" else csv.DictReader(io.StringIO(result)):
            assert not any(row[key] for key in row if key.startswith("projected"))
    assert "on course" not in spring("summary").out


@pytest.mark.extended
@pytest.mark.parametrize("by", ["half-hour", "day", "week", "year"])
def test_other_rows_have_the_keys_but_nothing_in_them(spring: CommandLine, by: str) -> None:
    for row in rows(spring("summary", "--by", by, "--format", "json").out):
        assert row["projected_kwh"] is row["projected_low"] is row["projected_high"] is None
    assert "on course" not in spring("summary", "--by", by).out
