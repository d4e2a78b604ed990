"""What is drawn of prices, in any size."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from rich.cells import cell_len
from textual.geometry import Size

from octoterm.consumption.quantity import KWH
from octoterm.session.pricing.prices_shown import PricesShown, Use
from octoterm.ui.drawing.symbols import ASCII, UNICODE, Symbols
from octoterm.ui.views.prices.figures import groups
from octoterm.ui.views.prices.picture import PricesPicture
from octoterm.ui.views.prices.words import slot_in_words
from tests.support.households import utc
from tests.support.shown_prices import (
    AGILE,
    NO_RATE,
    NOT_YET,
    OUTGOING,
    TODAY,
    a_day,
    shown,
)
from tests.support.slow import slow

TOMORROW = date(2026, 11, 30)
COMING = utc("2026-11-30T16:00Z")
TWO_DAYS = shown(
    [
        *a_day(h0330=-4, h0400=-6, h1230=NO_RATE, h1700=38, h1730=39),
        *a_day(18.0, h0200=2, h0230=1, h0300=0, h1700=38, h2300=NOT_YET, h2330=NOT_YET),
    ],
    last=TOMORROW,
    coming_at=COMING,
)


def picture(
    prices: PricesShown, size: tuple[int, int] = (80, 20), cursor: int | None = None
) -> PricesPicture:
    return PricesPicture(prices, cursor, Size(*size), UNICODE)


def texts(
    prices: PricesShown, size: tuple[int, int] = (80, 20), cursor: int | None = None
) -> list[str]:
    return ["".join(s for s, _ in row).rstrip() for row in picture(prices, size, cursor).rows]


def axes(lines: list[str]) -> list[str]:
    return [line for line in lines if "└" in line]


def test_the_heading_says_whose_prices_these_are() -> None:
    assert texts(TWO_DAYS)[0] == (
        " Prices of your tariff: Agile Octopus · E-1R-AGILE-24-10-01-C · region C"
    )
    other = shown(a_day(), tariff=OUTGOING._replace(is_own=False))
    assert texts(other)[0].startswith(" Export prices: Agile Outgoing Octopus")
    assert texts(TWO_DAYS, (40, 8))[0] == " Yours: Agile Octopus · region C"


def test_where_it_is_narrow_today_is_above_tomorrow_and_both_have_one_scale() -> None:
    lines = texts(TWO_DAYS)
    assert len(axes(lines)) == 2
    ticks = [line.partition("┤")[0] for line in lines if "┤" in line]
    assert ticks[: len(ticks) // 2] == ticks[len(ticks) // 2 :]


@pytest.mark.parametrize("size", [(100, 26), (120, 36)])
def test_where_it_is_wide_both_days_are_in_one_chart(size: tuple[int, int]) -> None:
    lines = texts(TWO_DAYS, size)
    assert len(axes(lines)) == 1
    (clock,) = (line for line in lines if "Today" in line)
    assert "Mon 30" in clock


def test_where_it_is_wide_and_tall_each_day_has_a_chart_with_bars_that_are_apart() -> None:
    top, bottom = axes(texts(TWO_DAYS, (160, 46)))
    assert len(top) >= len("   └") + 2 * 48 - 1
    assert "1─1" in bottom


def test_the_best_hours_are_marked_below_their_bars_and_told() -> None:
    lines = texts(TWO_DAYS, (120, 36))
    (axis,) = axes(lines)
    bars = axis.partition("└")[2]
    assert (
        bars[48 + 3 : 48 + 8] == "22114"
    )  # from 01:30 of tomorrow on; of equal ones, the earliest
    assert "1 h Mon 02:30–03:30  0.50p" in "\n".join(lines)


def test_what_is_not_published_and_what_is_missing_have_marks_of_their_own() -> None:
    (axis,) = axes(texts(TWO_DAYS, (120, 36)))
    bars = axis.partition("└")[2]
    assert bars[25] == "×"
    assert bars[94:96] == "··"
    lines = "\n".join(texts(TWO_DAYS, (120, 36)))
    assert "× no rate" in lines
    assert "· not published yet" in lines
    assert "More about 16:00 tomorrow" in lines
    assert "1 half hour with no rate" in lines


def test_a_price_below_zero_hangs_from_the_line_of_zero() -> None:
    found = picture(TWO_DAYS, (120, 36)).rows
    zero = next(
        number for number, row in enumerate(found) if "".join(s for s, _ in row[:3]) == "  0"
    )
    column = 4 + 8
    above, below = found[zero - 1][column], found[zero + 1][column]
    assert above[0] == " "
    assert below == ("█", "below")


def test_a_price_of_nothing_is_a_mark_and_not_a_hole() -> None:
    prices = shown(a_day(h2000=0), now=utc("2026-11-29T00:00Z"))
    (axis,) = axes(texts(prices, (120, 36)))
    assert "0" in axis.partition("└")[2]
    assert "Free, exactly 0p" in "\n".join(texts(prices, (120, 36)))


def test_the_running_half_hour_is_named_and_what_is_over_is_quiet() -> None:
    rows = picture(TWO_DAYS, (120, 36)).rows
    styles = {style for row in rows for _, style in row}
    assert {"now-bar", "past-bar", "bar", "cheap-bar"} <= styles
    assert any("now" in line and "│" in line for line in texts(TWO_DAYS, (120, 36))[2:])


def test_prices_that_are_late_are_said_to_be() -> None:
    late = shown(
        a_day(h2300=NOT_YET), now=utc("2026-11-29T18:00Z"), coming_at=utc("2026-11-29T16:00Z")
    )
    assert "due about 16:00, and late" in "\n".join(texts(late, (120, 36)))


def test_the_use_of_a_day_has_a_scale_and_a_legend_of_its_own() -> None:
    use = Use("used", KWH, tuple(0.1 if number < 40 else 1.5 for number in range(48)))
    day = shown(a_day(h0330=1), now=utc("2026-11-30T09:00Z"), use=use)
    lines = texts(day, (80, 20), 40)
    assert "━━ used, kWh" in "\n".join(lines)
    assert "used 1.500 kWh" in "\n".join(lines)
    assert sum("━" in line for line in lines) == 3
    assert slot_in_words(day, 40) == "Sun 29 20:00–20:30 20.00 p/kWh, 1.500 kWh"


@pytest.mark.parametrize(
    ("price", "words"),
    [
        (24.315, "24.32 p/kWh"),
        (0, "0.00 p/kWh, free"),
        (-1.2, "−1.20 p/kWh, you are paid"),
        (NO_RATE, "no rate"),
        (NOT_YET, "not published yet, about 16:00 tomorrow"),
    ],
)
def test_each_half_hour_is_told_in_words(price: float | str, words: str) -> None:
    found = shown(a_day(h1700=price), coming_at=COMING)
    assert slot_in_words(found, 34) == f"Sun 29 17:00–17:30 {words}"


def test_the_hour_that_happens_twice_is_told_apart() -> None:
    autumn = shown([10.0] * 50, first=date(2026, 10, 25), now=utc("2026-11-29T00:00Z"))
    assert slot_in_words(autumn, 2) == "Sun 25 01:00 BST–01:30 BST 10.00 p/kWh"
    assert slot_in_words(autumn, 4) == "Sun 25 01:00 GMT–01:30 GMT 10.00 p/kWh"


def test_why_there_are_no_prices_is_said_in_their_place() -> None:
    nothing = PricesShown(TODAY, TODAY, utc("2026-11-29T16:00Z"), AGILE, trouble="No connection")
    lines = "\n".join(texts(nothing))
    assert "Prices could not be fetched: No connection · r tries again" in lines
    assert "No prices of Sun 29 Nov 2026 are stored." in lines
    late = shown([NOT_YET] * 48, coming_at=COMING)
    assert "The prices of Sun 29 Nov 2026 are not published yet." in "\n".join(texts(late))


SIZES = [(80, 20), (100, 26), (120, 36), (40, 8), (12, 3), (1, 1)]
MORE_SIZES = [
    (200, 56),
    (60, 20),
    (30, 6),
    *product((1, 3, 8, 17, 26, 40, 54, 79, 101, 130, 260), (1, 2, 4, 9, 17, 24, 33, 70)),
]
KINDS = (
    TWO_DAYS,
    shown(a_day()),
    shown([-5.0] * 46),
    shown([0.0] * 50),
    shown([NOT_YET] * 48),
    PricesShown(TODAY, TODAY, utc("2026-11-29T16:00Z"), advice=("Not known.", "Say more.")),
    shown(
        a_day(), tariff=AGILE._replace(name="電気\x1b[2J"), trouble="故障", advice=("設定" * 9,)
    ),
)


@pytest.mark.extended
@pytest.mark.parametrize("size", [*SIZES, *slow(*MORE_SIZES)])
@pytest.mark.parametrize("symbols", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_it_fits_in_any_size(size: tuple[int, int], symbols: Symbols) -> None:
    width, height = size
    for prices in KINDS:
        for cursor in (None, 0, len(prices.slots) - 1):
            at = cursor if prices.slots else None
            found = PricesPicture(prices, at, Size(width, height), symbols)
            assert len(found.rows) <= height
            assert all(len(row) <= width for row in found.rows)
            assert all(cell_len(symbol) == 1 for row in found.rows for symbol, _ in row)
            for x, y in ((0, 0), (width - 1, height - 1), (width // 2, height // 2)):
                slot = found.slot_at(x, y)
                assert slot is None or slot in range(len(prices.slots))


def test_a_click_finds_the_half_hour_that_is_drawn_there() -> None:
    found = picture(TWO_DAYS)
    tops = [number for number, line in enumerate(texts(TWO_DAYS)) if "└" in line]
    assert found.slot_at(4, tops[0]) == 0
    assert found.slot_at(4 + 47, tops[0]) == 47
    assert found.slot_at(4, tops[1]) == 48


@pytest.mark.parametrize("height", [24, 40, 56, 70])
def test_however_tall_a_chart_is_its_bars_stand_on_one_line(height: int) -> None:
    prices = shown(a_day(12.4, h1700=31.3), now=utc("2026-11-29T00:00Z"))
    lines = texts(prices, (120, height))
    (corner,) = (line.index("└") for line in axes(lines))
    edges = {
        min(map(line.index, set(line) & set("│┤"))) for line in lines if set(line) & set("│┤")
    }
    assert edges - {lines[1].index("│")} == {corner}


def test_lengths_that_cost_the_same_anywhere_in_a_stretch_are_told_in_one() -> None:
    cheap = {f"h{hour:02}{minute}": 8.1 for hour in range(2, 5) for minute in ("00", "30")}
    prices = shown(a_day(25, **cheap), now=utc("2026-11-29T00:00Z"))
    lines = "\n".join(texts(prices, (120, 36)))
    assert "1–3 h 02:00–05:00  8.10p" in lines
    assert "4 h   01:00–05:00 12.33p" in lines  # 6 x 8.1p and 2 x 25p
    two_days = shown([*a_day(25), *a_day(25, **cheap)], last=TOMORROW)
    narrow = texts(two_days, (77, 20))
    (at,) = (at for at, line in enumerate(narrow) if line.endswith("1–3 h Mon 02:00–05:00"))
    assert narrow[at + 1].endswith("  8.10p")


def test_every_half_hour_at_the_lowest_price_is_lit_though_the_hours_marked_are_fewer() -> None:
    cheap = {f"h{hour:02}{minute}": 8.1 for hour in range(1, 7) for minute in ("00", "30")}
    prices = shown(a_day(25, **cheap), now=utc("2026-11-29T00:00Z"))
    assert [number for number, best in enumerate(prices.is_best) if best] == [*range(2, 14)]
    assert "1–4 h 01:00–07:00 8.10p" in "\n".join(texts(prices, (120, 36)))


def test_beside_a_day_of_50_half_hours_both_ends_of_a_time_are_told() -> None:
    autumn = shown(
        [*a_day(20, h0400=-4, h0430=-5), 20, 20],
        first=date(2026, 10, 25),
        now=utc("2026-10-25T00:00Z"),
    )
    found = "\n".join(texts(autumn, (80, 20)))
    assert "1h 03:00–04:00     −4.50p" in found
    assert "4h 01:00 BST–04:00 13.88p" in found


@pytest.mark.parametrize("size", [(80, 20), (40, 8), (120, 36), (20, 3), (9, 2)])
def test_what_is_under_the_cursor_is_told_once(size: tuple[int, int]) -> None:
    drawn = picture(TWO_DAYS, size, 34)
    is_told = any("▲ " in line for line in texts(TWO_DAYS, size, 34))
    assert is_told == drawn.has_figures


def test_a_home_without_a_tariff_leads_to_the_tariffs_of_others_and_to_earlier_days() -> None:
    left = AGILE._replace(name="", code="", region="J")
    lines = texts(replace(shown(()), tariff=left, next_choice="Agile"))
    assert lines[0] == " Prices: region J"
    assert "You have no tariff here on Sun 29 Nov 2026." in "\n".join(lines)
    assert " o goes on to other tariffs: Agile first" in lines
    assert "r asks" not in "\n".join(lines)


def said(prices: PricesShown) -> list[str]:
    return [line.text for group in groups(prices, None) for line in group]


def test_the_highest_price_is_told_with_all_its_times_or_the_longest() -> None:
    day = shown(a_day(25, h0200=8), now=utc("2026-11-30T00:00Z"))
    assert "highest 25.00p 00:00–02:00, 02:30–24:00" in said(day)
    day = shown(a_day(25, h0200=8, h1000=9, h2300=8), now=utc("2026-11-30T00:00Z"))
    assert "highest 25.00p 10:30–23:00 and 3 other times" in said(day)
    assert "lowest 8.00p 02:00–02:30, 23:00–23:30" in said(day)


def test_what_was_used_and_the_mean_price_of_it_are_told() -> None:
    # 8 half hours of 1 kWh at 10p, and 40 of 0.1 kWh at 30p: 80p + 120p for 12 kWh.
    prices = [10] * 8 + [30] * 40
    use = Use("used", KWH, (1.0,) * 8 + (0.1,) * 40)
    day = shown(prices, now=utc("2026-11-30T09:00Z"), use=use)
    at = said(day).index("Used 12.00 kWh")
    assert said(day)[at + 1 : at + 3] == ["average 16.67 p/kWh", "Of the day"]
    late = replace(day, use=use._replace(values=(*use.values[:8], *[None] * 40)))
    at = said(late).index("Used 8.00 kWh")
    assert said(late)[at + 1 : at + 3] == ["average 10.00 p/kWh", "in 8 of 48 half hours"]
    both_ways = replace(day, use=use._replace(values=(-0.5, *use.values[1:])))
    assert not any("Used" in line for line in said(both_ways))
