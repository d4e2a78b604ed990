"""`c`: the usual, the period before or a year earlier, behind the bars and in the table."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from octoterm.readings_csv.row import Row
from tests.support.dashboards import opened
from tests.support.households import half_hours, london_day, march, readings
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
async def test_c_goes_from_the_usual_to_the_period_before_to_a_year_earlier_to_none(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    thursdays = years(*((f"2024-{day}", f"2024-{day[:3]}{int(day[3:]) + 1:02}", 0.8)
                        for day in ("02-22", "02-15", "03-07")))  # fmt: skip
    rows = [*years(("2023-03-16", "2023-03-17", 0.1)), *thursdays, *two_days()]
    async with opened(tmp_path, rows, size=size) as here:
        await here.press("c")
        await here.shows("── a usual Thursday", "75%", " less")
        await here.press("c")
        await here.shows("── Wed 13 Mar", "50%", " less")
        await here.press("c")
        await here.shows("── Thu 16 Mar", "100%", " more")
        await here.press("c")
        await here.until(lambda: here.dashboard.shown.against is None)


@pytest.mark.extended
@pytest.mark.parametrize(("thursday", "wednesday"), [(0.2, 0.4), (0.4, 0.2)])
async def test_the_other_day_is_a_line_at_its_height_above_the_bars_or_across_them(
    tmp_path: Path, thursday: float, wednesday: float
) -> None:
    async with opened(tmp_path, two_days(thursday, wednesday)) as here:
        await here.press("c", "c")
        await here.shows("── Wed 13 Mar 2024")
        canvas = [row[6 : 6 + 48] for row in here.chart]
        line = next(y for y, row in enumerate(canvas) if row in ("▔" * 48, "─" * 48))
        top = next(y for y, row in enumerate(canvas) if row == "█" * 48)
        assert (line < top) == (wednesday > thursday)


@pytest.mark.extended
async def test_a_day_of_46_half_hours_is_beside_the_same_clock_times(tmp_path: Path) -> None:
    saturday, sunday = london_day(date(2024, 3, 30)), london_day(date(2024, 3, 31))
    rows = readings({start: number / 100 for number, start in enumerate([*saturday, *sunday])})
    async with opened(tmp_path, rows) as here:
        await here.press("c", "c", "2", "g", "end", "g", "G", *["up"] * 50)
        await here.shows("Sun 31 Mar 2024")
        table = [line.split() for line in here.lines]
        # At 00:30 the 2nd half hour of either day, at 02:00 the 3rd of 46 and the 5th of 48.
        assert ["00:30", "0.490", "0.010", "+0.480"] in [row[:4] for row in table]
        assert ["02:00", "0.500", "0.040", "+0.460"] in [row[:4] for row in table]


@pytest.mark.extended
async def test_a_month_that_is_not_over_is_compared_over_the_same_weekdays(tmp_path: Path) -> None:
    rows = years(("2024-02-01", "2024-03-01", 0.5), ("2024-03-01", "2024-03-15", 0.25))
    async with opened(tmp_path, rows, size=(100, 24)) as here:
        await here.press("m", "c", "c")
        # 14 days of 12 kWh next to 14 of 24.
        await here.shows(
            "1–14 Mar, the 14 days both have: 168.00 kWh, 50% (168.00 kWh) less than February"
        )


@pytest.mark.extended
async def test_too_little_to_compare_with_is_said_and_no_change_is_shown(tmp_path: Path) -> None:
    rows = years(("2024-02-02", "2024-02-04", 0.5), ("2024-03-01", "2024-03-15", 0.25))
    async with opened(tmp_path, rows, size=(100, 24)) as here:
        await here.press("m", "c")
        await here.shows("Too little data in the 8 weeks before")
        await here.press("c")
        await here.shows(
            "Too little data to compare: February 2024 is missing 576 of 672 half hours"
        )


@pytest.mark.extended
@pytest.mark.parametrize("size", [(80, 24), *slow((120, 40))])
async def test_the_table_has_the_other_period_and_the_change(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    rows = years(("2024-02-01", "2024-03-01", 0.5), ("2024-03-01", "2024-03-15", 0.25))
    async with opened(tmp_path, rows, size=size) as here:
        await here.press("m", "c", "c", "2")
        await here.shows("February 2024", "± kWh", "± %")
        assert ["Sat", "2", "12.00", "24.00", "−12.00", "−50%"] in [
            line.split()[:6] for line in here.lines
        ]


@pytest.mark.extended
async def test_the_change_of_the_table_is_that_on_the_usual(tmp_path: Path) -> None:
    # Sundays are quiet, and the last one is quieter still.
    quiet = [f"2024-{day}" for day in ("02-04", "02-11", "02-18", "02-25", "03-03", "03-10")]
    usage = dict.fromkeys(half_hours("2024-02-01T00:00Z", "2024-03-12T00:00Z"), 0.5)
    for sunday in quiet:
        usage |= dict.fromkeys(london_day(date.fromisoformat(sunday)), 0.2)
    usage |= dict.fromkeys(london_day(date(2024, 3, 10)), 0.1)
    async with opened(tmp_path, readings(usage), size=(120, 40)) as here:
        await here.press("m", "2")
        await here.shows("v. usual")
        of_day = {line.split()[1]: line for line in here.lines if line.startswith((" Su", " Sa"))}
        assert "−50%" in of_day["10"]
        assert "±0%" in of_day["9"]


@pytest.mark.slow
async def test_all_readings_show_each_month_or_year_beside_the_one_before(tmp_path: Path) -> None:
    rows = years(("2021-01-01", "2023-01-01", 0.1), ("2023-01-01", "2024-01-01", 0.2))
    async with opened(tmp_path, rows) as here:
        await here.press("a", "2", "c")
        await here.shows("the usual", "Each year beside the usual")
        await here.press("c")
        await here.shows("the one before", "Each year beside the one before")
        assert ["2023", "3,504.00", "1,747.20", "+1,747.20", "+100%", "364"] in [
            line.split()[:6] for line in here.lines
        ]


@pytest.mark.extended
async def test_e_writes_what_is_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(tmp_path, two_days()) as here:
        await here.press("c", "c", "e")
        await here.shows("octoterm-electricity-against-previous-2024-03-14.csv")
    with (tmp_path / "octoterm-electricity-against-previous-2024-03-14.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 48
    assert {(row["kwh"], row["compare_kwh"], row["change_kwh"]) for row in rows} == {
        ("0.2", "0.4", "-0.2")
    }


@pytest.mark.extended
async def test_a_comparison_is_plain_in_ascii(tmp_path: Path) -> None:
    async with opened(tmp_path, two_days(0.4, 0.2), ascii_only=True) as here:
        await here.press("c", "c")
        await here.shows("-- Wed 13 Mar 2024", "++ base load", "0.2|" + "-" * 48)
        assert here.text.isascii()
        await here.press("w", "2")
        await here.shows("4-10 Mar 2024  +/- kWh  +/- %")
        assert here.text.isascii()


@pytest.mark.extended
async def test_without_readings_there_is_nothing_to_compare(tmp_path: Path) -> None:
    async with opened(tmp_path) as here:
        await here.press("c")
        await here.shows("No readings yet")
        assert here.dashboard.shown.against is None


async def test_where_there_is_no_line_for_sentences_the_status_tells_the_change(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, march(), size=(40, 12)) as here:
        await here.press("c")
        assert here.lines[-2].strip() == "About the same as a usual Thursday"
