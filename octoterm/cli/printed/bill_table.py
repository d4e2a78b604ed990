"""A bill as a text table, in blocks as the supplier prints it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from octoterm.bills.bill import Bill
from octoterm.bills.explanations import Explanation
from octoterm.bills.words import (
    INDENT,
    bill_lines,
    coverage_in_words,
    is_partial,
    net_lines,
    pounds_text,
    signed_pounds,
)
from octoterm.cli.printed.wording import aligned, paragraph
from octoterm.household.account import Direction
from octoterm.periods.labels import range_label
from octoterm.periods.period import Period

MOST_EXPLANATIONS = 8
"""Most explanations to list that do not fit; the nearest come first."""


def lines(title: str, bill: Bill, period: Period, direction: Direction) -> Iterator[str]:
    """The title, the blocks of each tariff, VAT and the total, and what the total leaves out."""
    yield f"{title} · {range_label(period.first, period.last)}"
    yield ""
    yield from aligned([line[:3] for line in bill_lines(bill, direction)], left={0, 1})
    yield from paragraph(coverage_in_words(bill))


def explained(bill: Bill, charged: Decimal, found: Sequence[Explanation]) -> Iterator[str]:
    """What the bill says instead, and what would explain it."""
    yield ""
    if bill.total == charged:
        yield f"The bill says {pounds_text(charged)} too."
        return
    if not bill.priced and not bill.total:
        yield f"The bill says {pounds_text(charged)}; octoterm knows no price of these days."
        return
    difference = bill.total - charged
    more = "less" if difference > 0 else "more"
    by = f"{pounds_text(abs(difference))} {more}"
    yield f"The bill says {pounds_text(charged)}, {by} than octoterm."
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


def netted(paid: Bill, earned: Bill) -> Iterator[str]:
    """The payment minus the earnings."""
    partial = is_partial(paid) or is_partial(earned)
    lines = net_lines(paid.total, earned.total, is_partial=partial)
    yield from aligned([(line.name, line.amount) for line in lines], left={0})


def _listed(heading: str, found: Sequence[Explanation]) -> Iterator[str]:
    yield heading
    rows = [
        [f"{INDENT}{each.what}", pounds_text(each.total), signed_pounds(each.difference)]
        for each in found
    ]
    yield from aligned(rows, left={0})
