"""`octoterm summary --compare`: each period beside another."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from itertools import product

import pytest

from octoterm.analysis.comparison.comparison import compare
from octoterm.analysis.comparison.references import Reference
from octoterm.periods.period import Granularity, Period
from tests.cli.test_summary import KEYS as SUMMARY_KEYS
from tests.conftest import CommandLine
from tests.support.households import half_hours, london_day, readings
from tests.support.plain_comparison import compared, totals
from tests.support.plainly import Home, total
from tests.support.slow import one_in

KEYS = [
    *SUMMARY_KEYS, "compare_kwh", "change_kwh", "change_percent",
    "compared_kwh", "compared_with", "comparison",
]  # fmt: skip
HOME = Home("leap year")
MAY = Period.containing(Granularity.MONTH, date(2024, 5, 1))


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


def figures(row: dict[str, object]) -> tuple[object, ...]:
    return row["compared_kwh"], row["compare_kwh"], row["change_kwh"], row["change_percent"]


NOTHING = (None, None, None, None)


def plainly(period: Period, against: str) -> tuple[object, ...]:
    """The figures of a row for this period, by plain arithmetic."""
    expected = compared(HOME, period, Reference(against))
    if expected is None:
        return NOTHING
    own, other, _ = expected
    return (
        pytest.approx(own, abs=5.1e-4),
        pytest.approx(other, abs=5.1e-4),
        pytest.approx(own - other, abs=5.1e-4),
        pytest.approx(100 * (own - other) / other, abs=1e-6),
    )


@pytest.mark.extended
@pytest.mark.parametrize(
    ("by", "against"),
    one_in(4, product(("week", "month", "day", "year"), ("usual", "previous", "year"))),
)
def test_every_row_is_compared_as_by_plain_arithmetic(
    leap_year: CommandLine, against: str, by: str
) -> None:
    result = leap_year("summary", "--by", by, "--compare", against, "--format", "json")
    assert (result.exit_code, result.err) == (0, "")
    period = Period.containing(Granularity(by), next(iter(HOME.days)))
    some = 0
    for row in rows(result.out):
        assert [key for key in row if key != "sentences"] == KEYS
        assert figures(row) == plainly(period, against)
        some += figures(row) != NOTHING
        period = period.shifted(1)
    assert some or (by, against) == ("year", "usual")


def test_each_row_has_the_sentence_of_the_screen(leap_year: CommandLine) -> None:
    dates = ("--from", "2024-05-01", "--format", "json")
    (row,) = rows(leap_year("summary", "--compare", "previous", *dates).out)
    found = compare(HOME.series, MAY, Reference.PREVIOUS)
    assert found is not None
    assert row["comparison"] == found.words
    assert str(row["comparison"]).startswith("1–16 May, the 13 days both have: ")
    assert row["compared_with"] == "April 2024"


@pytest.mark.slow
def test_the_other_columns_are_those_of_the_summary(leap_year: CommandLine) -> None:
    for by in ("half-hour", "day", "week", "month", "year"):
        dates = ("--by", by, "--from", "2024-03-01", "--to", "2024-04-02", "--format", "json")
        plain, beside = (
            rows(leap_year("summary", *dates, *more).out) for more in ((), ("--compare", "year"))
        )
        for row, other in zip(plain, beside, strict=True):
            assert {key: other[key] for key in row} == row


def test_dates_cut_the_other_period_too(leap_year: CommandLine) -> None:
    dates = ("--from", "2024-05-01", "--to", "2024-05-10", "--format", "json")
    (row,) = rows(leap_year("summary", "--compare", "year", *dates).out)
    pairs = [
        (totals(HOME)[day], totals(HOME)[day - timedelta(days=364)])
        for day in map(date.fromisoformat, (f"2024-05-{n:02}" for n in range(1, 11)))
        if {day, day - timedelta(days=364)} <= totals(HOME).keys()
    ]
    own, other = (total(kwh) for kwh in zip(*pairs, strict=True))
    assert figures(row)[:2] == (pytest.approx(own, abs=5.1e-4), pytest.approx(other, abs=5.1e-4))
    assert str(row["comparison"]).partition(" days")[0].endswith(str(len(pairs)))


@pytest.mark.extended
def test_days_and_weeks_are_compared_with_those_52_weeks_earlier(leap_year: CommandLine) -> None:
    table = leap_year("summary", "--by", "day", "--compare", "year", "--from", "2024-02-29").out
    assert table.splitlines()[3].endswith("Thu 2 Mar 2023")
    weeks = leap_year("summary", "--by", "week", "--compare", "year", "--from", "2024-02-29").out
    assert "27 Feb – 5 Mar 2023" in weeks.splitlines()[3]


@pytest.mark.extended
def test_csv_has_the_keys_of_the_json_as_its_header(leap_year: CommandLine) -> None:
    asked = ("summary", "--compare", "previous", "--format")
    table = list(csv.DictReader(io.StringIO(leap_year(*asked, "csv").out)))
    assert list(table[0]) == KEYS
    for line, row in zip(table, rows(leap_year(*asked, "json").out), strict=True):
        del row["sentences"]  # a list
        assert line == {key: "" if value is None else str(value) for key, value in row.items()}


def test_the_table_says_what_was_compared_and_with_what(octoterm: CommandLine) -> None:
    octoterm.configure()
    usage = dict.fromkeys(half_hours("2024-01-01T00:00Z", "2024-03-11T10:30Z"), 0.25)
    octoterm.store(readings(usage))
    out = octoterm("summary", "--compare", "previous").out
    title, _, heading, *lines, total_line = out.splitlines()
    assert title == "Electricity · 1 Jan – 11 Mar 2024"
    assert heading.split() == [
        "Month", "kWh", "readings", "±", "kWh", "±", "%", "then", "kWh", "compared", "with"
    ]  # fmt: skip
    assert [line.split() for line in lines] == [
        ["January", "2024", "372.00", "1,488/1,488", "–", "–", "December", "2023"],
        ["February", "2024", "348.00", "1,392/1,392", "±0.00", "±0%", "336.00",
         "January", "2024,", "28", "days"],
        ["March", "2024", "125.25", "501/1,486", "±0.00", "±0%", "120.00",
         "February", "2024,", "10", "days"],
    ]  # fmt: skip
    assert total_line.split() == ["Total", "845.25", "3,381/4,366", "–", "–"]


def test_the_table_claims_nothing_where_too_little_is_there(octoterm: CommandLine) -> None:
    octoterm.configure()
    octoterm.store(readings(half_hours("2024-01-30T00:00Z", "2024-03-01T00:00Z")))
    *_, february, _ = octoterm("summary", "--compare", "previous").out.splitlines()
    assert february.split()[3:] == ["1,392/1,392", "–", "–", "January", "2024"]


def test_a_table_without_a_comparison_has_the_change_on_the_usual(octoterm: CommandLine) -> None:
    octoterm.configure()
    usage = dict.fromkeys(half_hours("2024-01-01T00:00Z", "2024-02-03T00:00Z"), 0.25)
    for day in (date(2024, 2, 1), date(2024, 2, 2)):
        usage |= dict.fromkeys(london_day(day), 0.5)
    octoterm.store(readings(usage))
    out = octoterm("summary", "--by", "day", "--from", "2024-02-01").out
    assert [line.split()[-2:] for line in out.splitlines()[3:]] == [
        ["+100%", "48/48"], ["+100%", "48/48"], ["W", "96/96"]
    ]  # fmt: skip


def test_a_half_hour_is_beside_the_same_time_of_the_day_before(octoterm: CommandLine) -> None:
    octoterm.configure()
    usage = dict.fromkeys(london_day(date(2024, 3, 30)), 0.2)
    usage |= dict.fromkeys(london_day(date(2024, 3, 31))[:20], 0.3)
    octoterm.store(readings(usage))
    asked = ("summary", "--by", "half-hour", "--compare", "previous", "--from", "2024-03-31")
    found = rows(octoterm(*asked, "--format", "json").out)
    assert {figures(row) for row in found} == {(0.3, 0.2, 0.1, 50.0)}
    assert octoterm(*asked).out.splitlines()[5].split()[5:] == [
        "0.300", "1/1", "+0.100", "+50%", "0.200", "Sat", "30", "Mar", "2024", "02:00"
    ]  # fmt: skip


def test_a_day_begins_when_the_household_says(octoterm: CommandLine) -> None:
    content = json.loads(octoterm.configure().read_text())
    octoterm.configure({**content, "day_start": "03:00"})
    octoterm.store(readings(half_hours("2024-02-01T03:00Z", "2024-02-03T01:00Z")))
    asked = ("summary", "--by", "day", "--compare", "previous", "--format", "json")
    found = rows(octoterm(*asked).out)
    assert [figures(row) for row in found] == [NOTHING, (11.0, 11.0, 0.0, 0.0)]


def test_nothing_stored_is_an_empty_list_and_a_sentence(octoterm: CommandLine) -> None:
    octoterm.configure()
    asked = ("summary", "--compare", "year")
    nothing = "Nothing is stored yet for Electricity"
    json_, csv_ = (octoterm(*asked, "--format", each) for each in ("json", "csv"))
    assert rows(json_.out) == []
    assert csv_.out == ",".join(KEYS) + "\n"
    assert nothing in json_.err, "beside the records, which stay valid"
    assert nothing in csv_.err
    assert nothing in octoterm(*asked).out


def test_what_cannot_be_compared_with_is_exit_code_2(leap_year: CommandLine) -> None:
    result = leap_year("summary", "--compare", "neighbours")
    assert (result.exit_code, result.out) == (2, "")
    assert "neighbours" in result.err


@pytest.mark.extended
def test_within_a_month_each_day_is_next_to_the_same_weekday_of_the_month_before(
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
    february, march = days[date(2024, 2, 15)].values(), days[date(2024, 3, 14)].values()
    assert found[13]["compared_with"] == "Thu 15 Feb 2024"
    assert found[13]["compare_kwh"] == pytest.approx(total(february), abs=5.1e-4)
    assert found[13]["change_kwh"] == pytest.approx(total(march) - total(february), abs=5.1e-4)
    assert figures(found[30]) == NOTHING  # four weeks earlier it is March


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
    out = leap_year(*asked).out.splitlines()
    at = out.index("", 2)  # after the table
    total_line, words = out[at - 1], out[at + 1]
    first = london_day(date(2024, 5, 1))[0]
    readings_there = sum(start >= first for start in HOME.usage)
    assert total_line.split()[2] == f"{readings_there:,}/1,488"
    assert total_line.endswith("May 2023, 12 days")
    found = compare(HOME.series, MAY, Reference.YEAR)
    assert found is not None
    assert words == f"{found.words}."
