"""Rows of clock times: what one by itself leaves open the file tells, or nobody guesses.

Which number of a date is the day, and which of two hours it is when the clocks go back.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.readings_csv.row import Row
from octoterm.runtime.slices import finish
from octoterm.storage import text_pieces
from octoterm.storage.readings_file import ReadingsFile
from tests.conftest import CommandLine
from tests.support.households import (
    HEADER,
    LONDON,
    csv,
    half_hours,
    london_day,
    reading,
    readings,
    utc,
)
from tests.support.storing import beside, load, merge

pytestmark = pytest.mark.usefixtures("quick_disk")

UK, US = "%d/%m/%Y %H:%M", "%-m/%-d/%Y %-H:%M"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "upstairs.csv"


def clock_line(row: Row, form: str = UK) -> str:
    """The row as a spreadsheet in London saves it."""
    shown = [
        datetime.fromtimestamp(at, LONDON).strftime(form) for at in (row.start, row.start + 1800)
    ]
    return ",".join([*shown, f"{row.value:g}"])


def clock_file(rows: Iterable[Row], form: str = UK) -> str:
    return csv(clock_line(row, form) for row in rows)


def held(path: Path) -> dict[int, float]:
    contents = load(path)
    return dict(zip(contents.starts, contents.values, strict=True))


def numbered(starts: Iterable[int]) -> list[Row]:
    """A row for each, no two with the same value."""
    return readings({start: (n + 1) / 1000 for n, start in enumerate(starts)})


def of(rows: Iterable[Row]) -> dict[int, float]:
    return {row.start: row.value for row in rows}


# Day and month


@pytest.mark.parametrize("form", [UK, US])
@pytest.mark.parametrize("is_upwards", [True, False])
def test_a_month_is_read_in_the_order_that_its_later_days_show(
    path: Path, form: str, is_upwards: bool
) -> None:
    rows = numbered(half_hours("2024-04-01T00:00+01:00", "2024-05-01T00:00+01:00"))
    path.write_text(clock_file(rows if is_upwards else rows[::-1], form))
    assert held(path) == of(rows)


@pytest.mark.parametrize("form", [UK, US])
def test_one_row_that_ends_on_the_next_day_tells_of_all(path: Path, form: str) -> None:
    rows = numbered(half_hours("2024-04-11T21:00+01:00", "2024-04-12T02:00+01:00"))
    path.write_text(clock_file(rows, form))
    assert held(path) == of(rows)
    path.write_text(clock_file(rows[:5], form))
    assert held(path) == {}


@pytest.mark.parametrize("form", [UK, US])
@pytest.mark.parametrize("place", ["above", "below"])
@pytest.mark.parametrize("is_upwards", [True, False])
def test_a_row_of_octoterms_own_tells_of_the_one_beside_it(
    path: Path, form: str, place: str, is_upwards: bool
) -> None:
    first, second = numbered(half_hours("2024-04-11T02:00Z", "2024-04-11T03:00Z"))
    far = numbered(half_hours("2023-01-01T00:00Z", "2023-01-01T00:30Z"))
    pair = [first, second] if is_upwards else [second, first]
    lines = (
        [clock_line(pair[0], form), pair[1]]
        if place == "below"
        else [pair[0], clock_line(pair[1], form)]
    )
    path.write_text(csv([*far, *lines]))
    assert held(path) == of([*far, first, second])


def test_where_nothing_tells_the_rows_are_left_as_they_are_and_it_is_said(path: Path) -> None:
    lines = ["4/11/2024 0:30,4/11/2024 1:00,0.1", "5/11/2024 1:00,5/11/2024 1:30,0.2"]
    path.write_text(csv(lines))
    contents = load(path)
    assert list(contents.starts) == []
    assert contents.reasons == (("day or month first", 2),)
    assert contents.unreadable[0].why == (
        "‘4/11/2024 0:30’ may be 4 Nov or 11 Apr, and no other row tells: "
        "write dates as 2024-03-14T00:30:00Z"
    )
    later = reading(utc("2026-01-01T00:00Z"))
    assert merge(path, later).original is None
    assert path.read_text() == csv([*lines, later])
    assert beside(path) == set()


def test_where_the_rows_say_both_only_those_are_read_that_can_be_but_one(path: Path) -> None:
    path.write_text(
        csv(
            [
                "13/04/2024 00:30,13/04/2024 01:00,0.1",
                "4/14/2024 0:30,4/14/2024 1:00,0.2",
                "4/11/2024 0:30,4/11/2024 1:00,0.3",
                "5/5/2024 0:30,5/5/2024 1:00,0.4",
            ]
        )
    )
    starts = [f"2024-{day}T00:30+01:00" for day in ("04-13", "04-14", "05-05")]
    assert held(path) == dict(zip(map(utc, starts), (0.1, 0.2, 0.4), strict=True))
    assert "and the other rows say both" in load(path).unreadable[0].why


def test_a_slip_in_one_row_tells_nothing_of_the_others(path: Path) -> None:
    rows = numbered(half_hours("2024-04-10T22:00+01:00", "2024-04-14T00:00+01:00"))
    lines = [clock_line(row) for row in rows]
    lines[7] = lines[7].replace("11/04", "04/31", 1)
    lines[9] = lines[9].replace("11/04/2024", "11/24/2024", 1)
    path.write_text(csv(lines))
    assert held(path) == of(row for at, row in enumerate(rows) if at not in (7, 9))


def test_what_the_first_row_means_may_be_told_by_the_last_of_many(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_pieces, "PIECE", 100)
    days = [date(2024, month, 5) for month in (1, 2, 3, 4, 6, 7, 8, 9, 10)]
    rows = numbered(utc(f"{day}T12:00Z") for day in [*days, date(2024, 10, 13)])
    path.write_text(clock_file(rows, US))
    assert held(path) == of(rows)


@given(st.data())
def test_any_rows_are_read_right_or_not_at_all(data: st.DataObject) -> None:
    """As a plain reckoning has it: the truth is known, and may be told by nothing in the file."""
    form = data.draw(st.sampled_from([UK, US]))
    days = st.dates(date(2024, 1, 1), date(2024, 12, 31))
    starts = data.draw(
        st.lists(
            st.builds(lambda day, n: london_day(day)[n], days, st.integers(0, 45)),
            unique=True,
            min_size=1,
            max_size=8,
        )
    )
    rows = numbered(starts)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "upstairs.csv")
        path.write_text(clock_file(rows, form))
        assert held(path).items() <= of(rows).items()


# When the clocks go back

NIGHT = half_hours("2023-10-28T21:00Z", "2023-10-29T04:00Z")
FIRST, SECOND = utc("2023-10-29T00:00Z"), utc("2023-10-29T01:00Z")
"""Both are shown as 01:00 to 01:30; all other half hours of the night tell themselves."""


@pytest.mark.parametrize("is_upwards", [True, False])
def test_a_whole_night_is_read_whole_in_either_direction(path: Path, is_upwards: bool) -> None:
    rows = numbered(NIGHT)
    path.write_text(clock_file(rows if is_upwards else rows[::-1]))
    assert held(path) == of(rows)


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
def test_where_it_could_be_either_it_is_neither(path: Path, starts: list[int]) -> None:
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


def test_a_shuffled_night_is_not_guessed_at(path: Path) -> None:
    rows = numbered(NIGHT)
    wrong = 0
    for seed in range(200):
        shuffled = rows.copy()
        random.Random(seed).shuffle(shuffled)
        path.write_text(clock_file(shuffled))
        wrong += sum(of(rows)[start] != value for start, value in held(path).items())
    assert wrong == 0


# Never made permanent


def test_what_was_in_another_form_is_kept_beside_the_file_once_it_is_written(path: Path) -> None:
    rows = numbered(half_hours("2024-04-11T21:00+01:00", "2024-04-12T02:00+01:00"))
    was = clock_file(rows, US)
    path.write_text(was)
    later = numbered(half_hours("2024-05-01T00:00Z", "2024-05-01T01:00Z"))
    merged = merge(path, later[0])
    assert merged.original == path.with_name("upstairs.csv.original")
    assert merged.original.read_text() == was
    assert path.read_text() == csv([*rows, later[0]])
    assert merge(path, later[1]).original is None
    assert beside(path) == {"upstairs.csv.original"}


def test_an_original_is_put_over_none(path: Path) -> None:
    rows = numbered(half_hours("2024-04-11T21:00+01:00", "2024-04-12T02:00+01:00"))
    for number, name in enumerate(("original", "original-2", "original-3")):
        path.write_text(clock_file(rows, US))
        assert merge(path, reading(rows[-1].start + 1800 * (number + 1))).original == (
            path.with_name(f"upstairs.csv.{name}")
        )


@pytest.mark.parametrize(
    "text",
    [
        csv([*numbered(NIGHT)[3:], *numbered(NIGHT)[:3]]),
        csv([*numbered(NIGHT), "power cut here, see note"]),
        csv(numbered(NIGHT)).replace('"', ""),
        csv(numbered(NIGHT)).partition("\n")[2],
        csv(numbered(NIGHT))[:-1],
        csv(numbered(NIGHT)).replace("\n", "\n\n"),
    ],
    ids=["another order", "a note", "bare", "no first line", "no last line end", "empty lines"],
)
def test_where_every_line_stays_nothing_is_kept_beside_it(path: Path, text: str) -> None:
    path.write_text(text)
    assert merge(path, reading(NIGHT[-1] + 1800)).original is None
    assert beside(path) == set()


ROWS_OF_NIGHT = csv(numbered(NIGHT))


@pytest.mark.parametrize(
    "text",
    [
        ROWS_OF_NIGHT.replace("\n", "\r\n"),
        ROWS_OF_NIGHT.replace("\n", "\r\n").replace("\r\n", "\n", 1),
        "\ufeff" + ROWS_OF_NIGHT,
        ROWS_OF_NIGHT.replace("\n", "\n\ufeff", 1),
        "\ufeff" + ROWS_OF_NIGHT.partition("\n")[2],
        ROWS_OF_NIGHT.replace(HEADER, "interval_start,interval_end,consumption_kwh"),
        ROWS_OF_NIGHT.replace(HEADER, '"Start","End","Consumption"'),
        ROWS_OF_NIGHT.replace(HEADER, f"{HEADER} "),
        ROWS_OF_NIGHT.replace(",", ";"),
        ROWS_OF_NIGHT + "power cut here\r\n",
    ],
    ids=[
        "CRLF", "CRLF below", "BOM", "BOM of a second file", "BOM and no first line",
        "another first line", "a quoted one", "a space", "semicolons", "a note with CR",
    ],
)  # fmt: skip
def test_where_any_character_of_a_line_goes_the_file_is_kept_as_it_was(
    path: Path, text: str
) -> None:
    path.write_bytes(text.encode())
    original = merge(path, reading(NIGHT[-1] + 1800)).original
    assert original is not None
    assert original.read_bytes() == text.encode()
    lines = path.read_text().splitlines()
    assert lines[: len(NIGHT) + 1] == ROWS_OF_NIGHT.splitlines()
    assert merge(path, reading(NIGHT[-1] + 3600)).original is None


def test_a_merge_that_brings_nothing_new_writes_neither(path: Path) -> None:
    rows = numbered(NIGHT)
    path.write_text(clock_file(rows))
    assert merge(path, *rows[3:5]).original is None
    assert path.read_text() == clock_file(rows)
    assert beside(path) == set()


def test_the_dates_of_a_spreadsheet_can_be_fixed_where_they_are_known(
    octoterm: CommandLine,
) -> None:
    octoterm.configure()
    rows = numbered(half_hours("2024-04-11T21:00+01:00", "2024-04-12T02:00+01:00"))
    path = octoterm.here / "readings.csv"
    path.write_text(clock_file(rows, US))
    assert octoterm("check").exit_code == 0
    assert octoterm("check", "--fix").exit_code == 0
    assert path.read_text() == csv(rows)


def test_the_whole_of_a_long_file_is_read_in_little_memory(path: Path) -> None:
    """It is gone through again, and not held."""
    rows = numbered(half_hours("2024-04-01T00:00+01:00", "2024-06-01T00:00+01:00"))
    path.write_text(clock_file(rows))
    contents = finish(ReadingsFile(path).load())
    assert len(contents.starts) == len(rows)
