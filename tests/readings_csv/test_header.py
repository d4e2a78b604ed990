"""The first line says what the numbers mean: it is understood, or the file is somebody else's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from octoterm.errors import NotReadings
from octoterm.household.meter import UNIT_CUBIC_METRES
from octoterm.readings_csv.header import (
    WH,
    Layout,
    NotConsumption,
    has_words,
    layout_of,
)
from octoterm.runtime.slices import finish
from octoterm.storage.readings_file import ReadingsFile
from tests.conftest import CommandLine
from tests.support.households import HEADER, csv, half_hours, reading, readings
from tests.support.storing import beside, identity, load, merge

A, B, C = readings(half_hours("2024-04-01T00:00Z", "2024-04-01T01:30Z"))
TIMES = [line.line.replace('"', "").rpartition(",")[0] for line in (A, B)]


def table(header: str, *numbers: str) -> str:
    rows = [f"{times},{number}" for times, number in zip(TIMES, numbers, strict=False)]
    return "".join(f"{line}\n" for line in [header, *rows])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "upstairs.csv"


@pytest.mark.parametrize(
    "line",
    [
        HEADER,
        f"{HEADER}\r",
        f"{HEADER},,",
        '"Start","End","Consumption"',
        "start, end, consumption",
        " START ,End,Consumption ",
        "Start;End;Consumption",
        "Start\tEnd\tConsumption",
        "Start,End,Consumption (kWh)",
        "Start,End,kWh",
        "interval_start,interval_end,consumption",
        "interval_start,interval_end,consumption_kwh",
        "Interval Start,Interval End,Energy Consumption [kWh]",
        "from,to,Usage (kWh)",
        "Start,End,Import kWh",
    ],
)
def test_a_first_line_of_consumption_is_known_however_it_is_written(line: str) -> None:
    assert has_words(line)
    assert layout_of(line) == Layout()


def test_the_columns_of_the_suppliers_website_are_found_by_their_names() -> None:
    assert layout_of("Consumption (kWh), Start, End") == Layout(1, 2, 0, 3)
    with_cost = "Consumption (kwh), Estimated Cost Inc. Tax (p), Start, End"
    assert layout_of(with_cost) == Layout(2, 3, 0, 4)
    standing = with_cost.replace("Start", "Standing Charge Inc. Tax (p), Start")
    assert layout_of(standing) == Layout(3, 4, 0, 5)


@pytest.mark.parametrize(
    ("line", "holds"),
    [
        ("valid_from,valid_to,value_inc_vat", "prices or costs"),
        ("Start,End,Unit Rate (p)", "prices or costs"),
        ("Start,End,Cost", "prices or costs"),
        ("Start,End,Power (kW)", "power in kW"),
        ("Start,End,Consumption (kW)", "power in kW"),
        ("Start,End,Average W", "power in kW"),
        ("from,to,intensity (gCO2/kWh)", "carbon intensity"),
        ("Start,End,Export (kWh)", "what was exported or generated"),
        ("Start,End,Solar generation kWh", "what was exported or generated"),
        ("Start,End,Consumption (m³)", "m³, while the meter is configured in kWh"),
        ("Start,End,Consumption,Cost", "prices or costs"),
        ("Start,End,Consumption,Unit", ""),
        ("Start,End,Value", ""),
        ("Start,End,Consumption,Consumption", ""),
        ("Home Consumption (kWh), EV Consumption (kWh), Start, End", ""),
        ("Start,End", ""),
        ("Dear diary,", ""),
        ("Start,End,30-minute average kW", "power in kW"),
        ("Start,End,1/2 h export (kWh)", "what was exported or generated"),
        ("2024 readings in Wh", ""),
        ("1/4/2024 export", "what was exported or generated"),
        ("t1,t2,W", "power in kW"),
        ("a,b,c", ""),
    ],
)
def test_a_first_line_of_anything_else_is_not(line: str, holds: str) -> None:
    assert has_words(line)
    with pytest.raises(NotConsumption) as other:
        layout_of(line)
    assert other.value.holds == holds


@pytest.mark.parametrize(
    "line",
    [
        A.line,
        TIMES[0] + ",0.1",
        TIMES[0] + ",lots",
        A.line[:30],
        A.line[:12],
        A.line[9:],
        A.line.replace("T", "?", 1),
        "29/03/2020 00:30;29/03/2020 01:00;0,1",
        "29.03.20 00:30;29.03.20 01:00;0,1",
        "29/03/2020 12:30 AM,29/03/2020 1:00 a.m.,0.1",
        "17 Apr 2024 00:30,17 Apr 2024 01:00,n/a",
        "########,,",
        "",
    ],
)
def test_a_row_is_no_first_line_of_words(line: str) -> None:
    assert not has_words(line)


def test_cubic_metres_are_for_a_meter_that_is_configured_so() -> None:
    assert layout_of("Start,End,Consumption (m³)", UNIT_CUBIC_METRES) == Layout()
    assert layout_of("Start,End,Consumption m3", UNIT_CUBIC_METRES) == Layout()
    for line in ("Start,End,Consumption (kWh)", "Start,End,Wh"):
        with pytest.raises(NotConsumption, match="while the meter is configured in m³"):
            layout_of(line, UNIT_CUBIC_METRES)


@pytest.mark.parametrize("action", [load, merge, lambda path: finish(ReadingsFile(path).fix())])
def test_a_file_of_other_numbers_is_refused_by_what_it_holds_and_left_untouched(
    path: Path, action: Callable[[Path], object]
) -> None:
    path.write_text(table("valid_from,valid_to,value_inc_vat", "24.5", "23.1"))
    before = identity(path)
    with pytest.raises(NotReadings) as refused:
        action(path)
    assert f"should be {HEADER}" in str(refused.value)
    assert "it is ‘valid_from,valid_to,value_inc_vat’, for prices or costs" in str(refused.value)
    assert identity(path) == before
    assert beside(path) == set()


def test_every_command_refuses_a_file_of_other_numbers(octoterm: CommandLine) -> None:
    octoterm.configure()
    path = octoterm.here / "readings.csv"
    path.write_text(table("Start,End,Power (kW)", "0.5", "0.62"))
    for command in (
        ["summary"],
        ["today"],
        ["check"],
        ["check", "--fix"],
        ["trends"],
        ["profile"],
    ):
        result = octoterm(*command)
        assert (result.exit_code, result.out) == (3, "")
        assert "for power in kW" in result.err


def test_what_is_found_is_shown_short_and_harmless(path: Path) -> None:
    path.write_text(table("Dear \x1b[31mdiary " * 50, "1"))
    with pytest.raises(NotReadings) as refused:
        load(path)
    assert "\x1b" not in str(refused.value)
    assert len(str(refused.value)) < 400


# Watt-hours


@pytest.mark.extended
@pytest.mark.parametrize(
    ("wh", "kwh"),
    [("250", "0.25"), ("310.5", "0.3105"), ("0", "0"), ("7", "0.007"), ("1000", "1"),
     ("0.1", "0.0001"), ("12000", "12"), ("1e2", "0.1"), (".5", "0.0005")],
)  # fmt: skip
def test_watt_hours_are_read_as_kwh_digit_by_digit(path: Path, wh: str, kwh: str) -> None:
    path.write_text(table("Start,End,Consumption (Wh)", wh))
    contents = load(path)
    assert (list(contents.values), contents.converted_from) == ([float(kwh)], WH)
    was = path.read_text()
    merged = merge(path, C)
    assert merged.original == path.with_name("upstairs.csv.original")
    assert merged.contents.converted_from == ""
    assert path.read_text() == csv([reading(A.start, kwh), C])
    assert path.with_name("upstairs.csv.original").read_text() == was
    assert load(path).converted_from == ""


def test_a_first_line_of_other_columns_is_kept_whatever_is_below_it(path: Path) -> None:
    was = f"Consumption (kWh), Start, End\n{A.line}\nwhat?\n"
    path.write_text(was)
    original = merge(path, C).original
    assert path.read_text() == csv([A, "what?", C])
    assert original is not None
    assert original.read_text() == was


@pytest.mark.parametrize("number", ["1000001", "lots", "1_000", "1e99999999999999999999", "NaN"])
def test_watt_hours_that_cannot_be_are_not_read(path: Path, number: str) -> None:
    path.write_text(table("Start,End,Wh", "250", number))
    contents = load(path)
    assert (list(contents.values), contents.unreadable_lines) == ([0.25], 1)


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("Start,End,Wh", "{},250"),
        ("Start\tEnd\tWh", "{}\t250"),
        ("Wh,Start,End", "250,{}"),
        ("kWh,Start,End", "0.25,{}"),
    ],
)
def test_a_line_that_is_read_only_later_means_the_same_then(
    path: Path, header: str, line: str
) -> None:
    """The first line does not say any more that it was watt-hours."""
    times = "4/11/2024 0:30,4/11/2024 1:00"
    path.write_text(
        f"{header}\n{line.format(times)}\n".replace(",", "\t" if "\t" in header else ",")
    )
    assert load(path).reasons == (("day or month first", 1),)
    assert merge(path, C).original is not None
    assert load(path).reasons == (("day or month first", 1),)
    path.write_text(path.read_text() + "4/13/2024 0:30,4/13/2024 1:00,0.5\n")
    assert sorted(load(path).values) == [0.25, 0.25, 0.5]
    assert load(path).reasons == ()


def test_rows_as_octoterm_writes_them_are_watt_hours_too_below_such_a_line(path: Path) -> None:
    rows = csv(readings({row.start: 250.0 for row in (A, B, C)}))
    path.write_text(rows.replace("Consumption", "Consumption (Wh)"))
    assert list(load(path).values) == [0.25, 0.25, 0.25]
    assert ReadingsFile(path).load_end() is None
    assert list(finish(ReadingsFile(path, since=C.start).load()).values) == [0.25, 0.25, 0.25]


def test_every_command_says_that_watt_hours_are_converted(octoterm: CommandLine) -> None:
    octoterm.configure()
    (octoterm.here / "readings.csv").write_text(table("Start,End,Wh", "250", "310"))
    summary = octoterm("summary", "--format", "csv")
    assert "0.56" in summary.out
    assert "The file is in Wh: its numbers are divided by 1,000 to be kWh" in summary.err
    assert "The file is in Wh" in octoterm("check").out
    assert "The file is in Wh" in octoterm("check", "--fix").out
    assert "The file is in Wh" not in octoterm("check").out


# A gas meter


def test_the_unit_of_the_meter_decides_in_every_command(octoterm: CommandLine) -> None:
    octoterm.configure(
        {
            "url": "https://api.octopus.energy", "apikey": "k", "mpan": "3000000001",
            "serial": "G4", "csv": "readings.csv", "type": "gas", "unit": "m3",
        }
    )  # fmt: skip
    path = octoterm.here / "readings.csv"
    path.write_text(table("Start,End,Consumption (m³)", "1", "1"))
    assert octoterm("check").exit_code == 0
    path.write_text(table("Start,End,Consumption (kWh)", "1"))
    refused = octoterm("check")
    assert refused.exit_code == 3
    assert "for kWh, while the meter is configured in m³" in refused.err
