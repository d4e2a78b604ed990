"""A comparison of tariffs as text tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from textwrap import wrap
from typing import TYPE_CHECKING

from octoterm import number_format
from octoterm.cli.printed.wording import aligned, paragraph
from octoterm.costs.labels import BEFORE_CREDITS
from octoterm.costs.rounding import half_up
from octoterm.household.account import Direction
from octoterm.periods.labels import capitalised, range_label
from octoterm.session.comparing.tariff_comparison import varies_within_a_day
from octoterm.tariff_comparison.candidates import Method
from octoterm.tariff_comparison.tariff_row import ENOUGH, TOO_LITTLE

if TYPE_CHECKING:
    from octoterm.tariff_comparison.comparison import TariffComparison
    from octoterm.tariff_comparison.tariff_row import Excluded, TariffRow

NOT_KNOWN = "--"
YOURS = "yours £"
SMALL = "≈"
WIDTH = 80
"""Columns of a terminal."""
SHORTEST_NAME = 12
MOST_RANGES = 4
"""Most ranges of excluded days to list; the days of other ranges are counted."""
FIXED = "Fixed tariffs: today's price on your past, not ranked with the others"


def lines(
    title: str, found: TariffComparison, direction: Direction, what_if: str = ""
) -> Iterator[str]:
    """The heading, the verdict, the tables of both kinds of tariff, and the days left out."""
    yield f"{title} · {range_label(found.first, found.last)}"
    if what_if:
        yield f"What if: {what_if}"
    yield ""
    yield from wrapped(found.verdict.why)
    rows = best_first(found.rows, direction)
    if not any(_is_all_you_had(row, found) for row in rows):
        yield ""
        yield from wrapped(_own(found, direction, is_changed=bool(what_if)))
    variable = [row for row in rows if row.candidate.method is not Method.TODAY]
    fixed = [row for row in rows if row.candidate.method is Method.TODAY]
    if variable:
        yield ""
        yield from _table(variable, found, direction)
    if fixed:
        yield ""
        yield FIXED
        yield from _table(fixed, found, direction)
    for sentences in (excluded_in_words(rows), _notes(found)):
        yield from paragraph([line for each in sentences for line in wrapped(each)])


def wrapped(sentence: str) -> Iterator[str]:
    """The sentence in lines that fit."""
    return iter(wrap(sentence, WIDTH, break_long_words=False, break_on_hyphens=False))


def best_first(rows: Iterable[TariffRow], direction: Direction) -> list[TariffRow]:
    """The rows by their difference, those without one last."""
    sign = -1 if direction is Direction.EXPORT else 1

    def order(row: TariffRow) -> tuple[bool, Fraction]:
        return row.difference is None, sign * (row.difference or Fraction(0))

    return sorted(rows, key=order)


def _is_all_you_had(row: TariffRow, found: TariffComparison) -> bool:
    """Whether the row already says what the household paid, and for what."""
    return row.is_own and len(found.own.tariffs) == 1 and row.cost == found.own.cost


def _own(found: TariffComparison, direction: Direction, *, is_changed: bool) -> str:
    """`Your own tariffs cost £812.34: E-1R-…`, over the whole time; `would have cost` if the use
    is changed."""
    own = found.own
    codes = ", ".join(own.tariffs)
    if own.cost is None:
        return f"What you had has no price: {codes or 'no tariff is known'}"
    if direction is Direction.EXPORT:
        what = "Your exports would have earned" if is_changed else "Your exports earned"
    else:
        what = "Your own tariffs" if len(own.tariffs) > 1 else "Your own tariff"
        what += " would have cost" if is_changed else " cost"
    return f"{what} £{_pounds(own.cost)}: {codes}"


def _table(
    rows: Sequence[TariffRow], found: TariffComparison, direction: Direction
) -> Iterator[str]:
    """A heading and a line for each tariff; columns without information are left out."""
    differs = _are_of_other_days(rows, found)
    in_parts = any(
        varies_within_a_day(row.candidate) and row.difference is not None for row in rows
    )
    cost = "income £" if direction is Direction.EXPORT else "cost £"
    heading = ["Tariff", cost, *([YOURS] if differs else []), "± £", "± %", "days"]
    table = [[*heading, *(["average £", "timing £"] if in_parts else [])]]
    for row in rows:
        cells = [_pounds(row.cost), *([_pounds(row.own_cost)] if differs else [])]
        cells += [_signed(row.difference), _percent(row), f"{row.days:,}"]
        if in_parts:
            parts = row.average_part, row.timing_part
            cells += map(_signed, parts) if _varies(row) else ("", "")
        table.append([_name(row), *cells])
    widths = [max(map(len, column)) for column in zip(*table, strict=True)][1:]
    room = max(SHORTEST_NAME, WIDTH - sum(widths) - 2 * len(widths))
    yield from aligned([[shortened(name, room), *cells] for name, *cells in table], left={0})


def _are_of_other_days(rows: Iterable[TariffRow], found: TariffComparison) -> bool:
    """Whether some are compared over less than the whole time."""
    return any(row.own_cost not in (None, found.own.cost) for row in rows)


def _name(row: TariffRow) -> str:
    """`Agile Octopus (yours)`."""
    return f"{row.candidate.name}{' (yours)' if row.is_own else ''}"


def _varies(row: TariffRow) -> bool:
    return varies_within_a_day(row.candidate)


def shortened(text: str, width: int) -> str:
    """`text`, shortened to at most `width` columns."""
    return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"


def excluded_in_words(rows: Iterable[TariffRow]) -> Iterator[str]:
    """The days that are left out: first those left out of all tariffs, then the others of each."""
    by_row = {row.candidate.name: row.excluded for row in rows}
    first = next(iter(by_row.values()), ())
    of_all = [each for each in first if all(each in others for others in by_row.values())]
    if of_all and len(by_row) > 1:
        yield f"Days left out of all: {_ranges(of_all)}"
    else:
        of_all = []
    for name, excluded in by_row.items():
        others = [each for each in excluded if each not in of_all]
        if others:
            yield f"Days left out of {name}: {_ranges(others)}"


def missing_in_words(not_compared: Iterable[tuple[str, str]]) -> Iterator[str]:
    """`Not compared: Tracker, Flux: no prices of this time are published.`"""
    names: dict[str, list[str]] = {}
    for name, why in not_compared:
        names.setdefault(why, []).append(name)
    return (f"Not compared: {', '.join(each)}: {why}." for why, each in names.items())


def _ranges(excluded: Sequence[Excluded]) -> str:
    """`9–11 Jun 2025 (no rate), 1 Jul 2025 (no rate) and 12 other days`."""
    named = ", ".join(
        f"{range_label(each.first, each.last)} ({each.why})" for each in excluded[:MOST_RANGES]
    )
    rest = sum((each.last - each.first).days + 1 for each in excluded[MOST_RANGES:])
    return f"{named} and {number_format.count(rest, 'other day')}" if rest else named


def _notes(found: TariffComparison) -> Iterator[str]:
    """Notes about the sums: about the household's own tariffs, then about the others."""
    if _are_of_other_days(found.rows, found):
        yield f"{YOURS}: on the same days as each tariff"
    refused = [
        f"{row.candidate.name} ({number_format.count(row.days, 'day')})"
        for row in found.rows
        if row.difference is None
    ]
    if refused:
        yield (
            f"No difference is told of {', '.join(refused)}: less than {float(100 * ENOUGH):g}% "
            "of the half hours can be compared"
        )
    if any(map(_is_small, found.rows)):
        yield f"{SMALL}: {TOO_LITTLE}"
    said: dict[str, list[str]] = {label: ["your tariffs"] for label in found.own.labels}
    for row in found.rows:
        for label in row.labels:
            said.setdefault(label, []).append(row.candidate.name)
    said.pop(BEFORE_CREDITS, None)  # is said about every comparison
    for label, names in said.items():
        of = "" if len(names) == len(found.rows) + 1 else f"{', '.join(names)}: "
        yield capitalised(f"{of}{label}")


def _is_small(row: TariffRow) -> bool:
    """Whether it cannot be called better or worse than what the household had."""
    return row.is_too_close and row.difference != 0


def _percent(row: TariffRow) -> str:
    if _is_small(row):
        return SMALL
    if row.difference is None or row.cost is None or not row.own_cost or row.own_cost < 0:
        return NOT_KNOWN
    return number_format.percent(float(row.cost), float(row.own_cost)) or NOT_KNOWN


def _signed(amount: Fraction | None) -> str:
    if amount is None:
        return NOT_KNOWN
    return number_format.signed(float(half_up(amount / 100, 2)), 2)


def _pounds(amount: Fraction | None) -> str:
    if amount is None:
        return NOT_KNOWN
    return number_format.number(float(half_up(amount / 100, 2)), 2)
