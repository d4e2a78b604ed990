"""What is drawn of a bill, in any size."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from rich.cells import cell_len
from textual.geometry import Size

from octoterm.analysis.projection import Projection
from octoterm.consumption.series import Series
from octoterm.costs.costing import Supply
from octoterm.costs.point_costs import PointCosts
from octoterm.costs.quantities import COST
from octoterm.household.account import Direction
from octoterm.periods.london import london
from octoterm.runtime.slices import finish
from octoterm.session.meter_bills import BillShown, MeterBills, meter_bills
from octoterm.tariffs.terms import Terms
from octoterm.ui.drawing.symbols import ASCII, UNICODE
from octoterm.ui.views.bill.picture import BillPicture, blocks_of
from tests.support.households import half_hours
from tests.support.pricing import costed, since, supplied, tariff
from tests.support.tariff_homes import tracker

LONG_AGO = "2000-01-01T00:00Z"
FLAT = tariff(unit_rates=[since(LONG_AGO, 24.5)], standing=[since(LONG_AGO, 60.1)])
OUTGOING = tariff(
    "E-1R-OUTGOING-FIX-12M-19-05-13-C", [since(LONG_AGO, 15.0)], [since(LONG_AGO, 0.0)]
)
A_YEAR = dict.fromkeys(half_hours("2023-02-28T00:00Z", "2024-04-01T00:00+01:00"), 0.25)


def of_supplies(*supplies: Supply, usage: Mapping[int, float] = A_YEAR) -> MeterBills:
    """The bills of the first one, or with a second one those of a net use."""
    series = Series.from_readings([*usage], [*usage.values()])
    first, last = (london(each).date() for each in (min(usage), max(usage)))
    costings = tuple(costed(each, usage, first, last) for each in supplies)
    named = [*zip(("Electricity", "Exported"), supplies, strict=False)]
    return finish(meter_bills(PointCosts(costings[:1], costings[1:]), named, series))


def flat(billing_day: int = 1) -> Supply:
    return supplied(FLAT, terms=Terms(billing_day=billing_day))


def test_what_it_is_on_course_for_is_in_whole_pounds_or_to_the_penny() -> None:
    assert Projection(7570.0, 7460.0, 7690.0).words(COST.whole) == "about £76 (£75–£77)"
    assert Projection(7570.0, 7569.0, 7571.0).words(COST.whole) == "about £75.70 (£75.69–£75.71)"


def texts(shown: BillShown, size: tuple[int, int], cursor: int = 0) -> list[str]:
    picture = BillPicture(shown, cursor, Size(*size), UNICODE)
    return ["".join(symbol for symbol, _ in row).rstrip() for row in picture.rows]


def test_blocks_vat_and_total_are_as_they_are_printed() -> None:
    found = texts(of_supplies(flat()).at(date(2024, 3, 10)), (60, 12))
    assert found == [
        " Electricity · 1–31 Mar 2024",
        " E-1R-VAR-22-11-01-C",
        "   1–31 Mar 2024  371.500 kWh × 24.50 p/kWh          £91.02",
        "   1–31 Mar 2024  31 days × 60.10 p/day              £18.63",
        " Subtotal                                           £109.65",
        " VAT              5% on £109.65                       £5.48",
        " Total                                              £115.13",
        "",
        " All 1,486 half hours have a reading and a price",
        " Before credits",
        " March 2023: £115.13, the same",
    ]


def test_the_bill_of_a_year_earlier_is_below_where_there_is_room_and_beside_where_it_is_wide() -> (
    None
):
    shown = of_supplies(flat()).at(date(2024, 3, 10))
    assert texts(shown, (80, 20))[12].startswith(" Electricity · 1–31 Mar 2023")
    wide = texts(shown, (120, 20))
    assert wide[0].split("  ")[0] == " Electricity · 1–31 Mar 2024"
    assert wide[0].endswith("Electricity · 1–31 Mar 2023")
    assert wide[3].endswith("371.500 kWh × 24.50p         £91.02")


def test_a_year_that_is_not_known_is_left_out() -> None:
    shown = of_supplies(flat()).at(date(2023, 3, 10))
    assert shown.before == ()
    assert not any("2022" in line for line in texts(shown, (120, 20)))


def test_in_few_columns_each_block_has_two_rows() -> None:
    shown = of_supplies(flat(15)).at(date(2024, 3, 10))
    found = texts(shown, (40, 20))
    assert found[2:4] == [
        "   15 Feb – 14 Mar 2024",
        "     348.000 kWh × 24.50p        £85.26",
    ]
    assert all(len(line) <= 40 for line in found)


def test_exports_are_a_credit_and_the_net_is_what_is_left() -> None:
    bills = of_supplies(flat(), supplied(OUTGOING, direction=Direction.EXPORT))
    shown = bills.at(date(2024, 3, 10))
    found = texts(shown, (80, 24))
    assert " Credit" in {line[:7] for line in found}
    assert found[13:16] == [
        " Imports" + " " * 62 + "£115.13",
        " Exports" + " " * 62 + "−£55.73",
        " Net" + " " * 67 + "£59.40",
    ]
    assert shown.net is not None
    assert [line.amount for line in blocks_of(shown)] == ["£91.02", "£55.73"]


@pytest.mark.extended
@pytest.mark.parametrize("size", [(80, 10), (40, 8), (36, 4)])
def test_the_total_stays_where_the_days_of_tracker_are_scrolled(size: tuple[int, int]) -> None:
    home = tracker()
    usage = {start: float(kwh) for start, kwh in home.plain.usage.items()}
    shown = of_supplies(supplied(*home.prices), usage=usage).at(date(2024, 3, 28))
    blocks = blocks_of(shown)
    assert len(blocks) == 31
    for cursor, block in enumerate(blocks):
        found = texts(shown, size, cursor)
        assert len(found) == size[1]
        assert found[-1].startswith(" Total, partial")
        assert any(block.name.strip() in line for line in found)
        rows = BillPicture(shown, cursor, Size(*size), ASCII).rows
        assert any(style == "cursor" for row in rows for _, style in row)


def test_nothing_that_is_not_known_is_told_as_a_number() -> None:
    without = tariff(unit_rates=[since("2024-03-20T00:00Z", 24.5)])
    bills = of_supplies(supplied(without))
    found = texts(bills.at(date(2024, 3, 10)), (80, 20))
    assert any(" days × -- p/day" in line and line.endswith("--") for line in found)
    assert any(line.startswith(" Total, partial") for line in found)
    assert any("912 without a price (no rate)" in line for line in found)
    assert not bills.at(date(2024, 2, 10)).is_known


def test_names_from_outside_are_harmless() -> None:
    prices = tariff("\x1b[31mR\u0301電", [since(LONG_AGO, 24.5)], [since(LONG_AGO, 60.1)])
    shown = of_supplies(supplied(prices)).at(date(2024, 3, 10))
    for size in ((80, 24), (36, 12)):
        found = BillPicture(shown, 0, Size(*size), UNICODE).rows
        assert all(len(row) == size[0] == cell_len("".join(s for s, _ in row)) for row in found)
        assert all(symbol.isprintable() for row in found for symbol, _ in row)


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (2, 3), (5, 2), (300, 1), (20, 60)])
def test_no_size_is_too_small_to_be_drawn_in(size: tuple[int, int]) -> None:
    for cursor in (0, 5):
        rows = BillPicture(
            of_supplies(flat()).at(date(2024, 3, 10)), cursor, Size(*size), ASCII
        ).rows
        assert len(rows) <= size[1]


def test_a_month_without_readings_is_not_known() -> None:
    assert not of_supplies(flat()).at(date(2022, 3, 10)).before
    assert not any(part.bill.priced for part in of_supplies(flat()).at(date(2025, 3, 10)).parts)
