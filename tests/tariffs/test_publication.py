"""How far prices are published, and when they are asked for, through whole days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from octoterm.household.account import Agreement
from octoterm.tariffs.publication import (
    is_due,
    is_published_daily,
    next_publication,
    published_to,
    supply_published_to,
)
from octoterm.tariffs.rates import RateRun, TariffPrices
from tests.support.households import LONDON, london_day, utc
from tests.support.pricing import between, since, supplied, tariff

DAYS = [date(2024, 3, 30), date(2024, 3, 31), date(2023, 10, 28), date(2023, 10, 29),
        date(2024, 1, 9), date(2024, 7, 1)]  # fmt: skip
"""Both changes of the clocks, the days before them, and a day of each half of the year."""
NOON = utc("2024-01-09T12:00+00:00")
AGILE = "E-1R-AGILE-24-10-01-C"
ONE_DAY = timedelta(days=1)


def at(day: date, clock: str) -> int:
    """UTC seconds of a time in London."""
    return int(datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=LONDON).timestamp())


def agile_to(end: int) -> TariffPrices:
    return tariff(AGILE, [RateRun(end - 48 * 1800, 1800, [20.0] * 48)])


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_day_of_asking_as_often_as_is_allowed(day: date) -> None:
    """Every minute of a day somebody looks; what is published comes late, at 17:42."""
    today, tomorrow = at(day, "23:00"), at(day + ONE_DAY, "23:00")
    asked_at, known_to, asked = at(day - ONE_DAY, "17:50"), today, []
    for now in range(london_day(day)[0], london_day(day)[-1] + 1800, 60):
        if is_due(asked_at, known_to, now, is_awaited=True):
            asked_at = now
            asked.append(datetime.fromtimestamp(now, LONDON).strftime("%H:%M"))
            known_to = tomorrow if now >= at(day, "17:42") else today
    assert asked[:4] == ["00:00", "16:00", "16:10", "16:20"]
    assert asked[-2:] == ["17:40", "17:50"]
    assert len(asked) == 13


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_after_20_00_it_is_asked_for_once_more(day: date) -> None:
    asked_at, asked = at(day, "09:00"), []
    for now in range(at(day, "19:35"), london_day(day)[-1] + 1800, 60):
        if is_due(asked_at, at(day, "23:00"), now, is_awaited=True):
            asked_at = now
            asked.append(datetime.fromtimestamp(now, LONDON).strftime("%H:%M"))
    assert asked == ["19:35", "19:45", "19:55", "20:05"]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_other_tariffs_are_asked_for_once_a_day(day: date) -> None:
    starts = london_day(day)
    assert is_due(starts[0] - 1, 0, starts[0], is_awaited=False)
    assert not any(
        is_due(starts[0], 0, now, is_awaited=False)
        for now in range(starts[0], starts[-1] + 1800, 1800)
    )
    assert is_due(starts[0], 0, starts[-1] + 1800, is_awaited=False)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_what_follows_is_published_about_16_00(day: date) -> None:
    assert next_publication(at(day, "23:00")) == at(day, "16:00")  # as of Agile
    assert next_publication(london_day(day)[-1] + 1800) == at(day, "16:00")  # as of Tracker
    assert next_publication(at(day + ONE_DAY, "05:30")) == at(day, "16:00")  # as of Go


def test_rates_are_published_to_the_last_end() -> None:
    assert published_to(agile_to(NOON), NOON) == NOON
    assert published_to(tariff(AGILE), NOON) == 0


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_rate_without_an_end_counts_to_the_end_of_tomorrow(day: date) -> None:
    flexible = tariff(unit_rates=[since("2023-01-01T00:00+00:00", 25)])
    end = london_day(day + ONE_DAY)[-1] + 1800
    assert published_to(flexible, london_day(day)[0]) == end
    assert published_to(flexible, london_day(day)[-1]) == end


def test_of_two_registers_the_one_that_ends_first_counts() -> None:
    day = [since("2023-01-01T00:00+00:00", 30)]
    night = [between("2023-01-01T00:00+00:00", "2024-01-09T18:00+00:00", 10)]
    economy_7 = tariff("E-2R-VAR-22-11-01-C", day=day, night=night)
    assert published_to(economy_7, NOON) == utc("2024-01-09T18:00+00:00")


def test_a_supply_is_published_as_far_as_its_tariffs_are_one_after_the_other() -> None:
    change = NOON + 3600
    flexible = tariff(unit_rates=[since("2023-01-01T00:00+00:00", 25)])
    until = (Agreement(flexible.tariff, 0, change), Agreement(AGILE, change))
    there = supplied(flexible, agile_to(NOON + 7200), agreements=until)
    assert supply_published_to(there, NOON) == NOON + 7200
    not_there = supplied(flexible, agreements=until)
    assert supply_published_to(not_there, NOON) == change
    back = (Agreement(AGILE, 0, change), Agreement(flexible.tariff, change))
    late = supplied(flexible, agile_to(NOON + 1800), agreements=back)
    assert supply_published_to(late, NOON) == NOON + 1800
    moving_in = (Agreement(flexible.tariff, 0, NOON - 60), Agreement(AGILE, change))
    empty_until_then = supplied(flexible, agile_to(NOON + 7200), agreements=moving_in)
    assert supply_published_to(empty_until_then, NOON) == NOON + 7200
    ending = supplied(flexible, agreements=[Agreement(flexible.tariff, 0, change)])
    assert supply_published_to(ending, NOON) == change


def test_rates_of_half_hours_days_and_hours_are_published_daily_and_others_are_not() -> None:
    tracker = RateRun(london_day(date(2023, 10, 29))[0], 25 * 3600, [19.9])
    assert is_published_daily(agile_to(NOON))
    assert is_published_daily(tariff("E-1R-SILVER-23-12-06-C", [tracker]))
    assert not is_published_daily(tariff(unit_rates=[since("2023-01-01T00:00+00:00", 25)]))
    fixed = between("2023-01-01T00:00+00:00", "2024-01-01T00:00+00:00", 25)
    assert not is_published_daily(tariff(unit_rates=[fixed]))
    assert not is_published_daily(tariff())
