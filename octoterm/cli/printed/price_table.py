"""Prints prices by half hour for people, in the clock time of London."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from octoterm.cli.printed.wording import aligned
from octoterm.costs.rounding import half_up
from octoterm.household.account import Direction
from octoterm.number_format import MINUS, hours
from octoterm.periods.labels import clock_label, day_label, end_label, short_moment_label
from octoterm.periods.london import london
from octoterm.tariffs.cheapest import Window, best_windows
from octoterm.tariffs.price_slots import PriceSlot
from octoterm.tariffs.publication import next_publication

LENGTHS = (2, 4, 6, 8)
"""Lengths of the cheapest times that are listed, in half hours."""


def lines(
    name: str, tariff: str, direction: Direction, slots: Sequence[PriceSlot]
) -> Iterator[str]:
    """The prices day by day, with half hours of the same price joined, and the cheapest times."""
    what = "paid per kWh exported" if direction is Direction.EXPORT else "per kWh, with VAT"
    yield f"{name} · {tariff}" if name else tariff
    yield f"Pence {what}; times in London."
    for day, of_day in groupby(slots, key=lambda slot: london(slot.start).date()):
        yield from ("", day_label(day))
        yield from aligned([*_rows([*of_day], direction)], left={0, 2})
    windows = [*_best(slots, direction)]
    if windows:
        yield ""
        yield from aligned(windows, left={0, 1})


def window_line(window: Window, tariff: str, direction: Direction) -> str:
    """`Mon 30 Nov 2026 02:00–05:00: 4.21 p/kWh on average, with VAT (E-1R-AGILE-24-10-01-C)`."""
    vat = "" if direction is Direction.EXPORT else ", with VAT"
    average = f"{pence(window.average)} p/kWh on average{vat}"
    return f"{window_label(window.start, window.end)}: {average} ({tariff})"


def window_label(start: int, end: int) -> str:
    """`Mon 30 Nov 2026 02:00–05:00`, `Sun 29 Nov 2026 23:00 – Mon 30 Nov 2026 02:00`."""
    first, last = london(start).date(), london(end - 1).date()
    if first == last:
        return f"{day_label(first)} {clock_label(start)}–{_end_clock(end)}"
    return f"{day_label(first)} {clock_label(start)} – {day_label(last)} {_end_clock(end)}"


def pence(amount: Fraction) -> str:
    """`4.21`, `−0.50`, `0.00`."""
    rounded = f"{half_up(amount, 2):.2f}"
    return rounded.removeprefix("-") if not rounded.strip("-0.") else rounded.replace("-", MINUS)


def what_is_published(tariff: str, published_to: int, now: int, *, is_awaited: bool) -> str:
    """A sentence about how far prices are published, and about when more are."""
    if not published_to:
        return f"No prices of {tariff} are published for this time."
    end = end_label(published_to)
    if not is_awaited:
        if published_to <= now:
            return f"The prices of {tariff} end on {end}."
        return f"What it costs after {end} may still change."
    expected = next_publication(published_to)
    if expected > now:
        return f"Published up to {end}; more are expected about {short_moment_label(expected)}."
    return (
        f"Published up to {end}; more have been expected since "
        f"{short_moment_label(expected)} and are late."
    )


def _rows(slots: Sequence[PriceSlot], direction: Direction) -> Iterator[tuple[str, str, str]]:
    for price, same in groupby(slots, key=lambda slot: slot.pence_with_vat):
        run = [*same]
        clocks = f"{clock_label(run[0].start)}–{_end_clock(run[-1].end)}"
        if price is None:
            yield clocks, "", "no price"
        else:
            shown = pence(price)
            yield clocks, shown, _remark(shown, direction)


def _remark(shown: str, direction: Direction) -> str:
    """What is special about a price."""
    if not shown.strip("0."):
        return "nothing" if direction is Direction.EXPORT else "free"
    if not shown.startswith(MINUS):
        return ""
    return "you pay" if direction is Direction.EXPORT else "you are paid"


def _best(slots: Sequence[PriceSlot], direction: Direction) -> Iterator[tuple[str, str, str]]:
    """The cheapest times, or the best paid ones."""
    what = "Best paid" if direction is Direction.EXPORT else "Cheapest"
    for half_hours, window in best_windows(slots, LENGTHS, direction):
        label = window_label(window.start, window.end)
        yield f"{what} {hours(half_hours)}", label, pence(window.average)


def _end_clock(instant: int) -> str:
    """`18:00`; midnight is 24:00."""
    is_midnight = london(instant).date() > london(instant - 1).date()
    return "24:00" if is_midnight else clock_label(instant)
