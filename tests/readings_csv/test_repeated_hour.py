"""Which of two hours a row is of when the clocks go back: the rows around it tell, or nobody
guesses."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.readings_csv.row import Row
from tests.support.clock_files import NIGHT, clock_file, clock_line, held, numbered, of
from tests.support.households import (
    csv,
    reading,
    readings,
    utc,
)
from tests.support.storing import load, merge

pytestmark = pytest.mark.usefixtures("quick_disk")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "upstairs.csv"


FIRST, SECOND = utc("2023-10-29T00:00Z"), utc("2023-10-29T01:00Z")
"""Both are shown as 01:00 to 01:30; all other half hours of the night tell themselves."""


@pytest.mark.parametrize("is_upwards", [True, False])
def test_a_whole_night_is_read_whole_in_either_direction(path: Path, is_upwards: bool) -> None:
    rows = numbered(NIGHT)
    path.write_text(clock_file(rows if is_upwards else rows[::-1]))
    assert held(path) == of(rows)


@pytest.mark.extended
@pytest.mark.parametrize("is_upwards", [True, False])
@pytest.mark.parametrize("missing", NIGHT)
def test_with_one_half_hour_missing_every_other_is_read_right(
    path: Path, is_upwards: bool, missing: int
) -> None:
    rows = [row for row in numbered(NIGHT) if row.start != missing]
    path.write_text(clock_file(rows if is_upwards else rows[::-1]))
    assert held(path) == of(rows)


@pytest.mark.parametrize(
    "starts",
    [
        [FIRST],
        [FIRST - 1800, FIRST],
        [FIRST - 3600, FIRST - 1800, FIRST],
        [FIRST - 1800, FIRST, SECOND + 1800],
        [FIRST + 1800, FIRST],
    ],
)
def test_an_hour_that_could_be_either_is_read_as_neither(path: Path, starts: list[int]) -> None:
    rows = numbered(starts)
    path.write_text(clock_file(rows))
    assert held(path) == of(row for row in rows if row.start != FIRST)
    assert load(path).reasons == (("an hour that is there twice", 1),)
    assert "‘29/10/2023 01:00’ is there twice" in load(path).unreadable[0].why
    merge(path, reading(utc("2023-10-30T00:00Z")))
    assert clock_line(rows[starts.index(FIRST)]) in path.read_text().splitlines()


@pytest.mark.parametrize("both", [[0.25, 0.5], [0.5, 0.25]])
def test_two_rows_that_differ_are_one_each_and_two_alike_may_be_one_twice(
    path: Path, both: list[float]
) -> None:
    around = numbered([FIRST - 3600, FIRST - 1800])
    after = numbered([SECOND + 1800, SECOND + 3600])
    pair = [reading(FIRST, both[0]), reading(SECOND, both[1])]
    path.write_text(clock_file([*around, *pair, *after]))
    assert held(path) == of([*around, *pair, *after])
    alike = [reading(FIRST, 0.25), reading(SECOND, 0.25)]
    path.write_text(clock_file([*around, *alike, *after]))
    assert held(path) == of([*around, *after])


def test_a_row_of_octoterms_own_ends_what_went_on_above_it(path: Path) -> None:
    rows = numbered([*range(FIRST - 4 * 1800, FIRST, 1800), *range(FIRST + 1800, NIGHT[-1], 1800)])
    lines: list[Row | str] = [clock_line(row) for row in rows]
    path.write_text(csv(lines))
    assert held(path) == of(rows)
    at = rows.index(next(row for row in rows if row.start == SECOND))
    path.write_text(csv([*lines[:at], reading(utc("2024-01-01T00:00Z")), *lines[at:]]))
    assert not {FIRST, SECOND} & held(path).keys()


@pytest.mark.parametrize("is_upwards", [True, False])
def test_what_a_row_at_the_end_may_be_that_somebody_added_is_not_told(
    path: Path, is_upwards: bool
) -> None:
    """Above it is all of the night but one: it could be that, and it could be the next."""
    before = [*range(FIRST - 4 * 1800, FIRST, 1800), FIRST + 1800]
    rows = numbered(before if is_upwards else before[::-1])
    for last in (FIRST, SECOND):
        path.write_text(clock_file([*rows, reading(last, 0.7)]))
        assert held(path) == of(rows)


@pytest.mark.parametrize("place", ["above", "below"])
@pytest.mark.parametrize("own", [[FIRST], [FIRST - 1800, FIRST], [SECOND + 86_400, FIRST]])
def test_no_row_of_a_clock_is_put_over_another_number_of_octoterms_own(
    path: Path, place: str, own: list[int]
) -> None:
    rows = numbered(NIGHT)
    lines: list[Row | str] = [clock_line(row) for row in rows]
    known = readings(dict.fromkeys(own, 0.7))
    path.write_text(csv([*known, *lines] if place == "above" else [*lines, *known]))
    assert held(path)[FIRST] == 0.7
    assert held(path)[SECOND] == of(rows)[SECOND]
    assert load(path).unreadable_lines == 1


@pytest.mark.parametrize("is_upwards", [True, False])
def test_of_two_numbers_for_one_half_hour_neither_is_taken(path: Path, is_upwards: bool) -> None:
    """Both stand where only the first hour can be."""
    around = [*range(FIRST - 4 * 1800, FIRST, 1800), *range(FIRST + 1800, FIRST + 8 * 1800, 1800)]
    around.remove(SECOND)
    rows = numbered(around)
    lines: list[Row | str] = [clock_line(row) for row in rows]
    lines[4:4] = [clock_line(reading(FIRST, value)) for value in (0.7, 0.8)]
    path.write_text(csv(lines if is_upwards else lines[::-1]))
    assert held(path) == of(rows)
    lines[4:6] = [clock_line(reading(FIRST, 0.7)), clock_line(reading(FIRST, 0.7))]
    path.write_text(csv(lines if is_upwards else lines[::-1]))
    assert held(path) == of([*rows, reading(FIRST, 0.7)])
    again = [line.replace("0.7", "0.8") if isinstance(line, str) else line for line in lines]
    path.write_text(csv([*lines, *again]))
    assert held(path) == of(rows)


def test_rows_that_octoterm_put_in_between_tell_nothing(path: Path) -> None:
    """What could be either stays so, whatever the next syncs bring."""
    rows = numbered([FIRST - 3600, FIRST - 1800, SECOND, SECOND + 1800])
    path.write_text(clock_file(rows))
    assert SECOND not in held(path)
    for later in (FIRST + 1800, SECOND + 3600, SECOND + 5400):
        merge(path, reading(later, 0.5))
        assert not {FIRST, SECOND} & held(path).keys()


def pushed_together(data: st.DataObject, rows: list[Row]) -> list[Row]:
    """The rows as somebody may have put them into one file, in parts."""
    if len(rows) < 3:
        return rows
    at = data.draw(st.integers(1, len(rows) - 1))
    first, second = rows[:at], rows[at:]
    parts = {
        "the later part first": second + first,
        "each part downwards": first[::-1] + second[::-1],
        "one row put at the end": [*rows[: at - 1], *second, rows[at - 1]],
    }
    return parts[data.draw(st.sampled_from(sorted(parts)))]


@given(st.data())
def test_whatever_parts_a_file_is_put_together_of_no_half_hour_gets_the_value_of_another(
    data: st.DataObject,
) -> None:
    first, last = data.draw(st.integers(1, 6)), data.draw(st.integers(0, 8))
    night = range(FIRST - first * 1800, FIRST + last * 1800, 1800)
    kept = [start for start in night if data.draw(st.booleans()) or data.draw(st.booleans())]
    rows = [row for row in numbered(kept) for _ in range(data.draw(st.sampled_from((1, 1, 1, 2))))]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "upstairs.csv")
        path.write_text(clock_file(pushed_together(data, rows)))
        assert held(path).items() <= of(rows).items()


@given(st.data())
def test_around_the_change_no_half_hour_gets_the_value_of_another(data: st.DataObject) -> None:
    year = data.draw(st.sampled_from([2022, 2023, 2024]))
    change = {2022: "2022-10-30", 2023: "2023-10-29", 2024: "2024-10-27"}[year]
    night = range(utc(f"{change}T00:00Z") - 4 * 1800, utc(f"{change}T00:00Z") + 7 * 1800, 1800)
    kept = [start for start in night if data.draw(st.booleans()) or data.draw(st.booleans())]
    rows = [row for row in numbered(kept) for _ in range(data.draw(st.sampled_from((1, 1, 1, 2))))]
    if data.draw(st.booleans()):
        rows.reverse()
    if data.draw(st.booleans()):  # pasted once more, as far as it goes
        rows += rows[data.draw(st.integers(0, len(rows))) :]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "upstairs.csv")
        path.write_text(clock_file(rows))
        found = held(path)
    assert found.items() <= of(rows).items()
    twice = {utc(f"{change}T00:00Z"), utc(f"{change}T01:00Z")}
    assert found.keys() >= of(rows).keys() - twice


@pytest.mark.slow
def test_a_shuffled_night_is_not_guessed_at(path: Path) -> None:
    rows = numbered(NIGHT)
    wrong = 0
    for seed in range(200):
        shuffled = rows.copy()
        random.Random(seed).shuffle(shuffled)
        path.write_text(clock_file(shuffled))
        wrong += sum(of(rows)[start] != value for start, value in held(path).items())
    assert wrong == 0
