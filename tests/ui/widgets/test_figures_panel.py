"""The panel beside a view: figures, and the period among its neighbours."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.geometry import Size

from octoterm.analysis.period_figures import Figure
from octoterm.analysis.period_readings import PeriodReadings
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity, Period
from octoterm.ui.drawing.symbols import UNICODE
from octoterm.ui.widgets.figures_panel import FiguresPanel, PanelPicture, fitting
from tests.support.dashboards import opened, synced
from tests.support.households import half_hours, march

STARTS = half_hours("2024-02-01T00:00Z", "2024-03-15T00:00Z")
HOUSE = Series.from_readings(STARTS, [0.5 if start >= STARTS[-48] else 0.25 for start in STARTS])
THURSDAY = Period.containing(Granularity.DAY, HOUSE.calendar.day_of(STARTS[-1]))


def panel(width: int, height: int) -> PanelPicture:
    return PanelPicture(PeriodReadings(HOUSE, THURSDAY), None, Size(width, height), UNICODE)


def lines(width: int, height: int) -> list[str]:
    return ["".join(symbol for symbol, _ in row).rstrip() for row in panel(width, height).rows]


@pytest.mark.parametrize(("width", "height"), [(24, 18), (24, 30), (44, 24), (64, 34), (24, 4)])
def test_it_keeps_within_its_size_and_has_the_total_in_one_piece(width: int, height: int) -> None:
    shown = lines(width, height)
    assert len(shown) <= height
    assert all(len(line) <= width for line in shown)
    assert any("Total 24.00 kWh" in line for line in shown)


@pytest.mark.parametrize("height", range(8))
@pytest.mark.parametrize("width", [24, 44, 64])
def test_it_keeps_within_any_number_of_rows(width: int, height: int) -> None:
    assert len(lines(width, height)) <= height


def test_the_first_figure_stands_out_and_others_go_where_there_is_no_room() -> None:
    assert [line.strip() for line in lines(24, 18)][:3] == ["", "Total 24.00 kWh", ""]
    assert not any("readings" in line for line in lines(24, 8))
    assert any("all 48 readings" in line for line in lines(24, 18))


def test_where_rows_are_few_only_what_belongs_together_stands_together() -> None:
    one, two, three = (
        Figure("Peak 1.55 kW", drop=4, begins_group=True),
        Figure("Base load 163 W", drop=3),
        Figure("all 48 readings", drop=7, begins_group=True),
    )
    figures = (one, two, three)
    apart, grouped, close, less = (fitting(figures, 20, rooms) for rooms in (6, 5, 4, 3))
    assert apart == ["", one.text, "", two.text, "", three.text]
    assert grouped == ["", one.text, two.text, "", three.text]
    assert close == ["", one.text, two.text, three.text]
    assert less == ["", one.text, two.text]


def test_neighbours_are_below_or_where_wide_beside_the_figures() -> None:
    below = lines(24, 30)
    at = below.index(" Nearby days (kWh)")
    assert "Thu 14" in below[-1]
    assert at > 8
    beside = lines(64, 20)
    assert beside[0].endswith("Nearby days (kWh)")
    assert [line[32:].split()[:2] for line in beside[-2:]] == [["Wed", "13"], ["Thu", "14"]]


def test_neighbours_with_some_of_their_readings_are_told_from_the_others() -> None:
    some = Series.from_readings(STARTS[:-46], [0.25] * (len(STARTS) - 46))
    picture = PanelPicture(PeriodReadings(some, THURSDAY), None, Size(64, 20), UNICODE)
    rows = ["".join(symbol for symbol, _ in row) for row in picture.rows]
    assert rows[0].rstrip().endswith("Nearby days (kWh)  ▒ incomplete")
    assert ("▒" in rows[-1], "▒" in rows[-2]) == (True, False)
    narrow = PanelPicture(PeriodReadings(some, THURSDAY), None, Size(24, 30), UNICODE)
    assert " Nearby  ▒ incomplete" in ["".join(s for s, _ in row).rstrip() for row in narrow.rows]


def test_neighbours_that_the_view_lists_are_not_listed_again() -> None:
    readings = PeriodReadings(HOUSE, THURSDAY)
    picture = PanelPicture(readings, None, Size(64, 20), UNICODE, shows_neighbours=False)
    assert not any("Nearby" in "".join(symbol for symbol, _ in row) for row in picture.rows)


@pytest.mark.extended
async def test_neighbours_are_listed_once_in_the_panel_or_the_table(tmp_path: Path) -> None:
    async with opened(tmp_path, march(), size=(120, 40)) as here:
        await here.press("2")
        await here.shows("last days")
        await here.until(lambda: "Nearby" not in here.text)
        await here.press("c")  # with a comparison the half hours take all rows of the table
        await here.shows("Nearby")
        await here.until(lambda: "last days" not in here.text)


def test_bars_of_neighbours_are_in_proportion() -> None:
    wednesday, thursday = (line.count("■") for line in lines(64, 20)[-2:])
    assert abs(thursday - 2 * wednesday) <= 1


async def test_a_click_on_a_neighbour_opens_it(tmp_path: Path) -> None:
    async with opened(tmp_path, march(), size=(120, 40)) as here:
        await synced(here)
        await here.shows("Thu 14 Mar 2024", "Nearby days")
        row = next(y for y, line in enumerate(here.lines) if line.rfind("Sat 9 ") > 80)
        top = here.dashboard.query_one(FiguresPanel).region.y
        await here.pilot.click(FiguresPanel, offset=(50, row - top))
        await here.shows("Sat 9 Mar 2024")


@pytest.mark.extended
async def test_it_gives_way_to_the_strip_where_it_is_narrow(tmp_path: Path) -> None:
    async with opened(tmp_path, march(), size=(60, 24)) as here:
        assert not here.dashboard.query_one(FiguresPanel).display
        assert any(line.startswith(" Total 15.00 kWh  ") for line in here.lines)
        await here.pilot.resize_terminal(80, 24)
        assert here.dashboard.query_one(FiguresPanel).display
        assert not any(line.startswith(" Total") for line in here.lines)
