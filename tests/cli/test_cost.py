"""`octoterm cost` and `octoterm bill` of each kind of tariff, against plain arithmetic."""

from __future__ import annotations

import json
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from tests.conftest import CommandLine
from tests.support.households import london_day
from tests.support.tariff_homes import HOMES, Home, agile, tracker

homes = pytest.mark.parametrize("home", [make() for make in HOMES.values()], ids=list(HOMES))


def rows(octoterm: CommandLine, *arguments: object) -> list[dict[str, object]]:
    result = octoterm("cost", *arguments, "--format", "json")
    assert result.exit_code == 0
    found = json.loads(result.out)
    assert isinstance(found, list)
    return found


def numbers(record: dict[str, object], of: dict[str, object]) -> dict[str, object]:
    return {key: record[key] for key in of}


@pytest.mark.extended
@homes
def test_each_day_costs_what_its_half_hours_cost(octoterm: CommandLine, home: Home) -> None:
    home.move_in(octoterm)
    days = home.days()
    found = rows(octoterm, "--by", "day")
    for record, day in zip(found, days, strict=True):
        plain = home.plain.cost([day])
        assert numbers(record, plain) == plain, day


@pytest.mark.extended
@homes
def test_months_and_half_hours_add_up_to_the_same(octoterm: CommandLine, home: Home) -> None:
    home.move_in(octoterm)
    months: dict[tuple[int, int], list[date]] = {}
    for day in home.days():
        months.setdefault((day.year, day.month), []).append(day)
    for record, days in zip(rows(octoterm), months.values(), strict=True):
        plain = home.plain.cost(days)
        assert numbers(record, plain) == plain
    day = home.days()[1]
    for record, start in zip(
        rows(octoterm, "--by", "half-hour", "--from", day, "--to", day),
        london_day(day),
        strict=True,
    ):
        rate, kwh = home.plain.rate(start), home.plain.usage.get(start)
        expected = Decimal(0) if rate is None or kwh is None else Decimal(kwh) * rate
        assert record["energy_pence"] == pytest.approx(float(expected), abs=5.1e-5)
        assert record["standing_pence"] == 0


@pytest.mark.parametrize("home", [HOMES[name]() for name in HOMES if name != "tracker"])
def test_a_bill_is_rounded_once_for_each_rate_of_vat(octoterm: CommandLine, home: Home) -> None:
    home.move_in(octoterm)
    result = octoterm("bill", "--from", home.first, "--to", home.last, "--format", "json")
    bill = json.loads(result.out)
    plain = home.plain.bill(home.days())
    assert {key: bill[key] for key in plain} == plain
    cost = home.plain.cost(home.days())
    unpriced = len(home.plain.usage) - int(str(cost["priced"]))
    assert bill["coverage"] == {
        "expected": cost["expected"],
        "priced": cost["priced"],
        "missing": cost["missing"],
        "unpriced": unpriced,
    }
    energy = sum(block["energy_pence"] for block in bill["blocks"])
    assert energy == pytest.approx(cost["energy_pence"], abs=1e-3)
    assert sum(block["days"] for block in bill["blocks"]) <= len(home.days())


def test_tracker_has_a_line_a_day_of_whole_pence(octoterm: CommandLine) -> None:
    home = tracker()
    home.move_in(octoterm)
    bill = json.loads(
        octoterm("bill", "--from", home.first, "--to", home.last, "--format", "json").out
    )
    expected = []
    for day in home.days():
        starts = london_day(day)
        kwh = sum(Decimal(home.plain.usage[start]) for start in starts)
        rate = home.plain.rate(starts[0])
        assert rate is not None
        expected.append(float(round_half_up(round_half_up(kwh, "0.01") * rate, "1")))
    assert [block["energy_pence"] for block in bill["blocks"]] == expected
    cost = home.plain.cost(home.days())
    assert rows(octoterm)[0]["energy_pence"] != sum(expected)
    standing = sum(block["standing_pence"] for block in bill["blocks"])
    assert standing == pytest.approx(cost["standing_pence"])


def round_half_up(value: Decimal, to: str) -> Decimal:
    return value.quantize(Decimal(to), ROUND_HALF_UP)


def test_days_of_money_are_londons_whenever_the_household_begins_them(
    octoterm: CommandLine,
) -> None:
    home = agile(date(2024, 3, 30), date(2024, 4, 2))
    home.move_in(octoterm, day_start="03:00")
    assert [row["expected"] for row in rows(octoterm, "--by", "day")] == [48, 46, 48, 48]
    (record, *_) = rows(octoterm, "--by", "day", "--from", date(2024, 3, 31))
    assert record["start"] == "2024-03-31T00:00:00+00:00"
    assert numbers(record, plain := home.plain.cost([date(2024, 3, 31)])) == plain
    assert "Days are London's" in octoterm("cost").out
