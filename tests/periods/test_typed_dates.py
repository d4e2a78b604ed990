"""Dates as people type them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.periods.labels import date_label, day_label
from octoterm.periods.period import Granularity, Period
from octoterm.periods.typed_dates import parse_date

TODAY = date(2024, 3, 14)  # a Thursday


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-05",
        "2024-2-5",
        "5/2/24",
        "05/02/2024",
        "5.2.2024",
        "5-2-24",
        "5/2",
        "5 feb",
        "5feb",
        "5 FEB 24",
        "5th February 2024",
        "  5   feb,  2024 ",
        "Mon 5 Feb 2024",
        "monday, 5 february",
    ],
)
def test_one_day_can_be_typed_in_many_ways(text: str) -> None:
    assert parse_date(text, TODAY).first == date(2024, 2, 5)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", date(2024, 3, 14)),
        ("Yesterday", date(2024, 3, 13)),
        ("wed", date(2024, 3, 13)),
        ("Friday", date(2024, 3, 8)),
        ("thursday", date(2024, 3, 7)),
    ],
)
def test_words_count_back_from_today(text: str, day: date) -> None:
    assert parse_date(text, TODAY).first == day


def test_without_a_year_it_is_the_latest_there_can_be() -> None:
    assert parse_date("14 mar", date(2026, 11, 24), latest=date(2024, 4, 11)).first == date(
        2024, 3, 14
    )
    assert parse_date("1 may", date(2026, 11, 24), latest=date(2024, 4, 11)).first == date(
        2023, 5, 1
    )
    assert parse_date("today", date(2026, 11, 24), latest=date(2024, 4, 11)).first == date(
        2026, 11, 24
    )


@pytest.mark.parametrize(("text", "year"), [("mar 2023", 2023), ("march", 2024), ("sept", 2023)])
def test_a_month_alone_is_its_first_day(text: str, year: int) -> None:
    assert parse_date(text, TODAY).first == date(year, 9 if text == "sept" else 3, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("14 mar", date(2024, 3, 14)),
        ("15 mar", date(2023, 3, 15)),
        ("31/12", date(2023, 12, 31)),
        ("29 feb", date(2024, 2, 29)),
    ],
)
def test_without_a_year_it_is_the_latest_that_is_not_in_the_future(text: str, day: date) -> None:
    assert parse_date(text, TODAY).first == day


def test_the_last_leap_day_is_found_even_across_a_century_without_one() -> None:
    assert parse_date("29 feb", date(2103, 12, 1)).first == date(2096, 2, 29)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("30 feb", "no 30 February."),
        ("29/2/23", "no 29 February 2023."),
        ("2024-04-31", "no 31 April 2024."),
        ("0 jan 2024", "no 0 January 2024."),
    ],
)
def test_a_day_that_does_not_exist_is_named(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=f"There is {words}"):
        parse_date(text, TODAY)


@pytest.mark.parametrize(
    "text",
    ["", " ", "ma", "tomorrow", "14 foo", "1/13/24", "3/14/2024", "mar 32 x", "0000", "14 mar 202",
     "-d", "last day", "next week",
     "１４ mar", "2024-03-14T00:00", "14 mar 2024 x", "mon tue wed"],
)  # fmt: skip
def test_what_is_no_date_is_told_with_examples(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a date\. Try 14 mar, 14/3/24, 2024-03-14"):
        parse_date(text, TODAY)


def test_what_was_typed_is_repeated_harmlessly() -> None:
    with pytest.raises(ValueError, match="not a date") as caught:
        parse_date("\x1b[31m" + "x" * 1000, TODAY)
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 120


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_every_date_that_octoterm_shows_can_be_typed(day: date) -> None:
    for text in (day_label(day), date_label(day), day.isoformat(), f"{day:%d/%m/%y}"):
        if day.year >= 2000 or len(text) > 8:
            assert parse_date(text, TODAY).first == day


@given(st.text(max_size=20), st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_any_text_is_a_date_or_a_complaint(text: str, today: date) -> None:
    with suppress(ValueError):
        assert isinstance(parse_date(text, today).first, date)


@given(st.integers(0, 6), st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_a_weekday_is_one_of_the_seven_days_before_today(weekday: int, today: date) -> None:
    name = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")[weekday]
    day = parse_date(name[:3], today).first
    assert day.weekday() == weekday
    assert timedelta(1) <= today - day <= timedelta(7)


@pytest.mark.parametrize(
    ("text", "kind", "first"),
    [
        ("2023", Granularity.YEAR, date(2023, 1, 1)),
        ("2023-08", Granularity.MONTH, date(2023, 8, 1)),
        ("Aug 2023", Granularity.MONTH, date(2023, 8, 1)),
        ("aug", Granularity.MONTH, date(2023, 8, 1)),
        ("last month", Granularity.MONTH, date(2024, 2, 1)),
        ("last-month", Granularity.MONTH, date(2024, 2, 1)),
        ("this month", Granularity.MONTH, date(2024, 3, 1)),
        ("last week", Granularity.WEEK, date(2024, 3, 4)),
        ("this-year", Granularity.YEAR, date(2024, 1, 1)),
        ("aug 10", Granularity.DAY, date(2023, 8, 10)),
        ("aug 10th 2022", Granularity.DAY, date(2022, 8, 10)),
        ("-7d", Granularity.DAY, date(2024, 3, 7)),
        ("-2w", Granularity.DAY, date(2024, 2, 29)),
        ("-1m", Granularity.DAY, date(2024, 2, 14)),
        ("-1Y", Granularity.DAY, date(2023, 3, 14)),
    ],
)
def test_weeks_months_and_years_can_be_typed_too(
    text: str, kind: Granularity, first: date
) -> None:
    typed = parse_date(text, TODAY)
    assert typed.period == Period.containing(kind, first)
    assert typed.last == typed.period.last


def test_longer_ago_than_the_calendar_is_told() -> None:
    with pytest.raises(ValueError, match="before the first year"):
        parse_date("-99999y", TODAY)
