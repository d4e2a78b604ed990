"""`octoterm bill` and `octoterm cost` for people: which days, what is not known, and why."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests.conftest import CommandLine
from tests.support.households import half_hours, readings
from tests.support.priced_homes import move_in
from tests.support.pricing import between, since, tariff
from tests.support.tariff_homes import agile, tracker

CODE = "E-1R-VAR-22-11-01-C"
LONG_AGO = "2000-01-01T00:00Z"


def house(octoterm: CommandLine, **settings: object) -> None:
    """1 March to 20 April 2024, half a kWh an hour."""
    usage = dict.fromkeys(half_hours("2024-03-01T00:00Z", "2024-04-21T00:00+01:00"), 0.25)
    prices = tariff(
        CODE,
        [
            between(LONG_AGO, "2024-04-01T00:00+01:00", 28.6236, "DIRECT_DEBIT"),
            since("2024-04-01T00:00+01:00", 24.5, "DIRECT_DEBIT"),
            since(LONG_AGO, 30.25, "NON_DIRECT_DEBIT"),
        ],
        [since(LONG_AGO, 53.35)],
    )
    move_in(octoterm, usage, [prices], **settings)


def days(octoterm: CommandLine, *arguments: object) -> tuple[str, str]:
    bill = json.loads(octoterm("bill", "--format", "json", *arguments).out)
    return bill["from"][:10], bill["to"][:10]


@pytest.mark.extended
@pytest.mark.parametrize(
    ("billing_day", "arguments", "first", "end"),
    [
        (1, (), "2024-04-01", "2024-05-01"),
        (15, (), "2024-04-15", "2024-05-15"),
        (25, (), "2024-03-25", "2024-04-25"),
        (31, (), "2024-03-31", "2024-04-30"),
        (1, ("--month", "2024-03"), "2024-03-01", "2024-04-01"),
        (15, ("--month", "2024-03"), "2024-03-15", "2024-04-15"),
        (31, ("--month", "2024-02"), "2024-02-29", "2024-03-31"),
        (15, ("--from", "2024-03-10", "--to", "2024-03-12"), "2024-03-10", "2024-03-13"),
    ],
)
def test_the_days_of_a_bill(
    octoterm: CommandLine, billing_day: int, arguments: tuple[str, ...], first: str, end: str
) -> None:
    house(octoterm, billing_day=billing_day)
    assert days(octoterm, *arguments) == (first, end)


def test_rows_may_be_billing_months(octoterm: CommandLine) -> None:
    house(octoterm, billing_day=15)
    found = json.loads(octoterm("cost", "--by", "bill", "--format", "json").out)
    assert [(row["label"], row["start"][:10], row["end"][:10]) for row in found] == [
        ("15 Feb – 14 Mar 2024", "2024-03-01", "2024-03-15"),
        ("15 Mar – 14 Apr 2024", "2024-03-15", "2024-04-15"),
        ("15 Apr – 14 May 2024", "2024-04-15", "2024-04-21"),
    ]


def test_bills_are_compared_with_the_one_before_or_a_year_earlier(octoterm: CommandLine) -> None:
    house(octoterm, billing_day=15)
    compared = ("cost", "--by", "bill", "--format", "json", "--compare")
    _, march, _ = json.loads(octoterm(*compared, "previous").out)
    assert march["compared_with"] == "15 Feb – 14 Mar 2024"
    assert march["comparison"].endswith("15 Feb – 14 Mar")
    assert march["change_cost_pence"] == pytest.approx(
        march["compared_cost_pence"] - march["compare_cost_pence"], abs=1e-3
    )
    _, march, _ = json.loads(octoterm(*compared, "year").out)
    assert march["compared_with"] == "15 Mar – 14 Apr 2023"
    assert march["comparison"] == "No readings for 15 Mar – 14 Apr 2023"
    assert "15 Mar – 14 Apr 2023" in octoterm(*compared[:3], "--compare", "year").out


def test_a_bill_reads_like_one(octoterm: CommandLine) -> None:
    house(octoterm)
    result = octoterm("bill", "--from", "2024-03-31", "--to", "2024-04-01")
    assert (result.exit_code, result.err) == (0, "")
    assert result.out == (
        "Electricity · 31 Mar – 1 Apr 2024\n"
        "\n"
        "E-1R-VAR-22-11-01-C\n"
        "  31 Mar 2024          11.500 kWh × 28.6236 p/kWh  £3.29\n"
        "  1 Apr 2024           12.000 kWh × 24.50 p/kWh    £2.94\n"
        "  31 Mar – 1 Apr 2024  2 days × 53.35 p/day        £1.07\n"
        "Subtotal                                           £7.30\n"
        "VAT                    5% on £7.30                 £0.36\n"
        "Total                                              £7.66\n"
        "\n"
        "all 94 half hours have a reading and a price\n"
        "before credits\n"
    )


def test_what_is_not_known_is_no_number(octoterm: CommandLine) -> None:
    """Of a tariff whose prices were never fetched."""
    move_in(
        octoterm,
        dict.fromkeys(half_hours("2024-03-01T00:00Z", "2024-03-02T00:00Z"), 0.25),
        [],
        [{"from": "2020-01-01", "to": None, "tariff": CODE}],
    )
    bill = octoterm("bill")
    assert "£" not in bill.out.replace("p/day", "")
    assert "--" in bill.out
    assert "partial: of 1,486 half hours, 1,438 without a reading and 48 without a price" in (
        bill.out
    )
    for result in (bill, octoterm("cost")):
        assert result.exit_code == 0
        assert f"There are no prices of {CODE} yet: `octoterm sync` fetches them." in result.err
    row = octoterm("cost").out.splitlines()[3].split()
    assert row == ["March", "2024", "12.000", "--", "--", "--", "--", "--", "0/48"]


def test_without_tariffs_it_says_how_to_tell_them(octoterm: CommandLine) -> None:
    octoterm.configure()
    octoterm.store(readings(half_hours("2024-03-01T00:00Z", "2024-03-02T00:00Z")))
    result = octoterm("cost", "--format", "json")
    assert result.exit_code == 0
    assert 'which tariffs Electricity has: put "account" or "tariffs" in the conf' in result.err
    assert "octoterm knows no price of these days" in octoterm("bill", "--charged", "10").out
    (month,) = json.loads(result.out)
    assert (month["priced"], month["cost_pence"], month["pence_per_kwh"]) == (0, 0, None)
    assert month["unpriced"] == [{"reason": "no agreement", "half_hours": 48, "kwh": 12.0}]


def test_before_anything_is_stored_the_commands_say_so(octoterm: CommandLine) -> None:
    move_in(octoterm, {}, [tariff(CODE, [since(LONG_AGO, 20)])])
    assert octoterm("cost").out == (
        "Nothing is stored yet for Electricity: `octoterm sync` downloads its readings.\n"
    )
    result = octoterm("cost", "--format", "json")
    assert (result.exit_code, json.loads(result.out)) == (0, [])
    bill = octoterm("bill", "--month", "2024-03", "--format", "json")
    assert json.loads(bill.out)["coverage"]["missing"] == 1486
    assert "Nothing is stored yet" in bill.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("bill", "--month", "march"), None),
        (("bill", "--month", "2024"), "is not a month"),
        (("bill", "--month", "2024-13"), "--month"),
        (("bill", "--month", "2024-03", "--from", "2024-03-01"), "cannot be combined"),
        (("bill", "--from", "2024-03-01"), "--from needs --to"),
        (("bill", "--to", "2024-03-01"), "--to needs --from"),
        (("bill", "--charged", "lots"), "is not an amount"),
        (("bill", "--charged", "1e9"), "is not an amount"),
        (("bill", "--charged", "81.475"), "is not an amount"),
        (("cost", "--by", "bill", "--compare", "usual"), "There is no usual bill"),
        (("cost", "--from", "0001-01-01", "--to", "2024-01-01"), "no prices"),
        (("cost", "--from", "2024-01-01", "--to", "9999-12-31"), "no prices"),
        (("bill", "--from", "2024-01-01", "--to", "9999-12-31"), "no prices"),
        (("bill", "--month", "9999-12"), "no prices"),
        (("reconcile",), "FILE"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(
    octoterm: CommandLine, arguments: tuple[str, ...], words: str | None
) -> None:
    house(octoterm)
    result = octoterm(*arguments)
    if words is None:
        assert result.exit_code == 0
        return
    assert (result.exit_code, result.out) == (2, "")
    assert words in result.err


@pytest.mark.extended
def test_what_was_charged_is_explained(octoterm: CommandLine) -> None:
    house(octoterm)
    month = ("bill", "--month", "2024-03")
    not_by_direct_debit = json.loads(
        octoterm(*month, "--charged", "£135.37", "--format", "json").out
    )["explanations"]
    assert not_by_direct_debit[0] == {
        "what": "not by direct debit",
        "total": "135.37",
        "difference": "0.00",
    }
    assert "What would explain it:\n  not by direct debit  £135.37  ±£0.00" in (
        octoterm(*month, "--charged", "135.37").out
    )
    total = json.loads(octoterm(*month, "--format", "json").out)["total"]
    same = octoterm(*month, "--charged", total, "--format", "json")
    assert json.loads(same.out)["explanations"] == []
    assert f"The bill says £{total} too." in octoterm(*month, "--charged", total).out
    assert "Nothing that octoterm knows of explains it." in (
        octoterm(*month, "--charged", "1,999.99").out
    )
    assert "explanations" not in json.loads(octoterm(*month, "--format", "json").out)


def test_half_hourly_rates_are_one_block_at_their_average(octoterm: CommandLine) -> None:
    home = agile(date(2024, 3, 30), date(2024, 4, 2))
    home.move_in(octoterm)
    text = octoterm("bill", "--from", home.first, "--to", home.last).out
    assert text.count("p/kWh on average") == 1


def test_standing_charges_of_tracker_are_one_line(octoterm: CommandLine) -> None:
    home = tracker()
    home.move_in(octoterm)
    text = octoterm("bill", "--from", home.first, "--to", home.last).out
    assert text.count("p/kWh") == 12
    assert text.count("12 days × 45.79 p/day") == 1


def test_money_is_compared_as_readings_are(octoterm: CommandLine) -> None:
    house(octoterm)
    found = json.loads(
        octoterm("cost", "--by", "week", "--compare", "previous", "--format", "json").out
    )
    change = next(row for row in found if row["label"] == "1–7 Apr 2024")
    week = 168 * 0.5 * 1.05
    assert change["compare_cost_pence"] == pytest.approx(
        (168 - 1) * 0.5 * 1.05 * 28.6236 + 7 * 53.35 * 1.05, abs=1e-3
    )
    assert change["compared_cost_pence"] == pytest.approx(week * 24.5 + 7 * 53.35 * 1.05, abs=1e-3)
    assert change["change_cost_pence"] < 0
    assert change["compared_with"] == "25–31 Mar 2024"
    assert "less than" in change["comparison"]
    assert "± £" in octoterm("cost", "--compare", "usual").out
