"""What the screen says is what the commands without a screen say."""

from __future__ import annotations

import json
import re
from datetime import date, time
from itertools import takewhile, zip_longest
from pathlib import Path

import pytest

from octoterm import number_format
from octoterm.analysis.base_load import has_base_load
from octoterm.analysis.comparison.references import Reference, references
from octoterm.consumption.quantity import KWH
from octoterm.periods.period import Granularity, Period
from octoterm.ui.views.table.view import SummaryTable
from tests.conftest import CommandLine
from tests.support.dashboards import Opened, opened
from tests.support.households import half_hours, readings, utc
from tests.support.plainly import HOMES, REAL, Home
from tests.support.slow import slow

SOME_HOMES = [
    *HOMES[1:3],
    pytest.param(Home("gas-m3"), id="gas", marks=(REAL, pytest.mark.slow)),
]
"""Made-up days from three o'clock, and where they are there, the two real meters."""

DAY_OF = {"day": "2024-01-17", "week": "2024-01-17", "month": "2024-01-17", "year": "2023-06-01"}
CLOCKS_CHANGED = ("2023-03-26", "2023-10-29")


def told_by(octoterm: CommandLine, home: Home, *asked: str) -> list[dict[str, object]]:
    """What a command prints as JSON about `home`."""
    octoterm.configure(
        {
            "accounts": [{
                "url": "https://api.octopus.energy/v1/electricity-meter-points/2/meters/2/consumption",
                "apikey": "sk", "csv": "readings.csv",
            }],
            "day_start": home.day_start.isoformat("minutes"),
        }
    )  # fmt: skip
    if not (octoterm.here / "readings.csv").exists():
        octoterm.store(home.rows)
    result = octoterm(*asked, "--format", "json")
    assert result.exit_code == 0, result.err
    found = json.loads(result.out)
    assert isinstance(found, list)
    return found


def cells_of(rows: list[dict[str, object]], decimals: int) -> list[list[str]]:
    """What a table says of each row: kWh, and if compared the other's and the change."""
    cells = []
    for row in rows:
        kwh, other, change = (
            row["kwh"], row.get("compare_kwh"), row.get("change_kwh")
        )  # fmt: skip
        said = [number_format.number(kwh, decimals) if row["readings"] else "–"]  # type: ignore[arg-type]
        if "compare_kwh" in row:
            said.append("–" if other is None else number_format.number(other, decimals))  # type: ignore[arg-type]
            said.append("" if change is None else number_format.signed(change, decimals))  # type: ignore[arg-type]
        cells.append(said)
    return cells


def rows_of_table(here: Opened) -> list[str]:
    """The heading and the rows of the period, down to its total; all of them are there."""
    region = here.dashboard.query_one("#table", SummaryTable).region
    rows = (row[: region.width].rstrip() for row in here.lines[region.y : region.bottom])
    return list(takewhile(lambda row: row and not row.startswith(" Total"), rows))


def table_of(here: Opened, columns: int) -> list[list[str]]:
    """What the table on screen says in the columns after the first."""
    lines = rows_of_table(here)
    widest = max(map(len, lines))
    # Between columns all lines have two spaces at least; within one they never do.
    filled = "".join(
        " " if set(cells) == {" "} else "x"
        for cells in zip(*(line.ljust(widest) for line in lines), strict=True)
    )
    places = [found.span() for found in re.finditer(r"x+(?: x+)*", filled)]
    return [
        [line[begin:end].strip(" ▒") for begin, end in places[1 : 1 + columns]]
        for line in lines[1:]
    ]


def half_hours_of(here: Opened) -> list[list[str]]:
    """The values of the half hours, which stand in columns, in order."""
    rows = (re.findall(r"\d\d:\d\d(?: GMT| BST)? +(\S+)", row) for row in rows_of_table(here))
    columns = zip_longest(*(row for row in rows if row), fillvalue="")
    return [[value] for column in columns for value in column if value]


@pytest.mark.parametrize("home", SOME_HOMES)
@pytest.mark.parametrize("kinds", [("day", "month"), *slow(("week", "year"))], ids="-".join)
@pytest.mark.slow
async def test_the_table_is_that_of_summary_within(
    octoterm: CommandLine, tmp_path: Path, home: Home, kinds: tuple[str, ...]
) -> None:
    printed = {
        kind: [
            cells_of(
                told_by(
                    octoterm, home, "summary", "--within", kind, "--from", DAY_OF[kind], *against
                ),
                decimals=3 if kind == "day" else 2,
            )
            for against in ((), *(("--compare", each.value) for each in Reference))
        ]
        for kind in kinds
    }
    async with opened(tmp_path, home.rows, size=(160, 70), day_start=home.day_start) as here:
        await here.press("2")
        for kind, (alone, *compared) in printed.items():
            await here.go_to(DAY_OF[kind])
            await here.press(kind[0])
            shown = half_hours_of(here) if kind == "day" else table_of(here, 1)
            assert shown == alone
            period = here.dashboard.shown.period
            assert period is not None
            for against, told in zip(Reference, compared, strict=True):
                if against in references(period):
                    await here.press("c")
                    assert table_of(here, 3) == told
            await here.press("c")


@pytest.mark.slow
@pytest.mark.parametrize("home", SOME_HOMES)
async def test_the_legend_of_trends_has_what_trends_prints_last(
    octoterm: CommandLine, tmp_path: Path, home: Home
) -> None:
    base = ("base",) if has_base_load(home.series) else ()
    measures = ("total", *base, "peak")
    told = [told_by(octoterm, home, "trends", "--of", measure)[-1] for measure in measures]
    printed = [
        dict(zip((7, 30, 90), last.split()[5:8], strict=True))
        for measure in measures
        for last in octoterm("trends", "--of", measure).out.split("\n\n")[1].splitlines()[-1:]
    ]
    async with opened(tmp_path, home.rows, size=(120, 40), day_start=home.day_start) as here:
        await here.press("3")
        for measure, averages, exact in zip(measures, printed, told, strict=True):
            for days, average in averages.items():
                await here.shows(f"{days} days {average}")
                if measure != "base" and average != "–":  # of a base load JSON has that of a day
                    factor = 2 if measure == "peak" else 1
                    of_json = factor * float(str(exact[f"average_{days}"]))
                    assert average == number_format.number(of_json, 2)
            await here.press("o")


@pytest.mark.slow
@pytest.mark.parametrize("home", SOME_HOMES)
@pytest.mark.parametrize("day", CLOCKS_CHANGED)
async def test_the_base_load_of_seven_days_is_the_running_average_of_trends(
    octoterm: CommandLine, tmp_path: Path, home: Home, day: str
) -> None:
    if not has_base_load(home.series):
        pytest.skip("nothing is used all the time")
    told = told_by(octoterm, home, "trends", "--of", "base", "--from", day, "--to", day)
    if not told or told[0]["average_7"] is None:
        pytest.skip("too early in this household's readings")
    async with opened(tmp_path, home.rows, size=(120, 40), day_start=home.day_start) as here:
        await here.go_to(day)
        kwh = KWH.whole.text(told[0]["average_7"])  # type: ignore[arg-type]
        await here.shows("7-day base load", "W ≈", f"{kwh} (")


@pytest.mark.extended
@pytest.mark.parametrize("home", SOME_HOMES)
@pytest.mark.parametrize("kinds", [("day", "month"), *slow(("week", "year"))], ids="-".join)
async def test_what_c_says_is_what_summary_says(
    octoterm: CommandLine, tmp_path: Path, home: Home, kinds: tuple[str, ...]
) -> None:
    told = {}
    for kind in kinds:
        period = Period.containing(Granularity(kind), date.fromisoformat(DAY_OF[kind]))
        asked = ("--by", kind, "--from", f"{period.first}", "--to", f"{period.last}")
        told[kind] = [
            told_by(octoterm, home, "summary", *asked, "--compare", each.value)[0]["comparison"]
            for each in references(period)
        ]
    async with opened(tmp_path, home.rows, size=(200, 40), day_start=home.day_start) as here:
        for kind, said in told.items():
            await here.go_to(DAY_OF[kind])
            await here.press(kind[0])
            for words in said:
                await here.press("c")
                await here.shows(str(words))
            await here.press("c")


PARTY = "2024-03-09"


def sentences_of(octoterm: CommandLine, *asked: str) -> list[str]:
    """What a command prints below its table."""
    *_, said = octoterm(*asked).out.rstrip("\n").split("\n\n")
    return said.splitlines()


@pytest.mark.slow
async def test_every_sentence_on_screen_is_printed_below_the_table(
    octoterm: CommandLine, tmp_path: Path
) -> None:
    use = {
        start: 1.2 if start // 86_400 == utc(f"{PARTY}T00:00Z") // 86_400
        else 0.8 if start % 86_400 == 63_000 else 0.1 + start // 86_400 % 7 / 50
        for start in half_hours("2023-11-01T00:00Z", "2024-03-17T00:00Z")
    }  # fmt: skip
    rows = readings(use)
    octoterm.configure()
    octoterm.store(rows)
    within = {
        kind: sentences_of(octoterm, "summary", "--within", kind, "--from", PARTY)
        for kind in ("day", "week", "month")
    }
    assert [len(said) for said in within.values()] == [4, 1, 1]
    for first, said in (("2024-03-01", within["month"]), ("2024-03-02", [])):
        exported = octoterm("summary", "--from", first, "--format", "json").out
        assert [month["sentences"] for month in json.loads(exported)] == [said]
    march = ("--from", "2024-03-01")
    trends = {
        measure: sentences_of(octoterm, "trends", "--of", measure, *march)
        for measure in ("total", "base", "peak")
    }
    (profile,) = sentences_of(octoterm, "profile", *march)
    async with opened(tmp_path, rows, size=(240, 45)) as here:
        await here.go_to(PARTY)
        for kind, said in within.items():
            await here.press(kind[0])
            await here.shows(*said)
        await here.press("4")
        await here.shows(profile)
        await here.press("3")
        for said in trends.values():
            await here.shows(*said)
            await here.press("o")


async def test_the_strip_of_a_month_is_the_month_of_summary(
    octoterm: CommandLine, tmp_path: Path
) -> None:
    home = Home("holes", time(3))
    (month,) = told_by(
        octoterm, home, "summary", "--by", "month", "--from", "2023-11-01", "--to", "2023-11-30",
        "--compare", "previous",
    )  # fmt: skip
    async with opened(tmp_path, home.rows, size=(160, 40), day_start=home.day_start) as here:
        await here.go_to("2023-11-05")
        await here.press("m", "c", "c")
        there, expected = month["readings"], month["expected"]
        assert isinstance(there, int)
        assert isinstance(expected, int)
        await here.shows(
            f"Total {KWH.whole.text(month['kwh'])}",  # type: ignore[arg-type]
            f"{expected - there:,} of {expected:,} readings missing",
            str(month["comparison"]),
        )
