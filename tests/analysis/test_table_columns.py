"""The columns of a table: each says what the comparison or the figures behind it say."""

from __future__ import annotations

from datetime import date

import pytest

from octoterm.analysis.comparison.compared_parts import compare_each, not_compared
from octoterm.analysis.comparison.comparison import compare
from octoterm.analysis.comparison.references import Reference
from octoterm.analysis.summary import summary
from octoterm.analysis.table_columns import columns
from octoterm.cli.printed.summary_table import lines
from octoterm.consumption.clock_grid import ClockGrid
from octoterm.number_format import percent
from octoterm.periods.period import Granularity
from tests.support.households import london_day
from tests.support.plainly import HOLES, HOLES_FROM_THREE, Home, of


@pytest.mark.extended
@pytest.mark.parametrize("home", [HOLES, HOLES_FROM_THREE])
@pytest.mark.parametrize("kind", [Granularity.DAY, Granularity.MONTH])
def test_the_change_on_the_usual_is_that_of_the_comparison(home: Home, kind: Granularity) -> None:
    series = home.series
    change = columns(series, kind)["change"]
    shown = set()
    for part in summary(series, kind):
        assert part.period is not None
        found = compare(series, part.period, Reference.USUAL)
        assert found is not None
        known = found.own is not None and found.other is not None
        expected = percent(found.own, found.other) if known else ""  # type: ignore[arg-type]
        expected = "±0%" if "about the same" in found.words else expected
        assert change.text(not_compared(part)) == expected
        shown.add(bool(expected))
    assert shown == {True, False}


def test_two_amounts_that_are_read_as_one_have_no_change_in_percent_either() -> None:
    before, day = (london_day(date(2024, 3, number)) for number in (13, 14))
    series = of(dict.fromkeys(before + day, 0.0) | {before[0]: 0.006, day[0]: 0.01})
    part = next(each for each in summary(series, Granularity.DAY) if each.figures.start == day[0])
    (row,) = compare_each(series, [part], Reference.PREVIOUS)
    assert row.comparison is not None
    assert "about the same" in row.comparison.words
    assert columns(series, Granularity.DAY)["change_percent"].text(row) == "±0%"


def test_hours_are_not_added_up_where_no_bands_are_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(ClockGrid, "sums")
    series = HOLES.series
    rows = [not_compared(part) for part in summary(series, Granularity.DAY)]
    assert (
        len(list(lines(series, Granularity.DAY, rows, rows[0], compared=False))) == len(rows) + 2
    )
