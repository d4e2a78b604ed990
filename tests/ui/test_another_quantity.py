"""A quantity that nothing in the views or commands has heard of is shown by all of them.

Pence: below zero in some half hours, with a fixed part a day, and some half hours left out.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest

from octoterm.consumption.days import Columns
from octoterm.consumption.quantity import Form, Quantity
from octoterm.consumption.series import Series
from octoterm.household.meter import Meter
from octoterm.household.meter_point import MeterPoint
from octoterm.periods.calendar import Calendar
from octoterm.readings_csv.contents import Contents
from octoterm.runtime.slices import Sliced
from octoterm.session import meter_series
from tests.conftest import CommandLine
from tests.support import REPOSITORY
from tests.support.dashboards import opened
from tests.support.households import half_hours, readings, utc
from tests.support.slow import slow

PENCE = Quantity(
    key="cost_pence",
    whole=Form("£", 2, factor=0.01, unit_first=True),
    half_hour=Form("p", 2),
    rate=Form("p/h", 1),
    rate_key="least_pence_an_hour",
    rate_name="least kVA",
    sum_decimals=4,
    noteworthy=50.0,
    negligible=1e-4,
)
STANDING = 61.0
DAYS = ("2024-03-01T00:00Z", "2024-03-15T00:00Z")


A_DAY = 45 * 1.0 + 30.0 - 2 * 4.0 + STANDING
"""1 p each half hour, 30 p at 18:00, paid for twice at night, and the standing charge."""
LAST_DAY = A_DAY - 1.0
"""Half an hour of it is not known."""


def pence(start: int) -> float | None:
    """Of the half hour from `start`; one of the last day has no price."""
    if start == utc("2024-03-14T06:00Z"):
        return None
    return {2: -4.0, 3: -4.0, 36: 30.0}.get(start % 86_400 // 1800, 1.0)


def priced(
    contents: Mapping[Meter, Contents],
    _: MeterPoint,
    calendar: Calendar,
    before: Series | None = None,
) -> Sliced[Series]:
    """The readings as what they cost."""
    (sheet,) = contents.values()
    there = [(start, value) for start in sheet.starts if (value := pence(start)) is not None]
    columns = Columns(type(sheet.starts)("I"), type(sheet.values)("d"))
    columns.starts.extend(start for start, _ in there)
    columns.values.extend(value for _, value in there)
    first = date(2024, 3, 1)
    fixed = {first + timedelta(days=n): STANDING for n in range(14)}
    return Series.build_in_slices(columns, calendar, 1.0, before, PENCE, fixed)


@pytest.fixture(autouse=True)
def _shows_pence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meter_series, "series_of", priced)


def rows() -> list[object]:
    return readings(half_hours(*DAYS))


@pytest.mark.parametrize("size", [(80, 24), *slow((120, 40))])
async def test_every_view_shows_it(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(tmp_path, rows(), size=size) as here:
        await here.shows("Total £1.28", "all 48 readings", "7-day least kVA −8.0 p/h")
        await here.press("right")
        await here.shows("Total £1.27", "1 of 48", "(£0.30)", "18:00", "p per half hour", "0┤")
        await here.press("m")
        await here.shows("Total £17.91", "£ per day")
        await here.press("2")
        await here.shows("1.28", "1.27", "£", "peak p/h", "60.0", "−8.0 p/h")
        await here.press("d")
        await here.shows("p/h", "−4.00", "−8.0")
        await here.press("3")
        await here.shows("£  Daily total · Thu 14 Mar 2024", "Highest of all £1.28", "o Least kVA")
        await here.press("o")
        await here.shows("Least kVA · Thu 14 Mar 2024")
        await here.press("4", "m")
        await here.shows("March 2024", "30.0", "0.67")
        await here.press("p")
        await here.shows("£1.27")
        await here.press("escape", "1", "c")
        assert not [line for line in here.lines if "kWh" in line]


async def test_its_own_keys_are_in_the_export(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(tmp_path, rows()) as here:
        await here.press("w", "e")
        await here.shows("octoterm-electricity-week-2024-03-11.csv")
    days = the_exported(tmp_path)
    assert [float(day["cost_pence"]) for day in days[:4]] == [A_DAY] * 3 + [LAST_DAY]
    assert float(days[0]["peak_cost_pence"]) == 30
    assert float(days[0]["least_pence_an_hour"]) == -8


def the_exported(folder: Path) -> list[dict[str, str]]:
    (exported,) = folder.glob("octoterm-*.csv")
    with exported.open() as file:
        return list(csv.DictReader(file))


def said(octoterm: CommandLine, *arguments: str) -> str:
    octoterm.configure()
    octoterm.store(rows())
    return octoterm(*arguments).out


def test_json_and_csv_have_its_keys_and_sums(octoterm: CommandLine) -> None:
    (march,) = json.loads(said(octoterm, "summary", "--format", "json"))
    assert march["cost_pence"] == 13 * A_DAY + LAST_DAY
    assert (march["readings"], march["expected"]) == (14 * 48 - 1, 31 * 48 - 2)
    assert march["projected_cost_pence"] is None
    header, *_ = said(octoterm, "profile", "--format", "csv").splitlines()
    assert header == "time,weekday_cost_pence,weekend_cost_pence,all_cost_pence,readings"
    half_hour = json.loads(said(octoterm, "summary", "--by", "half-hour", "--format", "json"))[2]
    assert half_hour["cost_pence"] == -4.0


def test_tables_are_in_its_units(octoterm: CommandLine) -> None:
    assert said(octoterm, "summary", "--by", "day").splitlines()[2].split()[1] == "£"
    for command in ("summary", "today", "trends", "profile"):
        text = said(octoterm, command)
        assert "kWh" not in text, text
    assert "1.28" in said(octoterm, "trends")


def folder_texts(*folders: str) -> Iterator[tuple[Path, str]]:
    for folder in folders:
        for path in (REPOSITORY / "octoterm" / folder).rglob("*.py"):
            yield path, path.read_text(encoding="utf-8")


def test_no_view_widget_or_command_names_a_unit() -> None:
    for path, text in folder_texts("ui/views", "ui/widgets", "ui/drawing", "cli"):
        code = "\n".join(line.partition("#")[0] for line in text.splitlines())
        assert "PENCE" not in code
        assert "import KWH" not in code, path
