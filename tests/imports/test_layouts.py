"""Each file that octoterm knows holds the same half hours, whoever wrote it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from octoterm.errors import NotReadings, UsageError
from octoterm.household.meter import Fuel
from octoterm.imports.reading_files import read_file
from tests.support.households import utc
from tests.support.imported import (
    LAYOUTS,
    WHEN,
    a_meter,
    exported_csv,
    floats,
    home_and_car,
    json_lines,
    n3rgy,
    new_of,
    of_clock,
    own_csv,
    planned,
    rows_of,
    table,
    true_readings,
    website,
)

AUTUMN = true_readings("2024-10-26T22:00Z", "2024-10-28T02:00Z")
SPRING = true_readings("2025-03-29T22:00Z", "2025-03-31T02:00Z")
WEBSITE = "Consumption (kWh), Start, End"
EXPORTED = "meter,start,end,kwh\n"
INTERVAL = "1,2024-06-01T00:00:00Z,2024-06-01T00:30:00Z"


@pytest.mark.extended
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("truth", [AUTUMN, SPRING], ids=["autumn", "spring"])
def test_a_file_of_each_layout_is_read_as_what_was_used(
    layout: str, truth: dict[int, str]
) -> None:
    found = planned(LAYOUTS[layout](truth))
    assert new_of(found) == floats(truth)
    (file,) = found.files
    assert (file.new, file.same, file.different) == (len(truth), 0, 0)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_newest_first_is_the_same(layout: str) -> None:
    backwards = dict(reversed(AUTUMN.items()))
    assert new_of(planned(LAYOUTS[layout](backwards))) == floats(AUTUMN)


def test_rows_are_stored_as_the_api_writes_them() -> None:
    truth = {utc("2024-10-27T00:30Z"): " 0.110", utc("2024-10-27T01:00Z"): "0E-20"}
    assert rows_of(planned(website(truth))) == [
        '"2024-10-27T01:30:00+01:00","2024-10-27T01:00:00Z",0.11',
        '"2024-10-27T01:00:00Z","2024-10-27T01:30:00Z",0.0',
    ]


def test_home_and_car_are_added_exactly() -> None:
    line = "0.1,1,27,0.2,1,7,2024-06-01T00:00:00+01:00,2024-06-01T00:30:00+01:00"
    header = home_and_car({}).strip()
    assert [*planned(table(header, [line])).new.values()] == [Decimal("0.3")]


def test_half_hours_that_are_left_out_or_empty_stay_gaps() -> None:
    lines = [
        "0.1, 2024-06-01T00:00:00+01:00, 2024-06-01T00:30:00+01:00",
        ", 2024-06-01T00:30:00+01:00, 2024-06-01T01:00:00+01:00",
        "0.3, 2024-06-01T02:00:00+01:00, 2024-06-01T02:30:00+01:00",
    ]
    found = planned(table(WEBSITE, lines))
    assert new_of(found) == {utc("2024-05-31T23:00Z"): 0.1, utc("2024-06-01T01:00Z"): 0.3}
    assert found.files[0].file.gaps == 1


def test_a_spreadsheet_of_our_own_csv_needs_its_zone_stated() -> None:
    text = table("Start;End;Consumption", ["01/06/2024 00:00;01/06/2024 00:30;0,25"])
    (refused,) = planned(text).refused
    assert "which time zone" in refused.refusal
    found = planned(text, zone="Europe/London", order="day-first")
    assert new_of(found) == {utc("2024-05-31T23:00Z"): 0.25}


def test_the_unit_of_a_gas_meter_s_csv_is_not_known_from_it() -> None:
    gas = a_meter(Fuel.GAS, "m3")
    (refused,) = planned(own_csv(AUTUMN), meter=gas).refused
    assert refused.evidence.option == "--unit kWh|Wh|m3"
    assert new_of(planned(own_csv(AUTUMN), meter=gas, unit="m3")) == floats(AUTUMN)
    named = n3rgy(AUTUMN, "timestamp (UTC),energyConsumption (m3)")
    assert new_of(planned(named, meter=gas)) == floats(AUTUMN)


def test_of_an_export_of_several_meters_only_the_one_asked_for_is_taken() -> None:
    gas = exported_csv(SPRING, "Gas").partition("\n")[2]
    found = planned(exported_csv(AUTUMN) + gas)
    assert new_of(found) == floats(AUTUMN)
    assert found.files[0].file.of_others == len(SPRING)
    with pytest.raises(NotReadings, match="it is of ‘Gas’"):
        planned(json_lines(SPRING, "Gas"))


@pytest.mark.parametrize("write", [exported_csv, json_lines])
def test_an_export_of_a_meter_by_its_old_name_is_taken_where_a_person_names_the_meter(
    write: Callable[..., str],
) -> None:
    def half_hours(text: str) -> int:
        rows = read_file([text], "f", frozenset({"electricity"}), may_be_renamed=True)
        return len(rows.numbers)

    assert half_hours(write(SPRING, "Upstairs")) == len(SPRING)
    two = write(SPRING, "Upstairs") + write(SPRING, "Downstairs").removeprefix(EXPORTED)
    with pytest.raises(NotReadings, match="‘Upstairs’, ‘Downstairs’"):
        half_hours(two)


def test_columns_are_named_or_numbered() -> None:
    text = of_clock(SPRING)
    stated = {"unit": "kWh", "zone": "Europe/London", "stamp": "start"}
    assert new_of(planned(text, columns=WHEN, **stated)) == floats(SPRING)
    by_number = planned(text, columns={"end": "1", "kwh": "2"}, **stated)
    assert new_of(by_number) == floats(SPRING)
    with pytest.raises(UsageError, match="no column ‘Usage’"):
        planned(text, columns={"start": "When", "kwh": "Usage"})
    with pytest.raises(UsageError, match="needs a time and a number"):
        planned(text, columns={"kwh": "Used"})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "Date,Price (p)\n2024-06-01,3\n",
        "timestamp (UTC),energyProduction (kWh)\n2024-06-01 00:30,1\n",
        table(f"{WEBSITE},Home Consumption (kWh),EV Consumption (kWh)", [f"{INTERVAL},1,0"]),
        '{"results": []}',
        '{"results": [{"consumption": 1}]}',
        '[1, 2]',
        "{",
        "[" * 100_000,
        f"{WEBSITE}\n",
        f"{WEBSITE}\nx,2024-06-01T00:00:00Z,2024-06-01T00:30:00Z\n",
    ],
)  # fmt: skip
def test_what_holds_no_half_hours_is_refused(text: str) -> None:
    with pytest.raises(NotReadings):
        planned(text)


def test_what_cannot_be_read_is_counted_and_told() -> None:
    lines = website(AUTUMN).replace("0.", "-0.", 1).splitlines()
    lines.insert(20, "a line of something else")
    found = planned("\n".join(lines))
    (file,) = found.files
    assert dict(file.file.reasons) == {"negative": 1, "not a number": 1}
    assert len(found.new) == len(AUTUMN) - 1


def test_rows_that_are_an_hour_apart_are_no_half_hours() -> None:
    hourly = {start: number for start, number in AUTUMN.items() if start % 3600 == 0}
    (refused,) = planned(n3rgy(hourly)).refused
    assert "half an hour apart" in refused.refusal


def test_rows_of_another_length_are_told_and_not_taken() -> None:
    found = planned(table(WEBSITE, ["1,2024-06-01T00:00:00Z,2024-06-01T01:00:00Z"]))
    assert "Most rows of file 0 cannot be taken: not 30 minutes" in found.refused[0].refusal


@pytest.mark.parametrize("stamp", ["start", "end"])
def test_the_hour_that_a_clock_shows_twice_is_told_by_the_order_of_the_rows(stamp: str) -> None:
    text = of_clock(AUTUMN, late=1800 if stamp == "end" else 0)
    stated = {"unit": "kWh", "zone": "Europe/London", "stamp": stamp}
    assert new_of(planned(text, columns=WHEN, **stated)) == floats(AUTUMN)
    twice = of_clock({**AUTUMN}) + of_clock(dict([*AUTUMN.items()][-1:])).partition("\n")[2]
    found = planned(twice, columns=WHEN, **{**stated, "stamp": "start"})
    assert len(found.new) == len(AUTUMN), "a row that is repeated elsewhere changes nothing"
    without = {s: n for s, n in AUTUMN.items() if s != utc("2024-10-27T00:30Z")}
    found = planned(of_clock(without), columns=WHEN, **{**stated, "stamp": "start"})
    assert dict(found.files[0].evidence.reasons) == {"an hour that is there twice": 1}
    assert len(found.new) == len(AUTUMN) - 2


def test_an_hour_without_rows_around_it_is_not_told_apart() -> None:
    two = {s: AUTUMN[s] for s in (utc("2024-10-27T00:00Z"), utc("2024-10-27T01:00Z"))}
    stated = {"unit": "kWh", "zone": "Europe/London", "stamp": "start"}
    assert not planned(of_clock(two), columns=WHEN, **stated).new


def test_a_clock_may_be_that_of_any_zone() -> None:
    zone = "America/New_York"
    text = of_clock(AUTUMN, "%Y-%m-%d %H:%M:%S", zone=ZoneInfo(zone))
    stated = {"unit": "kWh", "zone": zone, "stamp": "start"}
    assert new_of(planned(text, columns=WHEN, **stated)) == floats(AUTUMN)
