"""`c`: the period before, or the same a year earlier, behind the bars and in the table."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from octoterm.readings_csv.row import Row
from tests.support.dashboards import opened
from tests.support.households import half_hours, london_day, readings
from tests.support.slow import slow

BEFORE = "Wed 13 Mar 2024"


def two_days(thursday: float = 0.2, wednesday: float = 0.4) -> list[Row]:
    """So much in each half hour."""
    return readings(
        {
            **dict.fromkeys(half_hours("2024-03-13T00:00Z", "2024-03-14T00:00Z"), wednesday),
            **dict.fromkeys(half_hours("2024-03-14T00:00Z", "2024-03-15T00:00Z"), thursday),
        }
    )


def years(*usage: tuple[str, str, float]) -> list[Row]:
    return readings(
        {
            start: value
            for since, until, value in usage
            for start in half_hours(f"{since}T00:00Z", f"{until}T00:00Z")
        }
    )


@pytest.mark.parametrize("size", [(40, 12), *slow((80, 24), (120, 40))])
async def test_c_goes_from_the_period_before_to_a_year_earlier_to_none(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    rows = [*years(("2023-03-14", "2023-03-15", 0.1)), *two_days()]
    async with opened(tmp_path, rows, size=size) as here:
        await here.press("c")
        await here.shows("░░ Wed 13 Mar", "-50 %")
        await here.press("c")
        await here.shows("░░ Tue 14 Mar", "+100 %")
        await here.press("c")
        await here.until(lambda: "░" not in here.text and "100 %" not in here.text)


async def test_what_was_more_stands_above_the_bars(tmp_path: Path) -> None:
    async with opened(tmp_path, two_days()) as here:
        await here.press("c")
        await here.shows("░░ Wed 13 Mar 2024")
        columns = ["".join(rows) for rows in zip(*here.chart, strict=False)]
        assert all("░" in column and "█" in column for column in columns[6 : 6 + 48])
        assert all(column.index("░") < column.index("█") for column in columns[6 : 6 + 48])


async def test_what_was_less_crosses_the_bars(tmp_path: Path) -> None:
    async with opened(tmp_path, two_days(thursday=0.4, wednesday=0.2)) as here:
        await here.press("c")
        await here.shows("░░ Wed 13 Mar 2024")
        crossed = [row for row in here.chart if "━" in row]
        assert [row.count("━") for row in crossed] == [48]
        assert not any("░" in row for row in here.chart[1:])


async def test_a_day_of_46_half_hours_is_beside_the_same_clock_times(tmp_path: Path) -> None:
    saturday, sunday = london_day(date(2024, 3, 30)), london_day(date(2024, 3, 31))
    rows = readings({start: number / 100 for number, start in enumerate([*saturday, *sunday])})
    async with opened(tmp_path, rows) as here:
        await here.press("c", "2", "g", "end", "g", "G")
        await here.shows("Sun 31 Mar 2024")
        table = [line.split() for line in here.lines]
        # At 00:30 the 2nd half hour of either day, at 02:00 the 3rd of 46 and the 5th of 48.
        assert ["00:30", "0.490", "0.010", "+0.480"] in [row[:4] for row in table]
        assert ["02:00", "0.500", "0.040", "+0.460"] in [row[:4] for row in table]


async def test_a_month_that_is_not_over_is_compared_with_the_same_stretch(tmp_path: Path) -> None:
    rows = years(("2024-02-01", "2024-03-01", 0.5), ("2024-03-01", "2024-03-15", 0.25))
    async with opened(tmp_path, rows) as here:
        await here.press("m", "c")
        # 14 days of 12 kWh beside 14 of 24.
        await here.shows("-50 % (-168.00 kWh) on February 2024 until 15 Feb 00:00")


async def test_too_little_to_compare_with_is_said_and_no_change_is_shown(tmp_path: Path) -> None:
    rows = years(("2024-02-01", "2024-02-03", 0.5), ("2024-03-01", "2024-03-15", 0.25))
    async with opened(tmp_path, rows) as here:
        await here.press("m", "c")
        await here.shows("Not compared with February 2024", "it lacks 576 of 672")


@pytest.mark.parametrize("size", [(80, 24), *slow((120, 40))])
async def test_the_table_has_the_other_period_and_the_change(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    rows = years(("2024-02-01", "2024-03-01", 0.5), ("2024-03-01", "2024-03-15", 0.25))
    async with opened(tmp_path, rows, size=size) as here:
        await here.press("m", "c", "2")
        await here.shows("February 2024", "+/- kWh")
        assert ["Sat", "2", "12.00", "24.00", "-12.00", "-50", "%"] in [
            line.split()[:7] for line in here.lines
        ]


async def test_all_readings_show_each_year_beside_the_one_before(tmp_path: Path) -> None:
    rows = years(("2022-01-01", "2023-01-01", 0.1), ("2023-01-01", "2024-01-01", 0.2))
    async with opened(tmp_path, rows) as here:
        await here.press("a", "2", "c")
        await here.shows("the year before", "Each beside the one before")
        assert ["2023", "3,504.00", "1,752.00", "+1,752.00", "+100", "%"] in [
            line.split()[:6] for line in here.lines
        ]


async def test_e_writes_what_is_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(tmp_path, two_days()) as here:
        await here.press("c", "e")
        await here.shows("Written: octoterm-electricity-against-previous-2024-03-14.csv")
    with (tmp_path / "octoterm-electricity-against-previous-2024-03-14.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 48
    assert {(row["kwh"], row["compare_kwh"], row["change_kwh"]) for row in rows} == {
        ("0.2", "0.4", "-0.2")
    }


async def test_a_comparison_is_plain_in_ascii(tmp_path: Path) -> None:
    async with opened(tmp_path, two_days(0.4, 0.2), ascii_only=True) as here:
        await here.press("c")
        await here.shows("// Wed 13 Mar 2024", "=" * 48)
        assert here.text.isascii()
        await here.press("w", "2")
        await here.shows("4-10 Mar 2024  +/- kWh")
        assert here.text.isascii()


async def test_without_readings_there_is_nothing_to_compare(tmp_path: Path) -> None:
    async with opened(tmp_path) as here:
        await here.press("c")
        await here.shows("No readings yet")
        assert here.dashboard.shown.against is None
