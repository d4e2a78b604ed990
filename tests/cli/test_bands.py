"""`summary --bands`: the use of named hours, in all three formats."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.conftest import CommandLine
from tests.support.households import half_hours, readings

STARTS = half_hours("2024-03-13T00:00Z", "2024-03-15T00:00Z")
ROWS = readings({start: 0.5 if start % 86400 < 6 * 3600 else 0.25 for start in STARTS})


@pytest.fixture
def house(octoterm: CommandLine) -> CommandLine:
    octoterm.configure()
    octoterm.store(ROWS)
    return octoterm


def test_json_has_a_list_of_them_with_shares_from_0_to_1(house: CommandLine) -> None:
    (first, _) = json.loads(house("summary", "--by", "day", "--bands", "--format", "json").out)
    assert first["kwh"] == 15.0
    assert first["bands"] == [
        {"name": "night", "kwh": 5.0, "share": 0.333333},
        {"name": "16–19 h", "kwh": 1.5, "share": 0.1},
    ]
    plain = json.loads(house("summary", "--format", "json").out)
    assert "bands" not in plain[0]


def test_a_band_without_readings_has_no_amount_and_no_share(octoterm: CommandLine) -> None:
    octoterm.configure()
    octoterm.store(readings(half_hours("2024-03-13T00:00Z", "2024-03-13T13:00Z")))
    ((night, evening),) = (
        day["bands"]
        for day in json.loads(
            octoterm("summary", "--by", "day", "--bands", "--format", "json").out
        )
    )
    assert (night["kwh"], night["share"]) == (2.5, 0.384615)
    assert evening == {"name": "16–19 h", "kwh": None, "share": None}
    row = octoterm("summary", "--by", "day", "--bands", "--format", "csv").out.splitlines()[1]
    assert row.endswith("2.5,0.384615,,")


def test_csv_has_columns_of_their_own(house: CommandLine) -> None:
    out = house("summary", "--within", "day", "--bands", "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["band_night_kwh"] for row in rows[:3]] == ["", "0.5", "0.5"]
    assert {row["band_16–19 h_share"] for row in rows} == {"", "1.0"}


def test_a_name_may_have_commas_and_quotes(house: CommandLine) -> None:
    path = house.configure()
    name = 'cheap, "eco"'
    bands = json.dumps({"bands": {name: "00:00-06:00"}})
    path.write_text(path.read_text().replace("{", f"{bands[:-1]}, ", 1))
    out = house("summary", "--bands", "--format", "csv").out
    (month,) = csv.DictReader(io.StringIO(out))
    assert (month[f"band_{name}_kwh"], month[f"band_{name}_share"]) == ("12.0", "0.4")


def test_the_table_has_a_column_for_each_with_its_hours(house: CommandLine) -> None:
    heading, *_, total = house("summary", "--bands").out.splitlines()[2:5]
    assert heading.endswith("night 00:30–05:30   16–19 h")
    assert total.split()[-4:] == ["10.00", "33%", "3.00", "10%"]


def test_the_configuration_names_them(house: CommandLine) -> None:
    path = house.configure()
    path.write_text(path.read_text().replace("{", '{"bands": {"owl\\u001b": "23:30-01:00"}, ', 1))
    rows = json.loads(house("summary", "--bands", "--format", "json").out)
    assert [band["name"] for band in rows[0]["bands"]] == ["owl\N{REPLACEMENT CHARACTER}"]
    assert rows[0]["bands"][0]["kwh"] == 2.5  # from 00:00 and 00:30, and 23:30


@pytest.mark.parametrize(
    ("bands", "problem"),
    [
        ('["night"]', "must name hours, such as"),
        ('{"night": "late"}', "must give hours such as"),
        ('{"night": "24:30-05:00"}', "must give hours such as"),
        ('{"night": "05:00-05:00"}', "end when they begin"),
        ('{"short": "10:05-10:20"}', "in which no half hour begins"),
        ('{"night": "00:30-05:30", " Night": "01:00-02:00"}', "two names that look the same"),
        ('{"night": 5}', "must give hours such as"),
    ],
)
def test_hours_that_cannot_be_read_are_told(house: CommandLine, bands: str, problem: str) -> None:
    path = house.configure()
    path.write_text(path.read_text().replace("{", f'{{"bands": {bands}, ', 1))
    result = house("summary", "--bands")
    assert result.exit_code == 2
    assert problem in result.err
    assert '"bands"' in result.err
