"""What is drawn of tariffs compared, in any size."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from textual.geometry import Size

from octoterm.household.account import Direction
from octoterm.periods.period import Period
from octoterm.session.comparing.tariff_comparison import NOT_FETCHED
from octoterm.session.comparing.tariff_lines import Place, TariffLine, lines_of
from octoterm.session.comparing.tariffs_shown import TariffsShown
from octoterm.tariff_comparison.tariff_row import TariffRow
from octoterm.tariff_comparison.verdict import VerdictKind
from octoterm.tariff_comparison.what_if import WhatIf, read_shift
from octoterm.ui.drawing.scrolling import BAR_STYLES
from octoterm.ui.drawing.symbols import ASCII, UNICODE, Symbols
from octoterm.ui.views.tariffs.months import months_of, total_of
from octoterm.ui.views.tariffs.picture import TariffsPicture
from tests.support.compared_tariffs import FIRST, LAST, OWN_COST, compared, row_of

FOUND = compared(not_compared=(("Octopus Flux", "your region does not have it"),))
SHOWN = TariffsShown(
    Period.spanning(FIRST, LAST),
    comparison=FOUND.comparison,
    lines=lines_of(FOUND, Direction.IMPORT),
)
SIZES = [(80, 20), (100, 26), (120, 36), (40, 8), (200, 56), (40, 4), (20, 3), (9, 2)]


def shown_of(*rows: TariffRow) -> TariffsShown:
    found = compared(*rows)
    return replace(SHOWN, comparison=found.comparison, lines=lines_of(found, Direction.IMPORT))


def picture(
    size: tuple[int, int],
    cursor: int = 0,
    shown: TariffsShown = SHOWN,
    *,
    months: bool = False,
    symbols: Symbols = UNICODE,
) -> TariffsPicture:
    return TariffsPicture(shown, cursor, months, Size(*size), symbols)


def texts(drawn: TariffsPicture) -> list[str]:
    return ["".join(symbol for symbol, _ in row).rstrip() for row in drawn.rows]


def lit(drawn: TariffsPicture) -> list[str]:
    """The rows under the cursor."""
    rows = zip(texts(drawn), drawn.rows, strict=True)
    return [text for text, row in rows if any(style == "cursor" for _, style in row)]


def test_at_80_columns_all_figures_are_there_and_the_verdict_below_them() -> None:
    assert texts(picture((80, 20), 0)) == [
        " Tariff                      Cost  Difference           Days   Average   Timing",
        " Agile Octopus            £912.44    −£119.66  −12%  363/366   −£80.10  −£39.56",
        " Octopus Tracker          £920.20    −£111.90  −11%      366",
        " Yours: Flexible Octo…  £1,032.10                        366",
        " Octopus Go             £1,188.71    +£156.61  +15%      366  +£115.41  +£41.20",
        " Today's price on your past, not ranked",
        " Octopus 12M Fixed Fe…    £999.00     −£33.10   −3%      366",
        " Not compared",
        " Cosy Octopus: on 214 days, it was not sold then",
        " Octopus Flux: your region does not have it",
        "",
        " Agile Octopus would have cost £119.66 (12%) less over 363 days: about £120 a",
        " year.",
        " Usage unchanged · no credits · eligibility not checked",
        "",
        " −£80.10 from its average price, −£39.56 from when you use it · its versions as",
        " sold, now E-1R-AGILE-23-12-06-C · 363 of 366 days, 99.1% of the half hours ·",
        " left out: 4–6 May 2023, it has no rate · including standing charges of £180.00",
        "",
    ]


def test_the_months_of_the_own_tariff_are_not_compared_with_themselves() -> None:
    found = texts(picture((80, 20), 2, months=True))
    assert found[0] == " ◀ Yours: Flexible Octopus, month by month"
    assert found[1].split() == ["Month", "Yours", "Days"]
    assert found[2].split()[:3] == ["Mar", "2023", "£86.01"]
    assert "█" in found[2]
    assert found[14].split() == ["Total", "£1,032.10", "360"]


@pytest.mark.extended
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("months", [False, True])
def test_it_fits_and_the_tariff_under_the_cursor_is_in_view(
    size: tuple[int, int], *, months: bool
) -> None:
    for cursor in range(len(SHOWN.lines)):
        drawn = picture(size, cursor, months=months)
        assert len(drawn.rows) <= size[1]
        assert all(len(row) <= size[0] for row in drawn.rows)
        if not months and size[1] >= 4:
            (under,) = lit(drawn)
            assert under[1:8] == SHOWN.lines[cursor].name[:7]


@pytest.mark.extended
@pytest.mark.parametrize("size", [size for size in SIZES if size[0] >= 40])
def test_the_verdict_stays_in_view_wherever_the_cursor_is(size: tuple[int, int]) -> None:
    for cursor in range(len(SHOWN.lines)):
        assert "Agile Octopus would have cost £119.66" in "\n".join(texts(picture(size, cursor)))


def test_in_few_rows_the_first_clause_of_a_verdict_is_kept_and_all_of_it_is_below() -> None:
    drawn = replace(picture((40, 8)), is_scrolled=True, before=99)
    assert texts(drawn)[-2:] == [
        " Agile Octopus would have cost £119.66",
        " (12%) less over 363 days.",
    ]
    assert any("about £120 a" in text for text in texts(drawn)[:-2])


def test_what_is_always_to_be_known_is_said_and_changes_with_the_use() -> None:
    assert " Usage unchanged · no credits · eligibility not checked" in texts(picture((80, 20)))
    changed = replace(SHOWN, what_if=WhatIf(read_shift("5kWh@00:30-05:30"), Fraction(1, 10)))
    found = texts(picture((80, 20), shown=changed))
    assert found[0] == " What if: 10% less used, up to 5 kWh a day moved to 00:30–05:30"
    assert " Use as changed · no credits · eligibility not checked" in found
    assert texts(picture((80, 20), 1, changed, months=True))[1].startswith(" 10% less used")


def test_bars_point_to_either_side_of_what_the_own_tariff_cost() -> None:
    rows = {text.split("  ")[0].strip(): text for text in texts(picture((120, 36)))}
    agile, go = rows["Agile Octopus"], rows["Octopus Go"]
    assert agile.index("█") + agile.count("█") <= go.index("█")
    assert go.count("█") > agile.count("█") > rows["Octopus 12M Fixed February 2024 v2"].count("█")


def test_the_months_have_a_total_and_the_way_back_is_at_the_top() -> None:
    drawn = picture((80, 20), 1, months=True)
    found = texts(drawn)
    assert found[0] == " ◀ Octopus Tracker, month by month"
    assert found[1].split() == ["Month", "Yours", "This", "one", "Difference", "Days"]
    assert found[2].split()[:5] == ["Mar", "2023", "£86.01", "£76.68", "−£9.33"]
    assert found[14].split() == ["Total", "£1,032.10", "£920.20", "−£111.90", "360"]
    line = drawn.line_at(0)
    assert line is not None
    assert line.leads_back
    assert texts(picture((40, 8), 1, months=True))[-1].startswith(" Total")


def test_where_there_is_room_the_months_are_below_the_table() -> None:
    assert "Agile Octopus, month by month" in "\n".join(texts(picture((120, 38), 0)))
    assert "month by month" not in "\n".join(texts(picture((120, 38), 6)))


def test_a_tariff_without_a_compared_day_says_why_instead_of_months() -> None:
    row = row_of("Cosy", "E-1R-COSY-C", days=0, coverage=Fraction(0))
    row = row._replace(months=())
    found = compared(row)
    shown = replace(SHOWN, comparison=found.comparison, lines=lines_of(found, Direction.IMPORT))
    assert " Only 0.0% of the half hours have a reading" in texts(
        picture((80, 20), 1, shown, months=True)
    )


def test_what_is_being_fetched_and_what_could_not_be_is_said() -> None:
    fetching = replace(SHOWN, progress="Fetching · 12 of 40 · Agile", problems=("Old problem.",))
    found = texts(picture((80, 24), shown=fetching))
    assert " Fetching · 12 of 40 · Agile" in found
    assert " Old problem." not in found
    assert " Old problem." in texts(picture((80, 24), shown=replace(fetching, progress="")))


def test_names_from_outside_keep_the_columns() -> None:
    drawn = picture((80, 20), shown=shown_of(row_of("電気 tariff", "E-1R-A-C", 90_000)))
    assert "???? tariff" in "\n".join(texts(drawn))
    assert {len(row) for row in drawn.rows} == {80}


def test_a_click_finds_the_tariff_that_stands_there() -> None:
    for size in ((80, 20), (40, 8)):
        drawn = picture(size, 3)
        for y, text in enumerate(texts(drawn)):
            line = drawn.line_at(y)
            if line is not None and line.number is not None:
                assert text[1:8] == SHOWN.lines[line.number].name[:7]
        assert drawn.line_at(99) is None


def test_in_plain_characters_every_figure_is_there() -> None:
    found = "\n".join(texts(picture((120, 36), symbols=ASCII)))
    assert "£912.44" in found  # put into plain characters with the rest of the screen
    assert "#" in found
    assert "█" not in found


def test_months_add_up_to_the_total() -> None:
    (tracker,) = (line for line in SHOWN.lines if line.name == "Octopus Tracker")
    months = months_of(tracker)
    assert [month.name for month in months][::11] == ["Mar 2023", "Feb 2024"]
    total = total_of(months)
    assert (total.own, total.cost, total.difference) == (OWN_COST, 92_020, 92_020 - OWN_COST)
    assert months_of(TariffLine(Place.OWN, "Yours", None, 0)) == ()


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("months", [False, True])
@pytest.mark.slow
def test_it_is_drawn_in_any_height_with_a_scroll_bar_only_where_it_scrolls(
    width: int, *, months: bool
) -> None:
    changed = replace(SHOWN, what_if=WhatIf(less=Fraction(1, 10)), unchanged=Fraction(120_000))
    for shown, height in product((SHOWN, changed), range(2, 34)):
        drawn = picture((width, height), 1, shown, months=months)
        assert len(drawn.rows) <= height
        has_bar = any(style in BAR_STYLES for row in drawn.rows for _, style in row)
        assert has_bar == (drawn.last_first > 0)


def test_no_month_tells_a_difference_that_is_refused_for_the_whole_time() -> None:
    (cosy,) = (months_of(line) for line in SHOWN.lines if line.name == "Cosy Octopus")
    assert {month.cost is None for month in cosy} == {False}
    assert {month.difference for month in (*cosy, total_of(cosy))} == {None}


def test_while_prices_are_fetched_they_are_to_come_and_once_stopped_that_is_the_reason() -> None:
    found = compared(
        row_of("Agile", "E-1R-A-C", is_own=True),
        not_compared=(("Octopus Go", NOT_FETCHED),),
        kind=VerdictKind.NOT_ENOUGH_DATA,
        why="There is no other tariff to compare with.",
    )
    shown = replace(
        SHOWN,
        comparison=found.comparison,
        lines=lines_of(found, Direction.IMPORT),
        progress="1 of 9",
    )
    assert " Octopus Go: prices are still to come" in texts(picture((80, 20), shown=shown))
    stopped = texts(picture((80, 20), shown=replace(shown, progress="", problems=("Stopped.",))))
    assert " Octopus Go: its prices have not been fetched" in stopped
    assert " Stopped." in stopped
    assert "no other tariff" not in "\n".join(stopped)
