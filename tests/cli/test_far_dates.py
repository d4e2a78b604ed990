"""Dates at the ends of the calendar, and far from all readings: right answers or one sentence."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from octoterm.consumption.series import Series
from octoterm.periods.calendar import FIRST_YEAR, LAST_YEAR
from octoterm.periods.period import Granularity
from octoterm.periods.typed_dates import parse_date
from octoterm.session.position import Position
from tests.conftest import CommandLine
from tests.support.households import half_hours, readings
from tests.support.slow import one_in

STORED = half_hours("2024-02-28T00:00Z", "2024-03-03T00:00Z")
ENDS = (
    date.min, date(1, 1, 2), date(1, 12, 31), date(4, 2, 29), date(1899, 12, 31),
    date(FIRST_YEAR - 1, 12, 31), date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31),
    date(LAST_YEAR + 1, 1, 1), date(9996, 2, 29), date(9999, 1, 1), date(9999, 12, 1),
    date(9999, 12, 26), date(9999, 12, 27), date(9999, 12, 30), date.max,
)  # fmt: skip
days = st.one_of(
    st.sampled_from(ENDS),
    st.dates(),
    st.dates(date(2024, 2, 1), date(2024, 4, 1)),
)
KINDS = ("half-hour", "day", "week", "month", "year")


@pytest.fixture
def household(octoterm: CommandLine) -> CommandLine:
    """A few days, which begin at three in the morning."""
    content = json.loads(octoterm.configure().read_text())
    octoterm.configure({**content, "day_start": "03:00"})
    octoterm.store(readings(STORED))
    return octoterm


@st.composite
def questions(draw: st.DrawFn) -> list[str]:
    command = draw(st.sampled_from(["summary", "trends", "profile"]))
    asked = [command, "--format", draw(st.sampled_from(["table", "csv", "json"]))]
    since, until = (draw(st.one_of(st.none(), days)) for _ in range(2))
    asked += ["--from", since.isoformat()] if since else []
    if command == "summary":
        within = draw(st.sampled_from([None, *KINDS[1:]]))
        against = draw(st.sampled_from([None, "usual", "previous", "year"]))
        long = within in ("week", "month", "year")  # whose half hours are many, and asked for
        by = draw(st.sampled_from([None, *KINDS[long:]]))
        for option, value in (("--within", within), ("--compare", against), ("--by", by)):
            asked += [option, value] if value else []
        until = None if within else until
    return [*asked, *(["--to", until.isoformat()] if until else [])]


@settings(
    max_examples=settings.default.max_examples * 3 // 2,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(asked=questions())
def test_any_dates_have_an_answer_or_a_sentence(household: CommandLine, asked: list[str]) -> None:
    result = household(*asked)
    assert result.exit_code in (0, 2), asked
    assert bool(result.err) is (result.exit_code == 2) or "No readings " in result.err
    assert len(result.err.splitlines()) <= 1
    assert len(result.out) < 300_000, "what is printed depends on what is stored"


@pytest.mark.extended
@pytest.mark.parametrize(
    ("within", "against", "day"),
    one_in(
        5,
        product(
            KINDS[1:],
            [None, "usual", "previous", "year"],
            [date.min, date(1, 12, 31), date(9999, 1, 1), date.max],
        ),
    ),
)
def test_what_lies_beside_the_end_of_the_calendar_is_refused_in_words(
    household: CommandLine, within: str, against: str | None, day: date
) -> None:
    compare = ["--compare", against] if against else []
    result = household("summary", "--within", within, "--from", day, *compare)
    assert (result.exit_code, result.out) == (2, "")
    assert result.err.startswith(f"octoterm: --from {day} is at the very end of the calendar.")


@pytest.mark.extended
@pytest.mark.parametrize(
    ("since", "until", "more"),
    one_in(
        5,
        product(
            [None, date.min, date(FIRST_YEAR - 1, 12, 31)],
            [None, date(LAST_YEAR + 1, 1, 1), date.max],
            [(), ("--compare", "usual"), ("--compare", "previous"), ("--compare", "year")],
        ),
    ),
)
def test_days_far_away_cut_nothing_off(
    household: CommandLine, since: date | None, until: date | None, more: tuple[str, ...]
) -> None:
    everything = household("summary", *more)
    ends: list[Any] = [*(["--from", since] if since else []), *(["--to", until] if until else [])]
    assert household("summary", *more, *ends) == everything


@pytest.mark.extended
@pytest.mark.parametrize("day", [*ENDS, date(2024, 3, 1)])
@pytest.mark.parametrize("latest", [None, date.min, date(2024, 3, 1), date.max])
def test_a_day_is_the_same_however_far_away(day: date, latest: date | None) -> None:
    assert parse_date(day.isoformat(), date(2024, 3, 20), latest).first == day


CLOCKS = st.dates(date(1970, 1, 1), date(2262, 4, 11))
"""What a machine's clock can say."""


@given(text=st.text("0123456789-/. ", max_size=12), latest=days, today=CLOCKS)
def test_whatever_is_typed_is_a_day_or_told_to_be_none(
    text: str, latest: date, today: date
) -> None:
    found, told = None, ""
    try:
        found = parse_date(text, today, latest)
    except ValueError as error:
        told = str(error)
    assert found is not None or (told.endswith(".") and told[0] in "‘T")


@given(
    text=st.sampled_from(["yesterday", "today", "monday", "sun", "29 feb", "14 mar", "december"]),
    today=CLOCKS,
)
def test_words_mean_a_day_that_is_not_to_come_whatever_the_date_is(text: str, today: date) -> None:
    assert timedelta(0) <= today - parse_date(text, today).first <= timedelta(days=8 * 366)


@pytest.mark.slow
def test_readings_at_both_ends_of_what_there_can_be_are_shown(octoterm: CommandLine) -> None:
    first, last = (
        half_hours(f"{day}T00:00Z", f"{day}T12:00Z") for day in ("1990-01-01", "2099-12-31")
    )
    octoterm.configure()
    octoterm.store(readings([*first, *last]))
    years = json.loads(octoterm("summary", "--by", "year", "--format", "json").out)
    assert [year["label"] for year in years] == [str(year) for year in range(1990, 2100)]
    for day, within in (("1990-01-01", "year"), ("2099-12-31", "week"), ("2099-12-31", "year")):
        result = octoterm("summary", "--within", within, "--from", day, "--compare", "year")
        assert (result.exit_code, result.err) == (0, "")
        assert "24/" in result.out


@pytest.mark.extended
def test_no_step_leads_out_of_readings_at_the_ends_of_what_there_can_be() -> None:
    starts = [*half_hours("1990-01-01T00:00Z", "1990-01-01T12:00Z")]
    starts += half_hours("2099-12-31T00:00Z", "2099-12-31T12:00Z")
    series = Series.from_readings(starts, [0.1] * len(starts))
    whole = series.whole
    assert whole is not None
    for kind in list(Granularity)[1:]:
        for day in (whole.first, whole.last):
            here = Position(kind, day)
            for steps in (-100, -1, 1, 100):
                for there in (here.moved(steps, series), here.leapt(steps, series)):
                    assert there.day in whole
                    assert there.period(series).overlaps(whole)
