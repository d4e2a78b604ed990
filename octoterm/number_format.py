"""Numbers as people in the United Kingdom read them. Pure."""

from __future__ import annotations


def number(value: float, decimals: int) -> str:
    """With commas between thousands, and never a minus before a zero.

    It is rounded as if from the six decimals that records have: what adding up left beyond them
    does not decide whether 26.615 is 26.61 or 26.62.
    """
    text = f"{round(value, 6):,.{decimals}f}"
    return text.removeprefix("-") if not text.strip("-0.,") else text


def signed(value: float, decimals: int) -> str:
    """A change: `+1.07`, `-0.23`, `±0.00`."""
    text = number(value, decimals)
    if not text.strip("0.,"):
        return f"±{text}"
    return text if value < 0 else f"+{text}"


def percent(part: float, whole: float) -> str | None:
    """The change from `whole` to `part` as `+8 %`; None where there is nothing to compare."""
    if whole <= 0:
        return None
    change = f"{100 * (part - whole) / whole:+,.0f} %"
    return "±0 %" if change in ("+0 %", "-0 %") else change


def plural(amount: int, one: str, many: str | None = None) -> str:
    """`gap` where there is one, else `gaps`, or what `many` says."""
    return one if amount == 1 else many or f"{one}s"


def count(amount: int, one: str, many: str | None = None) -> str:
    """`1 gap`, `1,204 gaps`."""
    return f"{amount:,} {plural(amount, one, many)}"


def none_readable(lines: int, of: str = "") -> str:
    """`None of the 3 lines can be read`; `of` names the file, if that is not plain."""
    of = f" of {of}" if of else ""
    if lines == 1:
        return f"The only line{of} cannot be read"
    return f"None of the {lines:,} lines{of} can be read"


def size(amount: int) -> str:
    """Bytes as `640 B`, `12 kB`, `1.0 MB`."""
    if amount < 1000:
        return f"{amount} B"
    if amount < 999_500:
        return f"{amount / 1e3:.0f} kB"
    return f"{number(amount / 1e6, 1)} MB"
