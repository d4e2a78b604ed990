"""What a month or year in progress is on course for, against plain arithmetic."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from octoterm.analysis.period_readings import PeriodReadings
from octoterm.analysis.projection import Projection, _student_t, projection
from octoterm.consumption.quantity import KWH, Form
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity, Period
from tests.support.households import half_hours, london_day, utc
from tests.support.plainly import of
from tests.support.simulated import simulated
from tests.support.slow import slow_rows

MONTH, YEAR = Granularity.MONTH, Granularity.YEAR


def a_day(day: date, kwh: float = 9.6) -> dict[int, float]:
    starts = london_day(day)
    return dict.fromkeys(starts, kwh / len(starts))


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def home(
    first: date, last: date, kwh: float | Mapping[int, float] = 9.6, **of_days: float
) -> dict[int, float]:
    """Days of 9.6 kWh, or as many as `kwh` says, by weekday; `of_days` are other ones: `d0312`."""
    usage: dict[int, float] = {}
    for day in days(first, last):
        usual = kwh if isinstance(kwh, float) else kwh[day.weekday()]
        usage |= a_day(day, of_days.get(f"d{day:%m%d}", usual))
    return usage


def course(usage: Mapping[int, float], kind: Granularity = MONTH) -> Projection | None:
    series = of(usage)
    assert series.last_day is not None
    return projection(series, Period.containing(kind, series.last_day))


# What is expected


def test_what_there_is_and_the_usual_weekdays_for_the_rest() -> None:
    by_weekday = {0: 6.0, 1: 7.0, 2: 8.0, 3: 9.0, 4: 10.0, 5: 20.0, 6: 16.0}
    usage = home(date(2024, 1, 1), date(2024, 3, 12), by_weekday, d0312=11.0)
    found = course(usage)
    march = sum(by_weekday[day.weekday()] for day in days(date(2024, 3, 1), date(2024, 3, 31)))
    tuesdays = [date(2024, 3, 19), date(2024, 3, 26)]
    assert found is not None
    # The last three Tuesdays are 7, 7 and 11 kWh, and use hardly follows the season.
    expected = march + 4.0 + len(tuesdays) * 4 / 3
    assert found.expected == pytest.approx(expected, rel=0.002)
    assert found.low <= found.expected <= found.high


def test_a_household_that_is_always_the_same_has_no_range() -> None:
    found = course(home(date(2024, 1, 1), date(2024, 3, 12)))
    assert found is not None
    assert found == pytest.approx((31 * 9.6,) * 3)
    assert found.words(KWH.whole) == "about 297.60 kWh"


def test_half_hours_that_are_missing_so_far_count_as_usual() -> None:
    usage = home(date(2024, 1, 1), date(2024, 3, 12))
    for day in (date(2024, 3, 4), date(2024, 3, 12)):
        for start in london_day(day)[20:]:
            del usage[start]
    found = course(usage)
    assert found is not None
    assert found.expected == pytest.approx(31 * 9.6)


def test_a_standing_charge_counts_once_a_day() -> None:
    usage = home(date(2024, 1, 1), date(2024, 3, 12))
    for start in london_day(date(2024, 3, 12))[20:]:
        del usage[start]
    series = Series.from_readings(
        sorted(usage),
        [usage[start] for start in sorted(usage)],
        fixed=dict.fromkeys(days(date(2024, 1, 1), date(2024, 3, 12)), 0.6),
    )
    found = projection(series, Period.containing(MONTH, date(2024, 3, 1)))
    assert found is not None
    assert found.expected == pytest.approx(31 * (9.6 + 0.6))


def test_what_is_before_the_first_reading_does_not_count() -> None:
    usage = home(date(2023, 6, 1), date(2023, 12, 10))
    found = course(usage, YEAR)
    assert found is not None
    assert found.expected == pytest.approx(9.6 * (30 + 31 + 31 + 30 + 31 + 30 + 31))
    for start in london_day(date(2023, 6, 1))[:36]:
        del usage[start]
    from_six = course(usage, YEAR)
    assert from_six is not None
    assert from_six.expected == pytest.approx(found.expected - 0.75 * 9.6)


def test_no_less_than_nothing_is_expected_where_use_falls_away() -> None:
    usage = home(date(2024, 1, 1), date(2024, 3, 10), 20.0) | home(
        date(2024, 3, 11), date(2024, 4, 10), 0.0
    )
    found = course(usage)
    assert found is not None
    assert found.expected == found.low == 0.0  # the curve of a cold winter alone says less


def test_a_year_expects_the_season_of_the_year_before() -> None:
    winter, summer = (10, 11, 12, 1, 2, 3), 4.0
    usage: dict[int, float] = {}
    for day in days(date(2021, 1, 1), date(2024, 4, 30)):
        usage |= a_day(day, 20.0 if day.month in winter else summer)
    found = course(usage, YEAR)
    assert found is not None
    year = days(date(2024, 1, 1), date(2024, 12, 31))
    truth = sum(20.0 if day.month in winter else summer for day in year)
    # May looks like the four weeks before; the end of the summer is blurred by two weeks.
    assert found.expected == pytest.approx(truth, rel=0.02)


# When nothing is said


@pytest.mark.parametrize(
    ("first", "last", "kind"),
    [
        (date(2024, 1, 1), date(2024, 3, 6), MONTH),  # six days of it
        (date(2024, 1, 21), date(2024, 3, 19), MONTH),  # 59 days
        (date(2024, 1, 1), date(2024, 3, 31), MONTH),  # it is over
        (date(2024, 1, 1), date(2024, 3, 29), Granularity.WEEK),
        (date(2024, 1, 1), date(2024, 3, 12), Granularity.DAY),
        (date(2024, 1, 1), date(2024, 10, 31), YEAR),  # the first year, with two months to come
        (date(2022, 1, 1), date(2024, 1, 15), YEAR),  # 351 days to come
    ],
)
def test_nothing_is_said_without_enough_to_go_by(
    first: date, last: date, kind: Granularity
) -> None:
    assert course(home(first, last), kind) is None


@pytest.mark.parametrize(
    ("first", "last", "kind"),
    [
        (date(2024, 1, 1), date(2024, 3, 7), MONTH),
        (date(2024, 1, 21), date(2024, 3, 20), MONTH),
        (date(2024, 1, 1), date(2024, 3, 30), MONTH),
        (date(2021, 1, 1), date(2024, 1, 16), YEAR),
    ],
)
def test_a_day_more_and_it_is(first: date, last: date, kind: Granularity) -> None:
    assert course(home(first, last), kind) is not None


def test_only_the_period_of_the_last_reading_is_in_progress() -> None:
    series = of(home(date(2024, 1, 1), date(2024, 3, 12)))
    for other in (date(2024, 2, 1), date(2024, 4, 1)):
        assert projection(series, Period.containing(MONTH, other)) is None
    assert series.whole is not None
    assert projection(series, series.whole) is None
    assert projection(of({}), Period.containing(MONTH, date(2024, 3, 1))) is None


def test_a_month_whose_only_gap_is_in_the_past_is_over() -> None:
    usage = home(date(2024, 1, 1), date(2024, 3, 31))
    del usage[utc("2024-03-12T12:00Z")]
    assert course(usage) is None


def test_weeks_without_readings_before_it_are_no_reason_to_guess() -> None:
    usage = home(date(2023, 6, 1), date(2024, 3, 12))
    for start in half_hours("2023-10-01T00:00Z", "2024-03-01T00:00Z"):
        usage.pop(start, None)
    assert course(usage) is None


# The range


def test_what_has_been_used_is_the_least_there_can_be() -> None:
    chance = {
        f"d{day:%m%d}": 0.5 * (day.day % 2) for day in days(date(2024, 1, 1), date(2024, 3, 9))
    }
    chance |= {f"d{day:%m%d}": 90.0 for day in days(date(2024, 1, 20), date(2024, 2, 1))}
    usage = home(date(2024, 1, 1), date(2024, 3, 9), 0.5, **chance)
    found = course(usage)
    assert found is not None
    used = sum(kwh for start, kwh in usage.items() if start >= utc("2024-03-01T00:00Z"))
    assert found.low == pytest.approx(used)
    # Half hours below zero, as of what is sold, can take some of it back.
    usage[utc("2024-02-20T12:00Z")] = -0.1
    below = course(usage)
    assert below is not None
    assert below.low < used


def plain_usual(
    totals: Mapping[date, float], day: date, last: date, height: float
) -> float | None:
    """The usual total of `day`, knowing nothing after `last`."""
    if (day - last).days <= 31:
        back = (last - timedelta(days=number) for number in range(112))
        found = [each for each in back if each.weekday() == day.weekday() and each in totals][:3]
        if len(found) < 3:
            return None
        colder = cold(day) - statistics.fmean(map(cold, found))
        return statistics.fmean(totals[each] for each in found) + colder * height
    same = (day - timedelta(days=364 + shift) for shift in (-14, -7, 0, 7, 14))
    earlier = [totals[each] for each in same if each in totals]
    return statistics.fmean(earlier) if len(earlier) >= 3 else None


def cold(day: date) -> float:
    return math.cos(2 * math.pi * (day - date(2001, 1, 20)).days / 365.25)


def plain_height(totals: Mapping[date, float], last: date) -> float:
    """How much a day's use rises with the cold, from a year of it and 30 days without a season."""
    year = [day for day in days(last - timedelta(days=363), last) if day in totals]
    if not year:
        return 0.0
    colds, uses = [cold(day) for day in year], [totals[day] for day in year]
    mean_cold, mean_use = statistics.fmean(colds), statistics.fmean(uses)
    both = sum((c - mean_cold) * (u - mean_use) for c, u in zip(colds, uses, strict=True))
    return both / (sum((c - mean_cold) ** 2 for c in colds) + 15)


def plain_rest(totals: Mapping[date, float], last: date, length: int) -> float | None:
    """The usual totals of `length` days after `last`, day by day."""
    rest, height = 0.0, plain_height(totals, last)
    for ahead in range(1, length + 1):
        usual = plain_usual(totals, last + timedelta(days=ahead), last, height)
        if usual is None:
            return None
        rest += usual
    return rest


@pytest.mark.parametrize(
    ("last", "kind"),
    [
        (date(2023, 4, 10), MONTH),
        *slow_rows(
            (date(2023, 9, 14), YEAR),
            (date(2023, 8, 29), MONTH),
            (date(2022, 12, 9), MONTH),
            (date(2023, 12, 9), YEAR),
        ),
    ],
)
def test_it_is_what_plain_arithmetic_says(last: date, kind: Granularity) -> None:
    every = simulated("electricity", date(2021, 7, 1), date(2023, 12, 31))
    lost = {date(2022, 11, 14), date(2023, 3, 1), date(2023, 7, 28), date(2023, 8, 3)}
    lost |= {*days(date(2023, 1, 10), date(2023, 1, 18))}  # so that some stretches lack too many
    totals = {
        day: math.fsum(every[start] for start in london_day(day))
        for day in days(date(2021, 7, 1), last)
        if day not in lost
    }
    usage = {start: every[start] for day in totals for start in london_day(day)}
    found = course(usage, kind)
    period = Period.containing(kind, last)
    length = (period.last - last).days
    missing = [day for day in lost if day in period and day <= last]
    rest = plain_rest(totals, last, length)
    assert found is not None
    assert rest is not None
    height = plain_height(totals, last)
    for day in missing:
        rest += plain_usual(totals, day, last, height) or 0.0
    there = math.fsum(kwh for day, kwh in totals.items() if day in period)
    assert found.expected == pytest.approx(there + rest)
    tried = length + len(missing)
    squares, weights = [], []
    for back in range(182 + 1):
        end = last - timedelta(days=back)
        start = end - timedelta(days=tried)
        stretch = days(start + timedelta(days=1), end)
        read = [totals[day] for day in stretch if day in totals]
        said = plain_rest(totals, start, tried)
        if said is not None and len(read) >= 0.75 * tried:
            squares.append((math.fsum(read) * tried / len(read) - said) ** 2)
            weights.append(0.5 ** (back / 30))
    stretches = 1 + sum(weights) ** 2 / sum(weight**2 for weight in weights) / tried
    student = 1.2816 + 0.8466 / stretches + 0.571 / stretches**2
    margin = student * math.sqrt(statistics.fmean(squares, weights))
    assert found.high - found.expected == pytest.approx(margin)


def test_the_margin_of_few_stretches_is_that_of_student() -> None:
    """As in the tables of the 90th percentile of his distribution."""
    for freedom, tabulated in ((2, 1.886), (3, 1.638), (5, 1.476), (10, 1.372), (30, 1.310)):
        assert _student_t(freedom) == pytest.approx(tabulated, rel=0.025)


# In words


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Projection(288.4, 268.9, 307.9), "about 290 kWh (270–310)"),
        (Projection(288.4, 284.1, 292.7), "about 288 kWh (284–293)"),
        (Projection(2612.0, 2390.0, 2810.0), "about 2,600 kWh (2,400–2,800)"),
        (Projection(9.38, 9.11, 9.65), "about 9.4 kWh (9.1–9.7)"),
        (Projection(0.0, 0.0, 0.0), "about 0.00 kWh"),
        (Projection(-120.0, -150.0, -90.0), "about −120 kWh (−150 to −90)"),
        (Projection(10.0, -20.0, 40.0), "about 10 kWh (−20 to 40)"),
    ],
)
def test_its_words_have_as_many_digits_as_are_known(found: Projection, words: str) -> None:
    assert found.words(KWH.whole) == words


def test_money_has_its_sign_before_each_number() -> None:
    pounds = Form("£", 2, factor=0.25, unit_first=True)
    assert Projection(288.4, 268.9, 307.9).words(pounds) == "about £72 (£67–£77)"


def test_in_short_a_projection_is_its_range() -> None:
    assert Projection(-120.0, -152.0, -88.0).in_short(KWH.whole) == "−150 to −90 kWh"
    assert Projection(297.6, 297.6, 297.6).in_short(KWH.whole) == "about 297.60 kWh"


def test_the_period_on_screen_has_the_same() -> None:
    series: Series = of(home(date(2024, 1, 1), date(2024, 3, 12)))
    march = Period.containing(MONTH, date(2024, 3, 1))
    assert PeriodReadings(series, march).projection == projection(series, march)
    assert PeriodReadings(series, march).part_projection is None
    year = Period.containing(YEAR, march.first)
    assert PeriodReadings(series, year).part_projection == projection(series, march)


def test_old_readings_are_not_on_course_for_anything() -> None:
    series: Series = of(home(date(2024, 1, 1), date(2024, 3, 12)))
    for kind in (MONTH, YEAR):
        old = PeriodReadings(series, Period.containing(kind, date(2024, 3, 1)), is_old=True)
        assert old.projection is old.part_projection is None
        assert not any("ourse" in sentence for sentence in old.sentences)
