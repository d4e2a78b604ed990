"""The bars of the usage chart, without a screen."""

from __future__ import annotations

from datetime import date, timedelta

from octoterm.analysis.comparison.references import Reference
from octoterm.analysis.period_readings import PeriodReadings
from octoterm.periods.period import Granularity, Period
from octoterm.ui.drawing.bars import Slots
from octoterm.ui.views.usage.bars import bars_of
from tests.support.households import london_day
from tests.support.plainly import of

DAY = date(2024, 4, 10)


def test_half_hours_of_which_the_usual_is_not_known_have_no_outline() -> None:
    before = [london_day(DAY - timedelta(weeks=weeks)) for weeks in (1, 2, 3)]
    known = [start for starts in before for start in starts if start not in starts[1:3]]
    series = of(dict.fromkeys(known, 0.5) | dict.fromkeys(london_day(DAY), 0.25))
    readings = PeriodReadings(series, Period.containing(Granularity.DAY, DAY), Reference.USUAL)
    form = series.quantity.half_hour
    for together, outlined in ((1, [0.5, None, None] + [0.5] * 45), (2, [None] * 2 + [1.0] * 22)):
        slots = Slots(1, 0, together)
        bars = bars_of(readings.parts, form, slots, readings.reach, Granularity.DAY)
        assert [bar.value for bar in bars.others] == outlined
