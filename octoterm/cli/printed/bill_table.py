"""A bill as a text table, in blocks as the supplier prints it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from octoterm import number_format
from octoterm.bills.bill import Bill
from octoterm.bills.blocks import Block
from octoterm.bills.explanations import Explanation
from octoterm.cli.printed.wording import aligned, paragraph
from octoterm.costs.rounding import half_up, pounds
from octoterm.household.account import Direction
from octoterm.number_format import count
from octoterm.periods.labels import range_label
from octoterm.periods.london import london
from octoterm.periods.period import Period
from octoterm.tariffs.rates import Register

NOT_KNOWN = "--"
MOST_EXPLANATIONS = 8
"""That do not fit, nearest first."""
_INDENT = "  "


def lines(title: str, bill: Bill, period: Period, direction: Direction) -> Iterator[str]:
    """The title, the blocks of each tariff, VAT and the total, and what is not in it."""
    yield f"{title} · {range_label(period.first, period.last)}"
    yield ""
    rows = [*_rows(bill, direction)]
    yield from aligned(rows, left={0, 1})
    whole = f"all {count(bill.expected, 'half hour')} have a reading and a price"
    is_complete = bill.priced == bill.expected
    yield from paragraph([*([whole] if is_complete else []), *bill.labels])


def explained(bill: Bill, charged: Decimal, found: Sequence[Explanation]) -> Iterator[str]:
    """What the bill says instead, and what would explain it."""
    yield ""
    if bill.total == charged:
        yield f"The bill says {_text(charged)} too."
        return
    if not bill.priced and not bill.total:
        yield f"The bill says {_text(charged)}; octoterm knows no price of these days."
        return
    difference = bill.total - charged
    more = "less" if difference > 0 else "more"
    yield f"The bill says {_text(charged)}, {_text(abs(difference))} {more} than octoterm."
    fitting = [each for each in found if each.fits]
    others = [each for each in found if not each.fits][:MOST_EXPLANATIONS]
    if fitting:
        yield from _listed("What would explain it:", fitting)
        return
    nothing = "Nothing that octoterm knows of explains it."
    if others:
        yield from _listed(f"{nothing} What would come near:", others)
    else:
        yield nothing


def netted(paid: Decimal, earned: Decimal) -> Iterator[str]:
    """What is paid less what is earned."""
    rows = [["Imports", _text(paid)], ["Exports", _text(-earned)], ["Net", _text(paid - earned)]]
    yield from aligned(rows, left={0})


def _listed(heading: str, found: Sequence[Explanation]) -> Iterator[str]:
    yield heading
    rows = [
        [f"{_INDENT}{each.what}", _text(each.total), _signed(each.difference)] for each in found
    ]
    yield from aligned(rows, left={0})


def _rows(bill: Bill, direction: Direction) -> Iterator[list[str]]:
    for tariff, blocks in groupby(bill.blocks, key=lambda block: block.tariff):
        yield [tariff, "", ""]
        group = [*blocks]
        for block in group:
            yield [f"{_INDENT}{_days(block)}", _energy(block), _energy_amount(block)]
        for same in _same_charges(group):
            yield [f"{_INDENT}{_days(same[0], same[-1])}", *_standing(same)]
    is_known = bill.priced > 0 or any(block.standing for block in bill.blocks)

    def shown(amount: Decimal) -> str:
        return _text(amount) if is_known else NOT_KNOWN

    is_export = direction is Direction.EXPORT
    if not is_export:
        yield ["Subtotal", "", shown(bill.subtotal)]
        for vat in bill.vat:
            of = f"{float(vat.percent):g}% on {shown(vat.subtotal)}"
            yield ["VAT", of, shown(vat.amount)]
    name = "Credit" if is_export else "Total"
    is_partial = any(label.startswith("partial") for label in bill.labels)
    yield [f"{name}, partial" if is_partial else name, "", shown(bill.total)]


def _energy(block: Block) -> str:
    """`271.780 kWh × 23.7107 p/kWh`, with the register, or the average of half-hourly rates."""
    if block.rate is None:
        return "no readings with a price"
    register = "" if block.register is Register.STANDARD else f" {block.register.value}"
    average = " on average" if block.is_average else ""
    kwh = number_format.number(float(half_up(block.kwh, 3)), 3)
    return f"{kwh} kWh{register} × {_rate(block.rate)} p/kWh{average}"


def _energy_amount(block: Block) -> str:
    return NOT_KNOWN if block.rate is None else _text(pounds(block.energy))


def _same_charges(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The blocks with standing charges that are not zero, those that follow each other at the same
    rate together: Tracker has one of each day."""
    with_days = [block for block in blocks if block.days and block.standing_rate != 0]
    for _, same in groupby(with_days, key=lambda block: (block.standing_rate, block.vat_percent)):
        yield [*same]


def _standing(blocks: Sequence[Block]) -> tuple[str, str]:
    """`30 days × 42.1768 p/day`, and the pounds."""
    days = count(sum(block.days for block in blocks), "day")
    rate = blocks[0].standing_rate
    if rate is None:
        return f"{days} × {NOT_KNOWN} p/day", NOT_KNOWN
    amount = pounds(sum((block.standing for block in blocks), Fraction(0)))
    return f"{days} × {_rate(rate)} p/day", _text(amount)


def _days(block: Block, last: Block | None = None) -> str:
    end = (last or block).end
    return range_label(london(block.start).date(), london(end - 1).date())


def _rate(pence: Fraction) -> str:
    """`23.7107`, with at least two decimals and at most four."""
    text = f"{half_up(pence, 4):.4f}"
    short = text[:-2] if text.endswith("00") else text
    return short.replace("-", number_format.MINUS)


def _text(amount: Decimal) -> str:
    """`£1,234.50`, `−£0.61`."""
    sign = number_format.MINUS if amount < 0 else ""
    return f"{sign}£{abs(amount):,.2f}"


def _signed(amount: Decimal) -> str:
    """`+£0.61`."""
    sign = "±" if not amount else "+" if amount > 0 else number_format.MINUS
    return f"{sign}£{abs(amount):,.2f}"
