"""What the meter points of an account cost: odd agreements, exports, gas, the net of a home."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pytest

from octoterm.storage.folders import Folders
from tests.conftest import CommandLine
from tests.support.accounts import agreement, electricity, gas, home
from tests.support.households import half_hours, london_day, readings, stamp, utc
from tests.support.known_accounts import NUMBER, know
from tests.support.plain_costs import Plain, no_vat
from tests.support.priced_homes import store_prices
from tests.support.pricing import since, tariff
from tests.support.tariff_homes import days_between, usage_of

IMPORT, EXPORT, GAS = "2000000000017", "2000000000025", "3000000017"
LONG_AGO = "2000-01-01T00:00Z"
FIRST, LAST = date(2024, 3, 29), date(2024, 4, 3)
USAGE = usage_of(FIRST, LAST)
FLEXIBLE, FIXED = "E-1R-VAR-22-11-01-C", "E-1R-FIX-12M-23-01-01-C"
OUTGOING, GAS_TARIFF = "E-1R-OUTGOING-FIX-12M-19-05-13-C", "G-1R-VAR-22-11-01-C"
IMPORTED = Plain(USAGE, lambda _: Decimal("24.5"), lambda _: Decimal("53.35"))
EXPORTED = Plain(USAGE, lambda _: Decimal("15"), lambda _: Decimal(0), no_vat)


def move_in(octoterm: CommandLine, agreements: object = None, **settings: object) -> None:
    """A home with imports, exports and gas, all with the same readings."""
    octoterm.configure({"apikey": "sk_live_secret", "account": NUMBER, **settings})
    know(
        Folders.of_user().state,
        home(
            electricity(IMPORT, "IN1", agreements=agreements),
            electricity(EXPORT, "OUT1", is_export=True, agreements=[agreement(OUTGOING)]),
            gas_points=(gas(GAS, "GAS1"),),
        ),
    )
    usage = {start: float(kwh) for start, kwh in USAGE.items()}
    for serial in (f"{IMPORT}-IN1", f"{EXPORT}-OUT1", f"{GAS}-GAS1"):
        octoterm.store(readings(usage), f"octopus-{serial}.csv")
    store_prices(tariff(FLEXIBLE, [since(LONG_AGO, 24.5)], [since(LONG_AGO, 53.35)]))
    store_prices(tariff(FIXED, [since(LONG_AGO, 31.25)], [since(LONG_AGO, 40)]))
    store_prices(tariff(OUTGOING, [since(LONG_AGO, 15)], [since(LONG_AGO, 0)]))
    store_prices(tariff(GAS_TARIFF, [since(LONG_AGO, 6.0416)], [since(LONG_AGO, 31.43)]))


def by_day(octoterm: CommandLine, *arguments: object) -> list[dict[str, object]]:
    result = octoterm("cost", "--by", "day", "--format", "json", *arguments)
    assert (result.exit_code, result.err) == (0, "")
    found = json.loads(result.out)
    assert isinstance(found, list)
    return found


def same(found: Iterable[dict[str, object]], plain: Plain) -> None:
    for record, day in zip(found, days_between(FIRST, LAST), strict=True):
        expected = plain.cost([day])
        assert {key: record[key] for key in expected} == expected, day


def test_a_code_that_cannot_be_read_is_no_reason_to_sync(octoterm: CommandLine) -> None:
    move_in(octoterm, [agreement("BUS-PANELP-12M-FIXED")])
    result = octoterm("cost", "--meter", "Electricity")
    assert result.exit_code == 0
    assert "The prices of BUS-PANELP-12M-FIXED cannot be fetched" in result.err
    assert "octoterm sync" not in result.err


def test_agreements_of_no_length_gaps_and_two_at_once(octoterm: CommandLine) -> None:
    """The later of two applies; where there is none, there is no price and no standing charge."""
    start, gap, again = (f"2024-{day}T00:00:00{zone}" for day, zone in (
        ("03-30", "Z"), ("04-01", "+01:00"), ("04-02", "+01:00")))  # fmt: skip
    move_in(
        octoterm,
        [
            agreement(FLEXIBLE, again),
            agreement("E-1R-NEVER-24-01-01-C", start, start),
            agreement(FIXED, start, gap),
            agreement(FLEXIBLE, "2023-01-01T00:00:00Z", gap),
        ],
    )

    def tariff_at(instant: int) -> str | None:
        if instant < utc(start) or instant >= utc(again):
            return FLEXIBLE
        return FIXED if instant < utc(gap) else None

    rates = {FLEXIBLE: Decimal("24.5"), FIXED: Decimal("31.25"), None: None}
    standing = {FLEXIBLE: Decimal("53.35"), FIXED: Decimal("40"), None: Decimal(0)}
    found = by_day(octoterm)
    same(
        found,
        Plain(
            USAGE,
            lambda instant: rates[tariff_at(instant)],
            lambda day: standing[tariff_at(london_day(day)[0])],
        ),
    )
    (unpriced,) = [row for row in found if row["unpriced"]]
    assert unpriced["unpriced"] == [
        {"reason": "no agreement", "half_hours": 48, "kwh": unpriced["kwh"]}
    ]
    labels = unpriced["labels"]
    assert isinstance(labels, list)
    assert labels[0].startswith("partial: of 48 half hours, 48 without a price (no agreement)")
    assert unpriced["pence_per_kwh"] is None
    assert "two agreements at the same time" in octoterm("bill", "--month", "2024-03").out


def test_exports_are_paid_without_vat_and_their_bill_is_a_credit(octoterm: CommandLine) -> None:
    move_in(octoterm)
    same(by_day(octoterm, "--meter", "Exported"), EXPORTED)
    assert "income £" in octoterm("cost", "--meter", "Exported").out
    days = ("--from", FIRST, "--to", LAST, "--meter", "Exported")
    bill = json.loads(octoterm("bill", *days, "--format", "json").out)
    plain = EXPORTED.bill(days_between(FIRST, LAST))
    assert {key: bill[key] for key in plain} == plain
    text = octoterm("bill", *days).out
    assert f"Credit £{plain['total']}" in " ".join(text.split())
    assert "VAT" not in text


def test_a_net_use_costs_imports_less_exports(octoterm: CommandLine) -> None:
    move_in(octoterm)
    for record, day in zip(
        by_day(octoterm, "--meter", "Net"), days_between(FIRST, LAST), strict=True
    ):
        paid, earned = IMPORTED.cost([day]), EXPORTED.cost([day])
        assert (record["kwh"], record["pence_per_kwh"]) == (0, None)
        assert record["cost_pence"] == pytest.approx(
            float(str(paid["cost_pence"])) - float(str(earned["cost_pence"])), abs=2e-4
        )
        assert record["priced"] == record["expected"]


@pytest.mark.parametrize("unit", ["m3", "kWh"])
def test_gas_is_counted_in_kwh_by_the_calorific_value_of_its_day(
    octoterm: CommandLine, unit: str
) -> None:
    values = [{"from": "2024-01-01", "value": 39.2}, {"from": "2024-04-01", "value": 38.7}]
    settings = {"unit": unit, **({"calorific_values": values} if unit == "m3" else {})}
    move_in(octoterm, meters=[{"mprn": GAS, **settings}])
    change = utc("2024-04-01T00:00+01:00")

    def kwh(start: int) -> Decimal:
        read = Decimal(USAGE[start])
        value = Decimal("39.2" if start < change else "38.7")
        return read * Decimal("1.02264") * value / Decimal("3.6") if unit == "m3" else read

    usage = {start: str(kwh(start)) for start in USAGE}
    plain = Plain(usage, lambda _: Decimal("6.0416"), lambda _: Decimal("31.43"))
    same(by_day(octoterm, "--meter", "Gas"), plain)


def test_gas_without_a_calorific_value_says_which_one_is_assumed(octoterm: CommandLine) -> None:
    move_in(octoterm, meters=[{"mprn": GAS, "unit": "m3"}])
    assert "calorific value assumed: 39.5 MJ/m³" in octoterm("cost", "--meter", "Gas").out


def test_the_bill_of_a_net_use_is_that_of_its_parts(octoterm: CommandLine) -> None:
    move_in(octoterm)
    days = ("--from", FIRST, "--to", LAST)
    result = octoterm("bill", *days, "--meter", "Net", "--format", "json")
    paid, earned = (json.loads(octoterm("bill", *days, "--meter", name, "--format", "json").out)
                    for name in ("Electricity", "Exported"))  # fmt: skip
    net = json.loads(result.out)
    assert (net["total"], net["credit"]) == (paid["total"], earned["total"])
    assert net["export"]["blocks"] == earned["blocks"]
    assert Decimal(net["net"]) == Decimal(paid["total"]) - Decimal(earned["total"])


def test_half_hours_that_were_never_read_are_missing(octoterm: CommandLine) -> None:
    """The days asked for count whole, before the first reading and after the last."""
    move_in(octoterm)
    found = by_day(octoterm, "--from", "2024-03-28", "--to", "2024-04-05")
    assert [row["missing"] for row in found] == [48, 0, 0, 0, 0, 0, 0, 48, 48]
    assert found[0]["start"] == "2024-03-28T00:00:00+00:00"
    assert found[-1]["end"] == "2024-04-06T00:00:00+01:00"
    assert found[0]["standing_pence"] == 53.35
    (march, april) = json.loads(octoterm("cost", "--format", "json").out)
    assert (march["start"], march["expected"]) == (f"{FIRST}T00:00:00+00:00", 3 * 48 - 2)
    assert (april["missing"], april["expected"]) == (0, 3 * 48)


def test_the_csv_has_the_same_with_lists_in_one_cell(octoterm: CommandLine) -> None:
    move_in(
        octoterm,
        [agreement(FLEXIBLE, stamp(half_hours("2024-04-01T00:00+01:00", "2024-04-02T00:00Z")[0]))],
    )
    lines = octoterm("cost", "--by", "day", "--format", "csv").out.splitlines()
    assert lines[0].startswith("start,end,label,kwh,energy_pence,standing_pence,vat_pence,cost")
    first = dict(zip(lines[0].split(","), lines[1].split(","), strict=False))
    assert first["unpriced"] == "48"
    assert first["unpriced_reasons"] == "no agreement: 48"
    assert first["unpriced_kwh"] == first["kwh"]
