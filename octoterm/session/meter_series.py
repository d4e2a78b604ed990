"""Makes the Series of a meter from the contents of its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoterm.consumption.days import Columns
from octoterm.consumption.series import Series
from octoterm.periods.calendar import Calendar
from octoterm.readings_csv.contents import Contents
from octoterm.runtime.slices import Sliced

if TYPE_CHECKING:
    from octoterm.household.meter import Meter


def series_of(
    contents: Contents, meter: Meter, calendar: Calendar, before: Series | None = None
) -> Sliced[Series]:
    """The readings in kWh, by the household's days. Unchanged days are reused from `before`."""
    columns = Columns(contents.starts, contents.values)
    return Series.build_in_slices(columns, calendar, meter.kwh_per_unit, before)
