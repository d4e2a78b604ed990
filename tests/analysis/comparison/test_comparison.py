"""A period next to another or to what is usual, against plain arithmetic: only what both have."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.analysis.comparison.comparison import Comparison, compare
from octoterm.analysis.comparison.references import Reference
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity, Period
from tests.support.households import half_hours, london_day
from tests.support.plain_comparison import (
    DAY,
    KINDS,
    MONTH,
    WEEK,
    YEAR,
    compared,
)
from tests.support.plainly import HOLES, HOLES_FROM_THREE, LEAP_YEARS, THREE, Home, of
from tests.support.slow import slow


def assert_as_plainly(home: Home, period: Period, against: Reference) -> None:
    found = compare(home.series, period, against)
    expected = compared(home, period, against)
    assert found is not None
    if expected is None:
        assert (found.own, found.other, found.change) == (None, None, None), period
        assert found.refusal == found.words
        return
    own, other, many = expected
    assert found.own is not None, (period, against, found.refusal)
    assert (found.own, found.other) == pytest.approx((own, other), abs=1e-9), period
    assert found.change == pytest.approx(own - other, abs=1e-9)
    if other > 0:
        assert found.change_percent == pytest.approx(100 * (own / other - 1), abs=1e-6)
    if found.stretch:
        assert found.stretch.split()[0] == str(many)


@pytest.mark.extended
@pytest.mark.parametrize("every", [10, *slow(3)])  # of the days
@pytest.mark.parametrize("against", Reference)
@pytest.mark.parametrize("home", [*LEAP_YEARS, HOLES, *slow(HOLES_FROM_THREE)], ids=str)
def test_every_period_is_compared_as_by_plain_arithmetic(
    home: Home, against: Reference, every: int
) -> None:
    days = list(home.days)
    for kind in KINDS:
        step = every if kind is DAY else 1
        period = Period.containing(kind, days[0])
        while period.first <= days[-1]:
            assert_as_plainly(home, period, against)
            period = period.shifted(step)


def a_household(seed: int, from_three: bool) -> Home:
    """Some months or years, with days that are missing or incomplete."""
    chance = Random(seed)
    first = date(2018, 1, 1) + timedelta(days=chance.randrange(400))
    lost = chance.choice((0.02, 0.1, 0.5))
    usage = {}
    for number in range(chance.choice((5, 60, 60, 150, 150, 1000))):
        kwh = chance.randrange(1, 900) / 1000
        starts = london_day(first + timedelta(days=number))
        if chance.random() < lost:
            starts = starts[: chance.randrange(49)]
        usage |= dict.fromkeys(starts, kwh)
    home = Home(f"made up {seed}", THREE) if from_three else Home(f"made up {seed}")
    home.__dict__["usage"] = usage or {london_day(first)[0]: 0.1}
    return home


@pytest.mark.slow
@given(st.integers(0, 10**6), st.booleans(), st.sampled_from(KINDS), st.data())
def test_whatever_is_missing_only_what_both_have_is_compared(
    seed: int, from_three: bool, kind: Granularity, data: st.DataObject
) -> None:
    home = a_household(seed, from_three)
    day = data.draw(st.sampled_from(list(home.days)))
    for against in Reference:
        assert_as_plainly(home, Period.containing(kind, day), against)


STEADY = of(dict.fromkeys(half_hours("2023-01-01T00:00Z", "2024-05-17T10:30+01:00"), 0.5))


def found(
    series: Series, kind: Granularity, day: date, against: Reference, *cut: date
) -> Comparison:
    comparison = compare(series, Period.containing(kind, day), against, *cut)
    assert comparison is not None
    return comparison


def words(series: Series, kind: Granularity, day: date, against: Reference) -> str:
    return found(series, kind, day, against).words


def days_of(kwh: dict[date, float]) -> Series:
    return of(
        {
            start: total / len(starts)
            for day, total in kwh.items()
            for starts in (london_day(day),)
            for start in starts
        }
    )


def test_a_usual_day_week_and_month_have_names() -> None:
    start = date(2024, 1, 1)
    meter = days_of({start + timedelta(days=n): 10.0 for n in range(100)} | {
        date(2024, 4, 3): 7.1, date(2024, 4, 9): 12.0,
    })  # fmt: skip
    assert words(meter, DAY, date(2024, 4, 3), Reference.USUAL) == (
        "29% (2.90 kWh) less than a usual Wednesday"
    )
    assert words(meter, DAY, date(2024, 4, 2), Reference.USUAL) == (
        "about the same as a usual Tuesday"
    )
    assert words(meter, WEEK, date(2024, 4, 3), Reference.USUAL) == (
        "4% (2.90 kWh) less than the 8 weeks before"
    )
    assert words(meter, MONTH, date(2024, 3, 1), Reference.USUAL) == (
        "about the same as the 8 weeks before"
    )
    assert words(meter, YEAR, date(2024, 3, 1), Reference.USUAL) == (
        "Too little data in other years"
    )


def test_less_than_a_percent_is_about_the_same_and_over_300_are_told_in_times() -> None:
    for kwh, said in (
        (10.09, "about the same as"),
        (10.1, "1% (0.10 kWh) more than"),
        (40.0, "300% (30.00 kWh) more than"),
        (65.0, "6.5 times as much as"),
    ):
        meter = days_of({date(2024, 4, 9): 10.0, date(2024, 4, 10): kwh})
        told = words(meter, DAY, date(2024, 4, 10), Reference.PREVIOUS)
        assert told == f"{said} Tue 9 Apr 2024"


def test_shorter_words_leave_out_the_amount_the_year_and_the_name() -> None:
    day = found(days_of({date(2024, 4, 9): 10.0, date(2024, 4, 10): 7.0}), DAY,
                date(2024, 4, 10), Reference.PREVIOUS)  # fmt: skip
    assert day.words == "30% (3.00 kWh) less than Tue 9 Apr 2024"
    assert day.forms == (
        "30% less than Tue 9 Apr 2024",
        "30% less than Tue 9 Apr",
        "30% less",
    )


def test_a_month_in_progress_is_compared_over_the_days_that_both_have() -> None:
    usage = {date(2024, 3, 1) + timedelta(days=n): 9.0 for n in range(41)}
    usage |= {date(2024, 4, n): 10.0 for n in range(1, 11)}
    del usage[date(2024, 4, 2)], usage[date(2024, 3, 8)]  # the second Friday, under 5 April
    month = found(days_of(usage), MONTH, date(2024, 4, 1), Reference.PREVIOUS)
    assert month.words == (
        "1–10 Apr, the 8 days both have: 80.00 kWh, 11% (8.00 kWh) more than March"
    )
    assert month.forms == (
        "1–10 Apr, the 8 days both have: 80.00 kWh, 11% more than March",
        "1–10 Apr, the 8 days both have: 11% more than March",
        "11% more than March (8 days)",
        "11% more (8 days)",
    )


def test_a_year_in_progress_is_compared_with_the_same_days_of_another() -> None:
    usage = {date(2023, 1, 1) + timedelta(days=n): 9.0 for n in range(365)}
    usage |= {date(2024, 1, n): 12.0 for n in range(1, 15)}
    year = found(days_of(usage), YEAR, date(2024, 1, 1), Reference.PREVIOUS)
    assert year.forms == (
        "1–14 Jan, the 14 days both have: 168.00 kWh, 33% more than the same days of 2023",
        "1–14 Jan, the 14 days both have: 33% more than the same days of 2023",
        "33% more than the same days of 2023 (14 days)",
        "33% more (14 days)",
    )


def test_months_of_different_length_are_compared_over_as_many_days_of_each() -> None:
    march = found(STEADY, MONTH, date(2024, 3, 1), Reference.PREVIOUS)
    assert (march.own, march.other) == (672, 672)
    assert march.words == "about the same as February 2024, over 28 days of each"
    assert march.forms[-1] == "about the same (28 days)"


def test_too_little_is_refused_with_what_is_missing() -> None:
    usage = {date(2023, 4, 9) + timedelta(days=n): 9.0 for n in range(3)}
    usage |= {date(2024, 4, n): 10.0 for n in range(1, 11)}
    usage |= {date(2023, 4, 2): 9.0}
    month = found(days_of(usage), MONTH, date(2024, 4, 1), Reference.YEAR)
    assert month.fair  # 9 to 11 April 2023, which are 7 to 9 April 2024
    del usage[date(2023, 4, 11)]
    month = found(days_of(usage), MONTH, date(2024, 4, 1), Reference.YEAR)
    assert month.words == (
        "Too little data to compare: April 2023 is missing 384 of 480 half hours"
    )
    assert month.forms[1:] == ("Too little data to compare",)


def test_of_an_incomplete_day_the_half_hours_count_that_both_have_but_not_under_half() -> None:
    wednesday, thursday = london_day(date(2024, 3, 13)), london_day(date(2024, 3, 14))
    usage = dict.fromkeys([*wednesday, *thursday[:24]], 0.5)
    assert words(of(usage), DAY, date(2024, 3, 14), Reference.PREVIOUS) == (
        "the 24 half hours both have: 12.00 kWh, about the same as Wed 13 Mar"
    )
    del usage[thursday[23]]
    assert words(of(usage), DAY, date(2024, 3, 14), Reference.PREVIOUS) == (
        "Too little data to compare: Thu 14 Mar 2024 has only 23 of 48 half hours so far"
    )
    usage |= dict.fromkeys([thursday[47]], 0.5)
    del usage[wednesday[0]]
    assert words(of(usage), DAY, date(2024, 3, 14), Reference.PREVIOUS) == (
        "Too little data to compare: Thu 14 Mar 2024 is missing 24 of 48 half hours "
        "and Wed 13 Mar 2024 is missing 1 of 48 half hours"
    )


def test_without_readings_on_either_side_that_is_said() -> None:
    meter = of(dict.fromkeys(london_day(date(2024, 1, 1)), 0.5))
    for kind, against, said in (
        (DAY, Reference.YEAR, "No readings for Mon 2 Jan 2023"),
        (YEAR, Reference.PREVIOUS, "No readings for 2023"),
        (DAY, Reference.USUAL, "Too little data for a usual Monday"),
        (WEEK, Reference.USUAL, "Too little data in the 8 weeks before"),
    ):
        assert words(meter, kind, date(2024, 1, 1), against) == said
    nothing = words(meter, DAY, date(2024, 1, 2), Reference.PREVIOUS)
    assert nothing == "No readings for Tue 2 Jan 2024"


def test_a_change_from_nothing_or_less_has_no_percent() -> None:
    for before in (0.0, -0.25):
        usage = dict.fromkeys(london_day(date(2024, 1, 1)), before)
        usage |= dict.fromkeys(london_day(date(2024, 1, 2)), 0.25)
        day = found(of(usage), DAY, date(2024, 1, 2), Reference.PREVIOUS)
        assert (day.change, day.change_percent) == (12 - 48 * before, None)
        assert day.words == f"{12 - 48 * before:.2f} kWh more than Mon 1 Jan 2024"
    none = of(dict.fromkeys(london_day(date(2024, 1, 1)) + london_day(date(2024, 1, 2)), 0.0))
    assert words(none, DAY, date(2024, 1, 2), Reference.PREVIOUS) == (
        "about the same as Mon 1 Jan 2024"
    )


def test_dates_that_cut_a_period_cut_the_other_too() -> None:
    cut = date(2024, 3, 5), date(2024, 3, 10)
    month = found(STEADY, MONTH, cut[0], Reference.PREVIOUS, *cut)
    assert (month.own, month.stretch) == (144, "6 days")
    assert month.words.startswith("5–10 Mar, the 6 days both have: 144.00 kWh, about the same")
    march = Period.containing(MONTH, cut[0])
    for ends in ((date.min, None), (None, date.max), (date.min, date.max)):
        assert compare(STEADY, march, Reference.PREVIOUS, *ends) == compare(
            STEADY, march, Reference.PREVIOUS
        )
