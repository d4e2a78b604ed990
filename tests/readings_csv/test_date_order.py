"""Which number of a date is the day: one row tells it of all, or nobody guesses."""

from __future__ import annotations

import tempfile
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.storage import text_pieces
from tests.support.clock_files import UK, US, clock_file, clock_line, held, numbered, of
from tests.support.households import (
    csv,
    half_hours,
    london_day,
    reading,
    utc,
)
from tests.support.slow import one_in
from tests.support.storing import beside, load, merge

pytestmark = pytest.mark.usefixtures("quick_disk")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "upstairs.csv"


@pytest.mark.extended
@pytest.mark.parametrize(("form", "is_upwards"), one_in(3, product([UK, US], [True, False])))
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
