"""Values that may be below zero, as net use: changes are told in amounts, not as a share."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from octoterm.analysis.column_lists import printed_columns, shown_columns
from octoterm.analysis.comparison.compared_parts import compare_each
from octoterm.analysis.comparison.comparison import compare
from octoterm.analysis.comparison.references import Reference
from octoterm.analysis.profile.average_day import load_profile
from octoterm.analysis.profile.words import profile_sentence
from octoterm.analysis.records import record_entries
from octoterm.analysis.sentences import latest_day_in_words, sentences
from octoterm.analysis.summary import summary
from octoterm.analysis.table_columns import columns, record
from octoterm.analysis.unusual_days import unusual_days
from octoterm.consumption.quantity import KWH, NET_KWH
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity, Period
from tests.support.households import london_day

LAST = date(2024, 4, 10)
DAY = Period.containing(Granularity.DAY, LAST)


def net_use(last: float, usual: float, days: int = 100) -> Series:
    """So many kWh on each day up to Wednesday 10 April 2024, on which there are `last`."""
    kwh = {LAST - timedelta(days=n): usual for n in range(days)[::-1]} | {LAST: last}
    starts = {day: london_day(day) for day in kwh}
    return Series.from_readings(
        [start for day in kwh for start in starts[day]],
        [total / len(starts[day]) for day, total in kwh.items() for _ in starts[day]],
        quantity=NET_KWH,
    )


@pytest.mark.parametrize(
    ("last", "usual", "words"),
    [
        (4.8, 3.6, "1.20 kWh more than a usual Wednesday"),
        (-1.2, 0.48, "1.68 kWh less than a usual Wednesday"),
        (-4.8, -6.0, "1.20 kWh more than a usual Wednesday"),
        (-4.8, -4.8, "about the same as a usual Wednesday"),
    ],
)
def test_a_change_is_an_amount(last: float, usual: float, words: str) -> None:
    series = net_use(last, usual)
    found = compare(series, DAY, Reference.USUAL)
    assert found is not None
    assert found.words == words
    assert found.change_percent is None
    assert f", {words}" in latest_day_in_words(series)
    texts = [each.text for each in sentences(series, DAY, found)]
    assert not any("%" in text for text in texts)


def test_tables_and_records_have_no_share_of_it() -> None:
    series = net_use(4.8, 3.6)
    kind = Granularity.DAY
    every = columns(series, kind)
    *_, row = compare_each(series, summary(series, kind, LAST), Reference.USUAL)
    assert record([every["change_kwh"], every["change_percent"]], row) == {
        "change_kwh": pytest.approx(1.2),
        "change_percent": None,
    }
    assert every["change"].text(row) == "+1.20"
    for chosen in (printed_columns, shown_columns):
        assert "change_kwh" in chosen(series, kind, compared=True)
        assert "change_percent" not in chosen(series, kind, compared=True)
    percent = printed_columns(Series.from_readings([], [], quantity=KWH), kind, compared=True)
    assert "change_percent" in percent


def test_unusual_days_are_as_far_from_the_usual_as_they_are() -> None:
    (found,) = unusual_days(net_use(-8.0, 1.2), LAST)
    assert found.change_in_words(amount=True) == "9.20 kWh less than a usual Wednesday"
    assert found.change_percent is None


def test_nothing_is_called_use() -> None:
    series = net_use(9.6, 4.8)
    said = [entry.words for entry in record_entries(series)]
    said += [each.text for each in sentences(series, DAY, None)]
    assert said
    assert not any("use" in text.replace("usual", "") for text in said)


def test_weekends_differ_by_an_amount() -> None:
    starts = [s for n in range(14) for s in london_day(date(2024, 1, 1) + timedelta(days=n))]
    values = [0.2 if n // 48 % 7 >= 5 else 0.1 + n % 2 / 50 for n in range(len(starts))]
    series = Series.from_readings(starts, values, quantity=NET_KWH)
    said, *_ = profile_sentence(load_profile(series), NET_KWH)
    assert said.endswith("; weekends 4.32 kWh more")
