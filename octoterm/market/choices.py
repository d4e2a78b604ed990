"""What a household could choose: one of each family of products, and every other product. Pure."""

from __future__ import annotations

from typing import NamedTuple


class Version(NamedTuple):
    """A product, and when it was the one of its family that was sold."""

    product: str
    """Its code."""
    since: int
    """UTC seconds."""
    until: int | None = None
    """UTC seconds, exclusive; None as long as it is sold."""


class Choice(NamedTuple):
    """A family of products that follow one another, or a product that has none."""

    name: str
    """`Agile`, or the name of the product."""
    versions: tuple[Version, ...]
    """The newest first; at least one."""
    is_fixed: bool = False
    """Whether its rates are those of the day on which one signs."""
    is_half_hourly: bool = False
    """Whether its rates are published for a day at a time, in the afternoon before: by half hours
    or by days."""
