"""What is worth saying about a period, and when nothing is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from octoterm.analysis.base_load import base_load_change
from octoterm.analysis.comparison.references import Reference
from octoterm.analysis.comparison.words import change_words
from octoterm.analysis.period_readings import PeriodReadings
from octoterm.analysis.sentences import Sentence, latest_day_in_words
from octoterm.consumption.quantity import KWH
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity, Period
from tests.support.households import london_day
from tests.support.plainly import HOMES, Home, of

DAY, WEEK, MONTH, YEAR = (
    Granularity.DAY, Granularity.WEEK, Granularity.MONTH, Granularity.YEAR,
)  # fmt: skip
LAST = date(2024, 4, 10)
"""A Wednesday."""
MORNING, NOON, EVENING = 16, 25, 36
"""Numbers of half hours of a day: 08:00, 12:30, 18:00."""


def household(*, length: int = 100, **changes: Mapping[int, float]) -> dict[int, float]:
    """Days up to LAST of 0.1 kWh, and 1 kWh at 18:00; `changes` gives half hours of some days, by
    how many days before LAST: `ago3={NOON: 2.0}`."""
    usage = {}
    for ago in range(length):
        starts = london_day(LAST - timedelta(days=ago))
        usage |= dict.fromkeys(starts, 0.1)
        usage[starts[EVENING]] = 1.0
        for half_hour, kwh in changes.get(f"ago{ago}", {}).items():
            usage[starts[half_hour]] = kwh
    return usage


def said(usage: Mapping[int, float], kind: Granularity = DAY, day: date = LAST) -> tuple[str, ...]:
    found = PeriodReadings(of(usage), Period.containing(kind, day)).sentences
    return tuple(sentence.text for sentence in found)


def every(kwh: float) -> dict[int, float]:
    """All half hours of a day."""
    return dict.fromkeys(range(46), kwh)


# A day


def test_nothing_is_said_of_a_day_like_the_others() -> None:
    assert said(household()) == ()
    assert said(household(), day=LAST - timedelta(days=20)) == ()


def test_a_day_unlike_its_weekday_is_told_with_by_how_much() -> None:
    # 45 half hours are 0.1 kWh more.
    more, *_ = said(household(ago0=every(0.2) | {EVENING: 1.0}))
    assert more == "79% (4.50 kWh) more than a usual Wednesday."
    assert said(household(ago0=every(0.05) | {EVENING: 0.5})) == (
        "48% (2.75 kWh) less than a usual Wednesday.",
        "Lowest of all 100 complete days.",
    )


def test_the_highest_half_hour_for_weeks_is_told_with_the_day_that_was_higher() -> None:
    usage = household(ago0={NOON: 1.05}, ago50={EVENING: 2.0})
    assert said(usage) == ("Highest half hour since Tue 20 Feb 2024: 1.05 kWh at 12:30.",)
    assert said(household(ago0={NOON: 1.05})) == ("Highest half hour so far: 1.05 kWh at 12:30.",)


def test_a_half_hour_that_is_large_for_its_time_is_told() -> None:
    usage = household(ago0={MORNING: 0.9, EVENING: 0.5})
    assert said(usage) == ("More use than usual at 08:00 (0.90 kWh).",)
    next_to_it = household(ago0={MORNING: 0.9, EVENING: 0.5}, ago9={MORNING + 1: 0.7})
    assert said(next_to_it) == ()


def test_on_the_sunday_the_clocks_change_half_hours_are_compared_by_the_clock() -> None:
    sunday = date(2024, 3, 31)
    starts = london_day(sunday)
    usage = household()
    # At 19:30, 33½ hours after the last reading of any size; at 18:00 the clock is an hour on.
    usage |= dict.fromkeys(starts, 0.1) | {starts[EVENING - 2]: 1.0}
    assert said(usage, day=sunday) == ()
    usage |= {starts[EVENING - 2]: 0.1, starts[EVENING + 4]: 0.9}
    assert said(usage, day=sunday) == ("More use than usual at 21:00 (0.90 kWh).",)


def test_days_on_which_the_clocks_change_say_nothing_of_any_time_of_day() -> None:
    usage = household(ago0={MORNING: 0.9, EVENING: 0.5}, ago10={MORNING: 0.9})
    (changed,) = (day for day in of(usage).days if day.expected != 48)
    assert changed.day == LAST - timedelta(days=10)  # as many half hours after its start, 09:00
    assert said(usage) == ("More use than usual at 08:00 (0.90 kWh).",)


def test_a_day_without_readings_is_no_higher_one() -> None:
    usage = {start: -kwh for start, kwh in household(length=40, ago0={EVENING: 0.05}).items()}
    for start in london_day(LAST - timedelta(days=35)):
        del usage[start]
    usage |= {london_day(LAST)[NOON]: -0.05}
    assert said(usage) == ("Highest half hour so far: −0.05 kWh at 12:30.",)


def test_the_comparison_that_was_asked_for_comes_first_and_is_said_once() -> None:
    usage = household(ago0=every(0.2) | {EVENING: 1.0})
    period = Period.containing(DAY, LAST)
    first, *_ = PeriodReadings(of(usage), period, Reference.PREVIOUS).sentences
    assert first.text == "79% (4.50 kWh) more than Tue 9 Apr 2024."
    assert first.shorter[-1] == "79% more."
    usual = PeriodReadings(of(usage), period, Reference.USUAL).sentences
    assert [each.compares for each in usual] == [True, False]
    assert usual[0].text == "79% (4.50 kWh) more than a usual Wednesday."


def test_a_peak_is_not_unusual_without_four_weeks_to_go_by() -> None:
    assert said(household(length=28, ago0={NOON: 1.05})) == ()
    assert len(said(household(length=29, ago0={NOON: 1.05}))) == 1


def test_the_base_load_of_the_week_is_compared_with_its_average() -> None:
    raised = {f"ago{ago}": every(0.12) | {EVENING: 1.0} for ago in range(7)}
    raised = {ago: day | {46: 0.12, 47: 0.12} for ago, day in raised.items()}
    found = said(household(**raised))
    # 90 days: 7 of 240 W, 83 of 200 W.
    assert found[-1] == "7-day base load 240 W, 37 W above its 90-day average."
    assert said(household(length=89, **raised)) == found[:-1]


def test_a_base_load_that_varies_anyway_is_not_unusual() -> None:
    restless = {f"ago{ago}": {NOON: 0.02 if ago % 3 else 0.1} for ago in range(7, 100)}
    series = of(household(**restless))
    found = base_load_change(series, LAST)
    assert found is not None
    assert found.recent == pytest.approx(0.2)
    assert found.average == pytest.approx((34 * 0.2 + 56 * 0.04) / 90)
    assert found.is_unusual
    wider = {f"ago{ago}": {NOON: 0.02 if ago % 2 else 0.1} for ago in range(7, 100)}
    assert said(household(**wider)) == ()


def test_an_incomplete_day_is_not_judged() -> None:
    usage = household(ago0=every(0.4))
    del usage[london_day(LAST)[47]]
    assert said(usage) == ()
    assert said(household(), day=LAST + timedelta(days=1)) == ()


# Longer periods


def test_what_a_month_is_on_course_for_is_a_figure_and_no_sentence() -> None:
    usage = household(ago20=every(0.5), ago40=every(0.3))
    readings = PeriodReadings(of(usage), Period.containing(MONTH, LAST))
    assert readings.projection is not None
    assert readings.sentences == ()


@pytest.mark.parametrize("kind", [WEEK, MONTH, YEAR])
def test_the_unusual_days_of_a_longer_period_are_counted_and_named(kind: Granularity) -> None:
    one = said(household(ago2=every(0.2)), kind)
    assert one[-1] == "1 unusual day: Mon 8 Apr (65% more than a usual Monday)."


def test_of_many_unusual_days_the_one_furthest_from_usual_is_named() -> None:
    few = {f"ago{ago}": every(0.2) for ago in (1, 3)}
    assert said(household(**few), MONTH)[-1] == "2 unusual days: Sun 7 Apr, Tue 9 Apr."
    many = few | {"ago4": every(0.4), "ago5": every(0.2)}
    assert said(household(**many), MONTH)[-1] == (
        "4 unusual days, most of all Sat 6 Apr (226% more than a usual Saturday)."
    )


def test_of_all_readings_nothing_is_said() -> None:
    series = of(household(ago2=every(0.2)))
    assert series.whole is not None
    assert PeriodReadings(series, series.whole).sentences == ()


# The line of a day


@pytest.mark.parametrize(
    ("usage", "line"),
    [
        ({}, "No readings yet"),
        (household(), "Wed 10 Apr 2024: 5.70 kWh, about the same as a usual Wednesday"),
        (household(length=10), "Wed 10 Apr 2024: 5.70 kWh"),
        (
            household(ago0=every(0.2) | {EVENING: 1.0, NOON: 1.5}),
            (
                "Wed 10 Apr 2024: 11.50 kWh, 102% more than a usual Wednesday. "
                "Highest of all 100 complete days. Highest half hour so far: 1.50 kWh at 12:30"
            ),
        ),
        (
            dict.fromkeys(london_day(LAST)[:5], 0.1),
            "Wed 10 Apr 2024: 0.50 kWh in 5 of 48 half hours",
        ),
    ],
    ids=["none", "usual", "first days", "unusual", "incomplete"],
)
def test_the_latest_complete_day_is_one_line(usage: dict[int, float], line: str) -> None:
    assert latest_day_in_words(of(usage)) == line


# Words


@pytest.mark.parametrize(
    ("own", "other", "words"),
    [
        (7.1, 10.0, "29% less than a usual Monday"),
        (10.09, 10.0, "about the same as a usual Monday"),
        (10.1, 10.0, "1% more than a usual Monday"),
        (150.0, 10.0, "15.0 times as much as a usual Monday"),
        (5.0, 0.0, "5.00 kWh more than a usual Monday"),
        (0.0, 0.0, "about the same as a usual Monday"),
        (-1.0, -3.0, "2.00 kWh more than a usual Monday"),
    ],
)
def test_a_change_is_told_in_words(own: float, other: float, words: str) -> None:
    assert change_words(KWH.whole, own, other, "a usual Monday") == words


def test_the_weekday_is_left_out_of_the_usual_where_a_line_has_no_room_for_it() -> None:
    above = {f"ago{ago}": every(0.2) for ago in (1, 2, 3)}
    found = said(household(ago7=every(1.0), **above), MONTH)
    assert found[-1] == ("4 unusual days, most of all Wed 3 Apr (8.1 times as much as usual).")


def test_a_sentence_has_shorter_forms_for_narrow_screens() -> None:
    long = Sentence("Base load 163 W, 28 W above its 90-day average.", ("Base load 163 W.",))
    assert long.within(80) == long.text
    assert long.within(30) == long.within(3) == "Base load 163 W."


@pytest.mark.extended
@pytest.mark.parametrize("home", HOMES)
def test_every_sentence_fits_a_line_and_its_short_form_is_shorter(home: Home) -> None:
    series: Series = home.series
    assert series.whole is not None
    for kind in (DAY, WEEK, MONTH, YEAR):
        for period in series.whole.parts(kind)[:: 5 if kind is DAY else 1]:
            for sentence in PeriodReadings(series, period).sentences:
                forms = (sentence.text, *sentence.shorter)
                assert len(sentence.text) <= 78
                assert sorted(forms, key=len, reverse=True) == list(forms)
                assert all(form.endswith(".") for form in forms)
