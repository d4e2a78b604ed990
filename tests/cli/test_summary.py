"""`octoterm summary`: what is stored, period by period."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest

from tests.conftest import CommandLine
from tests.support.households import half_hours, london_day, march, readings, utc

KEYS = [
    "start", "end", "label", "kwh", "readings", "expected", "peak_kwh", "peak_start",
    "base_load_kw", "projected_kwh", "projected_low", "projected_high",
    "last_12_months_kwh",
]  # fmt: skip


@pytest.fixture
def winter(octoterm: CommandLine) -> CommandLine:
    """February 2024, complete, and the first of March; 0.2 kWh but for a peak and a low."""
    usage = dict.fromkeys(half_hours("2024-02-01T00:00Z", "2024-03-02T00:00Z"), 0.2)
    usage[utc("2024-02-14T18:00Z")] = 1.234
    usage[utc("2024-02-14T03:00Z")] = 0.05
    octoterm.configure()
    octoterm.store(readings(usage))
    return octoterm


def rows(text: str) -> list[dict[str, object]]:
    found = json.loads(text)
    assert isinstance(found, list)
    return found


def test_json_tells_everything_about_each_month(winter: CommandLine) -> None:
    result = winter("summary", "--format", "json")
    assert (result.exit_code, result.err) == (0, "")
    february, march = rows(result.out)
    assert february == {
        "start": "2024-02-01T00:00:00+00:00",
        "end": "2024-03-01T00:00:00+00:00",
        "label": "February 2024",
        "kwh": round(0.2 * (29 * 48 - 2) + 1.234 + 0.05, 3),
        "readings": 1392,
        "expected": 1392,
        "peak_kwh": 1.234,
        "peak_start": "2024-02-14T18:00:00+00:00",
        "base_load_kw": pytest.approx(2 * (28 * 0.2 + 0.05) / 29),
        "projected_kwh": None,
        "projected_low": None,
        "projected_high": None,
        "last_12_months_kwh": None,
        "sentences": [],
    }
    assert list(february) == [*KEYS, "sentences"]
    assert march["end"] == "2024-04-01T00:00:00+01:00"
    assert (march["readings"], march["expected"]) == (48, 1486)


@pytest.mark.parametrize(
    ("by", "count"), [("half-hour", 30 * 48), ("day", 30), ("week", 5), ("month", 2), ("year", 1)]
)
def test_every_kind_of_period_adds_up_to_the_same(
    winter: CommandLine, by: str, count: int
) -> None:
    periods = rows(winter("summary", "--by", by, "--format", "json").out)
    assert len(periods) == count
    total = 0.2 * (30 * 48 - 2) + 1.234 + 0.05
    assert sum(float(str(p["kwh"])) for p in periods) == pytest.approx(total)


def test_days_without_readings_are_listed_as_zeros(octoterm: CommandLine) -> None:
    octoterm.configure()
    octoterm.store(readings([*london_day(date(2024, 6, 1)), *london_day(date(2024, 6, 3))]))
    days = rows(octoterm("summary", "--by", "day", "--format", "json").out)
    assert [day["kwh"] for day in days] == [12.0, 0.0, 12.0]
    assert days[1]["readings"] == 0
    assert days[1]["peak_kwh"] is days[1]["peak_start"] is days[1]["base_load_kw"] is None


def test_from_and_to_are_inclusive_and_cut_what_is_counted(winter: CommandLine) -> None:
    dates = ("--from", "2024-02-10", "--to", "11 feb 2024")
    (february,) = rows(winter("summary", *dates, "--format", "json").out)
    assert (february["readings"], february["expected"]) == (96, 1392)
    assert february["start"] == "2024-02-01T00:00:00+00:00"


def test_a_london_day_of_fifty_half_hours_shows_each_once(octoterm: CommandLine) -> None:
    octoterm.configure()
    octoterm.store(readings(london_day(date(2023, 10, 29))))
    periods = rows(octoterm("summary", "--by", "half-hour", "--format", "json").out)
    assert len({str(p["label"]) for p in periods}) == len({str(p["start"]) for p in periods}) == 50
    assert periods[3]["start"] == "2023-10-29T01:30:00+01:00"
    assert periods[5]["start"] == "2023-10-29T01:30:00+00:00"


def test_csv_has_the_keys_of_the_json_as_its_header(winter: CommandLine) -> None:
    result = winter("summary", "--format", "csv")
    table = list(csv.DictReader(io.StringIO(result.out)))
    assert result.out.count("\n") == 3
    assert list(table[0]) == KEYS
    for row, period in zip(table, rows(winter("summary", "--format", "json").out), strict=True):
        del period["sentences"]  # a list
        assert {key: "" if value is None else str(value) for key, value in period.items()} == row


def test_csv_leaves_empty_what_there_is_not(octoterm: CommandLine) -> None:
    octoterm.configure()
    octoterm.store(readings([*london_day(date(2024, 6, 1)), *london_day(date(2024, 6, 3))]))
    _, _, empty, _ = octoterm("summary", "--by", "day", "--format", "csv").out.splitlines()
    assert empty.endswith(",Sun 2 Jun 2024,0.0,0,48,,,,,,,")


def test_readings_are_out_of_the_same_in_row_and_total(octoterm: CommandLine) -> None:
    octoterm.configure()
    octoterm.store(readings({utc("2024-03-14T18:00Z"): 0.5}))
    row, total = octoterm("summary").out.splitlines()[-2:]
    assert row.split()[-1] == total.split()[-1] == "1/1,486"


def test_the_table_lines_up_and_ends_with_a_total(winter: CommandLine) -> None:
    title, _, heading, february, march, total = winter("summary").out.splitlines()
    assert title == "Electricity · 1 Feb – 1 Mar 2024"
    assert heading.split() == [
        "Month", "kWh", "a", "day", "peak", "kW", "at", "base", "v.", "usual", "readings"
    ]  # fmt: skip
    assert february.split() == [
        "February", "2024", "279.28", "9.63", "2.47", "14", "Feb", "2024", "18:00", "390", "W",
        "±0%", "1,392/1,392",
    ]  # fmt: skip
    assert march.split()[-1] == "48/1,486"
    assert total.split()[0] == "Total"
    assert total.split()[-1] == "1,440/2,878", "those of the rows together"
    assert len({len(line) for line in (heading, february, march, total)}) == 1


def test_numbers_in_the_table_are_written_as_in_britain(octoterm: CommandLine) -> None:
    octoterm.configure()
    octoterm.store(readings(half_hours("2023-01-01T00:00Z", "2024-01-01T00:00Z")))
    assert " 4,380.00 " in octoterm("summary", "--by", "year").out
    assert "17,520/17,520" in octoterm("summary", "--by", "year").out


def test_the_table_of_half_hours_has_only_what_makes_sense(octoterm: CommandLine) -> None:
    octoterm.configure()
    starts = half_hours("2024-06-01T10:00Z", "2024-06-01T11:30Z")
    octoterm.store(readings([starts[0], starts[2]]))
    table = octoterm("summary", "--by", "half-hour").out.splitlines()[2:]
    assert [line.split() for line in table] == [
        ["Half-hour", "kWh"],
        ["Sat", "1", "Jun", "2024", "11:00", "0.250"],
        ["Sat", "1", "Jun", "2024", "11:30", "–"],
        ["Sat", "1", "Jun", "2024", "12:00", "0.250"],
        ["Total", "0.500"],
    ]


def test_gas_in_cubic_metres_is_shown_in_kwh_and_says_so(octoterm: CommandLine) -> None:
    content = json.loads(octoterm.configure().read_text())
    octoterm.configure({**content, "type": "gas", "unit": "m3", "calorific_value": 40})
    octoterm.store(readings(london_day(date(2024, 6, 1))))
    kwh = 12 * 1.02264 * 40 / 3.6
    (month,) = rows(octoterm("summary", "--format", "json").out)
    assert month["kwh"] == pytest.approx(kwh, abs=0.001)
    assert octoterm("summary").out.startswith("Gas, kWh from m³ · 1 Jun 2024\n")


def test_a_day_begins_when_the_household_says(octoterm: CommandLine) -> None:
    content = json.loads(octoterm.configure().read_text())
    octoterm.configure({**content, "day_start": "03:00"})
    octoterm.store(readings(half_hours("2024-02-01T00:00Z", "2024-02-03T03:00Z")))
    days = rows(octoterm("summary", "--by", "day", "--format", "json").out)
    assert [day["readings"] for day in days] == [6, 48, 48]
    assert days[1]["start"] == "2024-02-01T03:00:00+00:00"


# Nothing to show


def test_an_empty_store_is_an_empty_list_and_a_sentence(octoterm: CommandLine) -> None:
    octoterm.configure()
    assert rows(octoterm("summary", "--format", "json").out) == []
    assert octoterm("summary", "--format", "csv").out == ",".join(KEYS) + "\n"
    table = octoterm("summary")
    assert table.exit_code == 0
    assert "Nothing is stored yet for Electricity" in table.out
    assert "`octoterm sync`" in table.out


def test_dates_without_readings_are_answered_with_what_there_is(winter: CommandLine) -> None:
    result = winter("summary", "--from", "2025-01-01")
    assert result.exit_code == 0
    assert "only for 1 Feb – 1 Mar 2024" in result.out


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (("--from", "2024-03-02"), "since 2 Mar 2024; the last reading is of 1 Mar 2024"),
        (
            ("--from", "2024-04-01", "--to", "2024-04-30"),
            "for 1–30 Apr 2024; the last reading is of 1 Mar 2024",
        ),
        (("--to", "2024-01-31"), "up to 31 Jan 2024; the first reading is of 1 Feb 2024"),
        (
            ("--within", "month", "--from", "2024-04-10"),
            "for 1–30 Apr 2024; the last reading is of 1 Mar 2024",
        ),
    ],
)
def test_no_records_are_explained_next_to_them(
    winter: CommandLine, days: tuple[str, ...], said: str
) -> None:
    for form, empty in (("json", "[]\n"), ("csv", ",".join(KEYS) + "\n")):
        result = winter("summary", *days, "--format", form)
        assert (result.exit_code, result.out) == (0, empty)
        assert result.err == f"octoterm: No readings {said}.\n"
    assert winter("summary", "--from", "2024-03-01", "--format", "json").err == ""


def test_lines_that_cannot_be_read_are_told_apart_from_the_sums(winter: CommandLine) -> None:
    winter.store(["nonsense", *readings(london_day(date(2024, 6, 1)))])
    result = winter("summary", "--format", "json")
    assert rows(result.out)[0]["kwh"] == 12.0
    assert "1 line of Electricity cannot be read: `octoterm check`" in result.err


# Several meters


@pytest.fixture
def two_meters(octoterm: CommandLine) -> CommandLine:
    base = "https://api.octopus.energy/v1"
    octoterm.configure(
        {
            "accounts": [
                {
                    "name": "Upstairs",
                    "url": f"{base}/electricity-meter-points/2000/meters/1/consumption",
                    "apikey": "k",
                    "csv": "up.csv",
                },
                {
                    "name": "Heating",
                    "url": f"{base}/gas-meter-points/3000/meters/1/consumption",
                    "apikey": "k",
                    "csv": "gas.csv",
                },
            ]
        }
    )
    octoterm.store(readings(london_day(date(2024, 6, 1))), "up.csv")
    octoterm.store(readings(london_day(date(2024, 7, 1))), "gas.csv")
    return octoterm


def test_of_several_meters_the_first_is_shown_and_the_others_are_named(
    two_meters: CommandLine,
) -> None:
    result = two_meters("summary")
    assert "June 2024" in result.out
    assert '--meter "Heating"' in result.err
    for_programs = two_meters("summary", "--format", "json")
    assert [row["label"] for row in rows(for_programs.out)] == ["June 2024"]
    assert for_programs.err == ""


@pytest.mark.parametrize("name", ["Heating", "hEATing", "3000"])
def test_a_meter_is_called_by_its_name_or_its_number(two_meters: CommandLine, name: str) -> None:
    result = two_meters("summary", "--meter", name, "--format", "json")
    assert [row["label"] for row in rows(result.out)] == ["July 2024"]
    assert result.err == ""


def test_a_meter_that_there_is_not_is_answered_with_those_there_are(
    two_meters: CommandLine,
) -> None:
    result = two_meters("summary", "--meter", "Cellar\x1b")
    assert (result.exit_code, result.out) == (2, "")
    assert "Upstairs, Heating" in result.err
    assert "\x1b" not in result.err


# Usage


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--from", "2024-02-02", "--to", "2024-02-01"), "--from 2024-02-02 is after --to"),
        (("--from", "soon"), "--from: ‘soon’ is not a date"),
        (("--to", "30 feb 2024"), "--to: There is no 30 February 2024"),
        (("--from", ""), "--from is empty"),
        (("--by", "fortnight"), "fortnight"),
        (("--format", "xml"), "xml"),
    ],
)
def test_a_question_that_makes_no_sense_is_exit_code_2(
    winter: CommandLine, arguments: tuple[str, ...], words: str
) -> None:
    result = winter("summary", *arguments)
    assert (result.exit_code, result.out) == (2, "")
    assert words in result.err
    assert result.err.startswith("octoterm: ")


def test_a_file_of_something_else_is_refused_untouched_with_exit_code_3(
    octoterm: CommandLine,
) -> None:
    octoterm.configure()
    path = octoterm.here / "readings.csv"
    path.write_text("Dear diary,\ntoday I used power.\n")
    result = octoterm("summary")
    assert (result.exit_code, result.out) == (3, "")
    assert path.read_text().startswith("Dear diary")


@pytest.mark.slow
def test_the_demo_fills_its_store_first_and_leaves_nothing(
    octoterm: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = octoterm.home / "tmp"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    result = octoterm("summary", "--demo", "--by", "year", "--format", "json")
    assert 3 <= len(rows(result.out)) <= 4
    assert sum(int(str(year["readings"])) for year in rows(result.out)) > 50_000
    assert list(folder.iterdir()) == []
    assert list(octoterm.here.iterdir()) == []


@pytest.mark.parametrize("option", [("--from", "-7d"), ("--from=-7d",)])
def test_days_ago_may_follow_a_space(
    octoterm: CommandLine, monkeypatch: pytest.MonkeyPatch, option: tuple[str, ...]
) -> None:
    noon = datetime(2024, 3, 14, 12, tzinfo=UTC).timestamp()
    monkeypatch.setattr("octoterm.cli.reports.time.time", lambda: noon)
    octoterm.configure()
    octoterm.store(march())
    days = json.loads(octoterm("summary", "--by", "day", *option, "--format", "json").out)
    assert days[0]["start"] == "2024-03-07T00:00:00+00:00"
    months = json.loads(
        octoterm("summary", "--from", "last-month", "--to", "last-month", "--format", "json").out
    )
    assert [month["label"] for month in months] == ["February 2024"]
