"""Formats numbers for readers in the United Kingdom. Pure."""

from __future__ import annotations

from math import copysign

MINUS = "−"
"""The sign of a negative number; a hyphen is too short next to a plus."""
_SUMMED_TO = 9
"""Decimals to which a sum of floats equals the sum of the exact amounts."""


def number(value: float, decimals: int) -> str:
    """`1,234.56`, `−0.50`: with commas between thousands, and no minus before a zero.

    The value is rounded to six decimals first, as in records, so that tiny errors from summing do
    not decide whether 26.615 becomes 26.61 or 26.62.
    """
    return _with_minus(f"{round(value, 6):,.{decimals}f}")


def half_up(value: float, decimals: int) -> str:
    """Like `number`, but for money, which is rounded half up, away from zero: 0.125 is `0.13`,
    although a float may be slightly less than the half that it stands for."""
    rounded = round(value, _SUMMED_TO)
    return _with_minus(f"{rounded + copysign(10.0**-_SUMMED_TO / 2, rounded):,.{decimals}f}")


def _with_minus(text: str) -> str:
    return text.removeprefix("-") if not text.strip("-0.,") else text.replace("-", MINUS)


def signed(value: float, decimals: int) -> str:
    """A change: `+1.07`, `−0.23`, `±0.00`."""
    text = number(value, decimals)
    if not text.strip("0.,"):
        return f"±{text}"
    return text if value < 0 else f"+{text}"


def percent(part: float, whole: float) -> str | None:
    """The change from `whole` to `part`, such as `+8%`; None if `whole` is not positive."""
    return f"{signed(100 * (part - whole) / whole, 0)}%" if whole > 0 else None


def share(part: float) -> str:
    """A share as a percentage, such as `29%` for 0.29; it may be more than 1."""
    return f"{number(100 * part, 0)}%"


def plural(amount: int, one: str, many: str | None = None) -> str:
    """The word for this amount: `gap` for one, otherwise `gaps`, or `many` if given."""
    return one if amount == 1 else many or f"{one}s"


def count(amount: int, one: str, many: str | None = None) -> str:
    """`1 gap`, `1,204 gaps`."""
    return f"{amount:,} {plural(amount, one, many)}"


def hours(half_hours: int) -> str:
    """The length of this number of half hours: `half an hour`, `1 hour`, `4.5 hours`."""
    if half_hours == 1:
        return "half an hour"
    return f"{half_hours / 2:g} {plural(half_hours // 2 + half_hours % 2, 'hour')}"


def none_readable(lines: int, of: str = "") -> str:
    """`None of the 3 lines can be read`; `of` names the file, if it is not obvious."""
    of = f" of {of}" if of else ""
    if lines == 1:
        return f"The only line{of} cannot be read"
    return f"None of the {lines:,} lines{of} can be read"


def size(amount: int) -> str:
    """A size in bytes, such as `640 B`, `12 kB`, `1.0 MB`."""
    if amount < 1000:
        return f"{amount} B"
    if amount < 999_500:
        return f"{amount / 1e3:.0f} kB"
    return f"{number(amount / 1e6, 1)} MB"
