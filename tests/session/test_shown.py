"""What the dashboard shows, as one value: its parts always belong together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from octoterm.analysis.comparison.references import Reference
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity, Period
from octoterm.session.position import Position
from octoterm.session.shown import Shown
from octoterm.storage.file_facts import FileFacts
from tests.support.households import half_hours

DAY, WEEK, MONTH, ALL = Granularity.DAY, Granularity.WEEK, Granularity.MONTH, Granularity.ALL
THURSDAY = date(2024, 3, 14)
STARTS = half_hours("2024-03-01T00:00Z", "2024-03-21T00:00Z")
HOUSE = Series.from_readings(STARTS, [0.25] * len(STARTS))
ON_THURSDAY = Shown("Electricity", HOUSE, Position(DAY, THURSDAY))


def at(kind: Granularity, day: date = THURSDAY) -> Shown:
    return replace(ON_THURSDAY, position=Position(kind, day))


def test_before_anything_was_read_there_is_no_period() -> None:
    nothing = Shown()
    assert (nothing.period, nothing.day, nothing.readings) == (None, None, None)


def test_a_period_asked_for_in_another_meter_has_its_name_before_there_are_readings() -> None:
    waiting = Shown("Gas", None, Position(WEEK, THURSDAY))
    assert waiting.period == Period.containing(WEEK, THURSDAY)
    assert waiting.readings is None


def test_the_readings_are_those_of_the_period_in_the_series_that_is_shown() -> None:
    readings = at(WEEK).readings
    assert readings is not None
    assert readings.figures.total == pytest.approx(7 * 48 * 0.25)
    assert [each.part.label for each in readings.parts][:2] == ["Mon 11", "Tue 12"]


def test_what_is_worked_out_of_a_period_is_worked_out_once() -> None:
    shown = at(MONTH)
    assert shown.readings is shown.readings
    assert shown.readings is not None
    assert shown.readings.parts is shown.readings.parts


def test_other_readings_of_the_same_period_are_never_mixed_with_the_ones_before() -> None:
    before = ON_THURSDAY.readings
    assert before is not None
    twice = Series.from_readings(STARTS, [0.5] * len(STARTS))
    after = replace(ON_THURSDAY, series=twice).readings
    assert after is not None
    assert after.figures.total == 2 * before.figures.total


def test_days_outside_the_readings_are_parts_of_a_month_but_not_due() -> None:
    readings = at(MONTH).readings
    assert readings is not None
    assert (len(readings.parts), len(readings.parts_due)) == (31, 20)


def test_the_reach_of_the_readings_ends_with_the_last_half_hour() -> None:
    readings = at(MONTH).readings
    assert readings is not None
    assert (readings.reach.start, readings.reach.stop) == (STARTS[0], STARTS[-1] + 1800)
    empty = replace(at(MONTH), series=Series.from_readings([], [])).readings
    assert empty is not None
    assert not empty.reach


def test_a_comparison_is_only_there_where_it_is_asked_for() -> None:
    assert ON_THURSDAY.readings is not None
    assert ON_THURSDAY.readings.comparison is None
    asked = replace(ON_THURSDAY, against=Reference.PREVIOUS).readings
    assert asked is not None
    assert asked.comparison is not None
    assert asked.name_of_other == "Wed 13 Mar 2024"


@pytest.mark.parametrize(
    ("before", "after", "keeps"),
    [
        (at(DAY), at(DAY, date(2024, 3, 15)), True),
        (at(DAY), replace(at(DAY), series=Series.from_readings(STARTS[:9], [1.0] * 9)), True),
        (at(WEEK), at(WEEK, date(2024, 3, 12)), False),
        (at(DAY), at(WEEK), False),
        (Shown(), at(DAY), False),
        (Shown("Gas"), Shown("Gas", HOUSE), True),
    ],
    ids=["a step", "other readings", "another day of it", "another kind", "the first", "nowhere"],
)
def test_a_cursor_keeps_its_place_after_a_step_and_while_readings_come(
    before: Shown, after: Shown, keeps: bool
) -> None:
    assert after.keeps_place_of(before) is keeps


def test_a_sync_that_brought_nothing_new_changes_only_the_facts_about_the_file() -> None:
    synced = replace(ON_THURSDAY, file_facts=FileFacts(size=144))
    assert synced.differs_only_in_file_facts(ON_THURSDAY)
    for changes in ({"position": Position(WEEK, THURSDAY)}, {"series": None}):
        changed = replace(synced, **changes)  # type: ignore[arg-type]
        assert not changed.differs_only_in_file_facts(ON_THURSDAY)
