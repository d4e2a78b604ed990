"""`octoterm trends`: each day with its running averages."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest

from tests.conftest import CommandLine
from tests.support.households import half_hours, london_day, readings, utc
from tests.support.plainly import HOLES, Home, mean, total

KEYS = ["date", "value", "complete", "average_7", "average_30", "average_90"]


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


def table_of(printed: str) -> list[str]:
    """The lines up to the end of the table, without the sentences below it."""
    title, blank, *lines = printed.splitlines()
    return [title, blank, *lines[: lines.index("")]]


def average(values: list[float], days: int) -> object:
    return pytest.approx(mean(values[-days:]), abs=1e-6) if len(values) >= days else None


@pytest.mark.extended
@pytest.mark.parametrize("of", ["total", "base", "peak"])
def test_json_tells_every_day_with_its_averages(octoterm: CommandLine, of: str) -> None:
    home = HOLES if of != "base" else Home("leap year")  # the days of the first fall to nothing
    octoterm.configure()
    octoterm.store(home.rows)
    result = octoterm("trends", "--of", of, "--format", "json")
    assert (result.exit_code, result.err) == (0, "")
    found = rows(result.out)
    assert [row["date"] for row in found] == [day.isoformat() for day in home.days]
    complete: list[float] = []
    for row, (day, halves) in zip(found, home.days.items(), strict=True):
        assert list(row) == [*KEYS, *(["watts"] if of == "base" else [])]
        there = [kwh for kwh in halves.values() if kwh is not None]
        assert row["complete"] is (day in home.complete)
        if not there or (of != "total" and 2 * len(there) < len(halves)):
            assert row["value"] is None
            assert row.get("watts") is None
            continue
        value = {"total": total(there), "base": min(there) * len(halves), "peak": max(there)}[of]
        assert row["value"] == pytest.approx(value, abs=5e-4 if of == "total" else 1e-6)
        if of == "base":
            assert row["watts"] == pytest.approx(2000 * min(there))
        if row["complete"]:
            complete.append(value)
        for days in (7, 30, 90):
            assert row[f"average_{days}"] == average(complete, days)


@pytest.mark.extended
def test_totals_are_those_of_the_summary(holes: CommandLine) -> None:
    by_day = rows(holes("summary", "--by", "day", "--format", "json").out)
    trend = rows(holes("trends", "--format", "json").out)
    assert [row["value"] or 0 for row in trend] == [row["kwh"] for row in by_day]


@pytest.mark.extended
def test_from_and_to_cut_the_days_but_not_what_averages_look_back_on(holes: CommandLine) -> None:
    whole = rows(holes("trends", "--format", "json").out)
    dates = ("--from", "2023-10-01", "--to", "31 oct 2023")
    october = rows(holes("trends", *dates, "--format", "json").out)
    assert october == [row for row in whole if str(row["date"])[:7] == "2023-10"]
    assert october[0]["average_90"] is not None


def test_the_averages_are_those_of_the_configuration(octoterm: CommandLine) -> None:
    content = json.loads(octoterm.configure().read_text())
    octoterm.configure({**content, "average_days": [28, 2]})
    octoterm.store(readings(half_hours("2024-01-01T00:00Z", "2024-01-04T00:00Z")))
    assert rows(octoterm("trends", "--format", "json").out)[1:] == [
        {"date": "2024-01-02", "value": 12, "complete": True, "average_28": None, "average_2": 12},
        {"date": "2024-01-03", "value": 12, "complete": True, "average_28": None, "average_2": 12},
    ]


@pytest.mark.extended
def test_csv_has_the_keys_of_the_json_as_its_header(holes: CommandLine) -> None:
    table = list(csv.DictReader(io.StringIO(holes("trends", "--format", "csv").out)))
    found = rows(holes("trends", "--format", "json").out)
    assert list(table[0]) == KEYS
    for line, row in zip(table, found, strict=True):
        assert line["complete"] == ("true" if row["complete"] else "false")
        assert {key: value or None for key, value in line.items() if key != "complete"} == {
            key: None if value is None else str(value)
            for key, value in row.items()
            if key != "complete"
        }


def test_the_table_says_which_days_are_incomplete(octoterm: CommandLine) -> None:
    octoterm.configure()
    week = half_hours("2024-01-01T00:00Z", "2024-01-08T00:00Z")
    octoterm.store(readings([*week, *london_day(date(2024, 1, 9))[:2]]))
    title, _, heading, *lines = table_of(octoterm("trends").out)
    assert title == "Electricity · 1–9 Jan 2024"
    assert heading.split("  ")[0] == "Day"
    assert [line.split() for line in lines[6:]] == [
        ["Sun", "7", "Jan", "2024", "12.00", "12.00", "–", "–"],
        ["Mon", "8", "Jan", "2024", "–", "12.00", "–", "–", "no", "readings"],
        ["Tue", "9", "Jan", "2024", "0.50", "12.00", "–", "–", "incomplete"],
    ]


def test_the_table_is_in_the_units_that_the_dashboard_shows(octoterm: CommandLine) -> None:
    octoterm.configure()
    days = half_hours("2024-01-01T00:00Z", "2024-01-09T00:00Z")
    usage = {start: 0.05 + 0.7 * (start % 86400 == 43200) for start in days}
    octoterm.store(readings({**usage, **dict.fromkeys(london_day(date(2024, 1, 9))[:2], 0.3)}))
    for of, heading, eighth, ninth in (
        ("base", "Base load W", "100", "–"),
        ("peak", "Daily peak kW", "1.50", "–"),
        ("total", "Daily total kWh", "3.10", "0.60"),
    ):
        _, _, headings, *lines = table_of(octoterm("trends", "--of", of).out)
        assert headings.split("  ")[0] == "Day"
        assert f" {heading}  7-day average  30-day average" in headings
        assert lines[-2].split()[4:] == [eighth, eighth, "–", "–"]
        assert lines[-1].split()[4:] == [ninth, eighth, "–", "–", "incomplete"]


def test_a_day_begins_when_the_household_says(octoterm: CommandLine) -> None:
    content = json.loads(octoterm.configure().read_text())
    octoterm.configure({**content, "day_start": "03:00"})
    usage = dict.fromkeys(half_hours("2024-02-01T00:00Z", "2024-02-03T03:00Z"), 0.25)
    usage[utc("2024-02-02T02:30Z")] = 1.25
    octoterm.store(readings(usage))
    found = rows(octoterm("trends", "--of", "peak", "--format", "json").out)
    assert [(row["date"], row["value"], row["complete"]) for row in found] == [
        ("2024-01-31", None, False), ("2024-02-01", 1.25, True), ("2024-02-02", 0.25, True)
    ]  # fmt: skip


def test_gas_in_cubic_metres_is_in_kwh_and_says_so(octoterm: CommandLine) -> None:
    content = json.loads(octoterm.configure().read_text())
    octoterm.configure({**content, "type": "gas", "unit": "m3", "calorific_value": 40})
    octoterm.store(readings(london_day(date(2024, 6, 1))))
    (day,) = rows(octoterm("trends", "--format", "json").out)
    assert day["value"] == pytest.approx(12 * 1.02264 * 40 / 3.6, abs=5e-4)
    assert octoterm("trends").out.startswith("Gas, kWh from m³ · 1 Jun 2024\n")


def test_nothing_stored_is_an_empty_list_and_a_sentence(octoterm: CommandLine) -> None:
    octoterm.configure()
    result = octoterm("trends", "--format", "json")
    assert rows(result.out) == []
    assert "Nothing is stored yet for Electricity" in result.err
    assert octoterm("trends", "--format", "csv").out == ",".join(KEYS) + "\n"
    assert "Nothing is stored yet for Electricity" in octoterm("trends").out
    octoterm.store(readings(london_day(date(2024, 6, 1))))
    assert "only for 1 Jun 2024" in octoterm("trends", "--from", "2025-01-01").out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--of", "cost"), "cost"),
        (("--from", "2024-02-02", "--to", "2024-02-01"), "--from 2024-02-02 is after --to"),
        (("--to", "soon"), "--to: ‘soon’ is not a date"),
    ],
)
def test_a_question_that_makes_no_sense_is_exit_code_2(
    holes: CommandLine, arguments: tuple[str, ...], words: str
) -> None:
    result = holes("trends", *arguments)
    assert (result.exit_code, result.out) == (2, "")
    assert words in result.err


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_a_meter_whose_days_fall_to_nothing_has_no_base_load(
    holes: CommandLine, form: str
) -> None:
    result = holes("trends", "--of", "base", "--format", form)
    assert (result.exit_code, result.out) == (2, "")
    assert "Electricity has no base load: most of its days fall to nothing" in result.err
    assert "`--of total` or `--of peak`" in result.err


def test_its_summary_has_no_base_load_in_any_row(holes: CommandLine) -> None:
    for kind in ("half-hour", "day", "month"):
        summary = rows(
            holes(
                "summary", "--by", kind, "--from", "2023-02-01", "--to", "2023-03-02",
                "--format", "json",
            ).out
        )  # fmt: skip
        assert {row["base_load_kw"] for row in summary} == {None}


def test_a_short_day_has_no_base_load_in_summary_or_trends(octoterm: CommandLine) -> None:
    octoterm.configure()
    days = half_hours("2024-01-01T00:00Z", "2024-01-03T00:00Z")
    short, half = london_day(date(2024, 1, 3))[:2], london_day(date(2024, 1, 4))[:24]
    octoterm.store(readings([*days, *short, *half]))
    summary = json.loads(octoterm("summary", "--by", "day", "--format", "json").out)
    assert [row["base_load_kw"] for row in summary] == [0.5, 0.5, None, 0.5]
    trends = json.loads(octoterm("trends", "--of", "base", "--format", "json").out)
    assert [(row["value"], row["watts"]) for row in trends] == [
        (12, 500), (12, 500), (None, None), (12, 500)
    ]  # fmt: skip
    third = table_of(octoterm("trends", "--of", "base").out)[-2]
    assert third.split() == ["Wed", "3", "Jan", "2024", "–", "–", "–", "–", "incomplete"]
    assert " – " in octoterm("summary", "--by", "day").out.splitlines()[-3]
