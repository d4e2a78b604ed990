"""A line of words among the rows: a remark, the header again, or another table."""

from __future__ import annotations

from pathlib import Path

import pytest

from octoterm.errors import NotReadings
from octoterm.readings_csv.row import Row
from octoterm.storage import text_pieces
from tests.support.households import csv, half_hours, readings
from tests.support.storing import identity, load, merge

A, B, C = readings(half_hours("2024-04-01T00:00Z", "2024-04-01T01:30Z"))
TIMES = [line.line.replace('"', "").rpartition(",")[0] for line in (A, B)]


def table(header: str, *numbers: str) -> str:
    rows = [f"{times},{number}" for times, number in zip(TIMES, numbers, strict=False)]
    return "".join(f"{line}\n" for line in [header, *rows])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "upstairs.csv"


def test_the_header_once_more_is_called_the_header_again(path: Path) -> None:
    path.write_text(csv([A, B]) + csv([C]))
    contents = load(path)
    assert contents.unreadable == ((4, "the header again"),)
    assert len(contents.starts) == 3


def test_a_note_further_down_is_only_a_line_that_cannot_be_read(path: Path) -> None:
    path.write_text(csv([A, "price went up, see letter", "valid_from,rate", B]))
    assert load(path).unreadable_lines == 2


@pytest.mark.parametrize(
    "header", ["Start,End,Consumption (Wh)", "Start,End,Power (kW)", "Consumption, Start, End"]
)
def test_another_table_further_down_makes_it_a_file_that_is_left_alone(
    path: Path, header: str
) -> None:
    path.write_text(csv([A]) + table(header, "250", "310"))
    before = identity(path)
    with pytest.raises(NotReadings, match=r"but line 3 is ‘.*’, for"):
        load(path)
    with pytest.raises(NotReadings):
        merge(path, C)
    assert identity(path) == before


@pytest.mark.extended
@pytest.mark.parametrize(
    "rest_of_file", [csv([C]).partition("\n")[2], csv([C]), f"---\n\n{C.line}"]
)
@pytest.mark.parametrize(
    ("line", "holds"),
    [
        ("valid_from,valid_to,value_inc_vat", "prices or costs"),
        ("From (UTC),To (UTC),Export (kWh)", "what was exported or generated"),
        ("t1,t2,W", "power in kW"),
        ("Export", "what was exported or generated"),
        ("# Solar generation:,,", "what was exported or generated"),
        ("30-minute average kW", "power in kW"),
        ("Tariff rates (p/kWh)", "prices or costs"),
        ("gCO2/kWh", "carbon intensity"),
        ("Readings in Wh", "Wh"),
        ("Gas", "gas"),
        ("Gas (m³)", "m³"),
    ],
)
def test_a_line_that_names_another_quantity_is_no_remark_where_rows_follow(
    path: Path, line: str, holds: str, rest_of_file: str
) -> None:
    path.write_text(csv([A, B, line]) + rest_of_file)
    before = identity(path)
    for action in (load, merge):
        with pytest.raises(NotReadings, match="but line 4 is") as refused:
            action(path)
        assert f", for {holds}. It was" in str(refused.value)
    assert identity(path) == before


@pytest.mark.parametrize(
    "line",
    [
        "Solar panels installed",
        "gas was off",
        "power cut, 5 kW heater off, see note",
        "new heater,5 kW,kitchen",
        "price rise, new tariff from today, see letter",
        "export,5,7",
        "Back from holiday, heating set to 21, see note",
        "kWh",
        "consumption",
        "power cut",
    ],
)
def test_a_remark_of_a_person_may_speak_of_anything(path: Path, line: str) -> None:
    path.write_text(csv([A, line, B]))
    assert load(path).unreadable_lines == 1
    merge(path, C)
    assert path.read_text() == csv([A, line, B, C])


@pytest.mark.parametrize("lines", [["Export"], ["Export", "see my other file", B]])
def test_a_name_that_no_row_follows_is_a_remark(path: Path, lines: list[Row | str]) -> None:
    path.write_text(csv([A, *lines]))
    assert load(path).unreadable_lines == len([line for line in lines if isinstance(line, str)])


def test_what_the_first_line_names_itself_may_be_named_again(path: Path) -> None:
    path.write_text(csv([A, "Gas", B]).replace("Consumption", "Gas (kWh)"))
    assert len(load(path).starts) == 2


def test_a_name_at_the_end_of_one_piece_is_for_the_rows_of_the_next(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = csv([A, B, "Export"])
    monkeypatch.setattr(text_pieces, "PIECE", len(text))
    path.write_text(text + csv([C]).partition("\n")[2])
    with pytest.raises(NotReadings, match="line 4 is"):
        load(path)


def test_a_first_row_that_is_damaged_is_one_that_cannot_be_read(path: Path) -> None:
    path.write_text(csv([f"{TIMES[0]},lots", B, C]).partition("\n")[2])
    assert (len(load(path).starts), load(path).unreadable_lines) == (2, 1)


def test_empty_lines_above_the_first_are_no_lines(path: Path) -> None:
    path.write_text("\n  \n" + table("Start,End,Wh", "250"))
    assert list(load(path).values) == [0.25]
