"""Octoterm's figures against the supplier's, as a text table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from octoterm import number_format
from octoterm.bills.reconcile import Reconciled, ReconciledDay
from octoterm.cli.printed.wording import aligned, paragraph
from octoterm.costs.rounding import half_up
from octoterm.number_format import count
from octoterm.periods.labels import day_label, moment_label, range_label
from octoterm.periods.period import Period

NOT_KNOWN = "--"
MOST = 5
"""Most half hours to list; the others are counted."""


def lines(title: str, found: Reconciled, period: Period) -> Iterator[str]:
    """The title, a line for each day, the total, and the half hours that only one side has."""
    yield f"{title} · {range_label(period.first, period.last)}"
    yield "Energy with VAT, without standing charges; theirs is the supplier's website."
    yield ""
    table = [["Day", "kWh ours", "theirs", "±", "p ours", "theirs", "±"]]
    for day in found.days:
        table.append(
            [
                day_label(day.day),
                _kwh(day.kwh_ours),
                _kwh(day.kwh_theirs),
                _change(day.kwh_ours, day.kwh_theirs, 3),
                _pence(day.pence_ours),
                _pence(day.pence_theirs),
                _change(day.pence_ours, day.pence_theirs, 2),
            ]
        )
    kwh_ours, kwh_theirs, pence_ours, pence_theirs = (
        _sum(getattr(day, name) for day in found.days) for name in ReconciledDay._fields[1:]
    )
    table.append(
        [
            "Total",
            _kwh(kwh_ours),
            _kwh(kwh_theirs),
            _change(kwh_ours, kwh_theirs, 3),
            _pence(pence_ours),
            _pence(pence_theirs),
            _change(found.difference, Fraction(0), 2),
        ]
    )
    yield from aligned(table, left={0})
    yield from paragraph([*_said(found)])


def _said(found: Reconciled) -> Iterator[str]:
    for starts, who in ((found.only_ours, "octoterm"), (found.only_theirs, "the website")):
        if starts:
            named = ", ".join(map(moment_label, starts[:MOST]))
            more = f" and {len(starts) - MOST:,} more" if len(starts) > MOST else ""
            yield f"Only {who} has {count(len(starts), 'half hour')}: {named}{more}."
    if found.unpriced:
        yield f"{count(found.unpriced, 'half hour')} of octoterm's have no price."
    yield from found.labels


def _sum(amounts: Iterable[Fraction | None]) -> Fraction | None:
    """The sum of the amounts that are known; None if none is."""
    known = [each for each in amounts if each is not None]
    return sum(known, Fraction(0)) if known else None


def _kwh(value: Fraction | None) -> str:
    return NOT_KNOWN if value is None else _number(value, 3)


def _pence(value: Fraction | None) -> str:
    return NOT_KNOWN if value is None else _number(value, 2)


def _number(value: Fraction, decimals: int) -> str:
    return number_format.number(float(half_up(value, decimals)), decimals)


def _change(ours: Fraction | None, theirs: Fraction | None, decimals: int) -> str:
    if ours is None or theirs is None:
        return NOT_KNOWN
    return number_format.signed(float(half_up(ours - theirs, decimals)), decimals)
