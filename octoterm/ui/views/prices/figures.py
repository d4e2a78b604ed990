"""The figures beside or below the chart of prices, in groups, the most useful first. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from textwrap import wrap
from typing import NamedTuple

from octoterm.number_format import count, number
from octoterm.periods.labels import capitalised
from octoterm.periods.london import HALF_HOUR
from octoterm.session.pricing.prices_shown import PricesShown
from octoterm.ui.drawing.cells import Cell, of_one_column, styled
from octoterm.ui.drawing.shortened import cut, longest_fitting
from octoterm.ui.views.prices import words

INDENT = " "
MOST_TIMES = 2
"""Most times of the highest or lowest price that are all listed."""
COLUMN = 32
"""Columns of a group where groups are side by side."""


class Line(NamedTuple):
    """A line of a group."""

    text: str
    style: str = "text"
    shorter: tuple[str, ...] = ()
    """What to show if the line does not fit, for lines of a table, which are not wrapped."""


Group = tuple[Line, ...]


def groups(shown: PricesShown, cursor: int | None) -> tuple[Group, ...]:
    """All groups."""
    found = (
        _under(shown, cursor, "▲ ", "cursor-text") if cursor is not None else (),
        _under(shown, shown.now_at, "Now ", "total") if shown.now_at != cursor else (),
        _best(shown),
        (*_special(shown),),
        (*_paid(shown),),
        (*_publication(shown),),
        (*_range(shown),),
        tuple(Line(of_one_column(each), "quiet") for each in shown.advice),
    )
    return tuple(group for group in found if group)


def brief(shown: PricesShown, cursor: int | None) -> Group:
    """The same for small screens: what is under the cursor, or now, and the cheapest hours."""
    at = shown.now_at if cursor is None else cursor
    said = []
    if at is not None and shown.slots:
        begin = "▲ " if cursor is not None else "Now "
        said.append(Line(begin + words.price_in_words(shown, shown.slots[at]), "total"))
        if cursor is not None:
            said[0] = Line(begin + words.slot_in_words(shown, cursor), "total")
    for each in shown.best_times:
        when = words.span(each.window.start, each.window.end, shown.main_day)
        price = words.pence(each.window.average)
        said.append(Line(f"{_best_name(shown)} {each.hours} h {when} {price}", "cheap"))
    if shown.not_yet and shown.coming_at is not None:
        said.append(Line(_more(shown), "quiet"))
    return tuple(said)


def _under(shown: PricesShown, number_: int | None, begin: str, style: str) -> Group:
    if number_ is None:
        return ()
    slot, today = shown.slots[number_], shown.main_day
    price = words.price_in_words(shown, slot)
    lines = [
        Line(f"{begin}{words.span(slot.start, slot.end, today)}", "quiet"),
        Line(price, style),
    ]
    if shown.use is not None and shown.use.is_known:
        value = shown.use.values[number_]
        form = shown.use.quantity.half_hour
        lines.append(
            Line("no reading" if value is None else f"{shown.use.name} {form.text(value)}", "use")
        )
    return tuple(lines)


def _best_name(shown: PricesShown) -> str:
    return "Best paid" if shown.pays else "Cheapest"


def _best(shown: PricesShown) -> Group:
    """When the best hours are, and their averages. In little space, a window for several lengths
    is wrapped instead of shortened, as only its end shows how much room they have in it."""
    if not shown.best:
        return ()
    today = shown.main_day
    rows = [
        (
            each.hours,
            words.weekday(each.window.start, today),
            words.clocks(each.window.start, each.window.end),
            words.pence(each.window.average),
        )
        for each in shown.best_times
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    title = f"{_best_name(shown)} {'ahead' if shown.is_ahead else 'of the day'}"
    lines = [Line(title, "heading")]
    for hours, day, clock, average in rows:
        length = f"{hours} h".ljust(widths[0] + 2)
        begin = f" {day.ljust(widths[1])}{' ' if widths[1] else ''}"
        end = f" {average.rjust(widths[3])}"
        whole = f"{begin}{clock.ljust(widths[2])}{end}"
        begins = f"{begin}{clock.partition('–')[0]}{end}"
        shorter = f"{hours}h".ljust(widths[0] + 1) + whole, length + begins
        has_room = "–" in hours
        lines.append(Line(length + whole, "cheap", () if has_room else shorter))
    return tuple(lines)


def _special(shown: PricesShown) -> Iterator[Line]:
    """Prices below zero, and prices of exactly zero."""
    today = shown.main_day
    if below := shown.below_zero:
        half_hours = sum(end - start for start, end in below) // HALF_HOUR
        what = "you pay to export" if shown.pays else "you are paid to use it"
        yield Line(f"Below zero, {what}", "free")
        yield Line(f"{count(half_hours, 'half hour')}: {words.several(below, today)}")
    if free := shown.at_zero:
        yield Line("Exactly 0p" if shown.pays else "Free, exactly 0p", "free")
        yield Line(words.several(free, today))


def _publication(shown: PricesShown) -> Iterator[Line]:
    """How far prices are published, when more are, and how many are missing."""
    if not shown.slots:
        return
    if shown.not_yet:
        yield Line(capitalised(words.NOT_YET), "heading")
        yield Line(words.several(shown.not_yet, shown.main_day))
    if shown.coming_at is not None and shown.is_ahead:
        yield Line(_more(shown), "text" if shown.not_yet else "quiet")
    if shown.missing:
        yield Line(f"{count(shown.missing, 'half hour')} with {words.NO_RATE}", "missing")


def _more(shown: PricesShown) -> str:
    """`More prices about 16:00`; shorter below a line that says which are lacking."""
    assert shown.coming_at is not None
    coming = words.about(shown.coming_at, shown.now)
    name = "More" if shown.not_yet else "More prices"
    return f"{name} {'are ' if coming.startswith('due') else ''}{coming}"


def _range(shown: PricesShown) -> Iterator[Line]:
    """The mean, the extremes, and the VAT in them."""
    if not shown.priced or (average := shown.average) is None:
        return
    yield Line("From now on" if shown.is_ahead else "Of the day", "heading")
    prices = {price for _, price in shown.priced}
    if len(prices) == 1:
        yield Line(f"{words.rate(average)} all the time")
    else:
        yield Line(f"average {words.rate(average)}")
        for name, pick in (("highest", max), ("lowest", min)):
            price = pick(prices)
            yield Line(f"{name} {words.pence(price)} {_when(shown, price)}")
    yield Line(_vat(shown), "quiet")
    yield from (Line(each, "quiet") for each in shown.labels)


def _when(shown: PricesShown, price: Fraction) -> str:
    """The times of this price; only the longest if there are many."""
    times = shown.stretches(lambda slot: slot.pence_with_vat == price)
    if len(times) <= MOST_TIMES:
        return words.several(times, shown.main_day)
    longest = max(times, key=lambda each: each[1] - each[0])
    return f"{words.span(*longest, shown.main_day)} and {len(times) - 1} other times"


def _paid(shown: PricesShown) -> Iterator[Line]:
    """How much was used, and if prices differ, at what price on average."""
    if shown.use is None or (paid := shown.paid) is None:
        return
    amount = shown.use.quantity.whole.text(paid.used)
    yield Line(f"{capitalised(shown.use.name)} {amount}", "use")
    if len({price for _, price in shown.priced}) > 1:
        yield Line(f"average {words.rate(paid.average)}")
    if paid.half_hours < len(shown.slots):
        yield Line(f"in {paid.half_hours} of {count(len(shown.slots), 'half hour')}", "quiet")


def _vat(shown: PricesShown) -> str:
    if shown.pays:
        return "no VAT on exports"
    if shown.vat_percent is None:
        return "VAT is in them"
    if not shown.vat_percent:
        return "no VAT at present"
    return f"with {number(float(shown.vat_percent), 1).removesuffix('.0')}% VAT"


def beside(found: Sequence[Group], width: int, height: int) -> list[list[Cell]]:
    """The groups one below the other, as many as fit, with an empty line before each if all do."""
    drawn = [_drawn(group, width) for group in found]
    total = sum(map(len, drawn))
    gap = 1 if total + len(drawn) - 1 <= height else 0
    rows: list[list[Cell]] = []
    for each in drawn:
        between = gap if rows else 0
        if len(rows) + between + len(each) > height:
            break
        rows += [[]] * between + each
    return rows


def below(found: Sequence[Group], width: int, height: int) -> list[list[Cell]]:
    """The groups side by side, in columns of the least height in which all have room; if not even
    `height` is enough, in columns of that height, as many as fit."""
    columns = max(1, width // COLUMN)
    column = width // columns
    drawn = [_drawn(group, column - 1) for group in found]
    least = min(height, max(map(len, drawn), default=0))
    for rows_ in range(least, height + 1):
        stacks, is_all = _stacked(drawn, columns, rows_)
        if is_all:
            break
    rows = []
    for number_ in range(max(map(len, stacks))):
        row: list[Cell] = []
        for stack in stacks:
            cells = stack[number_] if number_ < len(stack) else []
            row += [*cells, *styled(" " * (column - len(cells)), "text")]
        rows.append(row)
    return rows


def _stacked(
    groups_: Sequence[list[list[Cell]]], columns: int, height: int
) -> tuple[list[list[list[Cell]]], bool]:
    """The groups in columns, each in the first that has room for it, and whether all fit."""
    stacks: list[list[list[Cell]]] = [[] for _ in range(columns)]
    is_all = True
    for drawn in groups_:
        for stack in stacks:
            between = 1 if stack else 0
            if len(stack) + between + len(drawn) <= height:
                stack += [[]] * between + drawn
                break
        else:
            is_all = False
    return stacks, is_all


def one_below_the_other(lines: Group, width: int) -> list[list[Cell]]:
    """Each in one row, cut to the width."""
    return [styled(cut(INDENT + line.text, width), line.style) for line in lines]


def _drawn(group: Group, width: int) -> list[list[Cell]]:
    room = max(1, width - len(INDENT))
    return [
        styled(INDENT + text, line.style)
        for line in group
        for text in (
            [cut(longest_fitting((line.text, *line.shorter), room), room)]
            if line.shorter
            else wrap(line.text, room, subsequent_indent=INDENT) or [""]
        )
    ]
