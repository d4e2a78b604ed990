"""`octoterm profile`: the average day by the London clock."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from datetime import date

import pytest

from tests.conftest import CommandLine
from tests.support.households import half_hours, london_day, readings
from tests.support.plainly import HOLES, clock_of, day_of, mean

KEYS = ["time", "weekday_kwh", "weekend_kwh", "all_kwh", "readings"]


@pytest.fixture
def holes(octoterm: CommandLine) -> CommandLine:
    """Thirteen months with both clock changes and gaps of all kinds."""
    octoterm.configure()
    octoterm.store(HOLES.rows)
    return octoterm


def rows(text: str) -> list[dict[str, object]]:
    found = json.loads(text)
    assert isinstance(found, list)
    return found


@pytest.mark.extended
@pytest.mark.parametrize("cut", [False, True], ids=["everything", "October"])
def test_json_tells_the_mean_of_every_half_hour_of_the_clock(
    holes: CommandLine, cut: bool
) -> None:
    dates = ("--from", "2023-10-01", "--to", "2023-10-31") if cut else ()
    result = holes("profile", *dates, "--format", "json")
    assert (result.exit_code, result.err) == (0, "")
    found = rows(result.out)
    assert len(found) == 48
    of_clock: dict[str, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    for start, kwh in HOLES.usage.items():
        day = day_of(start, HOLES.day_start)
        if not cut or (day.year, day.month) == (2023, 10):
            of_clock[clock_of(start).isoformat("minutes")][day.weekday() >= 5].append(kwh)
    for number, row in enumerate(found):
        clock = f"{number // 2:02}:{number % 2 * 30:02}"
        days = of_clock[clock]
        expected = [mean(each) for each in (*days, [*days[0], *days[1]])]
        assert list(row) == KEYS
        assert row == {
            "time": clock,
            **{
                key: pytest.approx(value, abs=1e-6)
                for key, value in zip(KEYS[1:4], expected, strict=True)
            },
            "readings": len(days[0]) + len(days[1]),
        }


def test_csv_has_the_keys_of_the_json_as_its_header(holes: CommandLine) -> None:
    table = list(csv.DictReader(io.StringIO(holes("profile", "--format", "csv").out)))
    found = rows(holes("profile", "--format", "json").out)
    assert [list(line.values()) for line in table] == [
        list(map(str, row.values())) for row in found
    ]
    assert list(table[0]) == KEYS


def test_the_table_ends_with_the_average_day(octoterm: CommandLine) -> None:
    octoterm.configure()
    usage = dict.fromkeys(half_hours("2024-01-01T00:00Z", "2024-01-15T00:00Z"), 0.1)
    for sunday in (7, 14):
        usage |= dict.fromkeys(london_day(date(2024, 1, sunday)), 0.3)
    octoterm.store(readings(usage))
    title, _, heading, first, *_, last = octoterm("profile").out.splitlines()
    assert title == "Electricity · 1–14 Jan 2024"
    assert heading.split() == [
        "Time", "weekdays", "kWh", "weekends", "kWh", "all", "days", "kWh", "readings"
    ]  # fmt: skip
    assert first.split() == ["00:00", "0.100", "0.200", "0.129", "14"]
    assert last.split() == ["A", "day", "4.80", "9.60", "6.17", "672"]


def test_without_a_weekend_there_is_nothing_to_say_of_weekends(octoterm: CommandLine) -> None:
    octoterm.configure()
    octoterm.store(readings(london_day(date(2024, 1, 15))))
    row = rows(octoterm("profile", "--format", "json").out)[0]
    assert (row["weekday_kwh"], row["weekend_kwh"]) == (0.25, None)
    assert octoterm("profile").out.splitlines()[-1].split() == [
        "A", "day", "12.00", "–", "12.00", "48"
    ]  # fmt: skip


def test_a_day_begins_when_the_household_says(octoterm: CommandLine) -> None:
    content = json.loads(octoterm.configure().read_text())
    octoterm.configure({**content, "day_start": "03:00"})
    octoterm.store(readings(half_hours("2024-01-13T00:00Z", "2024-01-13T06:00Z")))
    found = rows(octoterm("profile", "--format", "json").out)
    assert [(row["weekday_kwh"], row["weekend_kwh"]) for row in found[4:8]] == [
        (0.25, None), (0.25, None), (None, 0.25), (None, 0.25)
    ]  # fmt: skip
    cut = rows(octoterm("profile", "--from", "2024-01-13", "--format", "json").out)
    assert [row["readings"] for row in cut[4:8]] == [0, 0, 1, 1]


def test_nothing_stored_is_48_empty_rows_and_a_sentence(octoterm: CommandLine) -> None:
    octoterm.configure()
    result = octoterm("profile", "--format", "json")
    assert "Nothing is stored yet for Electricity" in result.err
    found = rows(result.out)
    assert len(found) == 48
    assert found[37] == {
        "time": "18:30", "weekday_kwh": None, "weekend_kwh": None, "all_kwh": None, "readings": 0
    }  # fmt: skip
    assert octoterm("profile", "--format", "csv").out.splitlines()[-1] == "23:30,,,,0"
    assert "Nothing is stored yet for Electricity" in octoterm("profile").out


def test_a_season_is_its_three_months_of_any_year(octoterm: CommandLine) -> None:
    octoterm.configure()
    usage = dict.fromkeys(half_hours("2023-11-20T00:00Z", "2024-03-20T00:00Z"), 0.1)
    usage |= dict.fromkeys(half_hours("2023-12-01T00:00Z", "2024-03-01T00:00Z"), 0.2)
    octoterm.store(readings(usage))
    for season, kwh, days in (("winter", 0.2, 91), ("spring", 0.1, 19), ("autumn", 0.1, 11)):
        found = rows(octoterm("profile", "--season", season, "--format", "json").out)
        assert [(row["all_kwh"], row["readings"]) for row in found] == [
            (pytest.approx(kwh), days)
        ] * 48
    summer = rows(octoterm("profile", "--season", "summer", "--format", "json").out)
    assert {row["readings"] for row in summer} == {0}
    assert (
        octoterm("profile", "--season", "winter").out.splitlines()[2].startswith("Time in winter")
    )
