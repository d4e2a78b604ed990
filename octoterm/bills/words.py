"""The lines of a bill, in blocks as the supplier prints it, for the screen and commands. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from octoterm import number_format
from octoterm.bills.bill import Bill
from octoterm.bills.blocks import Block
from octoterm.costs.rounding import half_up, pounds
from octoterm.household.account import Direction
from octoterm.number_format import count
from octoterm.periods.labels import full_month_label, range_label
from octoterm.periods.london import london
from octoterm.periods.period import Granularity, Period
from octoterm.tariffs.rates import Register

NOT_KNOWN = "--"
INDENT = "  "


class BillLine(NamedTuple):
    """A line of a bill, in three columns."""

    name: str
    """The tariff, the days, or what is added up."""
    of: str
    """`271.780 kWh × 23.7107 p/kWh`; empty for sums."""
    amount: str
    """`£64.44`; empty for the name of a tariff."""
    blocks: tuple[Block, ...] = ()
    """The blocks that it is about; none for sums."""
    is_energy: bool = False
    is_total: bool = False

    @property
    def short_of(self) -> str:
        """`271.780 kWh × 23.7107p`, `23.7107p avg`, for narrow screens."""
        short = self.of.replace(" p/kWh on average", "p avg")
        return short.replace(" p/kWh", "p").replace(" p/day", "p")

    @property
    def in_words(self) -> str:
        """`1–31 Mar 2024: 271.780 kWh × 23.7107 p/kWh, £64.44`."""
        return f"{self.name.strip()}: {', '.join(filter(None, (self.of, self.amount)))}"


def month_label(period: Period) -> str:
    """The name of a billing month: `March 2024`, or `15 Mar – 14 Apr 2024`."""
    if period[1:] == Period.containing(Granularity.MONTH, period.first)[1:]:
        return full_month_label(period.first)
    return range_label(period.first, period.last)


def bill_lines(bill: Bill, direction: Direction) -> Iterator[BillLine]:
    """The blocks of each tariff, VAT and the total."""
    for tariff, blocks in groupby(bill.blocks, key=lambda block: block.tariff):
        group = tuple(blocks)
        yield BillLine(tariff, "", "", group)
        for block in group:
            days = f"{INDENT}{_days(block)}"
            yield BillLine(days, _energy(block), _energy_amount(block), (block,), is_energy=True)
        for same in _same_charges(group):
            of, amount = _standing(same)
            yield BillLine(f"{INDENT}{_days(same[0], same[-1])}", of, amount, same)
    yield from _sums(bill, direction)


def _sums(bill: Bill, direction: Direction) -> Iterator[BillLine]:
    def shown(amount: Decimal) -> str:
        return pounds_text(amount) if is_known(bill) else NOT_KNOWN

    is_export = direction is Direction.EXPORT
    if not is_export:
        yield BillLine("Subtotal", "", shown(bill.subtotal))
        for vat in bill.vat:
            of = f"{float(vat.percent):g}% on {shown(vat.subtotal)}"
            yield BillLine("VAT", of, shown(vat.amount))
    name = "Credit" if is_export else "Total"
    name = f"{name}, partial" if is_partial(bill) else name
    yield BillLine(name, "", shown(bill.total), is_total=True)


def is_known(bill: Bill) -> bool:
    """Whether anything in it is known."""
    return bill.priced > 0 or any(block.standing for block in bill.blocks)


def is_partial(bill: Bill) -> bool:
    """Whether something in it is not known."""
    return any(label.startswith("partial") for label in bill.labels)


def total_text(bill: Bill) -> str:
    """`£80.94`, `£80.94, partial`; `--` if nothing of it is known."""
    if not is_known(bill):
        return NOT_KNOWN
    return f"{pounds_text(bill.total)}{', partial' if is_partial(bill) else ''}"


def coverage_in_words(bill: Bill) -> tuple[str, ...]:
    """What is left out, or that nothing is; and what is assumed."""
    whole = f"all {count(bill.expected, 'half hour')} have a reading and a price"
    is_complete = bill.priced == bill.expected
    ahead = f"with the standing charge of {count(bill.days_ahead, 'day')} not read yet"
    said = list(bill.labels)
    if bill.days_ahead:
        said.insert(sum(label.startswith("partial") for label in said), ahead)
    return (*([whole] if is_complete else []), *said)


def net_lines(paid: Decimal, earned: Decimal, *, is_partial: bool = False) -> tuple[BillLine, ...]:
    """What is paid less what is earned."""
    name = "Net, partial" if is_partial else "Net"
    return (
        BillLine("Imports", "", pounds_text(paid)),
        BillLine("Exports", "", pounds_text(-earned)),
        BillLine(name, "", pounds_text(paid - earned), is_total=True),
    )


def compared_in_words(bill: Bill, before: Bill, label: str) -> str:
    """`March 2023: £92.10, so this is £11.16 less`; no difference if one is partial."""
    said = f"{label}: {total_text(before)}"
    if not (is_known(bill) and is_known(before)) or is_partial(bill) or is_partial(before):
        return said
    difference = bill.total - before.total
    if not difference:
        return f"{said}, the same"
    return (
        f"{said}, so this is {pounds_text(abs(difference))} {'more' if difference > 0 else 'less'}"
    )


def pounds_text(amount: Decimal) -> str:
    """`£1,234.50`, `−£0.61`."""
    sign = number_format.MINUS if amount < 0 else ""
    return f"{sign}£{abs(amount):,.2f}"


def signed_pounds(amount: Decimal) -> str:
    """`+£0.61`."""
    sign = "±" if not amount else "+" if amount > 0 else number_format.MINUS
    return f"{sign}£{abs(amount):,.2f}"


def _energy(block: Block) -> str:
    """`271.780 kWh × 23.7107 p/kWh`, with the register, or the average of half-hourly rates."""
    if block.rate is None:
        return "no readings with a price"
    register = "" if block.register is Register.STANDARD else f" {block.register.value}"
    average = " on average" if block.is_average else ""
    kwh = number_format.number(float(half_up(block.kwh, 3)), 3)
    return f"{kwh} kWh{register} × {_rate(block.rate)} p/kWh{average}"


def _energy_amount(block: Block) -> str:
    return NOT_KNOWN if block.rate is None else pounds_text(pounds(block.energy))


def _same_charges(blocks: Sequence[Block]) -> Iterator[tuple[Block, ...]]:
    """The blocks with standing charges that are not zero, grouped where the same charge goes on:
    Tracker has a block for each day."""
    with_days = [block for block in blocks if block.days and block.standing_rate != 0]
    for _, same in groupby(with_days, key=lambda block: (block.standing_rate, block.vat_percent)):
        yield tuple(same)


def _standing(blocks: Sequence[Block]) -> tuple[str, str]:
    """`30 days × 42.1768 p/day`, and the pounds."""
    days = count(sum(block.days for block in blocks), "day")
    rate = blocks[0].standing_rate
    if rate is None:
        return f"{days} × {NOT_KNOWN} p/day", NOT_KNOWN
    amount = pounds(sum((block.standing for block in blocks), Fraction(0)))
    return f"{days} × {_rate(rate)} p/day", pounds_text(amount)


def _days(block: Block, last: Block | None = None) -> str:
    end = (last or block).end
    return range_label(london(block.start).date(), london(end - 1).date())


def _rate(pence: Fraction) -> str:
    """`23.7107`, with at least two decimals and at most four."""
    text = f"{half_up(pence, 4):.4f}"
    short = text[:-2] if text.endswith("00") else text
    return short.replace("-", number_format.MINUS)
