"""A comparison in words: `29% less than a usual Wednesday`. Pure.

Everything that says how one amount compares with another says it with `change_words`.
"""

from __future__ import annotations

from collections.abc import Iterator

from octoterm import number_format
from octoterm.consumption.quantity import Form

LEAST_PERCENT = 1.0
"""Smaller changes are `about the same`: weather and chance make more than that of any two days."""
TOO_LITTLE = "Too little data to compare"


def change_words(form: Form, own: float, other: float, name: str, *, amount: bool = False) -> str:
    """`29% less than a usual Wednesday`, with the amount `29% (3.21 kWh) less than …`, under 1%
    `about the same as …`; the amount alone if `other` is not positive."""
    bare = bare_change(form, own, other, amount=amount)
    return f"{bare} {'as' if bare == ABOUT_THE_SAME else 'than'} {name}"


ABOUT_THE_SAME = "about the same"


def bare_change(form: Form, own: float, other: float, *, amount: bool = False) -> str:
    """`29% less`, `29% (3.21 kWh) less`, `about the same`."""
    change = own - other
    percent = change_in_percent(own, other)
    if percent is None:
        if abs(change) < form.smallest / 2:
            return ABOUT_THE_SAME
        said = form.text(abs(change))
    else:
        if round(abs(percent), 6) < LEAST_PERCENT:
            return ABOUT_THE_SAME
        said = number_format.share(abs(percent) / 100)
        said += f" ({form.text(abs(change))})" if amount else ""
    return f"{said} {'more' if change > 0 else 'less'}"


def change_in_percent(own: float, other: float) -> float | None:
    """The change from `other` to `own`; None if `other` is not positive."""
    return 100 * (own - other) / other if other > 0 else None


def whole_words(
    form: Form, own: float, other: float, names: tuple[str, str], each: str
) -> Iterator[str]:
    """The comparison of all that can be compared, longest first. `names` are the full and the
    short name of the other; `each` is how much of each was compared, `28 days`, if not all."""
    name, short = names
    tail = f", {each} of each" if each else ""
    note = f" ({each})" if each else ""
    yield change_words(form, own, other, name, amount=True) + tail
    yield change_words(form, own, other, name) + tail
    yield change_words(form, own, other, short) + tail
    yield change_words(form, own, other, short) + note
    yield bare_change(form, own, other) + note


def common_words(
    form: Form, own: float, other: float, names: tuple[str, str], days: str, amount_of: str
) -> Iterator[str]:
    """The comparison of what both have, longest first: `1–10 Apr, the 8 days both have: 78.00
    kWh, 12% more than March`. `days` is `1–10 Apr`, or empty; `amount_of` is `8 days`."""
    _, short = names
    both = f"the {amount_of} both have"
    where = f"{days}, {both}" if days else both
    total = form.text(own)
    change = change_words(form, own, other, short)
    yield f"{where}: {total}, {change_words(form, own, other, short, amount=True)}"
    yield f"{where}: {total}, {change}"
    yield f"{where}: {change}"
    yield f"{change} ({amount_of})"
    yield f"{bare_change(form, own, other)} ({amount_of})"
