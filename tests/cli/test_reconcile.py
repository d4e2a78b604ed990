"""`octoterm reconcile`: what the supplier's website says, against octoterm's own figures."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from octoterm.storage.folders import Folders
from tests.conftest import CommandLine
from tests.support.households import london_day, utc
from tests.support.plain_costs import local
from tests.support.priced_homes import MPAN, move_in, website_csv
from tests.support.pricing import since, tariff
from tests.support.tariff_homes import days_between, usage_of

FIRST, LAST = date(2024, 7, 1), date(2024, 7, 3)
USAGE = usage_of(FIRST, LAST)
LONG_AGO = "2000-01-01T00:00Z"
ONE_WITHOUT_COST = """Consumption (kwh), Start, End
0.1, 2024-07-01T01:00:00+01:00, 2024-07-01T01:30:00+01:00
"""
SMART = "E-1R-INTELLI-VAR-22-10-14-C"


def house(octoterm: CommandLine, code: str = "E-1R-VAR-22-11-01-C") -> None:
    usage = {start: float(kwh) for start, kwh in USAGE.items()}
    move_in(octoterm, usage, [tariff(code, [since(LONG_AGO, 6.667)], [since(LONG_AGO, 51)])])


def website(octoterm: CommandLine, rows: dict[int, tuple[str, str]]) -> Path:
    path = octoterm.here / "website.csv"
    numbers = {start: (float(kwh), float(pence)) for start, (kwh, pence) in rows.items()}
    path.write_text(website_csv(numbers))
    return path


def same_as_ours() -> dict[int, tuple[str, str]]:
    """What the website would say: half hours without use are left out."""
    return {
        start: (kwh, str(Decimal(kwh) * Decimal("6.667") * Decimal("1.05")))
        for start, kwh in USAGE.items()
        if float(kwh)
    }


def reconciled(octoterm: CommandLine, path: Path, *arguments: str) -> dict[str, object]:
    result = octoterm("reconcile", path, "--format", "json", *arguments)
    assert result.exit_code == 0
    found = json.loads(result.out)
    assert isinstance(found, dict)
    return found


def test_the_same_is_the_same_to_the_last_digit(octoterm: CommandLine) -> None:
    house(octoterm)
    found = reconciled(octoterm, website(octoterm, same_as_ours()))
    assert found["difference_pence"] == 0
    assert (found["only_ours"], found["only_theirs"]) == ([], [])
    days = found["days"]
    assert isinstance(days, list)
    for day, each in zip(days_between(FIRST, LAST), days, strict=True):
        kwh = sum(Decimal(USAGE[start]) for start in london_day(day))
        pence = round(kwh * Decimal("6.667") * Decimal("1.05"), 4)
        assert each == {
            "date": day.isoformat(),
            "kwh_ours": float(kwh),
            "kwh_theirs": float(kwh),
            "pence_ours": float(pence),
            "pence_theirs": float(pence),
        }


def test_each_half_hour_that_only_one_has_is_named(octoterm: CommandLine) -> None:
    rows = same_as_ours()
    dropped = next(start for start in rows if local(start).hour == 12)
    del rows[dropped]
    extra = utc("2024-07-04T00:00+01:00")
    rows[extra] = ("0.5", "3.5")
    house(octoterm)
    found = reconciled(octoterm, path := website(octoterm, rows))
    assert found["only_ours"] == [local(dropped).isoformat()]
    assert found["only_theirs"] == ["2024-07-04T00:00:00+01:00"]
    lost = Decimal(USAGE[dropped]) * Decimal("6.667") * Decimal("1.05")
    assert found["difference_pence"] == pytest.approx(float(lost), abs=1e-4)
    days = found["days"]
    assert isinstance(days, list)
    assert (days[-1]["kwh_ours"], days[-1]["pence_ours"]) == (None, None)
    text = octoterm("reconcile", path).out
    assert "Only octoterm has 1 half hour: 1 Jul 2024 12:00." in text
    assert "Only the website has 1 half hour: 4 Jul 2024 00:00." in text


def test_kept_costs_are_the_figure_on_a_tariff_with_smart_charging(
    octoterm: CommandLine,
) -> None:
    house(octoterm, SMART)
    assert "without smart charging" in octoterm("cost").out
    rows = {start: (kwh, f"{float(kwh) * 5:.3f}") for start, kwh in USAGE.items() if float(kwh)}
    before = (octoterm.here / "readings.csv").read_bytes()
    path = website(octoterm, rows)
    found = reconciled(octoterm, path, "--keep")
    assert found["difference_pence"] != 0
    assert (octoterm.here / "readings.csv").read_bytes() == before
    kept = Folders.of_user().data / f"supplier-costs-electricity-{MPAN}.csv"
    assert kept.stat().st_mode & 0o777 == 0o600
    (month,) = json.loads(octoterm("cost", "--format", "json").out)
    told = sum(Decimal(pence) for _, pence in rows.values())
    with_vat = Decimal(str(month["cost_pence"])) - Decimal("51") * 3 * Decimal("1.05")
    assert with_vat == told
    assert any(label.startswith("supplier's own") for label in month["labels"])
    assert not any("without smart charging" in label for label in month["labels"])
    assert "supplier's own" in octoterm("bill", "--month", "2024-07").out
    assert reconciled(octoterm, path)["difference_pence"] == found["difference_pence"]


def test_keeping_them_again_changes_nothing_and_later_ones_replace_earlier_ones(
    octoterm: CommandLine,
) -> None:
    house(octoterm, SMART)
    rows = same_as_ours()
    path = website(octoterm, rows)
    assert f"{len(rows)} new, 0 changed" in octoterm("reconcile", path, "--keep").err
    assert "0 new, 0 changed" in octoterm("reconcile", path, "--keep").err
    first = min(rows)
    path = website(octoterm, {first: (rows[first][0], "99.5")})
    assert "0 new, 1 changed" in octoterm("reconcile", path, "--keep").err
    (row, *_) = json.loads(octoterm("cost", "--by", "half-hour", "--format", "json").out)
    assert row["cost_pence"] == 99.5


def test_costs_of_another_tariff_are_kept_but_are_not_the_figure(octoterm: CommandLine) -> None:
    house(octoterm)
    before = octoterm("cost").out
    rows = {start: (kwh, "1") for start, kwh in USAGE.items() if float(kwh)}
    assert (
        "no tariff with smart charging"
        in octoterm("reconcile", website(octoterm, rows), "--keep").err
    )
    assert octoterm("cost").out == before


@pytest.mark.parametrize(
    ("content", "exit_code", "words"),
    [
        (None, 3, "does not exist"),
        ("Start,End,Price\n", 3, "not a CSV of the supplier's website"),
        ("Consumption (kwh), Start, End\n", 3, "no half hour that can be read"),
        (
            ONE_WITHOUT_COST,
            3,
            "no costs to keep",
        ),
    ],
)
def test_what_is_no_such_file_is_refused_and_nothing_is_kept(
    octoterm: CommandLine, content: str | None, exit_code: int, words: str
) -> None:
    house(octoterm)
    path = octoterm.here / "website.csv"
    if content is not None:
        path.write_text(content)
    result = octoterm("reconcile", path, "--keep")
    assert (result.exit_code, result.out) == (exit_code, "")
    assert words in result.err
    assert not list(Folders.of_user().data.glob("supplier-costs*"))


def test_a_damaged_file_of_kept_costs_is_reported_and_left_as_it_is(
    octoterm: CommandLine,
) -> None:
    house(octoterm, SMART)
    octoterm("reconcile", website(octoterm, same_as_ours()), "--keep")
    kept = Folders.of_user().data / f"supplier-costs-electricity-{MPAN}.csv"
    kept.write_text(damaged := kept.read_text() + "nonsense\n")
    for command in (["cost"], ["reconcile", octoterm.here / "website.csv", "--keep"]):
        result = octoterm(*command)
        assert result.exit_code == 3
        assert "nonsense" in result.err
    assert kept.read_text() == damaged
