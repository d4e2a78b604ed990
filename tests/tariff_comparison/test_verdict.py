"""A winner is named only on 98% of the half hours, and by more than 2% and more than £5."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from octoterm.household.account import Agreement, Direction
from octoterm.tariff_comparison.candidates import Candidate, Method
from octoterm.tariff_comparison.tariff_row import TariffRow
from octoterm.tariff_comparison.verdict import Verdict, VerdictKind, verdict_of
from tests.support.comparing import compared, flat_candidate
from tests.support.households import london_day, utc
from tests.support.plain_supply import days_from
from tests.support.pricing import since, supplied, tariff

OWN = "E-1R-VAR-22-11-01-C"
LITTLE = Fraction(1, 10**9)
NO_WINNER = (None, None)


def row(
    cost: float | Fraction,
    own_cost: float | Fraction = 69_650,
    name: str = "Agile",
    *,
    days: int = 365,
    coverage: Fraction = Fraction(1),
    method: Method = Method.ONE_CODE,
    is_own: bool = False,
) -> TariffRow:
    """A row with these pence; of a tariff whose code is its name in capitals."""
    candidate = Candidate(OWN if is_own else name.upper(), name, method, supplied(tariff()))
    is_told = coverage >= Fraction(98, 100)
    difference = Fraction(cost) - Fraction(own_cost)
    return TariffRow(
        candidate, is_own, Fraction(cost), Fraction(own_cost), Fraction(0),
        difference if is_told else None, None, None, days, (), coverage, Fraction(1), (), (),
    )  # fmt: skip


def imported(*rows: TariffRow) -> Verdict:
    return verdict_of(rows, OWN, Direction.IMPORT)


def exported(*rows: TariffRow) -> Verdict:
    return verdict_of(rows, OWN, Direction.EXPORT)


def test_the_cheapest_is_named_with_what_it_comes_to() -> None:
    assert imported(row(66_000, name="Cosy"), row(61_230)) == (
        VerdictKind.CHEAPER,
        "AGILE",
        -8_420,
        (
            "Agile would have cost £84.20 less than your own tariff: £612.30 against £696.50 over "
            "365 days, about £84 a year."
        ),
    )


def test_one_that_was_sold_in_several_versions_may_be_it() -> None:
    sold = row(61_230, method=Method.AS_SOLD)
    assert imported(row(66_000, name="Cosy"), sold).code == "AGILE"


def test_of_exports_the_one_that_earns_most_is_named() -> None:
    assert exported(row(66_000, name="Flux"), row(78_070)) == (
        VerdictKind.CHEAPER,
        "AGILE",
        8_420,
        (
            "Agile would have earned £84.20 more than your own tariff: £780.70 against £696.50 "
            "over 365 days, about £84 a year."
        ),
    )


@pytest.mark.parametrize(
    ("own_cost", "gap"),
    [
        (100_000, 2_000),  # exactly 2%
        (100_000, 1_999),
        (10_000, 500),  # exactly £5
        (10_000, 499),
        (1_000, 400),  # 40%, but £4
        (100_000, 600),  # £6, but 0.6%
        (25_000, 500),  # exactly both
        (0, 500),
        (-100_000, 2_000),  # what was earned by negative prices
    ],
)
def test_a_smaller_difference_is_too_little_to_tell(own_cost: int, gap: int) -> None:
    for cost in (own_cost - gap, own_cost + gap):
        for verdict in (imported(row(cost, own_cost)), exported(row(cost, own_cost))):
            assert verdict[:3] == (VerdictKind.TOO_CLOSE, *NO_WINNER)
            said = f"Your own tariff and Agile differ by £{gap / 100:.2f}: too little to tell."
            assert verdict.why == said


@pytest.mark.parametrize(
    ("own_cost", "gap"),
    [(100_000, 2_000), (25_000, 500), (10_000, 500), (0, 500), (-100_000, 2_000)],
)
def test_any_larger_one_is_told(own_cost: int, gap: int) -> None:
    less, more = (row(own_cost + sign * (gap + LITTLE), own_cost) for sign in (-1, 1))
    found = [imported(less), exported(more), imported(more), exported(less)]
    assert {verdict.kind for verdict in found} == {VerdictKind.CHEAPER}
    assert [verdict.code for verdict in found] == ["AGILE", "AGILE", OWN, OWN]
    for verdict, sign in zip(found, (-1, 1, 1, -1), strict=True):
        assert verdict.difference == sign * (gap + LITTLE)


def test_the_own_tariff_may_be_the_cheapest() -> None:
    verdict = imported(row(78_070), row(80_000, name="Cosy"), row(69_650, is_own=True))
    assert verdict == (
        VerdictKind.CHEAPER,
        OWN,
        8_420,
        (
            "None of the ranked tariffs would have cost less than your own tariff: the next, "
            "Agile, would have cost £84.20 more, £780.70 against £696.50 over 365 days, about £84 "
            "a year."
        ),
    )
    assert exported(row(61_230)).why == (
        "None of the ranked tariffs would have earned more than your own tariff: the next, Agile, "
        "would have earned £84.20 less, £612.30 against £696.50 over 365 days, about £84 a year."
    )


def test_a_tariff_nearly_as_good_as_the_best_is_named_with_it() -> None:
    """By 2% or £5 or less, it might as well be that one."""
    best, near, clear = row(61_230), row(62_623, name="Cosy"), row(62_624, name="Go")
    tie = row(61_230, name="Flux")
    why = imported(near, best, clear, tie).why
    assert why.endswith(" a year. Too close to it to tell which is best: Cosy, Flux.")
    assert "Go" not in why


def test_of_several_tariffs_one_after_another_none_is_the_winner() -> None:
    """What they cost together says nothing of the last one: that is named where it is the best
    by itself."""
    dearer, best = row(80_000, is_own=True), row(71_000, is_own=True)
    for rows, code in (
        ((row(78_070),), None),
        ((row(78_070), dearer), None),
        ((row(78_070), best), OWN),
    ):
        verdict = verdict_of(rows, None, Direction.IMPORT)
        assert verdict[:3] == (VerdictKind.CHEAPER, code, 8_420)
        assert "less than your own tariffs: the next, Agile, would have cost" in verdict.why


def test_a_row_says_whether_it_is_too_close() -> None:
    """It is the same limit as that of the verdict; what is refused says nothing at all."""
    for gap, is_too_close in ((0, True), (1_393, True), (1_394, False)):
        for cost in (69_650 - gap, 69_650 + gap):
            assert row(cost).is_too_close == is_too_close
    assert not row(69_650, coverage=Fraction(97, 100)).is_too_close


def test_the_own_tariff_never_wins_over_itself() -> None:
    """It would have, had the household had it all the time; then others must be better than it."""
    own = row(50_000, is_own=True)
    assert imported(own).kind is VerdictKind.NOT_ENOUGH_DATA
    assert imported(own, row(51_000))[:3] == (VerdictKind.TOO_CLOSE, *NO_WINNER)
    assert imported(own, row(40_000)).code == "AGILE"
    verdict = imported(own, row(60_000))
    assert verdict[:3] == (VerdictKind.CHEAPER, OWN, 10_000)
    assert verdict.why == (
        "None of the ranked tariffs would have cost less than the last of your own tariffs all "
        "the time: the next, Agile, would have cost £100.00 more."
    )


def test_todays_prices_are_no_part_of_it() -> None:
    fixed = row(10_000, name="Fixed", method=Method.TODAY)
    why = "Fixed tariffs are not ranked, and there is no other tariff to compare with."
    assert imported(fixed) == (VerdictKind.NOT_ENOUGH_DATA, *NO_WINNER, why)
    assert imported().why == "There is no other tariff to compare with."
    assert imported(fixed, row(61_230)) == imported(row(61_230))
    assert imported(fixed, row(69_000))[:3] == (VerdictKind.TOO_CLOSE, *NO_WINNER)


def test_a_tariff_known_in_part_is_no_part_of_it() -> None:
    part = row(10_000, name="Go", coverage=Fraction(919, 1000))
    assert imported(part) == (
        VerdictKind.NOT_ENOUGH_DATA,
        *NO_WINNER,
        "Only 91% of the half hours can be compared, 98% are needed.",
    )
    assert imported(part, row(61_230)) == imported(row(61_230))
    own = row(69_650, is_own=True)
    assert imported(part, own).kind is VerdictKind.NOT_ENOUGH_DATA


@pytest.mark.parametrize(("days", "is_yearly"), [(299, False), (300, True)])
def test_a_figure_for_a_year_needs_300_days(days: int, is_yearly: bool) -> None:
    found = [imported(row(cost, days=days)).why for cost in (61_230, 78_070)]
    for why in found:
        assert ("about £" in why, " a year" in why) == (is_yearly, is_yearly)
        assert f"over {days} days" in why
    assert not is_yearly or "about £102 a year" in found[0]  # 8420 × 365 ÷ 300


@pytest.mark.parametrize(("missing", "is_told"), [(24, True), (25, False)])
def test_98_percent_of_the_half_hours_are_just_enough(missing: int, is_told: bool) -> None:
    """25 days have 1,200 half hours; 24 are 2%."""
    days = days_from(date(2024, 5, 1), 25)
    starts = [start for day in days for start in london_day(day)]
    readings = dict.fromkeys(starts[missing:], 1.0)
    own = supplied(tariff(OWN, [since("2020-01-01T00:00Z", 30)], [since("2020-01-01T00:00Z", 50)]))
    other = flat_candidate("E-1R-GO-24-C", own, 20, 50, name="Go")
    found = compared(own, [other], readings, days[0], days[-1])
    (go,) = found.rows
    assert go.coverage == Fraction(1200 - missing, 1200)
    told = (go.difference, go.average_part, go.timing_part)
    assert [each is not None for each in told] == [is_told] * 3
    assert (found.verdict.code == "E-1R-GO-24-C") == is_told
    if not is_told:
        assert found.verdict.why.startswith("Only 97% of the half hours can be compared")
    assert go.cost is not None  # of what is compared


def test_nothing_read_is_nothing_to_tell() -> None:
    own = supplied(tariff(OWN, [since("2020-01-01T00:00Z", 30)], [since("2020-01-01T00:00Z", 50)]))
    day = date(2024, 5, 1)
    found = compared(own, [flat_candidate("E-1R-GO-24-C", own, 20, 50)], {}, day, day)
    assert found.verdict.kind is VerdictKind.NOT_ENOUGH_DATA
    assert found.verdict.why.startswith("Only 0% of")
    assert compared(own, [], {}, day, day).verdict.kind is VerdictKind.NOT_ENOUGH_DATA


def test_two_tariffs_one_after_another_are_no_single_winner() -> None:
    """Though together they cost less than any other: the second one by itself would not have."""
    days = days_from(date(2024, 5, 1), 30)
    change = "2024-05-26T00:00+01:00"
    long_ago = "2020-01-01T00:00Z"
    before, after = (
        tariff(code, [since(long_ago, rate)], [since(long_ago, 50)])
        for code, rate in (("E-1R-OE-FIX-12M-23-04-01-C", 10), (OWN, 40))
    )
    agreements = Agreement(before.tariff, 0, utc(change)), Agreement(OWN, utc(change))
    own = supplied(before, after, agreements=agreements)
    readings = {start: 1.0 for day in days for start in london_day(day)}
    flexible, go = flat_candidate(OWN, own, 40, 50), flat_candidate("E-1R-GO-24-C", own, 30, 50)
    found = compared(own, [flexible, go], readings, days[0], days[-1])
    assert found.verdict[:2] == (VerdictKind.CHEAPER, None)
    assert "less than your own tariffs: the next" in found.verdict.why
