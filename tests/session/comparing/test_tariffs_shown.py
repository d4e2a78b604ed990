"""The table of tariffs compared: its order, its figures, and what is said of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from octoterm.household.account import Direction
from octoterm.periods.period import Period
from octoterm.session.comparing.tariff_comparison import NOT_ASKED_FOR, Compared
from octoterm.session.comparing.tariff_lines import LEFT_OUT, Place, TariffLine, lines_of
from octoterm.session.comparing.tariffs_shown import TariffsShown
from octoterm.tariff_comparison.candidates import Method
from octoterm.tariff_comparison.tariff_row import Excluded, Whose
from octoterm.tariff_comparison.what_if import WhatIf
from octoterm.tariffs.price_columns import Unpriced
from tests.support.compared_tariffs import (
    FIRST,
    GAP,
    LAST,
    LONG_GAP,
    OWN,
    OWN_COST,
    compared,
    row_of,
)

YEAR = Period.spanning(FIRST, LAST)


def shown(found: Compared, direction: Direction = Direction.IMPORT) -> TariffsShown:
    return TariffsShown(YEAR, direction, found.comparison, lines_of(found, direction))


def names(found: TariffsShown, place: Place) -> list[str]:
    return [line.name for line in found.lines if line.place is place]


def line_of(found: TariffsShown, name: str) -> TariffLine:
    return next(line for line in found.lines if line.name == name)


def test_the_cheapest_comes_first_then_todays_prices_then_what_is_refused() -> None:
    found = shown(compared(not_compared=(("Octopus Flux", "your region does not have it"),)))
    assert [line.place for line in found.lines] == sorted(
        (line.place for line in found.lines), key=[*Place].index
    )
    assert names(found, Place.RANKED) == [
        "Agile Octopus", "Octopus Tracker", "Yours: Flexible Octopus", "Octopus Go",
    ]  # fmt: skip
    assert names(found, Place.TODAY) == ["Octopus 12M Fixed February 2024 v2"]
    assert names(found, Place.REFUSED) == ["Cosy Octopus", "Octopus Flux"]


def test_of_exports_the_one_that_earns_most_comes_first() -> None:
    rows = row_of("Little", "E-1R-A-C", 90_000), row_of("Much", "E-1R-B-C", 120_000)
    found = shown(compared(*rows), Direction.EXPORT)
    assert names(found, Place.RANKED) == ["Much", "Little"]
    assert names(shown(compared(*rows)), Place.RANKED) == ["Little", "Much"]


def test_what_is_refused_has_no_figures_however_cheap_it_looks_but_a_reason() -> None:
    found = shown(compared(not_compared=(("Octopus Flux", "your region does not have it"),)))
    cosy, flux = line_of(found, "Cosy Octopus"), line_of(found, "Octopus Flux")
    assert (cosy.difference_text, cosy.share_text, cosy.parts) == ("", "", ("", ""))
    assert cosy.why == "on 214 days, it was not sold then"
    assert flux.why == "your region does not have it"
    assert flux.cost_text == "--"


def test_without_excluded_days_readings_are_what_is_missing() -> None:
    row = row_of("Agile", "E-1R-A-C", 1, coverage=Fraction(9794, 10_000))
    (line,) = shown(compared(row)).lines[1:]
    assert line.why == "only 97.9% of the half hours have a reading"


def test_the_difference_is_in_pounds_and_as_a_share_of_the_same_days() -> None:
    # 91,244p against 103,210p: 11,966p less, of which 3,956p for the timing.
    agile = line_of(shown(compared()), "Agile Octopus")
    assert agile.cost_text == "£912.44"
    assert agile.difference_text == "−£119.66"
    assert agile.share_text == f"−{round(100 * 11_966 / OWN_COST)}%"
    assert agile.parts == ("−£80.10", "−£39.56")


def test_parts_are_told_only_where_the_price_varies_within_the_day() -> None:
    found = shown(compared())
    assert line_of(found, "Octopus Tracker").parts == ("", "")
    assert line_of(found, "Octopus Go").parts == ("+£115.41", "+£41.20")


def test_the_tariff_that_the_household_has_is_marked_and_others_it_had_are_counted() -> None:
    found = shown(compared(row_of("Agile", "E-1R-AGILE-24-10-01-C", is_own=True),
                           tariffs=(OWN, "E-1R-AGILE-24-10-01-C")))  # fmt: skip
    assert [line.name for line in found.lines] == ["Yours: 2 tariffs", "Agile (yours)"]
    unknown = shown(compared(row_of("Go", "E-1R-GO-C"), tariffs=("E-1R-AGILE-24-10-01-C",)))
    assert unknown.lines[0].name == "Yours: AGILE-24-10-01"


def test_a_household_with_one_tariff_all_the_time_is_shown_once_in_its_place() -> None:
    agile = row_of("Agile", OWN, timing=11_002, is_own=True)
    found = shown(compared(row_of("Go", "E-1R-GO-C", 120_000), agile))
    assert [line.name for line in found.lines] == ["Yours: Agile", "Go"]
    own = found.lines[0]
    assert (own.difference_text, own.share_text) == ("", "")
    assert own.parts == ("−£110.02", "+£110.02")
    assert next(found.notes(own)) == (
        "£110.02 more than at its average price, because of when you use it"
    )


def test_a_household_with_days_that_are_not_compared_keeps_a_line_of_its_own() -> None:
    agile = row_of("Agile", OWN, 90_000, is_own=True, own_cost=90_000, excluded=(GAP,), days=363)
    found = shown(compared(agile))
    assert [line.name for line in found.lines] == ["Yours: Agile", "Agile (yours)"]
    assert found.lines[0].cost_text == "£1,032.10"
    assert "the same as on your own tariff over 363 days" in found.in_words(found.lines[1])


def test_what_is_not_asked_for_is_not_told_in_the_words_of_a_command() -> None:
    found = shown(compared(not_compared=(("Octopus Eco", NOT_ASKED_FOR),)))
    assert line_of(found, "Octopus Eco").why == LEFT_OUT


def test_what_is_left_out_and_how_much_is_compared_is_said() -> None:
    found = shown(compared())
    notes = [*found.notes(line_of(found, "Agile Octopus"))]
    assert notes == [
        "−£80.10 from its average price, −£39.56 from when you use it",
        "its versions as sold, now E-1R-AGILE-23-12-06-C",
        "363 of 366 days, 99.1% of the half hours",
        "left out: 4–6 May 2023, it has no rate",
        "including standing charges of £180.00",
    ]
    assert "without smart charging" in found.notes(line_of(found, "Octopus Go"))
    assert "all 366 days" in found.notes(line_of(found, "Octopus Tracker"))


def test_many_ranges_of_days_are_counted() -> None:
    row = row_of("Agile", "E-1R-A-C", 90_000, excluded=(GAP, GAP, GAP, GAP, LONG_GAP))
    found = shown(compared(row))
    said = [note for note in found.notes(found.lines[1]) if note.startswith("left out")]
    assert len(said) == 4
    assert said[-1] == "left out: 217 other days"


def test_a_line_in_words_names_the_tariff_and_the_days() -> None:
    found = shown(compared())
    assert found.in_words(line_of(found, "Agile Octopus")) == (
        "Agile Octopus (E-1R-AGILE-23-12-06-C): £912.44, £119.66 (12%) less than on your own "
        "tariff over 363 days; −£80.10 from its average price, −£39.56 from when you use it"
    )
    own = line_of(found, "Yours: Flexible Octopus")
    assert found.in_words(own) == f"Yours: Flexible Octopus ({OWN}): £1,032.10 over 366 days"
    assert found.in_words(line_of(found, "Cosy Octopus")).endswith("it was not sold then")


@pytest.mark.parametrize(
    ("first", "last", "label"),
    [
        (date(2023, 3, 1), date(2024, 2, 29), "Mar 2023 – Feb 2024"),
        (date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        (date(2024, 2, 3), date(2024, 2, 20), "3–20 Feb 2024"),
    ],
)
def test_the_time_is_named(first: date, last: date, label: str) -> None:
    assert TariffsShown(Period.spanning(first, last)).label == label


def test_no_percentage_is_told_of_what_is_too_close() -> None:
    found = shown(compared(row_of("Near", "NEAR-C", OWN_COST - 2_064), row_of("Far", "FAR-C", 1)))
    near, far = (line_of(found, name) for name in ("Near", "Far"))
    assert (near.share_text, far.share_text) == ("≈", "−100%")
    too_little = "within 2% or £5 of yours, too little to tell"
    assert [too_little in found.notes(each) for each in (near, far)] == [True, False]
    assert "£20.64 less than on your own tariff (too little to tell) over" in found.in_words(near)
    assert "too little" not in found.in_words(far)


def test_a_method_is_always_told() -> None:
    row = row_of("Fixed", "E-1R-FIX-C", 90_000, method=Method.TODAY)
    found = shown(compared(row))
    assert "today's price of E-1R-FIX-C" in found.notes(found.lines[1])


def test_what_a_change_in_use_does_to_the_own_side_is_told() -> None:
    found = replace(shown(compared()), unchanged=Fraction(120_000))
    assert found.effect_of_change == ""
    changed = replace(found, what_if=WhatIf(less=Fraction(1, 10)))
    assert changed.effect_of_change == (
        "What you had, with this change: £1,032.10 instead of £1,200.00"
    )
    assert replace(changed, unchanged=None).effect_of_change == ""


def test_what_has_no_priced_day_while_prices_are_fetched_is_still_to_come() -> None:
    row = row_of("Agile", "E-1R-A-C", days=0, coverage=Fraction(0), excluded=(LONG_GAP,))
    found = shown(compared(row))
    (agile,) = (line for line in found.lines if line.row is row)
    assert found.why_now(agile) == "on all days, it was not sold then"
    fetching = replace(found, progress="1 of 9")
    assert next(fetching.notes(agile)) == "prices are still to come"


@pytest.mark.parametrize("whose", Whose)
def test_days_without_a_rate_are_still_to_come_while_prices_are_fetched(whose: Whose) -> None:
    lacks = Excluded(FIRST, date(2023, 12, 31), whose, Unpriced.NO_RATE)
    partly = row_of("Agile", "E-1R-A-C", days=60, coverage=Fraction(1, 6), excluded=(lacks,))
    not_sold = row_of("Go", "E-1R-G-C", days=60, coverage=Fraction(1, 6), excluded=(LONG_GAP,))
    found = shown(compared(partly, not_sold))
    agile, go = line_of(found, "Agile"), line_of(found, "Go")
    assert "has no rate" in found.why_now(agile)
    fetching = replace(found, progress="1 of 9")
    assert fetching.why_now(agile) == "prices are still to come"
    assert not [note for note in fetching.notes(agile) if "no rate" in note]
    assert fetching.why_now(go) == found.why_now(go)
