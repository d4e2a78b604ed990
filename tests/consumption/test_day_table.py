"""The days of some readings, and what of them a sync leaves as it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from octoterm.consumption import day_table
from octoterm.consumption.clock_grid import ClockGrid
from octoterm.consumption.days import Columns, Day, make_days
from octoterm.consumption.series import Series
from octoterm.periods.calendar import Calendar
from tests.support.households import half_hours
from tests.support.plainly import HOLES, HOMES, MIDNIGHT, THREE, Home, Usage, of, total


@pytest.mark.parametrize("home", HOMES)
def test_every_day_is_what_plain_arithmetic_says(home: Home) -> None:
    assert [day.day for day in home.series.days] == list(home.days)
    for day, halves in zip(home.series.days, home.days.values(), strict=True):
        there = {start: kwh for start, kwh in halves.items() if kwh is not None}
        highest = max(there.values(), default=0.0)
        assert day == Day(
            day.day,
            start=min(halves),
            readings=len(there),
            expected=len(halves),
            complete=len(there) == len(halves),
            total=pytest.approx(total(there.values()), abs=1e-9),
            lowest=min(there.values(), default=0.0),
            highest=highest,
            highest_start=min(
                (start for start, kwh in there.items() if kwh == highest), default=min(halves)
            ),
        )
        assert day.end == max(halves) + 1800


@pytest.mark.parametrize("home", HOMES)
def test_the_readings_of_a_day_are_its_own(home: Home) -> None:
    for day, halves in zip(home.series.days, home.days.values(), strict=True):
        there = [(start, kwh) for start, kwh in halves.items() if kwh is not None]
        assert list(home.series.readings_of(day)) == there


def grown(before: Usage, after: Usage, calendar: Calendar) -> Series:
    def made(usage: Usage, known: Series | None) -> Series:
        starts = sorted(usage)
        values = [usage[start] for start in starts]
        return Series.from_readings(starts, values, calendar=calendar, before=known)

    known = made(before, None)
    assert len(known.clock_grid) == len(known.days)
    return made(after, known)


few = st.dictionaries(
    st.sampled_from(half_hours("2023-10-27T22:00Z", "2023-11-01T12:00Z")[::3])
    | st.sampled_from(half_hours("2024-03-30T12:00Z", "2024-04-01T12:00Z")),
    st.sampled_from((0.0, 0.25, 1.5, -0.5)),
)


FIRST, MIDDLE, LAST = half_hours("2024-01-01T12:00Z", "2024-01-08T00:00Z")[::144]


@pytest.mark.extended
@given(few, few, st.sampled_from((MIDNIGHT, THREE)))
@example({FIRST: 1.0, LAST: 1.0}, {LAST: 1.0}, MIDNIGHT)
@example({FIRST: 1.0, LAST: 1.0}, {FIRST: 1.0}, MIDNIGHT)
@example({FIRST: 1.0, MIDDLE: 1.0, LAST: 1.0}, {FIRST: 1.0, LAST: 1.0}, MIDNIGHT)
def test_whatever_was_known_before_the_days_are_those_of_the_readings(
    before: Usage, after: Usage, day_start: object
) -> None:
    calendar = Calendar(day_start)  # type: ignore[arg-type]
    for one, other in ((before, after), (before, {**before, **after}), (after, after)):
        found, fresh = grown(one, other, calendar), of(other, calendar.day_start)
        assert found.days == fresh.days
        for number in range(len(fresh.days)):
            assert found.clock_grid.row(number) == fresh.clock_grid.row(number)


def days_made(before: Usage, after: Usage, monkeypatch: pytest.MonkeyPatch) -> list[date]:
    """Which days are made when the readings `after` come where those `before` were known."""
    known = of(before)
    made: list[date] = []

    def watched(*arguments: object) -> Iterable[Day]:
        for day in make_days(*arguments):  # type: ignore[arg-type]
            made.append(day.day)
            yield day

    monkeypatch.setattr(day_table, "make_days", watched)
    starts = sorted(after)
    Series.from_readings(starts, [after[start] for start in starts], before=known)
    return made


def test_new_readings_make_only_their_own_days(monkeypatch: pytest.MonkeyPatch) -> None:
    last = max(HOLES.usage)
    before = {start: kwh for start, kwh in HOLES.usage.items() if start <= last - 3600}
    assert days_made(before, HOLES.usage, monkeypatch) == [date(2024, 2, 3)]


def test_an_older_page_makes_only_its_own_days(monkeypatch: pytest.MonkeyPatch) -> None:
    boundary = half_hours("2023-03-01T12:00Z", "2023-03-01T12:30Z")[0]
    before = {start: kwh for start, kwh in HOLES.usage.items() if start >= boundary}
    made = days_made(before, HOLES.usage, monkeypatch)
    assert (made[0], made[-1]) == (date(2023, 1, 10), date(2023, 3, 1))


def test_a_late_reading_makes_its_day_and_a_changed_one_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at = half_hours("2023-06-15T12:00Z", "2023-06-15T12:30Z")[0]
    without = {start: kwh for start, kwh in HOLES.usage.items() if start != at}
    whole = HOLES.usage | {at: 1.0}
    assert days_made(without, whole, monkeypatch) == [date(2023, 6, 15)]
    assert days_made(whole | {at: 2.0}, whole, monkeypatch) == [date(2023, 6, 15)]


def test_the_same_readings_make_no_day(monkeypatch: pytest.MonkeyPatch) -> None:
    assert days_made(HOLES.usage, HOLES.usage, monkeypatch) == []


def test_the_clock_grid_is_made_only_of_the_days_that_are_new(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    last = max(HOLES.usage)
    before = {start: kwh for start, kwh in HOLES.usage.items() if start <= last - 3600}
    made: list[date] = []
    make = ClockGrid.of

    def watched(days: Sequence[Day], columns: Columns, calendar: Calendar) -> ClockGrid:
        made.extend(day.day for day in days)
        return make(days, columns, calendar)

    known = of(before)
    assert len(known.clock_grid) == len(known.days)
    monkeypatch.setattr(ClockGrid, "of", watched)
    starts = sorted(HOLES.usage)
    values = [HOLES.usage[start] for start in starts]
    found = Series.from_readings(starts, values, before=known)
    assert len(found.clock_grid) == len(found.days)
    assert made == [date(2024, 2, 3)]


def test_days_that_begin_at_another_time_are_made_anew() -> None:
    fresh = of(HOLES.usage, THREE)
    found = Series.from_readings(
        fresh.starts, fresh.values, calendar=Calendar(THREE), before=HOLES.series
    )
    assert found.days == fresh.days


def with_charges(usage: Usage, charges: dict[date, float], before: Series | None = None) -> Series:
    starts = sorted(usage)
    values = [usage[start] for start in starts]
    return Series.from_readings(starts, values, before=before, fixed=charges)


STARTS = half_hours("2024-03-01T00:00Z", "2024-03-04T00:00Z")
CHARGES = {date(2024, 3, day): 60.0 for day in (1, 2, 3)}


def test_days_keep_their_fixed_amounts_when_others_get_theirs() -> None:
    before = with_charges(dict.fromkeys(STARTS[:96], 1.0), {**CHARGES})
    assert [day.total for day in before.days] == [108.0, 108.0, 60.0]
    after = with_charges(dict.fromkeys(STARTS, 1.0), CHARGES | {date(2024, 3, 4): 61.0}, before)
    assert [day.total for day in after.days] == [108.0, 108.0, 108.0, 61.0]
    assert after.days[0] is before.days[0]


def test_days_whose_fixed_amount_is_another_are_made_anew() -> None:
    before = with_charges(dict.fromkeys(STARTS, 1.0), CHARGES)
    dearer = CHARGES | {date(2024, 3, 2): 70.0}
    after = with_charges(dict.fromkeys(STARTS, 1.0), dearer, before)
    assert [day.total for day in after.days] == [108.0, 118.0, 108.0]
    fewer = with_charges(dict.fromkeys(STARTS, 1.0), {}, before)
    assert [day.total for day in fewer.days] == [48.0, 48.0, 48.0]
