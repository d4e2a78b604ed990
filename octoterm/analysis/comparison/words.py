"""A comparison in words: `29% less than a usual Wednesday`. Pure.

All texts about how one amount compares with another use `change_words`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from octoterm import number_format
from octoterm.consumption.quantity import Form

LEAST_PERCENT = 1.0
"""Smaller changes are `about the same`: weather and chance alone make any two days differ by
more."""
MOST_PERCENT = 300.0
"""Larger changes are easier to understand as a multiple."""
TOO_LITTLE = "Too little data to compare"


class Names(NamedTuple):
    """What an amount is compared with."""

    full: str
    """`March 2024`, `a usual Wednesday`."""
    short: str
    """Without what the period already shows: `March`."""
    shortest: str
    """`usual`; empty if the name can be left out, as this comparison was asked for."""


def change_words(form: Form, own: float, other: float, name: str, *, amount: bool = False) -> str:
    """`29% less than a usual Wednesday`, with the amount `29% (3.21 kWh) less than …`, under 1%
    `about the same as …`, over 300% `6.5 times as much as …`; the amount alone if there is no
    percentage. `29% less` without a name."""
    if is_about_the_same(form, own, other):
        return f"about the same as {name}" if name else "about the same"
    change, percent = own - other, change_in_percent(form, own, other)
    if percent is not None and round(percent, 6) > MOST_PERCENT:
        times = f"{number_format.number(own / other, 1)} times as much"
        return f"{times} as {name}" if name else times
    said = form.text(abs(change))
    if percent is not None:
        share = number_format.share(abs(percent) / 100)
        said = f"{share} ({said})" if amount else share
    more_or_less = f"{said} {'more' if change > 0 else 'less'}"
    return f"{more_or_less} than {name}" if name else more_or_less


def is_about_the_same(form: Form, own: float, other: float) -> bool:
    """Whether a change is too small to be called one: under 1%, or not visible in the decimals."""
    percent = change_in_percent(form, own, other)
    if percent is not None and round(abs(percent), 6) < LEAST_PERCENT:
        return True
    return round(abs(own - other), 9) < form.smallest / 2


def change_in_percent(form: Form, own: float, other: float) -> float | None:
    """The change from `other` to `own`; None if `other` is not positive, and for signed values,
    where any change from a value near zero is a large share."""
    return 100 * (own - other) / other if other > 0 and not form.is_signed else None


def whole_words(
    form: Form, own: float, other: float, names: Names, each: str, *, amount: bool
) -> Iterator[str]:
    """The comparison of everything that can be compared, longest first. `each` is how much of each
    was compared, `28 days`, if not all; the longest version also gives the amount of the change,
    if asked."""
    full, short, shortest = names
    tail = f", over {each} of each" if each else ""
    note = f" ({each})" if each else ""
    yield change_words(form, own, other, full, amount=amount) + tail
    yield change_words(form, own, other, short) + tail
    yield change_words(form, own, other, short) + note
    yield change_words(form, own, other, shortest) + note


def common_words(
    form: Form,
    own: float,
    other: float,
    names: Names,
    days: str,
    amount_of: str,
    *,
    amount: bool,
) -> Iterator[str]:
    """The comparison of what both have, longest first: `1–10 Apr, the 8 days both have: 78.00 kWh,
    12% more than March`. `days` is `1–10 Apr`, or empty; `amount_of` is `8 days`. The longest also
    gives the amount of the change, if asked."""
    _, short, shortest = names
    both = f"the {amount_of} both have"
    where = f"{days}, {both}" if days else both
    total, change = form.text(own), change_words(form, own, other, short)
    yield f"{where}: {total}, {change_words(form, own, other, short, amount=amount)}"
    yield f"{where}: {change}"
    yield f"{change} ({amount_of})"
    yield f"{change_words(form, own, other, shortest)} ({amount_of})"
