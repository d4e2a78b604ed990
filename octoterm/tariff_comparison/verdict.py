"""Whether a tariff would have been cheaper, said only where it is certain. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from fractions import Fraction
from math import floor
from typing import NamedTuple

from octoterm.costs.rounding import half_up, pounds
from octoterm.household.account import Direction
from octoterm.number_format import MINUS, count
from octoterm.periods.labels import capitalised
from octoterm.tariff_comparison.candidates import Method
from octoterm.tariff_comparison.tariff_row import ENOUGH, TariffRow, is_clear

DAYS_FOR_A_YEAR = 300
"""From so many compared days on, a figure for a year is told."""
DAYS_OF_A_YEAR = 365
NOTHING = Fraction(0)


class VerdictKind(Enum):
    """What can be said."""

    CHEAPER = "cheaper"
    """One of them is clearly better than what the household had, or that is better than all of
    them: it costs less, or of exports earns more."""
    TOO_CLOSE = "too close"
    NOT_ENOUGH_DATA = "not enough data"


class Verdict(NamedTuple):
    """What can be said of all tariffs together."""

    kind: VerdictKind
    code: str | None
    """That of the best tariff, which may be the own one; None unless it is certain, and where
    several tariffs, which the household had one after another, are together the best."""
    difference: Fraction | None
    """Pence with VAT: what the tariff would have cost, or earned, less what the household had.
    Where the own tariff is the best, what the second best would have, less that. None unless it
    is certain."""
    why: str
    """A sentence in plain words."""


class _Words(NamedTuple):
    """How costs are spoken of, or what exports earn."""

    would_have: str
    better: str
    worse: str
    sign: int
    """What makes a difference of costs, or of earnings, a gain."""


_OF = {
    Direction.IMPORT: _Words("would have cost", "less", "more", -1),
    Direction.EXPORT: _Words("would have earned", "more", "less", 1),
}


class _Known(NamedTuple):
    """A tariff whose difference is told."""

    code: str
    name: str
    is_own: bool
    cost: Fraction
    own_cost: Fraction
    days: int
    gain: Fraction
    """By how much it is better than what the household had; negative if it is worse."""

    def is_clear(self, gap: Fraction) -> bool:
        """Whether so many pence are enough to say that one is better."""
        return is_clear(gap, self.own_cost)

    def said(self, gap: Fraction, words: _Words) -> str:
        """`would have cost £84.20 less`."""
        how = words.better if gap > 0 else words.worse
        return f"{words.would_have} {_money(abs(gap))} {how}"

    @property
    def figures(self) -> str:
        """`£612.30 against £696.50 over 365 days, about £84 a year.`"""
        both = f"{_money(self.cost)} against {_money(self.own_cost)}"
        said = f"{both} over {count(self.days, 'day')}"
        if self.days < DAYS_FOR_A_YEAR:
            return f"{said}."
        yearly = half_up(abs(self.gain) * DAYS_OF_A_YEAR / self.days / 100, 0)
        return f"{said}, about £{yearly:,} a year."


def verdict_of(rows: Sequence[TariffRow], own: str | None, direction: Direction) -> Verdict:
    """The verdict on these tariffs; `own` is the code of the tariff that the household had all the
    time, None if it had several.

    Today's prices, put on the past, are no part of it. Nor does the own tariff win over itself,
    as it might where the household changed to it within the period; but another one must be
    better than that would have been all the time.
    """
    words = _OF[direction]
    ranked = [row for row in rows if row.candidate.method is not Method.TODAY]
    others = [row for row in ranked if not row.is_own]
    known = [*_known(others, words)]
    if not known:
        return _not_enough(others, has_fixed=len(ranked) < len(rows))
    best = max(known, key=lambda each: each.gain)
    all_the_time = [each for each in _known(ranked, words) if each.is_own]
    had = max([NOTHING, *(each.gain for each in all_the_time)])
    lead = best.gain - had
    yours = "your own tariff" if own else "your own tariffs"
    if best.is_clear(lead):
        near = [each.name for each in known if not best.is_clear(best.gain - each.gain)]
        near.remove(best.name)
        why = f"{best.name} {best.said(best.gain, words)} than {yours}: {best.figures}"
        why += f" Too close to it to tell which is best: {', '.join(near)}." if near else ""
        return Verdict(VerdictKind.CHEAPER, best.code, words.sign * best.gain, why)
    beaten = "the last of your own tariffs all the time" if had else yours
    if best.is_clear(-lead):
        none = f"None of the ranked tariffs {words.would_have} {words.better} than {beaten}"
        why = f"{none}: the next, {best.name}, {best.said(lead, words)}"
        why += "." if had else f", {best.figures}"
        better = (each.code for each in all_the_time if best.is_clear(each.gain - best.gain))
        return Verdict(VerdictKind.CHEAPER, own or next(better, None), words.sign * lead, why)
    gap = f"differ by {_money(abs(lead))}: too little to tell."
    return _refused(VerdictKind.TOO_CLOSE, f"{capitalised(beaten)} and {best.name} {gap}")


def _known(rows: Iterable[TariffRow], words: _Words) -> Iterator[_Known]:
    """Those of the rows whose difference is told."""
    for row in rows:
        if row.difference is not None and row.cost is not None and row.own_cost is not None:
            yield _Known(
                row.candidate.code,
                row.candidate.name,
                row.is_own,
                row.cost,
                row.own_cost,
                row.days,
                words.sign * row.difference,
            )


def _not_enough(others: Sequence[TariffRow], *, has_fixed: bool) -> Verdict:
    if not others and has_fixed:
        why = "Fixed tariffs are not ranked, and there is no other tariff to compare with."
    elif not others:
        why = "There is no other tariff to compare with."
    else:
        most, needed = (
            floor(100 * each) for each in (max(row.coverage for row in others), ENOUGH)
        )
        why = f"Only {most}% of the half hours can be compared, {needed}% are needed."
    return _refused(VerdictKind.NOT_ENOUGH_DATA, why)


def _refused(kind: VerdictKind, why: str) -> Verdict:
    return Verdict(kind, None, None, why)


def _money(pence: Fraction) -> str:
    """`£1,234.50`, `−£0.61`."""
    amount = pounds(pence)
    return f"{MINUS if amount < 0 else ''}£{abs(amount):,}"
