"""The alerts that the configuration asks for. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Kind(NamedTuple):
    """The number that a kind of alert needs."""

    number: str = ""
    """The key of the number; empty if it needs none."""
    least: float = 0
    most: float = 0


KINDS: Mapping[str, Kind] = {
    "late": Kind("days", 1, 365),
    "base-load-up": Kind("percent", 1, 1000),
    "gas-never-stops": Kind("hours", 1, 24 * 14),
    "price-below": Kind("pence", -1000, 1000),
    "tariff-ends": Kind("days", 1, 365),
    "bill-above": Kind("pounds", 0, 100_000),
    "unusual-day": Kind(),
}
"""`when` → what it needs."""


class Rule(NamedTuple):
    """One entry of `alerts`."""

    when: str
    """One of KINDS."""
    number: float = 0
    """In the unit that its kind names: days, per cent, hours, pence or pounds."""
    meter: str | None = None
    """The name of the only meter to check; None for all that it applies to."""

    @property
    def words(self) -> str:
        """`late, 3 days`, as in the configuration."""
        kind = KINDS[self.when]
        return f"{self.when}, {self.number:g} {kind.number}" if kind.number else self.when


Notify = tuple[str, ...]
"""A program and its arguments, in which `{title}` and `{message}` are replaced."""
