"""Records, and days unlike the same weekday of recent weeks, against plain arithmetic."""

from __future__ import annotations

import statistics
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.analysis.unusual_days import (
    Records,
    UnusualDay,
    earlier_unusual_day,
    later_unusual_day,
    records,
    unusual_days,
)
from tests.support.households import half_hours, london_day
from tests.support.plain_comparison import nearly_whole, recent, totals, usual_day
from tests.support.plainly import HOLES, HOLES_FROM_THREE, HOMES, Home, of, total

# Records


def longest_run_above(home: Home, limit: float, days: list[date]) -> tuple[int, int] | None:
    """Start and end of the most readings in a row above `limit`, by walking along them all."""
    best: tuple[int, int] | None = None
    run: list[int] = []
    for day in days:
        for start, kwh in home.days[day].items():
            if kwh is None or kwh <= limit:
                run = []
                continue
            run.append(start)
            if best is None or 1800 * len(run) > best[1] - best[0]:
                best = run[0], run[-1] + 1800
    return best


@pytest.mark.extended
@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize("cut", [False, True], ids=["all", "autumn"])
def test_the_records_are_what_plain_arithmetic_says(home: Home, cut: bool) -> None:
    since, until = (date(2023, 9, 1), date(2023, 11, 30)) if cut else (None, None)
    days = [day for day in home.days if (since or day) <= day <= (until or day)]
    complete = [day for day in days if day in home.complete]
    totals = {day: total(home.days[day].values()) for day in complete}
    peaks = {
        day: max(kwh for kwh in home.days[day].values() if kwh is not None) for day in complete
    }
    every = {
        start: kwh for day in days for start, kwh in home.days[day].items() if kwh is not None
    }
    found = records(home.series, since, until)
    assert found.highest_day is not None
    assert found.lowest_day is not None
    assert found.highest_day.total == pytest.approx(max(totals.values()))
    assert totals[found.highest_day.day] == pytest.approx(max(totals.values()))
    assert totals[found.lowest_day.day] == pytest.approx(min(totals.values()))
    highest = max(every.values())
    first = min(start for start, kwh in every.items() if kwh == highest)
    assert found.highest_half_hour == (first, first + 1800, highest)
    usual = statistics.median(peaks.values())
    assert found.usual_peak == pytest.approx(usual)
    assert found.longest_stretch is not None
    start, end = longest_run_above(home, usual, days) or (0, 0)
    assert found.longest_stretch[:2] == (start, end)
    assert found.longest_stretch.total == pytest.approx(
        total(every[at] for at in range(start, end, 1800))
    )


def test_an_incomplete_day_holds_no_record_but_its_half_hours_may() -> None:
    usage = dict.fromkeys(half_hours("2024-01-01T00:00Z", "2024-01-05T00:00Z"), 0.2)
    low, high = london_day(date(2024, 1, 2)), london_day(date(2024, 1, 3))
    del usage[low[0]]
    usage[low[20]] = 3.0
    for start in high:
        usage[start] = 0.3
    found = records(of(usage))
    assert found.lowest_day is not None
    assert found.highest_day is not None
    assert (found.lowest_day.day, found.highest_day.day) == (date(2024, 1, 1), date(2024, 1, 3))
    assert found.highest_half_hour is not None
    assert found.highest_half_hour.start == low[20]


def test_a_stretch_goes_on_over_midnight_but_not_over_a_gap() -> None:
    usage = dict.fromkeys(half_hours("2024-01-01T00:00Z", "2024-01-08T00:00Z"), 0.1)
    for start in half_hours("2024-01-02T22:00Z", "2024-01-03T03:00Z"):
        usage[start] = 1.0
    for start in half_hours("2024-01-05T12:00Z", "2024-01-05T20:00Z"):
        usage[start] = 1.0
    del usage[half_hours("2024-01-05T16:00Z", "2024-01-05T16:30Z")[0]]
    found = records(of(usage))
    assert found.longest_stretch is not None
    assert found.longest_stretch.half_hours == 10
    assert found.longest_stretch.total == pytest.approx(10)


def test_a_steady_household_is_never_over_its_usual_peak() -> None:
    steady = of(dict.fromkeys(half_hours("2024-01-01T00:00Z", "2024-01-08T00:00Z"), 0.1))
    assert records(steady).longest_stretch is None


def test_without_a_complete_day_there_is_only_a_highest_half_hour() -> None:
    half_a_day = london_day(date(2024, 1, 1))[:24]
    start = half_a_day[5]
    usage = dict.fromkeys(half_a_day, 0.1) | {start: 0.5}
    assert records(of(usage)) == Records(None, None, (start, start + 1800, 0.5), None, None)


def test_a_day_with_few_readings_makes_no_record() -> None:
    start = london_day(date(2024, 1, 1))[5]
    assert records(of({start: 0.5})) == Records(None, None, None, None, None)
    whole = dict.fromkeys(london_day(date(2024, 1, 2)), 0.1)
    found = records(of({start: 0.5} | whole)).highest_half_hour
    assert found is not None
    assert found.total == 0.1
    assert records(of({})) == Records(None, None, None, None, None)
    assert records(HOLES.series, date(2030, 1, 1)) == Records(None, None, None, None, None)


# Days that stand out


def plainly(home: Home) -> dict[date, tuple[float, float]]:
    """kWh and the usual kWh of each day that stands out, looking at every day's weeks anew."""
    found = {}
    for day in home.complete:
        weeks = [nearly_whole(home)[each] for each in recent(home, day)]
        if len(weeks) < 4:
            continue
        kwh, usual = totals(home)[day], usual_day(home, day)
        assert usual is not None
        spread = 1.4826 * statistics.median(abs(each - usual) for each in weeks)
        change = abs(kwh - usual)
        if change > 3 * spread and change >= 1 and change >= abs(usual) / 4:
            found[day] = kwh, usual
    return found


@pytest.mark.extended
@pytest.mark.parametrize("home", HOMES)
def test_days_stand_out_by_plain_arithmetic(home: Home) -> None:
    found = unusual_days(home.series)
    expected = plainly(home)
    assert [each.day for each in found] == list(expected)
    for each in found:
        kwh, usual = expected[each.day]
        assert (each.total, each.usual, each.change) == pytest.approx((kwh, usual, kwh - usual))
        if usual > 0:
            assert each.change_percent == pytest.approx(100 * (kwh / usual - 1))


def a_winter(**days: float) -> dict[int, float]:
    """Ten weeks from Monday 1 January 2024, a little restless, with other kWh on some days."""
    usage = {}
    for number in range(70):
        day = date(2024, 1, 1) + timedelta(days=number)
        kwh = days.get(f"day{number}", 10 + (number * 7 % 5) / 10)
        usage |= dict.fromkeys(london_day(day), kwh / 48)
    return usage


def test_a_day_far_from_the_same_weekdays_is_told_with_by_how_much() -> None:
    (high,) = unusual_days(of(a_winter(day65=20.0)))
    assert high.words == "Wed 6 Mar 2024: 20.00 kWh, 96% (9.80 kWh) more than a usual Wednesday"
    (low,) = unusual_days(of(a_winter(day65=4.0)))
    assert low.words == "Wed 6 Mar 2024: 4.00 kWh, 61% (6.20 kWh) less than a usual Wednesday"


def test_a_busy_weekday_is_not_unusual_on_its_own_day() -> None:
    wash_day = {f"day{number}": 18.0 for number in range(5, 70, 7)}
    assert unusual_days(of(a_winter(**wash_day))) == ()
    assert [each.day for each in unusual_days(of(a_winter(**wash_day, day66=18.0)))] == [
        date(2024, 3, 7)
    ]


def test_an_incomplete_day_neither_stands_out_nor_says_what_is_usual() -> None:
    usage = a_winter()
    for start in london_day(date(2024, 3, 6))[10:]:
        del usage[start]
    assert unusual_days(of(usage)) == ()
    few = a_winter(day65=20.0)
    for week in range(1, 7):
        for start in london_day(date(2024, 3, 6) - timedelta(weeks=week))[7:10]:
            del few[start]
    assert unusual_days(of(few)) == ()


def test_after_one_odd_day_a_day_like_the_others_is_not_unusual() -> None:
    few = {f"day{number}": 10.0 for number in range(70)} | {"day44": 30.0}
    usage = {start: kwh for start, kwh in a_winter(**few).items() if start >= A_FEBRUARY}
    days = [each.day for each in unusual_days(of(usage))]
    assert date(2024, 3, 6) not in days


def test_long_ago_is_not_recent() -> None:
    end = london_day(date(2024, 2, 5))[0]
    usage = {start: kwh for start, kwh in a_winter().items() if start < end}
    later = {start + 52 * 7 * 86400: kwh * 3 for start, kwh in usage.items()}
    assert unusual_days(of(usage | later)) == ()


def test_small_differences_are_not_worth_a_word() -> None:
    steady = {f"day{number}": 2.0 for number in range(70)}
    assert unusual_days(of(a_winter(**steady | {"day65": 2.9}))) == ()
    assert len(unusual_days(of(a_winter(**steady | {"day65": 3.1})))) == 1
    steady = {f"day{number}": 40.0 for number in range(70)}
    assert unusual_days(of(a_winter(**steady | {"day65": 49.0}))) == ()


def test_use_where_there_was_none_has_no_percent() -> None:
    nothing = {f"day{number}": 0.0 for number in range(70)}
    (found,) = unusual_days(of(a_winter(**nothing | {"day65": 5.0})))
    assert found.change_percent is None
    assert found.words == "Wed 6 Mar 2024: 5.00 kWh, 5.00 kWh more than a usual Wednesday"


A_FEBRUARY = london_day(date(2024, 2, 5))[0]
some_days = st.dates(date(2022, 12, 1), date(2024, 3, 1))


@cache
def all_unusual(home: Home) -> tuple[UnusualDay, ...]:
    return unusual_days(home.series)


@given(some_days, some_days)
def test_days_asked_for_are_seen_as_in_the_whole(since: date, until: date) -> None:
    for home in (HOLES, HOLES_FROM_THREE):
        whole = all_unusual(home)
        assert unusual_days(home.series, since, until) == tuple(
            each for each in whole if since <= each.day <= until
        )
        later = [each for each in whole if each.day > since]
        assert later_unusual_day(home.series, since) == (later[0] if later else None)
        earlier = [each for each in whole if each.day < since]
        assert earlier_unusual_day(home.series, since) == (earlier[-1] if earlier else None)


def test_after_the_last_there_is_none() -> None:
    assert later_unusual_day(HOLES.series, date.max) is None
    assert later_unusual_day(HOLES.series, date.min) == unusual_days(HOLES.series)[0]
    assert later_unusual_day(of({}), date(2024, 1, 1)) is None
    assert earlier_unusual_day(HOLES.series, date.min) is None
    assert earlier_unusual_day(HOLES.series, date.max) == unusual_days(HOLES.series)[-1]
    assert earlier_unusual_day(of({}), date(2024, 1, 1)) is None
