"""`octoterm summary --compare`: each period beside another."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta

import pytest

from tests.cli.test_summary import KEYS as SUMMARY_KEYS
from tests.conftest import CommandLine
from tests.support.households import half_hours, london_day, readings
from tests.support.plainly import Home, total

KEYS = [*SUMMARY_KEYS, "compare_kwh", "change_kwh", "change_percent"]
HOME = Home("leap year")
NOTHING = (None, None, None)


@pytest.fixture
def leap_year(octoterm: CommandLine) -> CommandLine:
    """October 2022 to the middle of 17 May 2024, 10:30, with a few half hours missing."""
    octoterm.configure()
    octoterm.store(HOME.rows)
    return octoterm


def rows(text: str) -> list[dict[str, object]]:
    found = json.loads(text)
    assert isinstance(found, list)
    return found


def compared(row: dict[str, object]) -> tuple[object, ...]:
    return row["compare_kwh"], row["change_kwh"], row["change_percent"]


def month(year: int, number: int, until: str = "") -> float:
    """kWh of a month, by adding up all its readings; `until` is `17 10:30`."""
    first = london_day(date(year, number, 1))[0]
    return total(
        kwh
        for day, halves in HOME.days.items()
        if (day.year, day.month) == (year, number)
        for start, kwh in halves.items()
        if not until or start - first < _seconds(until)
    )


def _seconds(until: str) -> float:
    day, clock = until.split()
    hours, minutes = clock.split(":")
    return timedelta(days=int(day) - 1, hours=int(hours), minutes=int(minutes)).total_seconds()


def change(kwh: float, other: float) -> tuple[object, ...]:
    return (
        pytest.approx(other, abs=5.1e-4),
        pytest.approx(kwh - other, abs=5.1e-4),
        pytest.approx(100 * (kwh - other) / other, abs=1e-6),
    )


@pytest.mark.parametrize(("against", "months"), [("previous", 1), ("year", 12)])
def test_every_whole_month_is_beside_its_other(
    leap_year: CommandLine, against: str, months: int
) -> None:
    result = leap_year("summary", "--compare", against, "--format", "json")
    assert (result.exit_code, result.err) == (0, "")
    found = rows(result.out)
    numbers = [(2022 + n // 12, n % 12 + 1) for n in range(9, 9 + len(found))]
    for at, (row, (year, number)) in enumerate(zip(found, numbers, strict=True)):
        assert list(row) == KEYS
        before = 12 * year + number - 1 - months
        if at < months:
            assert compared(row) == NOTHING
        elif row is not found[-1]:
            other = month(before // 12, before % 12 + 1)
            assert compared(row) == change(month(year, number), other)
        else:
            other = month(before // 12, before % 12 + 1, "17 10:30")
            assert compared(row) == change(month(2024, 5), other)


def test_the_other_columns_are_those_of_the_summary(leap_year: CommandLine) -> None:
    for by in ("half-hour", "day", "week", "month", "year"):
        dates = ("--by", by, "--from", "2024-03-01", "--to", "2024-04-02", "--format", "json")
        plain, beside = (
            rows(leap_year("summary", *dates, *more).out) for more in ((), ("--compare", "year"))
        )
        assert [{key: row[key] for key in SUMMARY_KEYS} for row in beside] == plain


def test_dates_cut_the_other_period_too(leap_year: CommandLine) -> None:
    dates = ("--from", "2024-05-01", "--to", "2024-05-10", "--format", "json")
    (row,) = rows(leap_year("summary", "--compare", "year", *dates).out)
    kwh = month(2024, 5, "11 00:00")
    assert compared(row) == change(kwh, month(2023, 5, "11 00:00"))


def test_leap_days_and_weeks_have_their_sensible_others(leap_year: CommandLine) -> None:
    table = leap_year("summary", "--by", "day", "--compare", "year", "--from", "2024-02-29").out
    assert table.splitlines()[3].endswith("Tue 28 Feb 2023")
    weeks = leap_year("summary", "--by", "week", "--compare", "year", "--from", "2024-02-29").out
    assert "27 Feb – 5 Mar 2023" in weeks.splitlines()[3]


def test_csv_has_the_keys_of_the_json_as_its_header(leap_year: CommandLine) -> None:
    asked = ("summary", "--compare", "previous", "--format")
    table = list(csv.DictReader(io.StringIO(leap_year(*asked, "csv").out)))
    assert list(table[0]) == KEYS
    for line, row in zip(table, rows(leap_year(*asked, "json").out), strict=True):
        assert line == {key: "" if value is None else str(value) for key, value in row.items()}


def test_the_table_says_what_was_compared_and_with_what(octoterm: CommandLine) -> None:
    octoterm.configure()
    usage = dict.fromkeys(half_hours("2024-01-01T00:00Z", "2024-03-11T10:30Z"), 0.25)
    octoterm.store(readings(usage))
    out = octoterm("summary", "--compare", "previous").out
    title, _, heading, *lines, total_line = out.splitlines()
    assert title == "Electricity · 1 Jan – 11 Mar 2024"
    assert heading.split() == ["Month", "kWh", "readings", "change", "on", "kWh", "of"]
    assert [line.split() for line in lines] == [
        ["January", "2024", "372.00", "1,488/1,488", "–", "–", "December", "2023"],
        ["February", "2024", "348.00", "1,392/1,392", "-24.00", "-6", "%", "372.00",
         "January", "2024"],
        ["March", "2024", "125.25", "501/1,486", "±0.00", "±0", "%", "125.25",
         "February", "2024", "until", "11", "Feb", "10:30"],
    ]  # fmt: skip
    assert total_line.split() == ["Total", "845.25", "3,381/3,408", "–", "–"]


def test_the_table_claims_nothing_where_most_is_missing(octoterm: CommandLine) -> None:
    octoterm.configure()
    octoterm.store(readings(half_hours("2024-01-20T00:00Z", "2024-03-01T00:00Z")))
    *_, february, _ = octoterm("summary", "--compare", "previous").out.splitlines()
    assert february.split()[3:] == ["1,392/1,392", "–", "144.00", "January", "2024"]


def test_a_half_hour_is_beside_the_same_time_of_the_day_before(octoterm: CommandLine) -> None:
    octoterm.configure()
    usage = dict.fromkeys(london_day(date(2024, 3, 30)), 0.2)
    usage |= dict.fromkeys(london_day(date(2024, 3, 31))[:20], 0.3)
    octoterm.store(readings(usage))
    asked = ("summary", "--by", "half-hour", "--compare", "previous", "--from", "2024-03-31")
    found = rows(octoterm(*asked, "--format", "json").out)
    assert {compared(row) for row in found} == {(0.2, 0.1, 50.0)}
    assert octoterm(*asked).out.splitlines()[5].split()[5:] == [
        "0.300", "1/1", "+0.100", "+50", "%", "0.200", "Sat", "30", "Mar", "2024", "02:00"
    ]  # fmt: skip


def test_a_day_begins_when_the_household_says(octoterm: CommandLine) -> None:
    content = json.loads(octoterm.configure().read_text())
    octoterm.configure({**content, "day_start": "03:00"})
    octoterm.store(readings(half_hours("2024-02-01T03:00Z", "2024-02-03T01:00Z")))
    asked = ("summary", "--by", "day", "--compare", "previous", "--format", "json")
    found = rows(octoterm(*asked).out)
    assert [compared(row) for row in found] == [NOTHING, (11.0, 0.0, 0.0)]


def test_nothing_stored_is_an_empty_list_and_a_sentence(octoterm: CommandLine) -> None:
    octoterm.configure()
    asked = ("summary", "--compare", "year")
    assert rows(octoterm(*asked, "--format", "json").out) == []
    assert octoterm(*asked, "--format", "csv").out == ",".join(KEYS) + "\n"
    assert "Nothing is stored yet for Electricity" in octoterm(*asked).out


def test_what_cannot_be_compared_with_is_exit_code_2(leap_year: CommandLine) -> None:
    result = leap_year("summary", "--compare", "neighbours")
    assert (result.exit_code, result.out) == (2, "")
    assert "neighbours" in result.err


def test_within_a_month_each_day_is_beside_its_place_in_the_month_before(
    leap_year: CommandLine,
) -> None:
    found = rows(
        leap_year(
            "summary", "--within", "month", "--from", "2024-03-14", "--compare", "previous",
            "--format", "json",
        ).out
    )  # fmt: skip
    assert len(found) == 31
    days = HOME.days
    february, march = (days[date(2024, month_, 14)].values() for month_ in (2, 3))
    assert found[13]["compare_kwh"] == pytest.approx(total(february), abs=5.1e-4)
    assert found[13]["change_kwh"] == pytest.approx(total(march) - total(february), abs=5.1e-4)
    assert compared(found[30]) == NOTHING  # there is no 31 February


def test_within_the_latest_week_are_its_days_with_readings(leap_year: CommandLine) -> None:
    found = rows(leap_year("summary", "--within", "week", "--format", "json").out)
    assert [str(row["start"])[:10] for row in found] == [f"2024-05-{day}" for day in range(13, 18)]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (("--within", "day", "--by", "month"), "There is no month within a day."),
        (("--within", "week", "--by", "week"), "There is no week within a week."),
        (("--within", "week", "--to", "today"), "--within cannot be combined with --to."),
    ],
)
def test_what_does_not_fit_within_is_refused(
    leap_year: CommandLine, asked: tuple[str, ...], why: str
) -> None:
    result = leap_year("summary", *asked)
    assert result.exit_code == 2
    assert why in result.err


def test_within_nothing_there_is_nothing(octoterm: CommandLine) -> None:
    octoterm.configure()
    assert rows(octoterm("summary", "--within", "month", "--format", "json").out) == []


def test_the_total_within_a_month_is_the_months_as_the_dashboard_has_it(
    leap_year: CommandLine,
) -> None:
    asked = ("summary", "--within", "month", "--from", "2024-05-01", "--compare", "year")
    *_, total_line = leap_year(*asked).out.splitlines()
    first = london_day(date(2024, 5, 1))[0]
    readings_there = sum(start >= first for start in HOME.usage)
    assert total_line.split()[2] == f"{readings_there:,}/1,488"
    assert total_line.endswith("May 2023 until 17 May 10:30")
