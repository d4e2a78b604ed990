"""The raster of missing half hours."""

from __future__ import annotations

from textual.geometry import Size

from octoterm.ui.drawing.symbols import UNICODE
from octoterm.ui.views.data.raster import MARGIN, WIDTH, Raster
from tests.support.households import half_hours
from tests.support.plainly import of


def test_a_half_hour_missing_in_one_of_the_two_hours_of_an_autumn_night_is_seen() -> None:
    starts = half_hours("2023-10-28T00:00+01:00", "2023-10-30T00:00Z")
    second_hour = half_hours("2023-10-29T01:00Z", "2023-10-29T02:00Z")
    for lost, column in ((second_hour[0] - 3600, 2), (second_hour[1], 3)):
        series = of(dict.fromkeys(set(starts) - {lost}, 0.1))
        rows = Raster(series, Size(WIDTH, 5), UNICODE).rows
        drawn = "".join(symbol for symbol, _ in rows[-2])[MARGIN:]
        assert drawn == "■" * column + "×" + "■" * (47 - column)
